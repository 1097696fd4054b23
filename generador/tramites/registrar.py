"""¿Cómo entra el registro oficial a los expedientes? (PTO 14)

Importar crea a quien falta y pone al día lo que cambió de quien está; nunca cambia a una persona
por otra ni borra a nadie. Todo entra en una sola propuesta, con un commit por carpeta.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generador.archivos.escritura import escribir
from generador.archivos.registro_oficial import leer_registro
from generador.boveda.cifrado import cerrar
from generador.boveda.disco import guardar
from generador.errores import ErrorConoceles
from generador.nucleo.acciones import Accion
from generador.nucleo.anticipo import anticipar
from generador.nucleo.claves import CARPETA, carpeta_canonica, leer_clave
from generador.nucleo.conciliacion import (
    Fundido,
    conciliar,
    de_otra_persona,
    es_la_persona,
    fundir,
    lugar_de,
)
from generador.nucleo.hallazgo import Hallazgo, Nivel, ordenar
from generador.nucleo.lectura_oficial import NO_CUPO, RENGLON, Lectora
from generador.nucleo.modelo import Candidatura, Registro
from generador.nucleo.postulacion import Fila, Mapa, Postulacion
from generador.tramites.acta import Acta, Cambiado, exigir_cuenta, folio_de
from generador.tramites.asiento import Asentado, asentar, asentar_actas
from generador.tramites.mesa import ActoNegado, Mesa

EXPEDIENTE_NUEVO: Mapping[str, Any] = {
    "curricular": None,
    "consentimiento": None,
    "identidad": {"estado": "pendiente"},
}
"""Lo que trae un expediente antes de que nadie capture."""

_LO_QUE_NO_DICE_EL_REGISTRO = frozenset({"estatus"})
_DEL_NOMBRE = frozenset({"nombre", "primer_apellido", "segundo_apellido"})
_RAIZ_CURRICULAR = 2


@dataclass(frozen=True, slots=True)
class Importado:
    """Qué entró: claves dadas de alta, puestas al día y sin cambio; y lo que hay que mirar."""

    altas: tuple[str, ...]
    actualizadas: tuple[str, ...]
    iguales: int
    hallazgos: tuple[Hallazgo, ...]
    asentado: Asentado | None = None


@dataclass(frozen=True, slots=True)
class Leido:
    """Una hoja del registro ya leída y fundida."""

    lectora: Lectora
    fundido: Fundido
    hallazgos: tuple[Hallazgo, ...]


def leer_hoja_oficial(mesa: Mesa, hoja: Path, configuracion: Path) -> Leido:
    """Lee una hoja como dice `registro.yml` y funde lo repetido."""
    contexto = mesa.contexto
    lectora, unas, dudas = leer_registro(hoja, configuracion, contexto.esquemas, contexto.proceso)
    fundido = fundir(lectora.archivo, unas, contexto.proceso)
    return Leido(lectora, fundido, (*dudas, *fundido.hallazgos))


def importar(mesa: Mesa, leido: Leido) -> Importado:
    """Asienta lo leído. Repetirlo no cambia nada. Lanza `ActoNegado` si la cuenta no puede."""
    exigir_cuenta(mesa, Accion.ALTA, ())
    expediente = mesa.abrir(mesa.tronco, f"{CARPETA}/")
    hallazgos = list(leido.hallazgos)
    altas: list[Cambiado] = []
    cambios: list[Cambiado] = []
    iguales = 0
    por_lugar = _por_lugar(expediente.values())
    for clave, una in leido.fundido.por_clave.items():
        ocupantes = por_lugar.get(lugar_de(clave), ())
        if not ocupantes:
            nuevo, no_cupo = _expediente(mesa, leido.lectora, una)
            hallazgos += no_cupo
            if nuevo is not None:
                altas.append(nuevo)
            continue
        vigente = next((c for c in ocupantes if c.registro.estatus == "registrada"), ocupantes[-1])
        if not es_la_persona(una, vigente):
            hallazgos.append(de_otra_persona(leido.lectora.archivo, una, vigente))
        elif cambiado := _al_dia(leido.lectora.mapa, vigente, una):
            cambios.append(cambiado)
        else:
            iguales += 1
    folio = folio_de("registro", mesa.tronco, [c.clave for c in (*altas, *cambios)])
    actas = [*_actas(Accion.ALTA, altas, folio), *_actas(Accion.REGISTRAR, cambios, folio)]
    return Importado(
        altas=tuple(c.clave for c in altas),
        actualizadas=tuple(c.clave for c in cambios),
        iguales=iguales,
        hallazgos=tuple(ordenar(hallazgos)),
        asentado=_asentar(mesa, actas),
    )


def _asentar(mesa: Mesa, actas: Sequence[Acta]) -> Asentado | None:
    if not actas:
        return None
    return asentar_actas(mesa, actas[0].folio, actas)


def _actas(accion: Accion, cambiados: Sequence[Cambiado], folio: str) -> list[Acta]:
    """Un acta por carpeta, todas con el folio de la importación."""
    carpetas: dict[str, list[Cambiado]] = defaultdict(list)
    for uno in cambiados:
        carpetas[uno.archivo.rpartition("/")[0]].append(uno)
    return [Acta(accion, unos, folio) for _, unos in sorted(carpetas.items())]


def _al_dia(mapa: Mapa, propia: Candidatura, una: Postulacion) -> Cambiado | None:
    """El expediente con lo que la hoja dice hoy; None si ya lo decía.

    La hoja no cambia cómo consta el nombre, que pudo corregirse por oficio, salvo que `nombres`
    diga cómo se separa; ni lo que vale para todos los renglones: eso es de cuando se dio de alta.
    """
    callados = {*_LO_QUE_NO_DICE_EL_REGISTRO, *(mapa.fijos.keys() - mapa.columnas)}
    if una.rasgos not in mapa.nombres:
        callados |= _DEL_NOMBRE
    registro = {
        **propia.dato["registro"],
        **{k: v for k, v in una.registro.items() if k not in callados},
    }
    if registro == propia.dato["registro"]:
        return None
    return Cambiado(propia.archivo, propia, {**propia.dato, "registro": registro})


def _expediente(
    mesa: Mesa, lectora: Lectora, una: Postulacion
) -> tuple[Cambiado | None, tuple[Hallazgo, ...]]:
    """El expediente nuevo, con lo curricular que el registro traiga y quepa.

    None si con esos datos no podría entrar: se dice por qué, con su renglón, y los demás siguen.
    """
    registro = {"eleccion_consecutiva": False, **una.registro}
    carpeta = carpeta_canonica(Registro(**registro), mesa.contexto.proceso)
    archivo = f"{carpeta}/{una.clave}.yml"
    curricular, no_cupo = anticipar(lectora.mapa, una.filas[0], mesa.contexto.proceso.catalogos)
    dudas = [_no_se_cargo(lectora, una.filas[0], campo, motivo) for campo, motivo in no_cupo]
    dato = {
        "version": 1,
        "clave": una.clave,
        "registro": registro,
        **EXPEDIENTE_NUEVO,
        "curricular": curricular,
        "tramite": {},
    }
    graves = _errores_de_registro(mesa, archivo, {**dato, "curricular": None})
    if graves:
        return None, tuple(
            lectora.hallazgo(una.filas[0], RENGLON, "", f"{una.clave}: {h.mensaje}", h.remedio)
            for h in graves
        )
    for hallazgo in _quitar_lo_que_no_cabe(mesa, archivo, dato) if curricular else ():
        campo = hallazgo.puntero.split("/")[-1]
        dudas.append(_no_se_cargo(lectora, una.filas[0], campo, hallazgo.mensaje))
    return Cambiado(archivo, None, dato), tuple(dudas)


def _errores_de_registro(mesa: Mesa, archivo: str, dato: dict[str, Any]) -> list[Hallazgo]:
    leida = mesa.juzgar(archivo, escribir(dato, mesa.lector.orden).encode(), None)
    return [h for h in leida.hallazgos if h.nivel is Nivel.ERROR]


def _no_se_cargo(lectora: Lectora, fila: Fila, campo: str, motivo: str) -> Hallazgo:
    mapa = Mapa({**lectora.mapa.columnas, **lectora.mapa.curriculares})
    con_todo = Lectora(lectora.archivo, mapa, lectora.proceso, lectora.columnas)
    return con_todo.hallazgo(
        fila, NO_CUPO, campo, f"{campo}: {motivo}", "La persona lo captura después."
    )


def _quitar_lo_que_no_cabe(mesa: Mesa, archivo: str, dato: dict[str, Any]) -> Iterator[Hallazgo]:
    """Quita del curricular, en su sitio, cada respuesta con error, y dice cuál y por qué."""
    while dato["curricular"]:
        leida = mesa.juzgar(archivo, escribir(dato, mesa.lector.orden).encode(), None)
        malos = [
            h
            for h in leida.hallazgos
            if h.nivel is Nivel.ERROR and h.puntero.startswith("/curricular/")
        ]
        quitados = {h.puntero.split("/")[_RAIZ_CURRICULAR] for h in malos}
        if not quitados & dato["curricular"].keys():
            return
        for campo in quitados:
            dato["curricular"].pop(campo, None)
        dato["curricular"] = dato["curricular"] or None
        yield from malos


def _por_lugar(unas: Iterable[Candidatura]) -> dict[str, list[Candidatura]]:
    lugares: dict[str, list[Candidatura]] = defaultdict(list)
    for una in sorted(unas, key=lambda c: partes.ordinal if (partes := leer_clave(c.clave)) else 0):
        lugares[lugar_de(una.clave)].append(una)
    return lugares


def alta(mesa: Mesa, datos: Mapping[str, str]) -> tuple[Asentado, tuple[Hallazgo, ...]]:
    """Da de alta a mano a quien el registro omitió, con su acuerdo.

    `datos` son los mismos campos que trae una hoja, con sus nombres de aquí. Lanza `ActoNegado` si
    alguno no se entiende o el lugar ya está ocupado.
    """
    mapa = Mapa(columnas={campo: campo for campo in datos})
    lectora = Lectora("alta", mapa, mesa.contexto.proceso, tuple(datos))
    unas, dudas = lectora.leer([Fila(1, datos)])
    if not unas:
        raise ActoNegado("No se puede dar de alta.", dudas)
    cambiado, graves = _expediente(mesa, lectora, unas[0])
    if cambiado is None:
        raise ActoNegado("No se puede dar de alta.", graves)
    carpeta = cambiado.archivo.rpartition("/")[0]
    en_el_lugar = _por_lugar(mesa.abrir(mesa.tronco, f"{carpeta}/").values())
    if ocupantes := en_el_lugar.get(lugar_de(cambiado.clave)):
        ultima = ocupantes[-1]
        raise ActoNegado(
            f"Ese lugar ya lo tiene {ultima.clave}, {ultima.registro.nombre_completo}: si entra "
            "otra persona, use «conoceles sustituir»."
        )
    return asentar(mesa, Accion.ALTA, [cambiado]), dudas


def conciliar_fuentes(
    mesa: Mesa, leido: Leido, acuerdo: Leido | None = None
) -> tuple[Hallazgo, ...]:
    """Lo que no cuadra entre el registro, la lista del acuerdo y los expedientes."""
    expediente = mesa.abrir(mesa.tronco, f"{CARPETA}/").values()
    del_acuerdo = acuerdo.fundido.por_clave if acuerdo else None
    otros = conciliar(leido.lectora.archivo, leido.fundido.por_clave, expediente, del_acuerdo)
    propios = acuerdo.hallazgos if acuerdo else ()
    return tuple(ordenar([*leido.hallazgos, *propios, *otros]))


def guardar_contactos(mesa: Mesa, leido: Leido, destino: Path, llaves: Sequence[str]) -> int:
    """Deja en un sobre cifrado el correo y el teléfono con que se entrega cada cuenta.

    Devuelve cuántas candidaturas trae. Lanza `ErrorConoceles` si el sobre quedaría en el
    repositorio: ni cifrado entra a Git.
    """
    absoluto = destino.resolve()
    if absoluto.is_relative_to(mesa.deposito.carpeta.resolve()):
        raise ErrorConoceles(f"{destino} está dentro del repositorio: guarde el sobre fuera.")
    salida = io.StringIO()
    escritor = csv.writer(salida, lineterminator="\n")
    escritor.writerow(("clave", "correo", "telefono"))
    contactos = [
        (clave, una.privado.correo, una.privado.telefono)
        for clave, una in sorted(leido.fundido.por_clave.items())
        if una.privado
    ]
    escritor.writerows(contactos)
    guardar(absoluto, cerrar(salida.getvalue().encode(), llaves))
    return len(contactos)
