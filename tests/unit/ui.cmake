vos_unit(tokens LIBS vos_ui)
vos_unit(textfeatures LIBS vos_ui)
vos_unit(bubblelayout LIBS vos_ui)
vos_unit(graphlayout LIBS vos_ui)
vos_unit(loginstart LIBS vos_ui)
vos_unit(singleinstance SOURCES ${CMAKE_SOURCE_DIR}/app/messenger/singleinstance.cpp
  LIBS vos_ui Qt6::Network)
