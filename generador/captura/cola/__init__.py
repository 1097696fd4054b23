"""Lo que se envía y lo que se pide, hasta que queda en Git."""
