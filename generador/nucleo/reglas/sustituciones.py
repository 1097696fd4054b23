"""¿Quien sale y quien entra en una sustitución se corresponden?

Los hallazgos apuntan a la clave o al estatus, que son del registro: un descuido de quien
administra no debe ocultar lo que la persona capturó.
"""

from collections import defaultdict
from collections.abc import Iterator

from generador.nucleo.claves import leer_clave
from generador.nucleo.conjunto import Conjunto
from generador.nucleo.hallazgo import Nivel
from generador.nucleo.regla import Alcance, DichoDe, regla
from generador.nucleo.reglas.formulas import citar


def _lugar(clave: str) -> str:
    partes = leer_clave(clave)
    return partes.lugar if partes else clave


def _pendiente_de_leer(conjunto: Conjunto, clave: str) -> bool:
    """Si el archivo existe pero no se pudo leer: su error ya se dijo."""
    return any(ruta.endswith(f"/{clave}.yml") for ruta in conjunto.ilegibles)


@regla(
    "EXP11",
    alcance=Alcance.CONJUNTO,
    titulo="Cadena de sustitución",
    fundamento="PTO 21 y 44",
)
def cadena_de_sustitucion(conjunto: Conjunto) -> Iterator[DichoDe]:
    """Quien sustituye nombra a una candidatura que existe, es de su misma posición y ya salió.

    Nadie se sustituye a sí misma, ni dos personas sustituyen a la misma. De esta cadena depende el
    plazo de cinco días, lo que se oculta de quien sale y el historial público. Corrija la clave en
    «sustituye_a», o el estatus de quien salió.
    """
    relevos: dict[str, list[str]] = defaultdict(list)
    for c in conjunto.candidaturas.values():
        if c.tramite.sustituye_a:
            relevos[c.tramite.sustituye_a].append(c.clave)
    for saliente, entrantes in relevos.items():
        for clave in entrantes:
            archivo = conjunto.candidaturas[clave].archivo
            for mensaje in _defectos(conjunto, clave, saliente, entrantes):
                yield archivo, ("/clave", mensaje, "Corrija «sustituye_a» con el acuerdo.")
        anterior = conjunto.candidaturas.get(saliente)
        if anterior and anterior.registro.estatus != "sustituida":
            yield (
                anterior.archivo,
                (
                    "/registro/estatus",
                    (
                        f"La sustituye {citar(entrantes)}, pero aquí consta "
                        f"«{anterior.registro.estatus}»."
                    ),
                    "Ponga «sustituida» con su baja, o corrija a quien dice sustituirla.",
                ),
            )


def _defectos(conjunto: Conjunto, clave: str, saliente: str, entrantes: list[str]) -> Iterator[str]:
    if saliente not in conjunto.candidaturas:
        if not _pendiente_de_leer(conjunto, saliente):
            yield f"Dice sustituir a {saliente}, que no existe."
        return
    if _lugar(clave) != _lugar(saliente):
        yield f"Dice sustituir a {saliente}, que es de otra posición."
    if len(entrantes) > 1:
        yield f"A {saliente} también la sustituye {citar(entrantes, menos=clave)}."
    if _vuelve_a_si_misma(conjunto, clave):
        yield f"La cadena de sustituciones que sigue a {saliente} vuelve a {clave}."


def _vuelve_a_si_misma(conjunto: Conjunto, clave: str) -> bool:
    vistas: set[str] = set()
    actual = conjunto.candidaturas[clave].tramite.sustituye_a
    while actual and actual not in vistas:
        if actual == clave:
            return True
        vistas.add(actual)
        anterior = conjunto.candidaturas.get(actual)
        actual = anterior.tramite.sustituye_a if anterior else ""
    return False


@regla(
    "EXP12",
    alcance=Alcance.CONJUNTO,
    nivel=Nivel.AVISO,
    titulo="Sustituida sin relevo",
    fundamento="PTO 21",
)
def sustituida_sin_relevo(conjunto: Conjunto) -> Iterator[DichoDe]:
    """A una candidatura sustituida le sigue la persona que ocupó su lugar.

    Mientras el archivo de quien entra no esté, esa posición se ve vacía. Impórtelo del registro; si
    nadie entró, el estatus correcto es «cancelada».
    """
    relevadas = {c.tramite.sustituye_a for c in conjunto.candidaturas.values()}
    for c in conjunto.candidaturas.values():
        if c.registro.estatus == "sustituida" and c.clave not in relevadas:
            yield (
                c.archivo,
                (
                    "/registro/estatus",
                    "Está sustituida, pero ninguna candidatura dice sustituirla.",
                    "Agregue a quien entró, con «sustituye_a», o ponga «cancelada».",
                ),
            )
