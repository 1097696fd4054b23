"""Lo que ven quienes no llenan: el tablero, las cifras y las fallas."""
