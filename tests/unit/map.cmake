foreach(name record)
  vos_unit(${name} LIBS vos_p2p_core)
  target_compile_definitions(tst_${name} PRIVATE VOS_VECTORS="${CMAKE_SOURCE_DIR}/tests/vectors")
endforeach()
