"""¿Quiénes se contaron en cada corte? Para que el siguiente no los revele por resta.

No dice qué contestó nadie; sí de quién se ve qué, y por eso se guarda cerrado y no en Git.
"""

from datetime import date
from pathlib import Path

from generador.boveda.almacen import Boveda
from generador.boveda.cifrado import Privada, abrir, cerrar
from generador.boveda.disco import asegurar_carpeta, errores_de_disco, escribir, guardar
from generador.errores import ErrorConoceles

CARPETA = "cortes"
EXTENSION = ".poblacion"


def guardar_poblacion(boveda: Boveda, fecha: date, contenido: bytes) -> None:
    """La de un corte, cerrada para todas las llaves; escribirla otra vez la reemplaza."""
    llavero = boveda.llavero
    llavero.exigir_bastantes()
    carpeta = boveda.carpeta / CARPETA
    with errores_de_disco("guardar el corte en"):
        carpeta.mkdir(mode=0o700, exist_ok=True)
        guardar(_ruta(boveda, fecha), _con_huella(llavero.huella, contenido, boveda))


def leer_poblacion(boveda: Boveda, fecha: date, privada: Privada) -> bytes:
    """La que se guardó. Lanza `ErrorConoceles` si falta o la llave no la abre."""
    ruta = _ruta(boveda, fecha)
    if not ruta.is_file():
        raise ErrorConoceles(
            f"La bóveda no tiene a quiénes se contaron el {fecha.isoformat()}: restáurela del "
            "respaldo. Sin eso no se sabe qué diría la resta, y no se cuenta otro corte."
        )
    with errores_de_disco("leer el corte en"):
        return abrir(ruta.read_bytes().partition(b"\n")[2], privada)


def rotar_cortes(boveda: Boveda, privada: Privada) -> int:
    """Vuelve a cerrar las que no estén al día, dentro del turno de quien rota. Dice cuántas."""
    huella, cambiadas = boveda.llavero.huella, 0
    for ruta in sorted((boveda.carpeta / CARPETA).glob(f"*{EXTENSION}")):
        cabeza, _, cifrado = ruta.read_bytes().partition(b"\n")
        if cabeza.decode("ascii", "replace") != huella:
            escribir(ruta, _con_huella(huella, abrir(cifrado, privada), boveda))
            cambiadas += 1
    if cambiadas:
        asegurar_carpeta(boveda.carpeta / CARPETA)
    return cambiadas


def _con_huella(huella: str, contenido: bytes, boveda: Boveda) -> bytes:
    return huella.encode() + b"\n" + cerrar(contenido, boveda.llavero.publicas.values())


def _ruta(boveda: Boveda, fecha: date) -> Path:
    return boveda.carpeta / CARPETA / f"{fecha.isoformat()}{EXTENSION}"
