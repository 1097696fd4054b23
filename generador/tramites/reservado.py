"""¿Qué textos de la bóveda no deben estar en ninguna parte? Solo para buscarlos, con llave."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from generador.archivos.apertura import leer_comun
from generador.boveda.cifrado import Privada, abrir
from generador.errores import ErrorConoceles, causa_de_disco
from generador.nucleo.identidad.preguntas import Preguntas
from generador.nucleo.identidad.publica import extraer
from generador.tramites.custodia import Custodia

Texto = tuple[str, str, str]
"""(clave, campo, texto)."""


def textos_reservados(custodia: Custodia, privada: Privada) -> Iterator[Texto]:
    """Lo que cada quien escribió con sus palabras y hoy no se puede mostrar.

    Lo bloqueado no se lee, tampoco para buscarlo. Lanza `ErrorConoceles` si un sobre no abre: sin
    él no se sabría qué buscar.
    """
    contexto = custodia.conjunto.contexto
    preguntas = Preguntas.de_contexto(contexto)
    con_error = custodia.con_error()
    custodia.anotar("buscar fugas")
    for clave, contenido, defecto in custodia.boveda.leer_todos(custodia.vigentes(), privada):
        if contenido is None:
            raise ErrorConoceles(defecto)
        una, dicho = custodia.buscar(clave), contenido.cuestionario
        permitida = extraer(
            una, dicho, contexto, preguntas.campos, con_error=una.archivo in con_error
        )
        publicas = permitida.respuestas if permitida else {}
        for pregunta in preguntas:
            texto = dicho.respuestas.get(pregunta.nombre)
            if not pregunta.opciones and texto and pregunta.nombre not in publicas:
                yield clave, pregunta.nombre, str(texto)


def contactos_reservados(sobre: Path, privada: Privada) -> Iterator[Texto]:
    """Los correos y teléfonos de notificación que dejó cifrados `registro importar --sobre`."""
    try:
        crudo = abrir(leer_comun(sobre), privada)
    except OSError as error:
        raise ErrorConoceles(f"No se puede leer {sobre}: {causa_de_disco(error)}.") from error
    for fila in csv.DictReader(io.StringIO(crudo.decode("utf-8"))):
        for campo in ("correo", "telefono"):
            if fila.get(campo):
                yield fila["clave"], campo, fila[campo]
