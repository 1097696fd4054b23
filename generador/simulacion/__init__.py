"""¿Cómo se inventa un proceso electoral completo, verosímil y sin personas reales?"""
