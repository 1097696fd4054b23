"""¿Salió algo de lo que se reserva? Se mira lo escrito, no el código que lo escribe."""
