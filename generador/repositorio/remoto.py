"""¿Cómo se trae y se lleva lo que otros escriben en el depósito común?

El remoto es el repositorio que comparten todas las cuentas. Lo que se lleva, se lleva entero o
no se lleva: varias referencias en un solo envío, y cada una solo si sigue donde estaba.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from generador.repositorio.deposito import Deposito, GitFallo, Movida, ruta_de_git
from generador.repositorio.orden import explicar

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
_SE_MOVIO = re.compile(
    r"stale info|fetch first|non-fast-forward|failed to update|cannot lock ref|reference already"
    r"|incorrect old value|remote ref does not exist"
)
_OCUPADA = re.compile(r"'(?P<otra>refs/[^']+)' exists; cannot create")
_RECHAZADO = re.compile(r"! \[remote rejected\].*\((?P<motivo>[^()]*)\)")
_DIJO = re.compile(r"^remote: (?P<dicho>.*\S)", re.MULTILINE)


YaConsta = Callable[[str, bytes, bytes], bool]
"""De una ruta, si lo de la carpeta (primero) ya está recogido en lo del tronco (después)."""


def _nada_consta(_ruta: str, _propio: bytes, _comun: bytes) -> bool:
    return False


class HistoriaReescrita(GitFallo):
    """El depósito común ya no contiene lo que se había visto."""


class SeMovio(GitFallo):
    """Alguien escribió antes en la misma referencia: hay que traer y repetir."""


class NoLoAdmite(GitFallo):
    """El depósito común recibió el envío y se negó: repetirlo igual no sirve."""


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
        """Crea un depósito común en `destino`, le lleva el tronco y lo nombra.

        El nombre va al final: mientras no lo tenga, repetir la orden completa lo que falte. Lanza
        `GitFallo` si ahí ya hay otra historia.
        """
        destino = destino.resolve()
        correr, rama = self.deposito.correr, f"refs/heads/{self.tronco}"
        correr("init", "--quiet", "--bare", f"--initial-branch={self.tronco}", str(destino))
        for nombre, valor in {**_CANDADOS, **_AJUSTES}.items():
            correr(f"--git-dir={destino}", "config", nombre, valor)
        try:
            correr("push", "--quiet", "--no-verify", str(destino), f"{rama}:{rama}")
        except GitFallo as error:
            raise GitFallo(
                f"No se pudo llevar el primer commit a {destino}: si ya es el depósito de otro "
                "expediente, elija otra carpeta con «--en».",
                error.detalle,
            ) from error
        self.nombrar(str(destino))
        correr("fetch", "--quiet", self.nombre)

    def nombrar(self, direccion: str) -> None:
        """Anota a dónde apunta, y que el tronco se trae de ahí."""
        correr = self.deposito.correr
        correr("config", f"branch.{self.tronco}.remote", self.nombre)
        correr("config", f"branch.{self.tronco}.merge", f"refs/heads/{self.tronco}")
        correr("remote", "add", self.nombre, direccion)

    def llevar_tronco(self) -> None:
        """Lleva el tronco a un depósito que aún no lo tiene. Lanza `GitFallo` si no se puede."""
        propio = self.deposito.commit(f"refs/heads/{self.tronco}")
        self.llevar([Movida(f"refs/heads/{self.tronco}", propio, "")])

    def traer(self, *, constancias: bool = True) -> None:
        """Trae ramas, propuestas y anclas. Lanza `GitFallo` si no se alcanza.

        Sin `constancias` solo trae las ramas: para enviar basta, y las constancias son todas las
        propuestas que ha habido. Nada se fuerza: si el depósito común reescribió lo que aquí ya se
        había visto, lanza `HistoriaReescrita` y se queda con lo de antes. Nunca se podan.
        """
        self._traer("--prune", f"refs/heads/*:refs/remotes/{self.nombre}/*")
        if constancias:
            self._traer(f"{PROPUESTAS}*:{PROPUESTAS}*", f"{ANCLAS}*:{ANCLAS}*")

    def traer_propuesta(self, folio: str) -> str:
        """Trae la constancia de una propuesta y la devuelve; vacía si nunca ha existido."""
        referencia = f"{PROPUESTAS}{folio}"
        if self.deposito.correr("ls-remote", self.nombre, referencia):
            self._traer(f"{referencia}:{referencia}")
        return self.propuesta(folio)

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
                "No se pudo traer lo último del depósito común; no se cambió nada. "
                + _que_hacer(error.detalle),
                error.detalle,
            ) from error

    def cabeza(self, rama: str = "") -> str:
        """El último commit traído de una rama; del tronco si no se dice otra. Vacío si no está."""
        return self.deposito.commit(f"refs/remotes/{self.nombre}/{rama or self.tronco}")

    def ramas(self, prefijo: str, *, sin_unir: bool = False) -> dict[str, str]:
        """Nombre → commit de las ramas traídas que empiezan así; o solo las que no se han unido."""
        base = f"refs/remotes/{self.nombre}/"
        tronco = self.cabeza() if sin_unir else ""
        halladas = self.deposito.referencias(f"{base}{prefijo}", de_commit=True, sin_unir_a=tronco)
        return {nombre.removeprefix(base): commit for nombre, commit in halladas.items()}

    def union_de(self, cabeza: str) -> str:
        """El commit del tronco que unió esa cabeza; vacío si no se ha unido."""
        tronco = self.cabeza()
        if not self.deposito.contiene(cabeza, tronco):
            return ""
        salida = self.deposito.texto(
            "rev-list", "--first-parent", "--merges", "--parents", f"{cabeza}..{tronco}"
        )
        uniones = (renglon.split() for renglon in salida.splitlines())
        return next((union for union, *padres in uniones if cabeza in padres[1:]), "")

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

        Lanza `SeMovio` si alguna ya no está en su valor viejo, `NoLoAdmite` si el depósito se
        niega, y `GitFallo` si no se alcanza o no se sabe si llegó.
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
            if ocupada := _OCUPADA.search(error.detalle):
                raise NoLoAdmite(
                    "El depósito común no admitió el envío: no se cambió nada. Alguien puso ahí "
                    f"«{ocupada['otra']}», que ocupa su lugar; la unidad debe quitarla.",
                    error.detalle,
                ) from error
            if _SE_MOVIO.search(error.detalle):
                puesto = explicar(error.detalle)
                raise SeMovio(
                    f"No se cambió nada. Al parecer, {puesto}"
                    if puesto
                    else "Alguien escribió antes: no se cambió nada. Repita la orden.",
                    error.detalle,
                ) from error
            if rechazado := _RECHAZADO.search(error.detalle):
                dicho = _DIJO.search(error.detalle)
                raise NoLoAdmite(
                    "El depósito común no admitió el envío: no se cambió nada. Dijo: "
                    f"«{dicho['dicho'] if dicho else rechazado['motivo']}».",
                    error.detalle,
                ) from error
            if not self._llego(movidas, error.detalle):
                raise GitFallo(
                    "No se pudo llevar al depósito común; no se cambió nada. "
                    + _que_hacer(error.detalle),
                    error.detalle,
                ) from error
        with suppress(GitFallo):  # ya está llevado: si otra orden va a la par, lo traerá
            self._anotar(movidas)

    def _llego(self, movidas: Sequence[Movida], detalle: str) -> bool:
        """Si el envío llegó aunque la respuesta no. Lanza `GitFallo` si no hay cómo saberlo."""
        try:
            salida = self.deposito.correr("ls-remote", self.nombre, "refs/*")
        except GitFallo as error:
            raise GitFallo(
                "El depósito común no contestó y no se sabe si el envío llegó. Revise la conexión "
                "y repita: si ya había llegado, se dirá.",
                detalle,
            ) from error
        hay = dict(renglon.split(b"\t")[::-1] for renglon in salida.split(b"\n")[:-1])
        return all(
            hay.get(m.referencia.encode("utf-8", "surrogateescape"), b"").decode() == m.nuevo
            for m in movidas
        )

    def ponerse_al_dia(self, ya_consta: YaConsta = _nada_consta) -> str:
        """Adelanta la carpeta de trabajo al tronco; devuelve por qué no pudo, o vacío.

        Lo que en la carpeta dice lo mismo que el tronco no estorba, ni aquello de lo que
        `ya_consta` responda que el tronco ya lo recogió; lo que dice otra cosa, sí: no se pierde, y
        quien trabaja decide.
        """
        correr, vigente = self.deposito.correr, self.cabeza()
        rama = self.deposito.texto("symbolic-ref", "--short", "--quiet", "HEAD", admite=(0, 1, 128))
        propio = self.deposito.commit("HEAD")
        if rama != self.tronco or propio == vigente or not self.deposito.contiene(propio, vigente):
            return ""
        propios = self._que_estorban(vigente, ya_consta)
        if propios:
            nombres = ", ".join(propios[:5]) + ("…" if len(propios) > 5 else "")  # noqa: PLR2004
            return (
                f"Su carpeta quedó atrás del tronco: {nombres} tiene cambios suyos que no se han "
                "enviado. Guárdelos aparte y corra «git pull»."
            )
        with suppress(GitFallo):
            correr("merge", "--ff-only", "--quiet", vigente)
            return ""
        try:  # hay archivos nuevos iguales a los del tronco, que Git no pisa por su cuenta
            correr("reset", "--hard", "--quiet", vigente)
        except GitFallo as error:
            return f"Su carpeta quedó atrás del tronco: {error}"
        return ""

    def _que_estorban(self, vigente: str, ya_consta: YaConsta) -> list[str]:
        """Los archivos cambiados o nuevos de la carpeta que no dicen lo mismo que el tronco."""
        salida = self.deposito.correr("status", "--porcelain", "-z", "--untracked-files=all")
        rutas = [ruta_de_git(parte[3:]) for parte in salida.split(b"\0")[:-1]]
        if not rutas:
            return []
        del_tronco = self.deposito.archivos(vigente, *rutas)
        tocados = self.deposito.tocados("HEAD", vigente)
        estorban = []
        for ruta in rutas:
            propia = self.deposito.carpeta / ruta
            if not propia.is_file():
                igual = ruta not in del_tronco
            elif ruta not in del_tronco:
                igual = ruta not in tocados  # solo está aquí, y nada del tronco lo pisaría
                if igual:
                    continue
            else:
                suyo = propia.read_bytes()
                comun = self.deposito.contenidos([del_tronco[ruta]])[del_tronco[ruta]]
                igual = suyo == comun or ya_consta(ruta, suyo, comun)
            if not igual:
                estorban.append(ruta)
        return estorban

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


def _que_hacer(detalle: str) -> str:
    """Qué sigue: esperar a otra orden, o revisar la conexión."""
    if puesto := explicar(detalle):
        return f"Al parecer, {puesto}"
    if "cannot lock ref" in detalle:
        return "Otra orden escribía aquí en este instante: repita."
    return "Revise la conexión y repita."
