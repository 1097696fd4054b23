"""Con qué entra cada cuenta, y cuándo la recibió quien la usa."""
