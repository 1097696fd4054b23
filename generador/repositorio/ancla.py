"""¿Con qué se demuestra que la historia no se reescribió?

Un ancla dice, en un instante, la cabeza del tronco, cuántos commits tiene y la cabeza de cada
propuesta, también de las rechazadas; y la última suma de cada bitácora que vive fuera de Git. Queda
como etiqueta en el depósito y se publica: quien guarda una copia puede comprobar después que todo
lo anclado sigue ahí.
"""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Self

from generador.errores import ErrorConoceles
from generador.nucleo.cadena import faltan_en
from generador.repositorio.deposito import Deposito, Firmante, GitFallo, Movida
from generador.repositorio.remoto import ANCLAS, Remoto

FOLIO = re.compile(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){2}")
"""La forma de los folios que da el programa."""


@dataclass(frozen=True, slots=True)
class Ancla:
    """Cómo estaba la historia en un instante (ISO 8601); `anterior` es el commit de la de antes."""

    instante: str
    commit: str
    commits: int
    propuestas: Mapping[str, str]
    anterior: str = ""
    bitacoras: Mapping[str, str] = field(default_factory=dict)
    """Nombre → última suma de cada bitácora encadenada."""

    @classmethod
    def de_json(cls, texto: str) -> Self:
        """Lee un `ancla.json`. Lanza `ErrorConoceles` si no lo es."""
        try:
            dato = json.loads(texto)
            return cls(
                instante=str(dato["instante"]),
                commit=str(dato["commit"]),
                commits=int(dato["commits"]),
                propuestas={str(k): str(v) for k, v in dato["propuestas"].items()},
                anterior=str(dato.get("anterior", "")),
                bitacoras={str(k): str(v) for k, v in dato.get("bitacoras", {}).items()},
            )
        except (
            ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError
        ) as error:  # fmt: skip
            raise ErrorConoceles("Eso no es un ancla: debe ser el ancla.json publicado.") from error

    def a_json(self) -> str:
        """El texto de `ancla.json`, siempre igual para lo mismo."""
        texto = json.dumps(asdict(self), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
        # Un nombre de rama admite bytes que no son UTF-8: van con su escape, y se leen igual.
        return texto.encode("utf-8", "backslashreplace").decode()


def tomar(
    remoto: Remoto,
    ahora: datetime,
    commit: str = "",
    bitacoras: Mapping[str, str] | None = None,
) -> Ancla:
    """El ancla de lo que el remoto trajo la última vez, o de otro commit si se dice.

    Las bitácoras que no se traen siguen con la suma del ancla anterior: ninguna se suelta. Lanza
    `ErrorConoceles` si la copia no trae la historia entera.
    """
    deposito, commit = remoto.deposito, commit or remoto.cabeza()
    deposito.exigir_historia()
    # La de este mismo instante es esta: repetir la orden no la hace su propia anterior.
    anteriores = [
        a for _, a in leer_anclas(deposito) if a is not None and a.instante != ahora.isoformat()
    ]
    return Ancla(
        instante=ahora.isoformat(),
        commit=commit,
        commits=_cuantos(deposito, commit),
        propuestas=dict(sorted(remoto.propuestas().items())),
        anterior=anteriores[-1].commit if anteriores else "",
        bitacoras={**(anteriores[-1].bitacoras if anteriores else {}), **(bitacoras or {})},
    )


def fijar(remoto: Remoto, ancla: Ancla, firmante: Firmante) -> str:
    """Deja el ancla como etiqueta en el depósito común y devuelve su nombre.

    La misma ancla dos veces es la misma etiqueta. Lanza `SeMovio` si ya hay otra de ese segundo.
    """
    nombre = "".join(c for c in ancla.instante[:19] if c.isdigit())
    quien = firmante.ambiente()
    etiqueta = (
        f"object {ancla.commit}\ntype commit\ntag ancla/{nombre}\n"
        f"tagger {quien['GIT_COMMITTER_NAME']} <{quien['GIT_COMMITTER_EMAIL']}> "
        f"{quien['GIT_COMMITTER_DATE']}\n\n{ancla.a_json()}"
    )
    objeto = remoto.deposito.correr("mktag", entrada=etiqueta.encode()).decode().strip()
    if remoto.deposito.objeto(f"{ANCLAS}{nombre}") != objeto:
        remoto.llevar([Movida(f"{ANCLAS}{nombre}", objeto, "")])
    return nombre


def leer_anclas(deposito: Deposito) -> Iterator[tuple[str, Ancla | None]]:
    """(nombre, ancla) de cada etiqueta, de la más antigua a la última; None si no es un ancla."""
    for referencia, objeto in sorted(deposito.referencias(ANCLAS).items()):
        try:
            cuerpo = deposito.texto("cat-file", "tag", objeto).partition("\n\n")[2]
            ancla = Ancla.de_json(cuerpo)
        except ErrorConoceles:  # cualquiera puede poner ahí una etiqueta: no impide leer las demás
            ancla = None
        yield referencia.removeprefix(ANCLAS), ancla


def comprobar(
    remoto: Remoto, ancla: Ancla, bitacoras: Mapping[str, Collection[str]] | None = None
) -> Iterator[str]:
    """Cada cosa anclada que ya no está o que cambió, en una frase.

    `bitacoras` es nombre → sumas que hoy tiene cada una de las que se traen.
    """
    deposito, tronco = remoto.deposito, remoto.cabeza()
    cuando = f"el ancla del {ancla.instante}"
    if not _existe(deposito, ancla.commit):
        yield f"Falta el commit {ancla.commit[:10]}, cabeza de {cuando}: la historia se reescribió."
    elif not deposito.contiene(ancla.commit, tronco):
        yield (
            f"El tronco ya no contiene {ancla.commit[:10]}, cabeza de {cuando}: la historia se "
            "reescribió."
        )
    elif (hay := _cuantos(deposito, ancla.commit)) != ancla.commits:
        yield f"Hasta {ancla.commit[:10]} había {ancla.commits} commits y ahora hay {hay}."
    vistas = remoto.propuestas()
    for folio, cabeza in ancla.propuestas.items():
        ahora = vistas.get(folio)
        if ahora is None:
            yield f"Falta la constancia de la propuesta {folio}, que está en {cuando}."
        elif not _existe(deposito, cabeza) or not deposito.contiene(cabeza, ahora):
            yield f"La propuesta {folio} ya no contiene {cabeza[:10]}, que está en {cuando}."
    for nombre in faltan_en(ancla.bitacoras, bitacoras or {}):
        yield f"A la bitácora «{nombre}» le falta algo que está en {cuando}: la cortaron."


def _cuantos(deposito: Deposito, commit: str) -> int:
    return int(deposito.texto("rev-list", "--count", commit))


def _existe(deposito: Deposito, commit: str) -> bool:
    try:
        deposito.correr("cat-file", "-e", f"{commit}^{{commit}}")
    except GitFallo:
        return False
    return True
