foreach(name bech32 address link name identity grant card safetynumber)
  vos_unit(${name} LIBS vos_p2p_core)
endforeach()
