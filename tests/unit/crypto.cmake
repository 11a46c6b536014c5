foreach(name secret hash sign exchange aead noise work passphrase sealedstream)
  vos_unit(${name} LIBS vos_p2p_core)
endforeach()
