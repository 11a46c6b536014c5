# CPack: .deb on Debian and its kin, an installer on Windows, a disk image on macOS; else an archive.
set(CPACK_PACKAGE_NAME vos-messenger)
set(CPACK_PACKAGE_VENDOR "VOS Messenger")
set(CPACK_PACKAGE_CONTACT "VOS Messenger maintainers <maintainers@vos-messenger.invalid>")
set(CPACK_RESOURCE_FILE_LICENSE ${CMAKE_SOURCE_DIR}/LICENSE)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGE_CHECKSUM SHA256)
set(CPACK_COMPONENTS_ALL node)
if(VOS_GUI)
  list(APPEND CPACK_COMPONENTS_ALL window)
endif()
set(CPACK_COMPONENT_NODE_DISPLAY_NAME "Node without a window (vosd, vos)")
set(CPACK_COMPONENT_WINDOW_DISPLAY_NAME "VOS Messenger")

if(WIN32)
  set(CPACK_GENERATOR NSIS)
elseif(APPLE)
  set(CPACK_GENERATOR DragNDrop)
elseif(EXISTS /etc/debian_version)
  set(CPACK_GENERATOR DEB)
else()
  set(CPACK_GENERATOR TXZ)
endif()

# --- Debian: vosd for a small box, vos-messenger on top of it -------------------------------------
set(debian ${CMAKE_CURRENT_SOURCE_DIR}/linux/debian)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_NODE_PACKAGE_NAME vosd)
set(CPACK_DEBIAN_NODE_DESCRIPTION "node of the serverless messenger VOS, without a window
Keeps the signed records of other nodes, sends and receives messages, and
keeps sealed messages for friends who are away. For a small box that is always
on, for bots and for tests. Its service is off until it is enabled.
.
Holds the programs vosd and vos.")
# Plugins are opened while running, so that no linker knows of them: Qt's driver of SQLite here.
set(CPACK_DEBIAN_NODE_PACKAGE_DEPENDS "libqt6sql6-sqlite")
set(CPACK_DEBIAN_NODE_PACKAGE_CONTROL_EXTRA ${debian}/postinst ${debian}/prerm ${debian}/postrm)
set(CPACK_DEBIAN_NODE_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_WINDOW_PACKAGE_NAME vos-messenger)
set(CPACK_DEBIAN_WINDOW_DESCRIPTION "messenger between friends, without servers
Is a node of its own peer-to-peer network. It finds friends by their address,
seals every message for one person, and shows where each undelivered message
is and when it arrived.")
set(CPACK_DEBIAN_WINDOW_PACKAGE_DEPENDS
  "vosd (= ${PROJECT_VERSION}), libqt6sql6-sqlite, libqt6svg6, hicolor-icon-theme")
string(JOIN ", " CPACK_DEBIAN_WINDOW_PACKAGE_RECOMMENDS
  "qt6-wayland" "qt6-qpa-plugins" "qt6-translations-l10n" "fonts-noto-cjk"
  "fonts-noto-color-emoji" "fonts-inter")

# --- Windows and macOS ------------------------------------------------------------------------------
# Generators are told apart while they run; without one the settings of the others do no harm.
set(CPACK_PROJECT_CONFIG_FILE ${CMAKE_CURRENT_SOURCE_DIR}/generators.cmake)
set(CPACK_VOS_INSTALLER_FILES ${CMAKE_CURRENT_SOURCE_DIR})
set(CPACK_VOS_ICONS ${VOS_ICONS})

include(CPack)
