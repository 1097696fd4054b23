"""La segunda base: lo que se guarda cifrado, fuera de Git, y de verdad se borra (PTO 5 y 44)."""
