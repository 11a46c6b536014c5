foreach(name connection datafeed eventfeed json linesplitter methods options params passphrasefd
    protocol server socketpath)
  vos_unit(${name} LIBS vos_control)
endforeach()

# The command line of `vos` is part of a program; its sources are small enough to be built again.
set(vos_sources ${CMAKE_SOURCE_DIR}/app/vos)
vos_unit(commandline SOURCES ${vos_sources}/commandline.cpp LIBS vos_control)
vos_unit(terminal SOURCES ${vos_sources}/terminal.cpp LIBS vos_control)
