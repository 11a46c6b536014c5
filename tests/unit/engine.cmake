vos_unit(pathset LIBS vos_p2p_core)
