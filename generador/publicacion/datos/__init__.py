"""Fichas → datos abiertos: tablas, descriptor, CSV, XLSX y sus comprobaciones."""
