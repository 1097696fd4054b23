"""¿Qué aviso de privacidad rige? (PTO 16, 38 y 39)

La versión y su fecha quedan con cada aceptación y en el consentimiento; el texto está en las
plantillas `aviso_*.html`. Cambiar el texto pide otra versión.
"""

from datetime import date

VERSION = "2024-1"
FECHA = date(2024, 4, 1)
