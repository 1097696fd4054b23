"""¿Cómo se trae y se lleva lo que otros escriben en el depósito común?

El remoto es el repositorio que comparten todas las cuentas. Lo que se lleva, se lleva entero o
no se lleva: varias referencias en un solo envío, y cada una solo si sigue donde estaba.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from generador.repositorio.deposito import Deposito, GitFallo, Movida

NOMBRE = "origin"
TRONCO = "main"
PROPUESTAS = "refs/propuestas/"
ANCLAS = "refs/tags/ancla/"

_CANDADOS = {
    "receive.fsckObjects": "true",
    "receive.denyNonFastForwards": "true",
    "transfer.hideRefs": "refs/replace",
    "core.logAllRefUpdates": "always",
}
"""Lo que el depósito común exige a quien escribe: nada se reescribe y todo se registra."""

_AJUSTES = {"core.alternateRefsPrefixes": f"refs/heads/{TRONCO}"}
"""Al recibir, Git enumera dos veces lo que ya tiene; con miles de constancias, una basta."""

_REESCRITA = re.compile(r"! \[rejected\]\s+(?P<rama>\S+)")
_SE_MOVIO = re.compile(r"stale info|rejected|failed to update|cannot lock ref|reference already")


class HistoriaReescrita(GitFallo):
    """El depósito común ya no contiene lo que se había visto."""


class SeMovio(GitFallo):
    """Alguien escribió antes en la misma referencia: hay que traer y repetir."""


@dataclass(frozen=True, slots=True)
class Remoto:
    """El depósito común visto desde uno propio."""

    deposito: Deposito
    nombre: str = NOMBRE
    tronco: str = TRONCO

    @property
    def direccion(self) -> str:
        """A dónde apunta; vacía si no está configurado."""
        return self.deposito.texto("remote", "get-url", self.nombre, admite=(0, 2, 128))

    def crear(self, destino: Path) -> None:
        """Crea un depósito común en `destino`, lo nombra y le lleva el tronco."""
        destino = destino.resolve()
        correr, tronco = self.deposito.correr, self.tronco
        correr("init", "--quiet", "--bare", f"--initial-branch={tronco}", str(destino))
        for nombre, valor in {**_CANDADOS, **_AJUSTES}.items():
            correr(f"--git-dir={destino}", "config", nombre, valor)
        correr("remote", "add", self.nombre, str(destino))
        correr("push", "--quiet", "--no-verify", self.nombre, f"{tronco}:refs/heads/{tronco}")
        correr("fetch", "--quiet", self.nombre)
        correr("branch", "--quiet", f"--set-upstream-to={self.nombre}/{tronco}", tronco)

    def traer(self) -> None:
        """Trae ramas, propuestas y anclas. Lanza `GitFallo` si no se alcanza.

        Nada se fuerza: si el depósito común reescribió lo que aquí ya se había visto, lanza
        `HistoriaReescrita` y se queda con lo de antes. Las constancias nunca se podan.
        """
        self._traer("--prune", f"refs/heads/*:refs/remotes/{self.nombre}/*")
        self._traer(f"{PROPUESTAS}*:{PROPUESTAS}*", f"{ANCLAS}*:{ANCLAS}*")

    def _traer(self, *que: str) -> None:
        try:
            self.deposito.correr("fetch", "--no-tags", "--no-write-fetch-head", self.nombre, *que)
        except GitFallo as error:
            if reescrita := _REESCRITA.search(error.detalle):
                raise HistoriaReescrita(
                    f"El depósito común reescribió «{reescrita['rama']}»: ya no contiene lo que "
                    "aquí se había visto, y nada de esto debe cambiar nunca (PTO 15). No siga: "
                    "guarde esta copia y avise a la unidad responsable.",
                    error.detalle,
                ) from error
            raise GitFallo(
                "No se pudo traer lo último del depósito común; no se cambió nada. Revise la "
                "conexión y repita.",
                error.detalle,
            ) from error

    def cabeza(self, rama: str = "") -> str:
        """El último commit traído de una rama; del tronco si no se dice otra. Vacío si no está."""
        return self.deposito.commit(f"refs/remotes/{self.nombre}/{rama or self.tronco}")

    def ramas(self, prefijo: str) -> dict[str, str]:
        """Nombre → commit de las ramas traídas que empiezan así."""
        base = f"refs/remotes/{self.nombre}/"
        halladas = self.deposito.referencias(f"{base}{prefijo}")
        return {nombre.removeprefix(base): commit for nombre, commit in halladas.items()}

    def propuesta(self, folio: str) -> str:
        """La última cabeza de la propuesta con ese folio; vacía si nunca ha existido."""
        referencia = f"{PROPUESTAS}{folio}"
        return self.deposito.referencias(referencia).get(referencia, "")

    def propuestas(self) -> dict[str, str]:
        """Folio → última cabeza de cada propuesta que ha existido, integrada o no."""
        halladas = self.deposito.referencias(PROPUESTAS)
        return {nombre.removeprefix(PROPUESTAS): commit for nombre, commit in halladas.items()}

    def llevar(self, movidas: Sequence[Movida]) -> None:
        """Mueve referencias en el depósito común, todas o ninguna.

        Lanza `SeMovio` si alguna ya no está en su valor viejo, y `GitFallo` si no se alcanza.
        """
        condiciones = [f"--force-with-lease={m.referencia}:{m.viejo}" for m in movidas]
        # Por su dirección: si se le nombra, Git anota aquí cada referencia por separado, y por cada
        # rama que borra vuelve a escribir la lista de todas. Se anotan después, juntas.
        destino = self.deposito.texto("remote", "get-url", "--push", self.nombre)
        try:
            with self.deposito.sin_referencias() as ambiente:
                self.deposito.correr(
                    "push", "--quiet", "--atomic", "--no-verify", *condiciones, destino,
                    *(f"{m.nuevo}:{m.referencia}" for m in movidas),
                    ambiente=ambiente,
                )  # fmt: skip
        except GitFallo as error:
            if _SE_MOVIO.search(error.detalle):
                raise SeMovio(
                    "Alguien escribió antes: no se cambió nada. Repita la orden.", error.detalle
                ) from error
            raise GitFallo(
                "No se pudo llevar al depósito común; no se cambió nada. Revise la conexión y "
                "repita.",
                error.detalle,
            ) from error
        self._anotar(movidas)

    def ponerse_al_dia(self) -> bool:
        """Adelanta la rama en que se trabaja si es el tronco y no hay nada que perder."""
        rama = self.deposito.texto("symbolic-ref", "--short", "--quiet", "HEAD", admite=(0, 1, 128))
        if rama != self.tronco:
            return False
        try:
            self.deposito.correr("merge", "--ff-only", "--quiet", f"{self.nombre}/{self.tronco}")
        except GitFallo:
            return False  # hay cambios propios: quien trabaja decide cuándo traerlos
        return True

    def _anotar(self, movidas: Iterable[Movida]) -> None:
        """Deja aquí las mismas referencias, como si se hubieran traído."""
        base = f"refs/remotes/{self.nombre}/"
        locales = {m.referencia.replace("refs/heads/", base, 1): m.nuevo for m in movidas}
        viejos = self.deposito.referencias(*locales)
        propias = [
            Movida(local, nuevo, viejos.get(local, ""))
            for local, nuevo in locales.items()
            if viejos.get(local, "") != nuevo
        ]
        if propias:
            self.deposito.mover(propias)
