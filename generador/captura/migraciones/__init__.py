"""Cómo ha cambiado la base de datos."""
