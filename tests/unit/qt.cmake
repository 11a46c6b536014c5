foreach(name keybox keykeeper profile settings nodestore messagestore storecopies sockets
    storeworker eventbatch node)
  vos_unit(${name} LIBS vos_p2p)
endforeach()
