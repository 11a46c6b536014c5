# The program with its icon, and the Qt libraries and plugins beside it.
if(NOT VOS_GUI)
  return()
endif()
configure_file(windows/vos-messenger.rc.in ${CMAKE_BINARY_DIR}/vos-messenger.rc @ONLY)
enable_language(RC)
set_source_files_properties(${CMAKE_BINARY_DIR}/vos-messenger.rc
  TARGET_DIRECTORY vos-messenger PROPERTIES OBJECT_DEPENDS ${VOS_ICONS}/vos-messenger.ico)
target_sources(vos-messenger PRIVATE ${CMAKE_BINARY_DIR}/vos-messenger.rc)
add_dependencies(vos-messenger icons)

qt_generate_deploy_app_script(TARGET vos-messenger FILENAME_VARIABLE deploy
  NO_UNSUPPORTED_PLATFORM_ERROR)
install(SCRIPT ${deploy} COMPONENT window)
# Qt's tool knows Qt's own libraries; these are the others, from wherever the compiler found them.
install(CODE [[
  file(GET_RUNTIME_DEPENDENCIES
    EXECUTABLES "${CMAKE_INSTALL_PREFIX}/bin/vos-messenger.exe" "${CMAKE_INSTALL_PREFIX}/bin/vosd.exe"
    RESOLVED_DEPENDENCIES_VAR libraries UNRESOLVED_DEPENDENCIES_VAR unknown
    PRE_EXCLUDE_REGEXES "^api-ms-" "^ext-ms-" POST_EXCLUDE_REGEXES "[Ss]ystem32"
    DIRECTORIES "$ENV{MINGW_PREFIX}/bin")
  file(INSTALL ${libraries} DESTINATION "${CMAKE_INSTALL_PREFIX}/bin")
]] COMPONENT window)
