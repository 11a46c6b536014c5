# VOS Messenger.app, with Qt inside and the vos: links it opens in its Info.plist.
if(NOT VOS_GUI)
  return()
endif()
set(icon ${VOS_ICONS}/vos-messenger.icns)
set_source_files_properties(${icon} TARGET_DIRECTORY vos-messenger
  PROPERTIES GENERATED ON MACOSX_PACKAGE_LOCATION Resources)
target_sources(vos-messenger PRIVATE ${icon})
add_dependencies(vos-messenger icons)
set_target_properties(vos-messenger PROPERTIES
  MACOSX_BUNDLE ON
  MACOSX_BUNDLE_INFO_PLIST ${CMAKE_CURRENT_SOURCE_DIR}/macos/Info.plist.in
  MACOSX_BUNDLE_GUI_IDENTIFIER ${VOS_APP_ID}
  MACOSX_BUNDLE_BUNDLE_VERSION ${PROJECT_VERSION}
  MACOSX_BUNDLE_SHORT_VERSION_STRING ${PROJECT_VERSION})

qt_generate_deploy_app_script(TARGET vos-messenger FILENAME_VARIABLE deploy
  NO_UNSUPPORTED_PLATFORM_ERROR)
install(SCRIPT ${deploy} COMPONENT window)
