"""De la persona a la propuesta: el formulario, quien lo valida y la cola que lo lleva a Git.

Dos procesos: el que atiende a la gente no tiene credencial de la forja; el que la tiene
(`despacho`) no escucha a nadie.
"""
