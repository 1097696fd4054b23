"""¿Cómo ve la ciudadanía lo que hay en el conjunto? Páginas y datos; solo lo que es público."""
