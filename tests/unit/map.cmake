foreach(name record)
  vos_unit(${name} LIBS vos_p2p_core)
endforeach()
vos_unit(vosmap LIBS vos_sim)
