"""Lo que se guarda cifrado y fuera de Git."""
