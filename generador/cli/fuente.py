"""¿Con qué se construye? Junta lo leído, la versión de Git y el extracto de identidad."""

import os
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from generador.archivos.identidad import ARCHIVO as ARCHIVO_IDENTIDAD
from generador.archivos.identidad import HUELLA
from generador.cli.opciones import Ambiente, barra
from generador.errores import ErrorConoceles
from generador.nucleo.calendario import ya_se_publica

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generador.nucleo.conjunto import Conjunto, Contexto
    from generador.nucleo.ficha import FichaPublica
    from generador.nucleo.historia import Suceso
    from generador.nucleo.identidad.publica import IdentidadPublica, Sobrantes
    from generador.publicacion.fuente import Fuente, Origen


@dataclass(frozen=True, slots=True)
class Extracto:
    """De dónde sale lo público de identidad: un archivo, o inventado si el proceso es ficticio."""

    ruta: Path | None = None
    ficticio: bool = False


class Revelado:
    """Publica una sola vez y suelta los expedientes: lo que sigue solo usa las fichas.

    Así los procesos que estampan no heredan cientos de megas que ya no hacen falta.
    """

    def __init__(
        self,
        conjunto: "Conjunto",
        identidad: "IdentidadPublica | None",
        raiz: Path,
        *,
        escrita: bool,
    ) -> None:
        from generador.nucleo.identidad.publica import Sobrantes

        self._conjunto: Conjunto | None = conjunto
        self._identidad = identidad
        self._raiz = raiz
        self._escrita = escrita  # el extracto inventado no sobra: se inventa
        self.sobrantes = Sobrantes()

    def __call__(self) -> "tuple[FichaPublica, ...]":
        """Las fichas que hoy puede ver cualquiera, en orden de aparición."""
        from generador.nucleo.identidad.publica import sobrantes_de
        from generador.nucleo.publico import publicar

        conjunto, self._conjunto = self._conjunto, None
        if conjunto is None:
            raise RuntimeError("Las fichas ya se publicaron: pídalas a la fuente.")
        fichas = publicar(conjunto, self._identidad, _sucesos(self._raiz, conjunto.contexto))
        if self._escrita and self._identidad is not None:
            self.sobrantes = sobrantes_de(self._identidad, conjunto, fichas)
        return fichas


@dataclass(frozen=True, slots=True)
class Materia:
    """Lo que se va a publicar y lo que se encontró al leerlo, ya sin los expedientes."""

    fuente: "Fuente"
    conjunto: "Conjunto"
    revelado: Revelado

    @property
    def sobrantes(self) -> "Sobrantes":
        """Qué claves del extracto no llegan a ninguna ficha."""
        _ = self.fuente.fichas
        return self.revelado.sobrantes


def reunir(ambiente: Ambiente, extracto: Extracto) -> Materia:
    """Lee y juzga todo, y deja lista la fuente de quienes publican."""
    from generador.archivos.carga import cargar
    from generador.archivos.estadistica import leer_cortes
    from generador.nucleo.estadistica.contables import preguntas_contables
    from generador.publicacion.fuente import Fuente

    with barra("Leyendo candidaturas") as avance:
        conjunto = cargar(ambiente.raiz, ambiente.momento, avance=avance)
    identidad = _identidad(ambiente, extracto, conjunto)
    contexto = conjunto.contexto
    revelado = Revelado(conjunto, identidad, ambiente.raiz, escrita=not extracto.ficticio)
    preguntas = preguntas_contables(contexto.esquemas, conjunto.proceso)
    cortes = leer_cortes(ambiente.raiz, preguntas)
    fuente = Fuente(
        proceso=conjunto.proceso,
        publicar=revelado,
        corte=contexto.ahora,
        origen=_origen(ambiente, contexto.ahora),
        raiz=ambiente.raiz,
        con_identidad=identidad is not None,
        abierto=ya_se_publica(contexto.hoy, conjunto.proceso.fechas.publicacion),
        ilegibles=conjunto.ilegibles,
        preguntas=preguntas,
        cortes=tuple(corte for corte in cortes if corte.fecha <= contexto.hoy),
    )
    return Materia(fuente, replace(conjunto, candidaturas={}), revelado)


