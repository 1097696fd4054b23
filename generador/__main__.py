"""Punto de entrada."""
