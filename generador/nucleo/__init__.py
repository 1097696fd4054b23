"""Qué es una candidatura y cuándo está bien: puro, solo biblioteca estándar."""
