"""Git: el único cuarto que conoce la historia de los archivos."""
