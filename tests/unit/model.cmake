# The node in memory needs no widgets; models are tested on it alone.
add_library(vos_memorynode STATIC ${CMAKE_SOURCE_DIR}/ui/gallery/memorychanges.cpp
  ${CMAKE_SOURCE_DIR}/ui/gallery/memoryfriendvos.cpp
  ${CMAKE_SOURCE_DIR}/ui/gallery/memorynode.cpp)
set_target_properties(vos_memorynode PROPERTIES AUTOMOC ON)
target_link_libraries(vos_memorynode PUBLIC vos_model)

foreach(name addressinput friendlist friendmodel friendvosmodel localvalues marks messagechangesmodel messagemodel
        mapmodel messagewindow models nameinput networkmodel networkwords nodestatus preferences queuemodel requestmodel
        trailwords words)
  vos_unit(${name} LIBS vos_memorynode)
endforeach()
