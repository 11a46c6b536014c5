WriteRegStr SHCTX "Software\Classes\vos" "" "URL:VOS Messenger"
WriteRegStr SHCTX "Software\Classes\vos" "URL Protocol" ""
WriteRegStr SHCTX "Software\Classes\vos\DefaultIcon" "" "$INSTDIR\bin\vos-messenger.exe,0"
WriteRegStr SHCTX "Software\Classes\vos\shell\open\command" "" '"$INSTDIR\bin\vos-messenger.exe" "%1"'
