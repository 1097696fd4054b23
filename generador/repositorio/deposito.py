"""¿Cómo se lee y se escribe en Git sin tocar los archivos de quien trabaja?

Todo va por órdenes de bajo nivel sobre el almacén de objetos: el árbol de trabajo y su índice no
se miran ni se mueven. Una referencia se mueve al final, y solo si sigue donde estaba.
"""

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

from generador.errores import ErrorConoceles
from generador.nucleo.movimiento import Tocado
from generador.repositorio.arboles import (
    ARCHIVO,
    CARPETA,
    Arbol,
    Entrada,
    cambiar_arbol,
    carpetas_hacia,
    dictar_arbol,
    leer_arbol,
    por_carpeta,
    por_profundidad,
)
from generador.repositorio.orden import correr_git, exigir_version, explicar, situar

SUPERFICIAL = (
    "Esta copia no trae la historia completa (se clonó con «--depth»): complétela con «git fetch "
    "--unshallow»."
)
NADA = "0" * 40
"""Como dice Git que un objeto no existe."""

_ENLACE, _SUBMODULO = "120000", "160000"
_A_LA_VEZ = 64_000
"""Bytes de rutas que caben en una orden; más, y el sistema se niega a correrla."""


class GitFallo(ErrorConoceles):
    """Git no pudo; el texto lo dice en español y `detalle` trae lo que dijo Git."""

    def __init__(self, mensaje: str, detalle: str = "") -> None:
        super().__init__(mensaje)
        self.detalle = detalle


@dataclass(frozen=True, slots=True)
class Firmante:
    """Quién hace un commit y cuándo: la cuenta, su correo de autor y el instante, con zona.

    `llave` es el archivo de la llave SSH con que firma; vacío si no firma.
    """

    nombre: str
    correo: str
    instante: datetime
    llave: str = ""

    def ambiente(self) -> dict[str, str]:
        """Las variables con que Git escribe autor y confirmante."""
        fecha = f"{int(self.instante.timestamp())} {self.instante.strftime('%z')}"
        quien = {"NAME": self.nombre, "EMAIL": self.correo, "DATE": fecha}
        return {f"GIT_{p}_{k}": v for p in ("AUTHOR", "COMMITTER") for k, v in quien.items()}


@dataclass(frozen=True, slots=True)
class Fusion:
    """El árbol que resulta de unir dos commits, y los archivos que chocan."""

    arbol: str
    choques: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Movida:
    """Una referencia que pasa de `viejo` a `nuevo`; vacío es que no existe."""

    referencia: str
    nuevo: str
    viejo: str