def reunir_anteriores(ambiente: Ambiente, materia: Materia) -> tuple[Materia, list[Materia]]:
    """La materia, que ya sabe de sus procesos anteriores, y la de cada uno de ellos."""
    from generador.publicacion.fuente import Anterior

    otras = []
    for carpeta in materia.conjunto.proceso.anteriores:
        otra = reunir(replace(ambiente, raiz=ambiente.raiz / carpeta), Extracto())
        cierre = otra.conjunto.proceso.fechas.cierre
        if otra.fuente.corte.date() < cierre:
            raise ErrorConoceles(
                f"{carpeta} no puede ser un proceso anterior: cierra el {cierre.isoformat()}."
            )
        otras.append(otra)
    nombrados = tuple(
        Anterior(o.conjunto.proceso.identificacion.clave, o.conjunto.proceso.identificacion.nombre)
        for o in otras
    )
    return replace(materia, fuente=replace(materia.fuente, anteriores=nombrados)), otras


def _identidad(
    ambiente: Ambiente, extracto: Extracto, conjunto: "Conjunto"
) -> "IdentidadPublica | None":
    from generador.archivos.identidad import leer_identidad
    from generador.simulacion.identidad import extracto_ficticio

    if extracto.ficticio:
        return extracto_ficticio(conjunto)
    ruta = extracto.ruta or ambiente.raiz / ARCHIVO_IDENTIDAD
    if extracto.ruta is None and not ruta.is_file():
        return None
    return leer_identidad(ruta, conjunto.contexto, ambiente.raiz / HUELLA)


def _sucesos(raiz: Path, contexto: "Contexto") -> "Mapping[str, tuple[Suceso, ...]]":
    """Lo que dice Git de cada candidatura; nada si no hay cuentas o la historia no está entera."""
    from generador.archivos.cuentas import ARCHIVO, leer_cuentas
    from generador.nucleo.historia import sucesos_por_clave
    from generador.repositorio.deposito import Deposito
    from generador.repositorio.historial import recorrer_historia

    ruta = raiz / ARCHIVO
    if not ruta.is_file():
        return {}
    try:
        cuentas = leer_cuentas(ruta.read_bytes(), contexto.esquemas, contexto.proceso)
        deposito = Deposito.abrir(raiz)
        return sucesos_por_clave(recorrer_historia(deposito, "HEAD", con_archivos=False), cuentas)
    except ErrorConoceles:
        # El expediente dice sus instantes: sin la historia de Git se publica igual, sin commits.
        return {}


def _ancla(raiz: Path, corte: datetime) -> str:
    """El ancla de lo que se publica; vacía si no se lleva con actos o falta historia."""
    from generador.archivos.cuentas import ARCHIVO
    from generador.repositorio.ancla import FOLIO, tomar
    from generador.repositorio.deposito import Deposito
    from generador.repositorio.remoto import Remoto

    if not (raiz / ARCHIVO).is_file():
        return ""
    try:
        deposito = Deposito.abrir(raiz)
        ancla = tomar(Remoto(deposito), corte, deposito.commit("HEAD"))
        # Cualquiera puede poner ahí una referencia: lo que no tiene forma de folio no se publica.
        propias = {f: c for f, c in ancla.propuestas.items() if FOLIO.fullmatch(f)}
        return replace(ancla, propuestas=propias).a_json()
    except ErrorConoceles:
        # Una copia superficial no puede decir cuántos commits hay: se publica sin ancla.
        return ""


def _origen(ambiente: Ambiente, corte: datetime) -> "Origen":
    """Con qué fecha se sella: la del commit, o SOURCE_DATE_EPOCH, o la del corte."""
    from generador.publicacion.fuente import Origen
    from generador.repositorio.origen import version_de

    version = version_de(ambiente.raiz)
    if version:
        return Origen(version.commit, version.fecha, _ancla(ambiente.raiz, corte))
    return Origen("", _epoca(os.environ.get("SOURCE_DATE_EPOCH", "")) or corte)


def _epoca(segundos: str) -> datetime | None:
    """La de SOURCE_DATE_EPOCH; None si no son segundos de un instante que exista."""
    try:
        return datetime.fromtimestamp(int(segundos), UTC)
    except (ValueError, OverflowError, OSError):
        return None
