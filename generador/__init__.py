"""Conóceles: de archivos revisados en Git a un sitio público y datos abiertos."""
