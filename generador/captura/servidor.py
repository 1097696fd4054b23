"""¿Cómo atiende gunicorn? Es su archivo de ajustes: `-c python:generador.captura.servidor`.

Procesos de una petición a la vez, y no hilos: con hilos, quien tiene el turno de escribir espera
también al intérprete, y todos detrás de él. El proxy guarda lo que llega despacio, así que nadie
ocupa un proceso mientras sube un archivo.
"""

import os

_POR_NUCLEO = 3
preload_app = True  # se lee todo una vez y se reparte: nadie espera al primer arranque de cada uno
workers = _POR_NUCLEO * (os.cpu_count() or 1)
timeout = 60
max_requests, max_requests_jitter = 5_000, 500
control_socket_disable = True
