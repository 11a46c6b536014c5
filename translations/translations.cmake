# The window's languages. English is the source text; its file holds only the plural forms.
#   ninja update_translations   reads the sources again into the .ts files
set(VOS_LANGUAGES zh_CN en)

find_package(Qt6 6.4 REQUIRED COMPONENTS LinguistTools)
set(_sources ${CMAKE_SOURCE_DIR}/model ${CMAKE_SOURCE_DIR}/ui ${CMAKE_SOURCE_DIR}/app/messenger)
set(_lupdate Qt6::lupdate -silent -I ${CMAKE_SOURCE_DIR} -extensions h,cpp -locations none
  -no-obsolete ${_sources})
add_custom_target(update_translations
  COMMAND ${_lupdate} -target-language zh_CN -ts ${CMAKE_SOURCE_DIR}/translations/vos_zh_CN.ts
  COMMAND ${_lupdate} -target-language en -pluralonly
    -ts ${CMAKE_SOURCE_DIR}/translations/vos_en.ts
  VERBATIM)

# Compiled and put into the program as :/i18n/vos_<language>.qm.
set(_i18n ${CMAKE_BINARY_DIR}/i18n)
set(_files "")
set(_qrc "<RCC><qresource prefix=\"/i18n\">\n")
foreach(_language IN LISTS VOS_LANGUAGES)
  set(_ts ${CMAKE_SOURCE_DIR}/translations/vos_${_language}.ts)
  set(_qm ${_i18n}/vos_${_language}.qm)
  add_custom_command(OUTPUT ${_qm}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${_i18n}
    COMMAND Qt6::lrelease -silent ${_ts} -qm ${_qm}
    DEPENDS ${_ts} VERBATIM)
  list(APPEND _files ${_qm})
  string(APPEND _qrc "  <file>vos_${_language}.qm</file>\n")
endforeach()
string(APPEND _qrc "</qresource></RCC>\n")
file(CONFIGURE OUTPUT ${_i18n}/i18n.qrc CONTENT "${_qrc}" @ONLY)
add_custom_command(OUTPUT ${_i18n}/qrc_i18n.cpp
  COMMAND Qt6::rcc --name i18n --output ${_i18n}/qrc_i18n.cpp ${_i18n}/i18n.qrc
  DEPENDS ${_files} ${_i18n}/i18n.qrc VERBATIM)
target_sources(vos_ui PRIVATE ${_i18n}/qrc_i18n.cpp)
