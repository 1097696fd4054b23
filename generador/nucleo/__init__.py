"""¿Qué es una candidatura y cuándo está bien? Puro: solo biblioteca estándar."""
