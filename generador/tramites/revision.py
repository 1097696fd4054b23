"""¿Se puede integrar hoy esta rama, y qué cambiaría?

Lo mismo mira CI en cada propuesta que la unidad antes de integrar. Rige lo del tronco: una rama
no cambia las reglas con que se le revisa.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from generador.archivos.expediente import Lector, juzgar, situar_en_contenido
from generador.archivos.fotografia import foto_de_contenido
from generador.nucleo.acciones import Accion
from generador.nucleo.cuentas import Cuentas, Rol
from generador.nucleo.hallazgo import Hallazgo, Nivel, ordenar
from generador.nucleo.movimiento import Tocado
from generador.nucleo.propuesta import Paso, Propuesta, Version
from generador.nucleo.publico import BLOQUES_QUE_DEGRADAN
from generador.nucleo.regla import Alcance
from generador.nucleo.reglas import de_alcance
from generador.nucleo.reglas.constancia import DESFASE_DE_RELOJES
from generador.nucleo.reglas.propuesta import sin_validar
from generador.repositorio.deposito import Deposito
from generador.repositorio.firmas import ARCHIVO as ARCHIVO_FIRMANTES
from generador.repositorio.firmas import defectos_de_firma
from generador.repositorio.historial import recorrer_historia
from generador.tramites.pasos import armar_paso, instantes_previos, sospechosos

_CIERRAN = frozenset({Accion.RECHAZAR, Accion.SEPARAR})
_NO_ES_ARCHIVO = "Es un enlace o un repositorio ajeno, no un archivo."


@dataclass(frozen=True, slots=True)
class Revision:
    """Lo que se encontró al revisar una rama contra el tronco."""

    tronco: str
    cabeza: str
    propuesta: Propuesta
    hallazgos: tuple[Hallazgo, ...]
    choques: tuple[str, ...] = ()
    desligada: bool = False
    """Si no tiene ningún antepasado en el tronco: no hay con qué compararla."""

    @property
    def errores(self) -> tuple[Hallazgo, ...]:
        """Lo que impide integrar."""
        return tuple(h for h in self.hallazgos if h.nivel is Nivel.ERROR)

    @property
    def acciones(self) -> tuple[Accion, ...]:
        """Los actos de la rama, en orden."""
        return tuple(p.movimiento.accion for p in self.propuesta.pasos if p.movimiento.accion)

    @property
    def esta_lista(self) -> bool:
        """Si ya no espera a nadie más: un envío sin validar no se integra (PTO 25 y 27)."""
        cerrada = bool(self.acciones) and self.acciones[-1] in _CIERRAN
        return bool(self.acciones) and not cerrada and not sin_validar(self.propuesta.pasos)

    @property
    def es_de_la_unidad(self) -> bool:
        """Si algún acto dice ser de la unidad: los suyos los integra ella, uno por uno."""
        return any(p.cuenta and p.cuenta.rol is Rol.UT for p in self.propuesta.pasos)


def revisar(
    deposito: Deposito, lector: Lector, cuentas: Cuentas, tronco: str, cabeza: str
) -> Revision:
    """Revisa los commits de `cabeza` que no están en `tronco`.

    Corre las reglas de propuesta sobre cada commit, y las de candidatura sobre lo que queda. Lanza
    `GitFallo` si un commit no existe, y `ErrorConoceles` si falta historia para saberlo.
    """
    base = deposito.base(tronco, cabeza)
    if not base:
        deposito.exigir_historia()
        return Revision(tronco, cabeza, Propuesta(()), (), desligada=True)
    movimientos = list(recorrer_historia(deposito, cabeza, tronco))
    tocados = deposito.tocados(base, cabeza)
    blobs = {b for m in movimientos for t in m.archivos.values() for b in (t.antes, t.despues)}
    blobs |= {b for t in tocados.values() for b in (t.antes, t.despues)}
    contenidos = deposito.contenidos(b for b in blobs if b)
    previos = instantes_previos(deposito, movimientos)
    pasos = tuple(
        replace(armar_paso(lector, cuentas, m, contenidos), previo=previos.get(m.commit))
        for m in movimientos
    )
    if not pasos:
        return Revision(tronco, cabeza, Propuesta(()), ())
    entera = armar_paso(lector, cuentas, replace(movimientos[-1], archivos=tocados), contenidos)
    finales = {r: contenidos[t.despues] for r, t in tocados.items() if t.despues and t.es_archivo}
    raros = {r: _NO_ES_ARCHIVO for r, t in tocados.items() if not t.es_archivo}
    raros |= sospechosos(finales.items())
    propuesta = Propuesta(pasos, entera.versiones, raros)
    fotos = _fotos(deposito, cabeza, entera.versiones, tocados, contenidos)
    hallazgos = [
        *_de_reglas(lector, propuesta, finales),
        *_de_contenido(lector, propuesta, finales, fotos),
        *_de_firmas(deposito, tronco, propuesta),
        *_de_la_hora(lector, propuesta),
    ]
    choques = deposito.fundir(tronco, cabeza).choques
    return Revision(tronco, cabeza, propuesta, tuple(ordenar(hallazgos)), choques)


def _de_reglas(
    lector: Lector, propuesta: Propuesta, finales: Mapping[str, bytes]
) -> Iterator[Hallazgo]:
    por_archivo: dict[str, list[Hallazgo]] = defaultdict(list)
    for una in de_alcance(Alcance.PROPUESTA):
        for archivo, dicho in una(propuesta):
            por_archivo[archivo].append(una.hallazgo(archivo, dicho))
    for archivo, propios in por_archivo.items():
        if archivo in finales and archivo.endswith(".yml"):
            yield from situar_en_contenido(lector, propios, finales[archivo])
        else:
            yield from propios


def _de_firmas(deposito: Deposito, tronco: str, propuesta: Propuesta) -> Iterator[Hallazgo]:
    """Lo que debía ir firmado, según quién firma en el tronco: una rama no cambia eso."""
    firmantes = deposito.leer(tronco, ARCHIVO_FIRMANTES)
    por_commit = {p.movimiento.commit: p for p in propuesta.pasos}
    movimientos = [p.movimiento for p in propuesta.pasos]
    for commit, frase in defectos_de_firma(deposito, firmantes, movimientos):
        yield _de_constancia(por_commit[commit], frase)


def _de_la_hora(lector: Lector, propuesta: Propuesta) -> Iterator[Hallazgo]:
    """Un acto no puede ser de mañana: su plazo se juzgaría con una hora inventada."""
    for paso in propuesta.pasos:
        if paso.contexto.ahora > lector.contexto.ahora + DESFASE_DE_RELOJES:
            yield _de_constancia(paso, "Su hora todavía no llega.")


def _de_constancia(paso: Paso, frase: str) -> Hallazgo:
    dicho = f"El commit {paso.movimiento.commit[:10]}: {frase}"
    remedio = "Repítalo con su orden."
    return Hallazgo(paso.archivo, 1, 1, "", "REV03", Nivel.ERROR, dicho, remedio)


def _de_contenido(
    lector: Lector,
    propuesta: Propuesta,
    finales: Mapping[str, bytes],
    fotos: Mapping[str, bytes],
) -> Iterator[Hallazgo]:
    """Lo que el expediente tendría mal; del registro, solo si la propuesta lo toca."""
    limite = lector.contexto.proceso.fotografia
    for version in propuesta.versiones:
        if version.archivo not in finales:
            continue
        foto = fotos.get(version.archivo)
        medida = foto_de_contenido(version.archivo, foto, limite) if foto is not None else None
        leida = juzgar(lector, version.archivo, finales[version.archivo], medida)
        registro = any(d.puntero.startswith("/registro") for d in version.cambios)
        for hallazgo in leida.hallazgos:
            ajeno = hallazgo.puntero and not hallazgo.puntero.startswith(BLOQUES_QUE_DEGRADAN)
            if registro or not ajeno:
                yield hallazgo


def _fotos(
    deposito: Deposito,
    cabeza: str,
    versiones: tuple[Version, ...],
    tocados: Mapping[str, Tocado],
    contenidos: Mapping[str, bytes],
) -> dict[str, bytes]:
    """Expediente → su imagen como queda: la que trae la rama o la que ya estaba."""
    imagenes = {v.archivo: v.archivo.removesuffix(".yml") + ".webp" for v in versiones}
    quietas = [i for i in imagenes.values() if i not in tocados]
    blobs = deposito.archivos(cabeza, *quietas) if quietas else {}
    leidas = deposito.contenidos(blobs.values())
    halladas = {}
    for archivo, imagen in imagenes.items():
        if imagen in tocados and tocados[imagen].despues:
            halladas[archivo] = contenidos[tocados[imagen].despues]
        elif imagen in blobs:
            halladas[archivo] = leidas[blobs[imagen]]
    return halladas
