"""¿Cuántas personas dieron cada respuesta de identidad, sin que se sepa qué contestó ninguna?"""
