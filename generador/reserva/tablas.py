"""¿Dice una tabla publicada algo de identidad que no se deba?

Las tablas, sus columnas y el libro se enumeran aquí a propósito, aunque quien las escribe ya las
sepa: una columna nueva no sale hasta que alguien declare que puede salir.
"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from zipfile import ZipFile

from generador.archivos.hojas import leer_libro_propio
from generador.nucleo.diccionario import Diccionario
from generador.nucleo.ficha import FichaPublica, Respuesta, Vacio
from generador.nucleo.matriz import renglon_publico
from generador.reserva.declarado import nombres
from generador.reserva.fuga import Fuga
from generador.reserva.llano import aplanar
from generador.reserva.verdad import VACIOS, Publicable, Verdad

IDENTIDAD = "identidad_publica"
MATRIZ = "matriz_identidad"
INE = "conoceles_ine_2022"
PORTADA = "LÉAME"

_DERIVADAS = nombres(
    "clave cargo_nombre ambito_tipo ambito_nombre posicion integrantes estado "
    "extemporanea sustituida_por url ficticio validada cambio_aplicado sustituye_a "
    "baja_fecha baja_acuerdo"
)
_DE_PERSONAS: Mapping[str, frozenset[str]] = {
    "contactos": nombres("clave medio orden valor"),
    "casas_campana": nombres("clave orden calle exterior interior colonia codigo_postal municipio"),
    "formacion": nombres("clave orden texto"),
    "propuestas": nombres("clave orden titulo texto"),
    "historia": nombres("clave orden fecha instante acto asunto papel postulante documento commit"),
}
_DE_REFERENCIA: Mapping[str, frozenset[str]] = {
    "postulantes": nombres("clave nombre siglas tipo orden"),
    "integrantes": nombres("alianza partido"),
    "ambitos": nombres("tipo clave nombre"),
    "cargos": nombres(
        "clave eleccion nombre nombre_femenino nombre_masculino funciones ambito principio "
        "codigo numerado suplente propuestas"
    ),
    "catalogos": nombres("catalogo clave nombre"),
    "vacios": nombres("clave etiqueta frase"),
    "cifras_de_control": nombres("nombre valor corte"),
    "estadistica_identidad": nombres(
        "corte celda_minima pregunta variable valor valor_nombre respuesta respuesta_nombre conteo "
        "en_fichas registradas contestadas en_espera validas ficticio"
    ),
    "preguntas_identidad": nombres("clave titulo dimension multiple abierta_por de_edad"),
    "matriz_diccionario": nombres("columna titulo tipo dominio descripcion pregunta dimension"),
}
_DEL_INE = nombres(
    "PARTIDO_COALICION CARGO ENTIDAD CIRCUNSCRIPCION MUNICIPIO NUM_LISTA_O_FORMULA "
    "NOMBRE_CANDIDATO TIPO_CANDIDATO EDAD SEXO DIRECCION_CASA_CAMPAÑA TELEFONO "
    "CORREO_ELECTRONICO PAGINA_WEB REDES ESCOLARIDAD ESTATUS_ESCOLARIDAD CURSOS "
    "HISTORIA_PROFESIONAL TRAYECTORIA_POLITICA MOTIVO_CARGO_PUBLICO PROPUESTA_1 "
    "PROPUESTA_2 PROPUESTA_GENERO"
) | {"DISTRITO LOCAL"}
_CRUCES = nombres(
    "clave vigente eleccion cargo principio caracter ambito_tipo ambito postulante integrantes "
    "tipo_postulacion sexo grupo_edad grado_maximo consentimiento accion_afirmativa ficticio"
)
_DE_OPCION = re.compile(r"(?P<pregunta>\w+?)_opcion_\w+")
_NEUTRAS = nombres("si no")
_CUENTA = re.compile(r"[0-9]{1,3}")
_TITULO_LIBRE = re.compile(r"Propuesta [0-9]{1,2}")
_PALABRA = re.compile(r"\w+")
_PARTES_DEL_LIBRO = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(?:core|app)\.xml|xl/_rels/workbook\.xml\.rels|"
    r"xl/(?:workbook|styles|sharedStrings)\.xml|xl/theme/theme1\.xml|xl/worksheets/sheet\d+\.xml"
)

Renglon = Sequence[str]


@dataclass(frozen=True)
class LectorDeTablas:
    """Lee los datos abiertos contra la verdad de un proceso."""

    verdad: Verdad

    def csv(self, lugar: str, tabla: str, renglones: Sequence[Renglon]) -> Iterator[Fuga]:
        """Una tabla de `datos/`: sus columnas y cada una de sus celdas."""
        declaradas = self.columnas(tabla)
        if not renglones or not declaradas:
            yield Fuga(lugar, "", tabla, "es una tabla que nadie declaró, o no tiene encabezado")
            return
        encabezado = list(renglones[0])
        for numero, columna in enumerate(encabezado, start=1):
            if columna not in declaradas or encabezado.count(columna) > 1:
                yield Fuga(lugar, "", "", f"su columna {numero} nadie la declaró")
        revisar = self._revisor(tabla)
        for numero, renglon in enumerate(renglones[1:], start=2):
            if len(renglon) != len(encabezado):
                yield Fuga(f"{lugar}:{numero}", "", "", "tiene celdas sin columna")
            else:
                yield from revisar(f"{lugar}:{numero}", dict(zip(encabezado, renglon, strict=True)))

    def columnas(self, tabla: str) -> frozenset[str]:
        """Las declaradas de una tabla; ninguna si no se conoce."""
        if tabla == IDENTIDAD:
            return self.verdad.nombres | {"clave", "ficticio"}
        if tabla == MATRIZ:
            return _CRUCES | {
                c.nombre for c in self._diccionario.publicas if self._pregunta(c.nombre)
            }
        if tabla in ("candidaturas", "curricular"):
            return self._del_esquema | _DERIVADAS
        if tabla == INE:
            return _DEL_INE
        return _DE_PERSONAS.get(tabla) or _DE_REFERENCIA.get(tabla, frozenset())

    def variante(
        self, lugar: str, renglones: Sequence[Renglon], original: Sequence[Renglon]
    ) -> Iterator[Fuga]:
        """La misma tabla para otro programa: celda por celda, igual o con un apóstrofo delante."""
        if len(renglones) != len(original):
            yield Fuga(lugar, "", "", "no tiene los renglones de su tabla")
            return
        for numero, (uno, otro) in enumerate(zip(renglones, original, strict=True), start=1):
            if list(uno) == list(otro):
                continue
            if len(uno) != len(otro) or any(
                a not in (b, f"'{b}") for a, b in zip(uno, otro, strict=True)
            ):
                clave = otro[0] if otro and otro[0] in self.verdad.fichas else ""
                yield Fuga(f"{lugar}:{numero}", clave, "", "no dice lo mismo que su tabla")

    def libro(
        self, lugar: str, ruta: Path, tablas: Mapping[str, Sequence[Renglon]], leame: str
    ) -> Iterator[Fuga]:
        """El libro: solo las partes declaradas, y en cada hoja lo mismo que en su tabla."""
        with ZipFile(ruta) as archivo:
            for parte in archivo.namelist():
                if not _PARTES_DEL_LIBRO.fullmatch(parte):
                    yield Fuga(lugar, "", "", "tiene una parte que nadie declaró")
        hojas = leer_libro_propio(ruta)
        portada = hojas.pop(PORTADA, [])
        if [_sin_fin(r) for r in portada] != [[t] if t else [] for t in leame.splitlines()]:
            yield Fuga(f"{lugar}!{PORTADA}", "", "", "no dice lo mismo que LEAME.txt")
        for nombre, leidos in hojas.items():
            if nombre not in tablas:
                yield Fuga(lugar, "", "", "tiene una hoja que nadie declaró")
                continue
            original = [list(r) for r in tablas[nombre]]
            vacia = not any(any(celdas) for celdas in leidos[1:])
            renglones = leidos[:1] if vacia else leidos
            yield from self.variante(f"{lugar}!{nombre}", renglones, original)

    @cached_property
    def _del_esquema(self) -> frozenset[str]:
        return frozenset(p.rpartition("/")[2] for p in self.verdad.curriculares)

    @cached_property
    def por_nombre(self) -> Mapping[str, Sequence[Publicable]]:
        """Nombre completo → quienes se llaman así."""
        grupos: dict[str, list[Publicable]] = defaultdict(list)
        for persona in self.verdad.fichas.values():
            grupos[persona.ficha.nombre_completo].append(persona)
        return grupos

    def _revisor(self, tabla: str) -> Callable[[str, Mapping[str, str]], Iterator[Fuga]]:
        if tabla == IDENTIDAD:
            return self._de_identidad
        if tabla == MATRIZ:
            return self._de_matriz
        if tabla == INE:
            return self._del_ine
        return self._de_referencia if tabla in _DE_REFERENCIA else self._de_persona

    def _de_identidad(self, lugar: str, celdas: Mapping[str, str]) -> Iterator[Fuga]:
        persona = self.verdad.fichas.get(celdas["clave"])
        if persona is None:
            yield Fuga(lugar, "", "clave", "no es de ninguna candidatura publicada")
            return
        clave = persona.ficha.clave
        for pregunta in self.verdad.nombres & celdas.keys():
            celda, permitida = celdas[pregunta], persona.identidad.get(pregunta)
            if permitida is None:
                if celda not in VACIOS:
                    yield Fuga(lugar, clave, pregunta, "tiene valor y no es público")
            elif celda not in _escritas(permitida):
                yield Fuga(lugar, clave, pregunta, "no dice lo que se permitió")
        if celdas.get("ficticio", "si") not in _NEUTRAS:
            yield Fuga(lugar, clave, "ficticio", "dice algo que no es suyo")

    @cached_property
    def _diccionario(self) -> Diccionario:
        return Diccionario.de_contexto(self.verdad.contexto)

    def _pregunta(self, columna: str) -> str:
        """De qué pregunta es una columna de la matriz; vacío si no es de ninguna."""
        de_opcion = _DE_OPCION.fullmatch(columna)
        nombre = de_opcion["pregunta"] if de_opcion else columna
        return nombre if nombre in self.verdad.nombres else ""

    def _de_matriz(self, lugar: str, celdas: Mapping[str, str]) -> Iterator[Fuga]:
        """Lo que no es público solo dice su causa; lo demás, lo que sale de la ficha."""
        persona = self.verdad.fichas.get(celdas["clave"])
        if persona is None:
            yield Fuga(lugar, "", "clave", "no es de ninguna candidatura publicada")
            return
        reservadas = self.verdad.nombres - _a_la_vista(persona.ficha)
        publicas = [columna.nombre for columna in self._diccionario.publicas]
        esperado = zip(publicas, renglon_publico(persona.ficha, self._diccionario), strict=True)
        for columna, codigo in esperado:
            celda, pregunta = celdas.get(columna, ""), self._pregunta(columna)
            if pregunta in reservadas and celda not in VACIOS:
                yield Fuga(lugar, persona.ficha.clave, pregunta, "tiene valor y no es público")
            elif celda != codigo:
                yield Fuga(lugar, persona.ficha.clave, columna, "no dice lo que se permitió")

    def _de_persona(self, lugar: str, celdas: Mapping[str, str]) -> Iterator[Fuga]:
        persona = self.verdad.fichas.get(celdas.get("clave", ""))
        if persona is None:
            yield Fuga(lugar, "", "clave", "no es de ninguna candidatura publicada")
            return
        for columna, celda in celdas.items():
            if not self._puede(celda, persona):
                motivo = "dice algo que no es de su ficha pública"
                yield Fuga(lugar, persona.ficha.clave, columna, motivo)

    def _puede(self, celda: str, persona: Publicable) -> bool:
        if celda in _NEUTRAS or celda in self.verdad.de_todas or _CUENTA.fullmatch(celda):
            return True
        if persona.es_suyo(celda) or _TITULO_LIBRE.fullmatch(celda):
            return True
        return ";" in celda and all(self._puede(p, persona) for p in celda.split(";"))

    def _del_ine(self, lugar: str, celdas: Mapping[str, str]) -> Iterator[Fuga]:
        """Esa hoja no trae clave: debe poder ser de alguien con ese nombre."""
        posibles = self.por_nombre.get(celdas.get("NOMBRE_CANDIDATO", "").lstrip("\\"), ())
        if not posibles:
            yield Fuga(lugar, "", "NOMBRE_CANDIDATO", "no es de ninguna candidatura publicada")
            return
        ajenas = [
            [c for c, celda in celdas.items() if not self._puede_juntas(celda, persona)]
            for persona in posibles
        ]
        for columna in min(ajenas, key=len):
            clave = posibles[0].ficha.clave
            yield Fuga(lugar, clave, columna, "dice algo que no es de su ficha pública")

    def _puede_juntas(self, celda: str, persona: Publicable) -> bool:
        """Si cada palabra de la celda es suya: ahí van juntas varias respuestas."""
        if self._puede(celda, persona) or aplanar(celda) in self.verdad.llano_de_todas:
            return True
        palabras = set(map(aplanar, _PALABRA.findall(celda)))
        return all(p in persona.llano or p == b"int" for p in palabras)

    def _de_referencia(self, lugar: str, celdas: Mapping[str, str]) -> Iterator[Fuga]:
        for columna, celda in celdas.items():
            if celda in self.verdad.fichas:
                yield Fuga(lugar, celda, columna, "nombra a una candidatura donde no debe")


def _a_la_vista(ficha: FichaPublica) -> frozenset[str]:
    """Las preguntas de las que su ficha dice algo, aunque sea que no aplica o no contestó."""
    if ficha.identidad_vacio is not None:
        return frozenset()
    dichos = (None, Vacio.NO_APLICA, Vacio.NO_PROPORCIONO)
    return frozenset(r.puntero.rpartition("/")[2] for r in ficha.identidad if r.vacio in dichos)


def leer_csv(crudo: bytes) -> list[Renglon]:
    """Los renglones. Lanza `ValueError` si no es UTF-8, o `csv.Error`."""
    return list(csv.reader(io.StringIO(crudo.decode("utf-8-sig"), newline=""), strict=True))


def _escritas(permitida: Respuesta) -> tuple[str, ...]:
    """Cómo puede verse en una celda lo permitido: con su clave de catálogo o con su texto."""
    crudo = permitida.valor if permitida.clave_valor is None else permitida.clave_valor
    texto = ";".join(crudo) if isinstance(crudo, list | tuple) else str(crudo)
    return (texto, f"\\{texto}", "no_aplica") if texto.lstrip("\\") in VACIOS else (texto,)


def _sin_fin(renglon: Renglon) -> list[str]:
    return [celda for celda in renglon if celda]
