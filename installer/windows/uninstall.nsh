DeleteRegKey SHCTX "Software\Classes\vos"
DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "vos-messenger"
