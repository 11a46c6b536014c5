foreach(name backup keybox keykeeper profile settings nodestore messagestore messagechanges storecopies sockets
    storeworker eventbatch node mapfile portmapmessage portmapper networkwatch)
  vos_unit(${name} LIBS vos_p2p)
endforeach()
