vos_unit(tokens LIBS vos_ui)
vos_unit(textfeatures LIBS vos_ui)
vos_unit(bubblelayout LIBS vos_ui)
vos_unit(graphlayout LIBS vos_ui)
