"""¿Está todo para arrancar? Lo que falte se dice en una frase, antes de atender a nadie."""

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.template.loader import get_template
from django.urls import reverse

from generador.captura.formulario.secciones import Secciones
from generador.captura.fuente import vigente
from generador.captura.llave import la_boveda, llave
from generador.errores import ErrorConoceles

CREDENCIALES = (
    "CONOCELES_GITHUB_TOKEN",
    "CONOCELES_GITHUB_APP",
    "CONOCELES_GITHUB_LLAVE",
    "CONOCELES_LLAVE",
    "CONOCELES_BOVEDA_LLAVE",
)
"""Con lo que se escribe en la forja, se firma o se abre la bóveda: nada de eso es de la web."""

_MAS_USADAS = ("base", "entrar", "tareas", "seccion", "campo", "revisar", "acuse")
_DICHOS = {
    "security.W004": "No se exige HTTPS a quien vuelve (HSTS).",
    "security.W008": "Lo que llega sin HTTPS no se manda a HTTPS.",
    "security.W009": "CONOCELES_SECRETO es corto o se adivina: use 50 caracteres al azar o más.",
    "security.W012": "La sesión viaja también sin HTTPS.",
    "security.W016": "La ficha contra peticiones ajenas viaja también sin HTTPS.",
    "security.W018": "Está puesto el modo de depuración.",
    "security.W020": "Falta CONOCELES_ANFITRIONES.",
}


def exigir_sin_credenciales(ambiente: Mapping[str, str] = os.environ) -> None:
    """Lanza `ErrorConoceles` si a la web le dieron algo que solo es del despachador o la unidad."""
    if sobran := [nombre for nombre in CREDENCIALES if ambiente.get(nombre)]:
        raise ErrorConoceles(
            f"La web no debe tener {', '.join(sobran)}: quien atiende a internet no escribe en Git "
            "ni abre la bóveda. Quítelo de su ambiente; es del despachador o de la unidad."
        )


def exigir_listo() -> None:
    """Lanza `ErrorConoceles` con lo primero que impida arrancar."""
    for frase in _impedimentos():
        raise ErrorConoceles(frase)


def exigir_estaticos() -> None:
    """Lanza `ErrorConoceles` si no se han juntado los estilos y guiones que la web sirve."""
    for frase in _estaticos():
        raise ErrorConoceles(frase)


def calentar() -> None:
    """Deja leído lo que toda petición usa, para que nadie espere al primer arranque.

    Si algo no se lee, ya se dirá a quien lo pida: aquí no detiene nada.
    """
    reverse("inicio")
    for pagina in _MAS_USADAS:
        get_template(f"captura/{pagina}.html")
    with suppress(ErrorConoceles, OSError):
        llave()
        Secciones.de(vigente())


def faltantes() -> Iterator[str]:
    """Todo lo que no está bien para atender de verdad, en frases."""
    yield from _impedimentos()
    yield from _estaticos()
    if settings.ENTORNO.desarrollo:
        yield "CONOCELES_DESARROLLO está puesto: sirve para ensayar, no para atender."
    for dicho in checks.run_checks(include_deployment_checks=True):
        if dicho.is_silenced() or dicho.level < checks.WARNING:
            continue
        yield _DICHOS.get(str(dicho.id), f"{dicho.msg} ({dicho.id})")


def _estaticos() -> Iterator[str]:
    carpeta = settings.ENTORNO.estaticos
    if not (settings.ENTORNO.desarrollo or (carpeta / "staticfiles.json").is_file()):
        yield f"Faltan los estilos en {carpeta}: corra «conoceles captura estaticos»."


def _impedimentos() -> Iterator[str]:
    for mirar in (_reloj, _llaves, _base):
        try:
            yield from mirar()
        except ErrorConoceles as error:
            yield str(error)


def _reloj() -> Iterator[str]:
    """También dice si la carpeta no es de un proceso, que es de donde se lee."""
    try:
        ficticio = vigente().contexto.proceso.identificacion.ficticio
    except OSError:
        yield f"CONOCELES_RAIZ ({settings.ENTORNO.raiz}) no tiene proceso.yml y cuentas.yml."
        return
    if settings.ENTORNO.desfase and not ficticio:
        yield "CONOCELES_DESFASE solo vale en un proceso ficticio: en uno de verdad, quítela."


def _llaves() -> Iterator[str]:
    llave()
    la_boveda().llavero.exigir_bastantes()
    yield from ()


def _base() -> Iterator[str]:
    try:
        ejecutor = MigrationExecutor(connection)
        faltan = ejecutor.migration_plan(ejecutor.loader.graph.leaf_nodes())
    except DatabaseError:
        yield "DATABASE_URL: no se alcanza la base de datos."
        return
    if faltan:
        yield "A la base le faltan tablas: corra «conoceles captura migrar»."
