"""Cómo muere un proceso en su n-ésima llamada al disco, sin avisar, como al cortarse la luz."""

MUERTO = 77

MUERTE = f"""
import os, sys

def morir_en(numero):
    cuenta = [0]
    for nombre in ("fsync", "replace", "rename", "unlink", "write"):
        original = getattr(os, nombre)

        def contada(*lo_suyo, _original=original, **con):
            cuenta[0] += 1
            if cuenta[0] == numero:
                os._exit({MUERTO})
            return _original(*lo_suyo, **con)

        setattr(os, nombre, contada)
"""
"""Va al principio del programa de un proceso hijo: `morir_en(n)`, desde ese momento."""
