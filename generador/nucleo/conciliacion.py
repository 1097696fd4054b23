"""¿Dicen lo mismo el registro oficial, la lista del acuerdo y los expedientes? (PTO 14 y 20)

Un informe, nunca una conjetura: lo que no cuadra se nombra con sus renglones, y decide quien sabe.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from generador.nucleo.claves import leer_clave
from generador.nucleo.hallazgo import Hallazgo, Nivel
from generador.nucleo.modelo import Candidatura
from generador.nucleo.nombres import rasgos_de_nombre
from generador.nucleo.postulacion import Postulacion
from generador.nucleo.proceso import Proceso

FUNDIDA, DOS_EN_UNO, INCOMPLETA, EN_DOS, NO_CUADRA, OTRA_PERSONA = (
    f"ROF{n:02d}" for n in range(4, 10)
)


@dataclass(frozen=True, slots=True)
class Fundido:
    """Lo que queda del registro: una postulación por lugar, y lo que hay que mirar."""

    por_clave: Mapping[str, Postulacion]
    hallazgos: tuple[Hallazgo, ...]


def fundir(archivo: str, postulaciones: Iterable[Postulacion], proceso: Proceso) -> Fundido:
    """Funde los renglones de la misma persona en el mismo lugar; dos personas, ninguna.

    En una candidatura común cada partido puede traer su renglón (Hidalgo 2024). Si en un lugar hay
    dos personas distintas no se elige: se dicen las dos.
    """
    lugares: dict[str, list[Postulacion]] = defaultdict(list)
    for una in postulaciones:
        lugares[una.clave].append(una)
    por_clave: dict[str, Postulacion] = {}
    hallazgos: list[Hallazgo] = []
    for clave, unas in lugares.items():
        _, *otras = unas
        if all(una.es_la_misma_persona(otra) for una, otra in combinations(unas, 2)):
            por_clave[clave] = _fundida(unas)
            if otras:
                hallazgos.append(_de_fundida(archivo, unas, proceso))
        else:
            hallazgos.append(_de_dos(archivo, unas))
    hallazgos += _formulas(archivo, por_clave, lugares, proceso)
    hallazgos += _en_dos_lugares(archivo, por_clave.values())
    return Fundido(por_clave, tuple(hallazgos))


def _fundida(unas: Sequence[Postulacion]) -> Postulacion:
    """La primera, con los renglones de todas y el primer contacto que haya."""
    return replace(
        unas[0],
        filas=tuple(f for u in unas for f in u.filas),
        curp=next((u.curp for u in unas if u.curp), ""),
        privado=next((u.privado for u in unas if u.privado), unas[0].privado),
        escrito_como=tuple(e for u in unas for e in u.escrito_como),
    )


def _de_fundida(archivo: str, unas: Sequence[Postulacion], proceso: Proceso) -> Hallazgo:
    primera = unas[0]
    captura = primera.registro.get("captura_por") or primera.registro["postulante"]
    es_alianza = len(proceso.partidos_de(primera.registro["postulante"])) > 1
    quien = (
        f"captura {captura}"
        if primera.registro.get("captura_por") or not es_alianza
        else "no consta quién captura: revise el convenio"
    )
    return _hallazgo(
        archivo, primera, FUNDIDA, Nivel.NOTA,
        f"{primera.clave} viene {len(unas)} veces ({_renglones(unas)}) por "
        f"{', '.join(dict.fromkeys(e for u in unas for e in u.escrito_como))}: es la misma "
        f"persona y queda una; {quien}.",
    )  # fmt: skip


def _de_dos(archivo: str, unas: Sequence[Postulacion]) -> Hallazgo:
    quienes = ", ".join(f"{u.nombre} (renglón {u.filas[0].numero})" for u in unas)
    caracter = unas[0].registro["caracter"]
    return _hallazgo(
        archivo, unas[0], DOS_EN_UNO, Nivel.ERROR,
        f"{unas[0].clave} tiene {len(unas)} personas como {caracter}: {quienes}.",
        "Corrija el carácter o el número en la hoja: no se cargó ninguna.",
    )  # fmt: skip


def _formulas(
    archivo: str,
    por_clave: Mapping[str, Postulacion],
    lugares: Mapping[str, Sequence[Postulacion]],
    proceso: Proceso,
) -> Iterator[Hallazgo]:
    """La fórmula que se quedó sin propietaria o sin suplente."""
    for clave, una in por_clave.items():
        partes = leer_clave(clave)
        if partes is None or not proceso.cargos[una.registro["cargo"]].suplente:
            continue
        letra, falta = ("S", "suplente") if partes.letra == "P" else ("P", "propietaria")
        if str(replace(partes, letra=letra)) not in lugares:
            yield _hallazgo(
                archivo, una, INCOMPLETA, Nivel.AVISO,
                f"La fórmula {partes.formula} no trae {falta}.",
                "Agréguela a la hoja o con «conoceles registro alta».",
            )  # fmt: skip


def _en_dos_lugares(archivo: str, unas: Iterable[Postulacion]) -> Iterator[Hallazgo]:
    por_nombre: dict[str, list[Postulacion]] = defaultdict(list)
    for una in unas:
        por_nombre[una.rasgos].append(una)
    for grupo in por_nombre.values():
        primera, *otras = grupo
        if mismas := [o for o in otras if primera.es_la_misma_persona(o)]:
            claves = ", ".join(u.clave for u in (primera, *mismas))
            yield _hallazgo(
                archivo, primera, EN_DOS, Nivel.AVISO,
                f"{primera.nombre} está en {len(mismas) + 1} lugares: {claves}.",
                "Si es la misma persona, revise cuál aprobó el Consejo; si son homónimas, déjelo.",
            )  # fmt: skip


def conciliar(
    archivo: str,
    registro: Mapping[str, Postulacion],
    expediente: Iterable[Candidatura],
    acuerdo: Mapping[str, Postulacion] | None = None,
) -> Iterator[Hallazgo]:
    """Lo que está en una fuente y no en otra, y los lugares con personas distintas.

    Del expediente cuenta solo lo registrado: lo sustituido o cancelado ya salió.
    """
    vigentes = {lugar_de(c.clave): c for c in expediente if c.registro.estatus == "registrada"}
    por_lugar = {lugar_de(clave): una for clave, una in registro.items()}
    for lugar, una in por_lugar.items():
        propia = vigentes.get(lugar)
        if propia is None:
            yield _hallazgo(
                archivo, una, NO_CUADRA, Nivel.AVISO,
                f"{una.clave} está en el registro y no en los expedientes.",
                "Cárguela con «conoceles registro importar».",
            )  # fmt: skip
        elif not es_la_persona(una, propia):
            yield de_otra_persona(archivo, una, propia)
    sin_registro = sorted(set(vigentes) - set(por_lugar))
    yield from _ausentes(archivo, [vigentes[x].clave for x in sin_registro], "los expedientes")
    if acuerdo is not None:
        yield from _contra_acuerdo(archivo, por_lugar, acuerdo)


def _contra_acuerdo(
    archivo: str, por_lugar: Mapping[str, Postulacion], acuerdo: Mapping[str, Postulacion]
) -> Iterator[Hallazgo]:
    aprobadas = {lugar_de(clave): una for clave, una in acuerdo.items()}
    for lugar, una in por_lugar.items():
        aprobada = aprobadas.get(lugar)
        if aprobada is None:
            yield _hallazgo(
                archivo, una, NO_CUADRA, Nivel.AVISO,
                f"{una.clave} está en el registro y no en la lista del acuerdo.",
                "Confirme si el Consejo la aprobó.",
            )  # fmt: skip
        elif not una.es_la_misma_persona(aprobada):
            yield _hallazgo(
                archivo, una, OTRA_PERSONA, Nivel.ERROR,
                f"{una.clave} es {una.nombre} en el registro y {aprobada.nombre} en el acuerdo.",
                "Vale lo que aprobó el Consejo: corrija el registro.",
            )  # fmt: skip
    faltan = [aprobadas[x].clave for x in sorted(set(aprobadas) - set(por_lugar))]
    yield from _ausentes(archivo, faltan, "la lista del acuerdo")


def _ausentes(archivo: str, claves: Iterable[str], donde: str) -> Iterator[Hallazgo]:
    for clave in claves:
        yield Hallazgo(
            archivo, 1, 1, "", NO_CUADRA, Nivel.AVISO,
            f"{clave} está en {donde} y no en el registro.",
            "Si el registro la omite, como suele con las independientes, agréguela a mano.",
        )  # fmt: skip


def es_la_persona(una: Postulacion, propia: Candidatura) -> bool:
    """Si quien postula el registro es quien tiene el expediente."""
    return una.rasgos == rasgos_de_nombre(propia.registro.nombre_completo)


def de_otra_persona(archivo: str, una: Postulacion, propia: Candidatura) -> Hallazgo:
    """El hallazgo de un lugar que en el expediente ocupa otra persona."""
    return _hallazgo(
        archivo, una, OTRA_PERSONA, Nivel.ERROR,
        f"{propia.clave} es {propia.registro.nombre_completo} en el expediente y {una.nombre} en "
        "el registro.",
        "Si la sustituyó, use «conoceles sustituir»; si está mal escrita, corrija uno de los dos.",
    )  # fmt: skip


def lugar_de(clave: str) -> str:
    """La clave sin ordinal: la comparten quien sale y quien entra."""
    partes = leer_clave(clave)
    return partes.lugar if partes else clave


def _renglones(unas: Sequence[Postulacion]) -> str:
    return "renglones " + ", ".join(str(f.numero) for u in unas for f in u.filas)


def _hallazgo(
    archivo: str, una: Postulacion, regla: str, nivel: Nivel, mensaje: str, remedio: str = ""
) -> Hallazgo:
    return Hallazgo(archivo, una.filas[0].numero, 1, "", regla, nivel, mensaje, remedio)
