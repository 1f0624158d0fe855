"""Plain functions over frozen facts. No clock, no I/O: every instant is an argument, aware and UTC."""
