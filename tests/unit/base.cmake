foreach(name bytes endpoint expected ids utf8)
  vos_unit(${name} LIBS vos_p2p_core)
endforeach()