class Deposito:
    """El almacén de Git de un expediente."""

    def __init__(self, carpeta: Path, interna: Path) -> None:
        self.carpeta = carpeta
        """La carpeta de trabajo o, si no tiene, la de Git."""
        self.interna = interna
        """La carpeta de Git: ahí nada se publica ni se versiona."""
        self.credencial: Mapping[str, str] = {}
        """El ambiente con que Git entra al depósito común, si pide con qué."""

    @classmethod
    def abrir(cls, raiz: Path) -> Self:
        """Abre el repositorio que contiene a `raiz`. Lanza `ErrorConoceles` si no lo hay."""
        exigir_version()
        hallado = situar(raiz)
        if hallado is None:
            raise ErrorConoceles(
                f"{raiz} no está en un repositorio de Git: corra «conoceles forja preparar»."
            )
        return cls(*hallado)

    @classmethod
    def crear(cls, raiz: Path) -> Self:
        """El repositorio de `raiz`; lo crea si no lo hay."""
        exigir_version()
        hallado = situar(raiz)
        if hallado is None or hallado[0] != raiz.resolve():
            correr_git(("init", "--quiet", "--initial-branch=main"), raiz)
        propio = cls.abrir(raiz)
        if not propio.commit("HEAD"):  # un «git init» previo pudo empezar en otra rama
            propio.correr("symbolic-ref", "HEAD", "refs/heads/main")
        return propio

    # --- correr ------------------------------------------------------------------------------

    def correr(
        self,
        *orden: str,
        entrada: bytes = b"",
        ambiente: Mapping[str, str] | None = None,
        admite: Sequence[int] = (0,),
    ) -> bytes:
        """Corre una orden de Git y devuelve su salida. Lanza `GitFallo` si falla.

        `admite` son los códigos de salida que no son un fallo.
        """
        con_que = {**self.credencial, **(ambiente or {})}
        hecha = correr_git(orden, self.carpeta, entrada, con_que)
        if hecha.returncode not in admite:
            detalle = hecha.stderr.decode("utf-8", "replace").strip()
            dicho = explicar(detalle) or detalle.rpartition("\n")[2]
            if not dicho:  # lo detuvo una señal: el disco o la memoria no dieron para más
                dicho = f"el sistema lo detuvo (código {hecha.returncode})."
            raise GitFallo(f"Git no pudo hacer «{orden[0]}»: {dicho}", detalle)
        return hecha.stdout

    def texto(self, *orden: str, admite: Sequence[int] = (0,)) -> str:
        """La salida de una orden, como texto y sin el salto final."""
        return self.correr(*orden, admite=admite).decode("utf-8", "replace").rstrip("\n")

    # --- leer --------------------------------------------------------------------------------

    def commit(self, nombre: str) -> str:
        """El commit al que apunta una referencia o revisión; vacío si no existe."""
        return self.texto(
            "rev-parse", "--verify", "--quiet", "--end-of-options", f"{nombre}^{{commit}}",
            admite=(0, 1, 128),
        )  # fmt: skip

    def objeto(self, referencia: str) -> str:
        """El objeto al que apunta una referencia; vacío si no existe."""
        return self.texto(
            "rev-parse", "--verify", "--quiet", "--end-of-options", referencia, admite=(0, 1, 128)
        )

    def configurado(self, nombre: str) -> str:
        """Lo que dice la configuración de Git de esta copia; vacío si no lo dice."""
        return self.texto("config", "--get", nombre, admite=(0, 1))

    def referencias(
        self, *prefijos: str, de_commit: bool = False, sin_unir_a: str = ""
    ) -> dict[str, str]:
        """Nombre completo → objeto de cada referencia bajo los prefijos.

        Con `de_commit`, solo las que apuntan a un commit: cualquiera puede poner otra cosa. Con
        `sin_unir_a`, solo las que ese commit todavía no contiene.
        """
        formato = "%(objecttype) %(refname) %(objectname)"
        filtro = (f"--no-merged={sin_unir_a}",) if sin_unir_a else ()
        salida = self.correr("for-each-ref", *filtro, f"--format={formato}", *prefijos)
        halladas = {}
        # Un nombre admite lo que Python toma por salto de renglón, y bytes que no son UTF-8.
        for renglon in salida.split(b"\n")[:-1]:
            tipo, nombre, objeto = ruta_de_git(renglon).split(" ")
            if tipo == "commit" or not de_commit:
                halladas[nombre] = objeto
        return halladas

    def archivos(self, revision: str, *rutas: str) -> dict[str, str]:
        """Ruta → blob de cada archivo de una revisión, bajo las rutas si se piden.

        Ni un enlace ni un repositorio ajeno son un archivo: no salen.
        """
        pedidas = rutas if sum(map(len, rutas)) < _A_LA_VEZ else ()
        salida = self.correr("ls-tree", "-r", "-z", "--full-tree", revision, "--", *pedidas)
        hallados = {}
        for entrada in salida.split(b"\0")[:-1]:
            encabezado, _, ruta = entrada.partition(b"\t")
            modo, _, objeto = encabezado.decode().split()
            if modo not in (_ENLACE, _SUBMODULO):
                hallados[ruta_de_git(ruta)] = objeto
        if pedidas == rutas:
            return hallados
        bajo = tuple(f"{ruta.rstrip('/')}/" for ruta in rutas)
        return {r: b for r, b in hallados.items() if f"{r}/".startswith(bajo)}

    def cimas(self, revision: str) -> list[str]:
        """Los nombres que hay en la raíz de una revisión, sin entrar en sus carpetas."""
        salida = self.correr("ls-tree", "-z", "--name-only", "--full-tree", revision)
        return [ruta_de_git(nombre) for nombre in salida.split(b"\0")[:-1]]

    def contenidos(self, blobs: Iterable[str]) -> dict[str, bytes]:
        """Blob → contenido, en una sola orden."""
        pedidos = list(dict.fromkeys(blobs))
        leidos = {}
        objetos = self._objetos([blob.encode() for blob in pedidos])
        for blob, (tipo, crudo) in zip(pedidos, objetos, strict=True):
            if not tipo:
                raise GitFallo(f"Falta el objeto {blob} en {self.interna}.")
            leidos[blob] = crudo
        return leidos

    def _objetos(self, nombres: Sequence[bytes]) -> Iterator[tuple[bytes, bytes]]:
        """(tipo, contenido) de cada objeto que se nombra; vacíos si no existe."""
        salida = self.correr("cat-file", "--batch", "-z", entrada=b"\0".join((*nombres, b"")))
        desde = 0
        for nombre in nombres:
            falta = nombre + b" missing\n"
            if salida.startswith(falta, desde):
                desde += len(falta)
                yield b"", b""
                continue
            fin = salida.index(b"\n", desde)
            _, tipo, tamano = salida[desde:fin].split()
            desde = fin + int(tamano) + 2
            yield tipo, salida[fin + 1 : desde - 1]

    def leer(self, revision: str, ruta: str) -> bytes | None:
        """El contenido de un archivo en una revisión; None si no está."""
        ((tipo, crudo),) = self._objetos([f"{revision}:{ruta}".encode("utf-8", "surrogateescape")])
        return crudo if tipo == b"blob" else None

    def con_renglon(self, revision: str, bajo: str, textos: Sequence[str]) -> list[str]:
        """Rutas, bajo esa carpeta, de los archivos que tienen alguno de los textos."""
        busca = [o for texto in textos for o in ("-e", texto)]
        salida = self.correr(
            "grep", "-l", "-z", "--full-name", "-F", *busca, revision, "--", bajo, admite=(0, 1)
        )
        prefijo = f"{revision}:"
        return [ruta_de_git(r).removeprefix(prefijo) for r in salida.split(b"\0")[:-1]]

    def tocados(self, desde: str, hasta: str) -> dict[str, Tocado]:
        """Ruta → lo que le pasó a cada archivo distinto entre dos revisiones."""
        salida = self.correr(
            "diff-tree", "-r", "-z", "--no-renames", "--raw", "--no-abbrev", desde, hasta,
            ambiente={"GIT_INDEX_FILE": str(self.interna / "sin-indice")},  # lo leería entero
        )  # fmt: skip
        partes = salida.split(b"\0")[:-1]
        return {
            ruta_de_git(ruta): leer_tocado(crudo)
            for crudo, ruta in zip(partes[::2], partes[1::2], strict=True)
        }

    def contiene(self, viejo: str, nuevo: str) -> bool:
        """Si `viejo` es `nuevo` o uno de sus antepasados."""
        hecha = correr_git(("merge-base", "--is-ancestor", viejo, nuevo), self.carpeta)
        return hecha.returncode == 0

    def base(self, uno: str, otro: str) -> str:
        """El antepasado común de dos commits; vacío si no tienen."""
        return self.texto("merge-base", uno, otro, admite=(0, 1))

    def tronco_hasta(self, tronco: str, instante: datetime) -> str:
        """El último commit del tronco que no es posterior a ese instante; el primero si no hay."""
        antes = self.texto(
            "rev-list", "--first-parent", "-1", f"--before={int(instante.timestamp())}", tronco
        )
        return antes or self.texto("rev-list", "--first-parent", "--max-parents=0", tronco)

    def dicho_en_commits(self, texto: str) -> bool:
        """Si el mensaje de algún commit de cualquier rama trae ese texto."""
        return bool(
            self.texto("log", "--all", "-1", "--fixed-strings", f"--grep={texto}", "--format=%H")
        )

    @property
    def es_superficial(self) -> bool:
        """Si la copia se clonó sin la historia completa."""
        return self.texto("rev-parse", "--is-shallow-repository") == "true"

    def exigir_historia(self) -> None:
        """Lanza `ErrorConoceles` si la copia es superficial: lo que falta no se puede afirmar."""
        if self.es_superficial:
            raise ErrorConoceles(f"{SUPERFICIAL} Sin ella no se puede saber; repita después.")

    # --- escribir ----------------------------------------------------------------------------

    def confirmar(
        self,
        base: str,
        cambios: Mapping[str, bytes | None],
        mensaje: str,
        firmante: Firmante,
    ) -> str:
        """Hace un commit sobre `base` con los archivos cambiados (None borra) y lo devuelve.

        No mueve ninguna referencia.
        """
        return self.sellar(self._arbol_con(base, cambios), (base,), mensaje, firmante)

    def primer_commit(self, rama: str, mensaje: str, firmante: Firmante) -> str:
        """Guarda todo lo que hay en la carpeta de trabajo como primer commit de la rama."""
        self.correr("add", "--all")
        arbol = self.texto("write-tree")
        commit = self.sellar(arbol, (), mensaje, firmante)
        self.mover([Movida(f"refs/heads/{rama}", commit, "")])
        return commit

    def sellar(
        self,
        arbol: str,
        padres: Sequence[str],
        mensaje: str,
        firmante: Firmante,
    ) -> str:
        """Hace un commit de un árbol que ya existe, firmado si el firmante tiene llave."""
        opciones = [o for padre in padres for o in ("-p", padre)]
        if firmante.llave:
            opciones = [f"-S{firmante.llave}", *opciones]
        configuracion = ("-c", "gpg.format=ssh") if firmante.llave else ()
        return (
            self.correr(
                *configuracion,
                "commit-tree", *opciones, arbol,
                entrada=mensaje.encode("utf-8", "backslashreplace"),
                ambiente=firmante.ambiente(),
            )
            .decode()
            .strip()
        )  # fmt: skip

    def guardar(self, contenido: bytes) -> str:
        """Guarda un blob y lo devuelve."""
        return self.correr("hash-object", "-w", "--stdin", entrada=contenido).decode().strip()

    def fundir(self, tronco: str, rama: str) -> Fusion:
        """Une dos commits sin tocar archivos: el árbol que resulta y lo que choca."""
        salida = self.correr(
            "merge-tree", "--write-tree", "-z", "--name-only", "--no-messages", tronco, rama,
            admite=(0, 1),
        )  # fmt: skip
        arbol, *choques = salida.split(b"\0")[:-1]
        return Fusion(arbol.decode(), tuple(sorted({ruta_de_git(c) for c in choques if c})))

    @contextmanager
    def sin_referencias(self) -> Iterator[dict[str, str]]:
        """El ambiente de un depósito de paso: con estos objetos y ninguna referencia.

        Para llevar: Git compara cada referencia que se lleva con cada una de las propias, y con
        miles de constancias se le va en eso.
        """
        with tempfile.TemporaryDirectory(prefix="conoceles-envio-") as paso:
            carpeta = Path(paso)
            (carpeta / "refs").mkdir()
            (carpeta / "HEAD").write_text("ref: refs/heads/main\n", encoding="utf-8")
            shutil.copyfile(self.interna / "config", carpeta / "config")
            yield {"GIT_DIR": paso, "GIT_OBJECT_DIRECTORY": str(self.interna / "objects")}

    def mover(self, movidas: Iterable[Movida]) -> None:
        """Mueve referencias, todas o ninguna, si cada una sigue en su valor viejo."""
        renglones = ["start"]
        for m in movidas:
            if m.nuevo:
                renglones.append(f"update {m.referencia} {m.nuevo} {m.viejo or NADA}")
            else:
                renglones.append(f"delete {m.referencia} {m.viejo}")
        renglones += ["prepare", "commit", ""]
        entrada = "\n".join(renglones).encode("utf-8", "surrogateescape")
        self.correr("update-ref", "--stdin", entrada=entrada)

    def _arbol_con(self, base: str, cambios: Mapping[str, bytes | None]) -> str:
        """El árbol de `base` con los archivos cambiados: se rehacen solo sus carpetas."""
        rutas: dict[bytes, Entrada | None] = {
            ruta.encode("utf-8", "surrogateescape"): None
            if contenido is None
            else Entrada(ARCHIVO, self.guardar(contenido))
            for ruta, contenido in cambios.items()
        }
        viejos = self._arboles(base, carpetas_hacia(rutas))
        raiz = ""
        for tanda in por_profundidad(viejos):
            propios = por_carpeta(rutas)
            nuevos = {c: cambiar_arbol(viejos[c], propios.get(c, {})) for c in tanda}
            raiz, *_ = objetos = self._guardar_arboles(nuevos.values())
            for (carpeta, arbol), objeto in zip(nuevos.items(), objetos, strict=True):
                rutas[carpeta] = Entrada(CARPETA, objeto) if arbol else None
        return raiz

    def _arboles(self, base: str, carpetas: Iterable[bytes]) -> dict[bytes, Arbol]:
        """Carpeta → lo que tiene en esa revisión; nada si ahí no hay una carpeta."""
        pedidas = list(carpetas)
        leidos = self._objetos([f"{base}^{{tree}}:".encode() + carpeta for carpeta in pedidas])
        return {
            carpeta: leer_arbol(crudo) if tipo == b"tree" else {}
            for carpeta, (tipo, crudo) in zip(pedidas, leidos, strict=True)
        }

    def _guardar_arboles(self, arboles: Iterable[Arbol]) -> list[str]:
        entrada = b"".join(map(dictar_arbol, arboles))
        return self.correr("mktree", "-z", "--batch", entrada=entrada).decode().split()


def leer_tocado(crudo: bytes) -> Tocado:
    """De `:100644 100644 <antes> <después> M`.

    De un repositorio ajeno no hay contenido que leer: solo se sabe que no es un archivo.
    """
    previo, modo, antes, despues, estado = crudo.decode().lstrip("\n:").split()
    return Tocado(
        estado,
        "" if previo == _SUBMODULO else antes.replace(NADA, ""),
        "" if modo == _SUBMODULO else despues.replace(NADA, ""),
        es_archivo=modo not in (_ENLACE, _SUBMODULO),
    )


def ruta_de_git(cruda: bytes) -> str:
    """Una ruta de Git como texto; los bytes que no son UTF-8 se conservan aparte."""
    return cruda.decode("utf-8", "surrogateescape")
