"""La identidad: lo que se contesta, lo que se firma, y qué de eso puede verse (PTO 5 y 16 a 19)."""
