"""Las páginas: una familia por archivo. Ninguna decide quién puede; eso lo hace la guardia."""
