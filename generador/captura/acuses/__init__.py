"""Con qué se prueba después que se envió algo, y en qué va."""
