foreach(name custody quota slot)
  vos_unit(${name} LIBS vos_p2p_core)
endforeach()
