"""¿A quién postula, para qué y por quién, un renglón del registro oficial? (PTO 14)

Cada renglón se entiende entero o no se entiende: lo que no se reconoce se dice con su renglón y
su columna, y nada se adivina.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from generador.nucleo.claves import Clave, letra_de
from generador.nucleo.hallazgo import Hallazgo, Nivel
from generador.nucleo.nacimiento import CURP, dia_de_curp, edad_cumplida, leer_dia
from generador.nucleo.nombres import (
    Nombre,
    como_nombre_propio,
    llano,
    rasgos_de_nombre,
    separar_nombre,
)
from generador.nucleo.postulacion import Fila, Mapa, Postulacion, Privado
from generador.nucleo.proceso import Alianza, Ambito, Cargo, Postulante, Proceso

RENGLON, NOMBRE, EDAD, NO_CUPO = "ROF01", "ROF02", "ROF03", "ROF10"
_NUMERO = re.compile(r"0*(\d{1,3})(?:\.0+)?")
_PRINCIPIOS: Mapping[str, tuple[str, ...]] = {
    "mr": ("mr", "de mayoria relativa", "mayoria relativa"),
    "rp": ("rp", "de representacion proporcional", "representacion proporcional"),
}
_SEXOS: Mapping[str, str] = {
    "mujer": "mujer", "femenino": "mujer", "f": "mujer", "hombre": "hombre",
    "masculino": "hombre", "h": "hombre", "no binario": "no_binario", "no binaria": "no_binario",
    "x": "no_binario",
}  # fmt: skip
"""«M» no está: en unos registros es mujer y en otros, masculino; `registro.yml` lo dice."""
_NOMBRES = {"numero": "el número", "caracter": "el carácter", "ambito": "el lugar"}
_AFIRMA = frozenset({"si", "s", "x", "1", "verdadero", "true"})
_NIEGA = frozenset({"no", "n", "0", "falso", "false"})
_INTEGRANTES = re.compile(r"\s*(?:[-–—/,;+|]|\by\b)\s*", re.IGNORECASE)
_EDAD_MINIMA, _EDAD_MAXIMA = 18, 120
"""Los límites de `edad` en el esquema."""


class _NoSeEntiende(Exception):  # noqa: N818 - no es un error del programa
    """Un campo que no se reconoce: cuál, qué decía y qué se esperaba."""

    def __init__(self, campo: str, mensaje: str, remedio: str = "") -> None:
        super().__init__(mensaje)
        self.campo, self.mensaje, self.remedio = campo, mensaje, remedio


@dataclass(frozen=True, slots=True)
class Lectora:
    """Lee renglones de una hoja con el mapa y el proceso que le tocan."""

    archivo: str
    mapa: Mapa
    proceso: Proceso
    columnas: Sequence[str] = ()

    def leer(self, filas: Iterable[Fila]) -> tuple[tuple[Postulacion, ...], tuple[Hallazgo, ...]]:
        """(postulaciones, hallazgos): cada renglón da una cosa, la otra o las dos."""
        postulaciones: list[Postulacion] = []
        hallazgos: list[Hallazgo] = []
        for fila in filas:
            try:
                una, avisos = self._una(fila)
            except _NoSeEntiende as duda:
                hallazgos.append(
                    self.hallazgo(fila, RENGLON, duda.campo, duda.mensaje, duda.remedio)
                )
                continue
            postulaciones.append(una)
            hallazgos += avisos
        return tuple(postulaciones), tuple(hallazgos)

    def hallazgo(
        self, fila: Fila, regla: str, campo: str, mensaje: str, remedio: str = ""
    ) -> Hallazgo:
        """Un hallazgo en la celda de ese campo."""
        columna = self.mapa.columnas.get(campo, "")
        donde = self.columnas.index(columna) + 1 if columna in self.columnas else 1
        nivel = Nivel.ERROR if regla == RENGLON else Nivel.AVISO
        return Hallazgo(self.archivo, fila.numero, donde, "", regla, nivel, mensaje, remedio)

    def _una(self, fila: Fila) -> tuple[Postulacion, list[Hallazgo]]:
        """La postulación de una fila. Lanza `_NoSeEntiende` con lo primero que no se reconoce."""
        mapa, proceso = self.mapa, self.proceso
        _de_esta_entidad(mapa, fila, proceso)
        cargo = _cargo(mapa, fila, proceso)
        ambito = _ambito(mapa, fila, cargo, proceso)
        numero = _numero(mapa, fila, cargo)
        escrito = _exigir(mapa, fila, "postulante")
        postulante, alianza = _postulante(mapa, escrito, (cargo, ambito, numero), proceso)
        nombre = _nombre(mapa, fila)
        avisos = []
        if nombre.duda:
            leido = " / ".join(
                p for p in (nombre.nombre, nombre.primer_apellido, nombre.segundo_apellido) if p
            )
            avisos.append(
                self.hallazgo(
                    fila,
                    NOMBRE,
                    "nombre_completo",
                    f"Se leyó «{leido}». {nombre.duda}",
                    "Si no es así, dígalo en «nombres» de registro.yml.",
                )
            )
        curp = llano(mapa.dice(fila, "curp")).upper().replace(" ", "")
        edad, aviso = _edad(mapa, fila, curp, proceso)
        if aviso:
            avisos.append(self.hallazgo(fila, EDAD, "edad", aviso))
        caracter = _caracter(mapa, fila, cargo, proceso)
        registro: dict[str, Any] = {
            "nombre": nombre.nombre,
            "primer_apellido": nombre.primer_apellido,
            "segundo_apellido": nombre.segundo_apellido,
            "sobrenombre": como_nombre_propio(mapa.dice(fila, "sobrenombre")),
            "sexo": _sexo(mapa, fila, proceso),
            "edad": edad,
            "eleccion": cargo.eleccion,
            "cargo": cargo.clave,
            "principio": cargo.principio,
            "caracter": caracter,
            "ambito": ambito.clave,
            "numero": numero,
            "postulante": postulante.clave,
            "captura_por": _quien_captura(postulante, alianza),
            "eleccion_consecutiva": _consecutiva(mapa, fila),
            "acuerdo": _exigir(mapa, fila, "acuerdo"),
            "estatus": "registrada",
        }
        clave = Clave(
            eleccion=proceso.elecciones[cargo.eleccion].codigo,
            ambito=ambito.clave,
            postulante=postulante.clave,
            posicion=cargo.posicion(numero),
            letra=letra_de(proceso, caracter),
            ordinal=1,
        )
        una = Postulacion(
            clave=str(clave),
            registro={k: v for k, v in registro.items() if v not in ("", None)},
            filas=(fila,),
            curp=curp if CURP.fullmatch(curp) else "",
            privado=Privado(mapa.dice(fila, "correo"), mapa.dice(fila, "telefono")),
            escrito_como=(escrito,),
        )
        return una, avisos


def _exigir(mapa: Mapa, fila: Fila, campo: str) -> str:
    if texto := mapa.dice(fila, campo):
        return texto
    columna = mapa.columnas.get(campo)
    donde = f"la columna «{columna}» está vacía" if columna else "registro.yml no dice su columna"
    raise _NoSeEntiende(campo, f"Falta {_NOMBRES.get(campo, campo.replace('_', ' '))}: {donde}.")


def _elegir(
    mapa: Mapa, campo: str, texto: str, opciones: Mapping[str, Iterable[str]], que: str
) -> str:
    """La clave cuyo nombre, o uno de sus otros nombres, es ese texto."""
    buscado = mapa.traducido(campo, texto)
    if buscado in opciones:
        return buscado
    llanos: dict[str, dict[str, None]] = {}
    for clave, nombres in opciones.items():
        for nombre in (clave, *nombres):
            llanos.setdefault(llano(nombre), {})[clave] = None
    claves = tuple(llanos.get(llano(buscado), ()))
    if len(claves) == 1:
        return claves[0]
    if claves:
        raise _NoSeEntiende(
            campo,
            f"«{texto}» puede ser {', '.join(claves)}.",
            "Use la clave en la hoja, o anote cuál es en «valores» de registro.yml.",
        )
    cerca = get_close_matches(llano(buscado), llanos, n=1, cutoff=0.8)
    remedio = (
        f"Si es {', '.join(llanos[cerca[0]])}, anótelo en «valores» de registro.yml."
        if cerca
        else "Corríjalo en la hoja, o anote su equivalencia en «valores» de registro.yml."
    )
    raise _NoSeEntiende(campo, f"«{texto}» no es {que} de este proceso.", remedio)


def _de_esta_entidad(mapa: Mapa, fila: Fila, proceso: Proceso) -> None:
    """El registro de otro estado se carga en el proceso de ese estado, con sus catálogos."""
    dicha = mapa.dice(fila, "entidad")
    propia = llano(proceso.identificacion.entidad)
    if not dicha or llano(mapa.traducido("entidad", dicha)) in (
        propia, propia.removeprefix("estado de "), f"estado de {propia}",
    ):  # fmt: skip
        return
    raise _NoSeEntiende(
        "entidad",
        f"Es de «{dicha}», y este proceso es de {proceso.identificacion.entidad}.",
        "Cárguelo en el proceso de su entidad: cada uno tiene su catálogo de lugares.",
    )


def _cargo(mapa: Mapa, fila: Fila, proceso: Proceso) -> Cargo:
    texto = _exigir(mapa, fila, "cargo")
    opciones = {clave: tuple(_maneras(cargo)) for clave, cargo in proceso.cargos.items()}
    return proceso.cargos[_elegir(mapa, "cargo", texto, opciones, "un cargo")]


def _maneras(cargo: Cargo) -> Iterable[str]:
    """Cómo se escribe un cargo: por su nombre, con o sin su principio."""
    for nombre in (cargo.nombre, cargo.nombre_femenino, cargo.nombre_masculino):
        base = llano(nombre)
        for sufijo in _PRINCIPIOS.get(cargo.principio, ()):
            base = base.removesuffix(f" {sufijo}")
        for sufijo in _PRINCIPIOS.get(cargo.principio, ()):
            yield f"{base} {sufijo}"
        yield nombre


def _ambito(mapa: Mapa, fila: Fila, cargo: Cargo, proceso: Proceso) -> Ambito:
    tipo = proceso.ambitos[cargo.ambito]
    campo = tipo.clave if tipo.clave in mapa.columnas else "ambito"
    if len(tipo.lugares) == 1 and not mapa.dice(fila, campo):
        return next(iter(tipo.lugares.values()))
    texto = mapa.traducido(campo, _exigir(mapa, fila, campo))
    numero = _NUMERO.fullmatch(texto)
    if numero and (clave := numero[1].zfill(3)) in tipo.lugares:
        return tipo.lugares[clave]
    opciones = {
        clave: (lugar.nombre, lugar.detalle.get("cabecera", "")[:80], f"{tipo.nombre} {clave}")
        for clave, lugar in tipo.lugares.items()
    }
    que = f"un {tipo.nombre.lower()}"
    return tipo.lugares[_elegir(mapa, campo, texto, opciones, que)]


def _numero(mapa: Mapa, fila: Fila, cargo: Cargo) -> int | None:
    if not cargo.numerado:
        return None
    texto = _exigir(mapa, fila, "numero")
    hallado = _NUMERO.fullmatch(texto)
    if hallado is None or not 1 <= int(hallado[1]) <= 99:  # noqa: PLR2004 - dos cifras en la clave
        raise _NoSeEntiende("numero", f"«{texto}» no es un número de fórmula.", "Use 1, 2, 3…")
    return int(hallado[1])


def _postulante(
    mapa: Mapa, texto: str, lugar: tuple[Cargo, Ambito, int | None], proceso: Proceso
) -> tuple[Postulante, Alianza | None]:
    """Quién postula ahí y, si va en alianza, qué dice el convenio.

    Un partido que en ese lugar va en alianza postula por ella: así se funden los renglones que
    trae cada integrante.
    """
    clave = _por_integrantes(mapa, texto, proceso) or _elegir(
        mapa,
        "postulante",
        texto,
        {p.clave: (p.nombre, p.siglas) for p in proceso.postulantes.values()},
        "un partido, alianza o independiente",
    )
    for alianza in _convenios(lugar, proceso):
        if clave == alianza.postulante or clave in proceso.partidos_de(alianza.postulante):
            return proceso.postulantes[alianza.postulante], alianza
    return proceso.postulantes[clave], None


def _consecutiva(mapa: Mapa, fila: Fila) -> bool | None:
    """None si la hoja no lo trae: entonces vale lo que ya conste."""
    if "eleccion_consecutiva" not in {**mapa.columnas, **mapa.fijos}:
        return None
    dicho = mapa.traducido("eleccion_consecutiva", mapa.dice(fila, "eleccion_consecutiva"))
    primera, *_ = (*llano(dicho).split(), "")
    if primera and primera not in (*_AFIRMA, *_NIEGA):
        raise _NoSeEntiende(
            "eleccion_consecutiva", f"«{dicho}» no dice si es elección consecutiva.", "Use sí o no."
        )
    return primera in _AFIRMA


def _quien_captura(postulante: Postulante, alianza: Alianza | None) -> str:
    """El partido que captura: el que dice el convenio o, si va solo, él mismo (PTO 20)."""
    if alianza:
        return alianza.captura_por
    return postulante.clave if postulante.tipo == "partido" else ""


def _por_integrantes(mapa: Mapa, texto: str, proceso: Proceso) -> str:
    """La alianza que forman los partidos que se nombran: «PAH-PMN», «PAH, PMN»."""
    if mapa.traducido("postulante", texto) != texto:
        return ""  # registro.yml ya dice quién es
    nombres = {
        llano(n): p.clave
        for p in proceso.postulantes.values()
        for n in (p.clave, p.siglas, p.nombre)
        if p.tipo == "partido"
    }
    trozos = [llano(mapa.traducido("postulante", t)) for t in _INTEGRANTES.split(texto) if t]
    partidos = {nombres.get(t, "") for t in trozos}
    if len(partidos) < 2 or "" in partidos:  # noqa: PLR2004 - una alianza es de dos o más
        return ""
    iguales = [p.clave for p in proceso.postulantes.values() if set(p.integrantes) == partidos]
    return iguales[0] if len(iguales) == 1 else ""


def _convenios(lugar: tuple[Cargo, Ambito, int | None], proceso: Proceso) -> Iterable[Alianza]:
    """Lo que ahí dice el convenio; sin posición abarca todas, pero nunca una lista plurinominal."""
    cargo, ambito, numero = lugar
    for alianza in proceso.alianzas:
        if (
            alianza.eleccion == cargo.eleccion
            and alianza.ambito in ("", ambito.clave)
            and (
                alianza.posicion == cargo.posicion(numero)
                or (not alianza.posicion and cargo.principio == "mr")
            )
        ):
            yield alianza


def _nombre(mapa: Mapa, fila: Fila) -> Nombre:
    if "nombre_completo" not in mapa.columnas:
        return Nombre(
            como_nombre_propio(_exigir(mapa, fila, "nombre")),
            como_nombre_propio(_exigir(mapa, fila, "primer_apellido")),
            como_nombre_propio(mapa.dice(fila, "segundo_apellido")),
        )
    completo = _exigir(mapa, fila, "nombre_completo")
    if dicho := mapa.nombres.get(rasgos_de_nombre(completo)):
        return dicho
    leido = separar_nombre(como_nombre_propio(completo), apellidos_primero=mapa.apellidos_primero)
    if not leido.primer_apellido:
        raise _NoSeEntiende("nombre_completo", f"«{completo}»: {leido.duda}")
    return leido


def _caracter(mapa: Mapa, fila: Fila, cargo: Cargo, proceso: Proceso) -> str:
    if not mapa.dice(fila, "caracter") and not cargo.suplente:
        return "propietaria"
    texto = _exigir(mapa, fila, "caracter")
    catalogo = proceso.catalogos["caracter"]
    # «Propietario» y «propietaria» son el mismo carácter: la terminación no cuenta.
    opciones = {
        clave: (renglon["nombre"], f"{renglon['nombre'][:-1]}o")
        for clave, renglon in catalogo.items()
    }
    return _elegir(mapa, "caracter", texto, opciones, "un carácter")


def _sexo(mapa: Mapa, fila: Fila, proceso: Proceso) -> str:
    texto = _exigir(mapa, fila, "sexo")
    if (conocido := _SEXOS.get(llano(texto))) and llano(texto) not in mapa.valores.get("sexo", {}):
        return conocido
    opciones = {k: (r["nombre"],) for k, r in proceso.catalogos["sexo"].items()}
    return _elegir(mapa, "sexo", texto, opciones, "un valor del catálogo de sexo")


def _edad(mapa: Mapa, fila: Fila, curp: str, proceso: Proceso) -> tuple[int, str]:
    """(edad el día de la jornada, en qué no coinciden las fuentes); se prefiere lo calculado."""
    jornada = proceso.fechas.jornada
    dicha = mapa.dice(fila, "edad")
    escrita = mapa.dice(fila, "fecha_nacimiento")
    de_fecha, de_curp = leer_dia(escrita), dia_de_curp(curp)
    if escrita and de_fecha is None:
        raise _NoSeEntiende(
            "fecha_nacimiento", "La fecha de nacimiento no existe o no tiene forma de fecha.",
            "Use AAAA-MM-DD o DD/MM/AAAA.",
        )  # fmt: skip
    nacimiento = de_fecha or de_curp
    numero = _NUMERO.fullmatch(dicha)
    if nacimiento is None and numero is None:
        raise _NoSeEntiende("edad", f"No se puede saber la edad: dice «{dicha}».")
    edad = int(numero[1]) if numero else 0
    aviso = ""
    if nacimiento is not None:
        calculada = edad_cumplida(nacimiento, jornada)
        if numero and edad != calculada:
            aviso = f"La hoja dice {edad} años; el día de la jornada tendrá {calculada}."
        elif de_fecha and de_curp and de_fecha != de_curp:
            aviso = "La fecha de nacimiento y la CURP no coinciden; se usó la fecha."
        edad = calculada
    if not _EDAD_MINIMA <= edad <= _EDAD_MAXIMA:
        raise _NoSeEntiende(
            "edad", f"El día de la jornada tendría {edad} años.", "Revise la edad o la fecha."
        )
    return edad, aviso
