foreach(name letter letterbody receipt prekeys)
  vos_unit(${name} LIBS vos_p2p_core)
endforeach()
