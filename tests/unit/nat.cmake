foreach(name keepalive natview punch relaytable)
  vos_unit(${name} LIBS vos_p2p_core)
endforeach()
