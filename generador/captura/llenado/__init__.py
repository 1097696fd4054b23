"""Lo que se pregunta y lo que se lleva llenado: se guarda, se lee y da un expediente."""
