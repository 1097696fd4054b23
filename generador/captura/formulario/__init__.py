"""Las páginas con que se llena: qué se pregunta en cada una y cómo va lo escrito."""
