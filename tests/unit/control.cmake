foreach(name connection eventfeed json linesplitter methods options params passphrasefd protocol
    server socketpath)
  vos_unit(${name} LIBS vos_control)
endforeach()

# The command line of `vos` is part of a program; its sources are small enough to be built again.
set(vos_sources ${CMAKE_SOURCE_DIR}/app/vos)
vos_add_test(tst_commandline LABEL unit
  SOURCES tst_commandline.cpp ${vos_sources}/commandline.cpp LIBS vos_control)
vos_add_test(tst_terminal LABEL unit
  SOURCES tst_terminal.cpp ${vos_sources}/terminal.cpp LIBS vos_control)
