foreach(name packet message replaywindow cookie session handshake)
  vos_unit(${name} LIBS vos_p2p_core)
endforeach()
