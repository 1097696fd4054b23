"""¿Qué páginas hay? Un archivo por clase de página."""
