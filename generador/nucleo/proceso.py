"""¿Qué elección es esta?

Las clases de `proceso.yml`: cargos, ámbitos, postulantes, plazos, textos y las lecturas de
la norma. El dato llega ya validado por su esquema; los catálogos, ya leídos.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from generador.nucleo.calendario import Calendario, Plazo, momento_local

Catalogo = Mapping[str, Mapping[str, str]]
"""Clave → renglón del CSV (columna → texto)."""

DIAS = ("lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo")


@dataclass(frozen=True, slots=True)
class Identificacion:
    """Quién organiza el proceso y cómo se llama."""

    clave: str
    nombre: str
    autoridad: str
    siglas: str
    unidad: str
    entidad: str
    zona_horaria: str
    url: str
    correo: str
    norma: str
    ficticio: bool


@dataclass(frozen=True, slots=True)
class Fechas:
    """Los hitos del calendario."""

    registro: date
    campanas_inicio: date
    campanas_fin: date
    publicacion: date
    jornada: date
    cierre: date


@dataclass(frozen=True, slots=True)
class Eleccion:
    """Una elección del proceso."""

    clave: str
    codigo: str
    nombre: str
    descripcion: str


@dataclass(frozen=True, slots=True)
class Cuestionarios:
    """Quién debe contestar: `obligatorio`, `solo_accion_afirmativa` o `no`."""

    curricular: str
    identidad: str


@dataclass(frozen=True, slots=True)
class Cargo:
    """Un cargo por el que se compite."""

    clave: str
    eleccion: str
    nombre: str
    nombre_femenino: str
    nombre_masculino: str
    funciones: str
    ambito: str
    principio: str
    codigo: str
    numerado: bool
    posiciones: int | None
    columna_posiciones: str
    suplente: bool
    propuestas: tuple[str, ...]
    cuestionarios: Cuestionarios
    cuestionarios_suplente: Cuestionarios

    def nombre_para(self, sexo: str) -> str:
        """Nombre del cargo según el sexo que consta en el registro."""
        propio = {"mujer": self.nombre_femenino, "hombre": self.nombre_masculino}.get(sexo)
        return propio or self.nombre

    def posicion(self, numero: int | None) -> str:
        """Código de posición de la clave: `PRES`, `REG02`."""
        return f"{self.codigo}{numero:02d}" if self.numerado and numero else self.codigo


@dataclass(frozen=True, slots=True)
class Ambito:
    """Un lugar donde se vota: distrito, municipio o entidad."""

    tipo: str
    clave: str
    nombre: str
    detalle: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TipoDeAmbito:
    """Una clase de lugar y sus lugares."""

    clave: str
    nombre: str
    plural: str
    lugares: Mapping[str, Ambito]


@dataclass(frozen=True, slots=True)
class Postulante:
    """Partido, coalición, candidatura común o independiente."""

    clave: str
    nombre: str
    siglas: str
    tipo: str
    orden: int
    integrantes: tuple[str, ...] = ()
    emblema: str = ""


@dataclass(frozen=True, slots=True)
class Alianza:
    """Dónde va junta una alianza y quién captura allí (PTO 20). Vacío es «todas» o «no se sabe»."""

    postulante: str
    eleccion: str
    ambito: str
    posicion: str
    captura_por: str


@dataclass(frozen=True, slots=True)
class LimiteTexto:
    """Cuánto debe medir un texto."""

    minimo: int
    maximo: int
    conteo: str
    obligatorio: bool


@dataclass(frozen=True, slots=True)
class LimiteFoto:
    """Cuánto debe pesar y medir la fotografía; los lados, en píxeles.

    Sin otra cosa en `proceso.yml`: con menos de 100 no se reconoce a nadie, y con más de 4,096 un
    teléfono aparta más de 64 MB para abrirla, por poco que pese el archivo.
    """

    obligatoria: bool
    maximo_kb: int
    lado_minimo: int = 100
    lado_maximo: int = 4_096

    def defecto_de_medidas(self, ancho: int, alto: int) -> str:
        """Por qué no se admiten esas medidas, para decirse tras «La imagen»; vacío si sí."""
        if self.lado_minimo <= min(ancho, alto) and max(ancho, alto) <= self.lado_maximo:
            return ""
        return (
            f"mide {ancho:,} × {alto:,} píxeles; cada lado puede tener de {self.lado_minimo:,} a "
            f"{self.lado_maximo:,}"
        )


@dataclass(frozen=True, slots=True)
class Extemporanea:
    """Hasta cuándo se admite lo tardío y qué documento lo autoriza."""

    hasta: str
    documento: str


@dataclass(frozen=True, slots=True)
class Plazos:
    """Cuánto tiempo hay para cada cosa."""

    captura: Plazo
    sustitucion: Plazo
    cambio: Plazo
    cambios_desde: date
    cambios_hasta: date
    cambios_fundamento: str
    extemporanea: Extemporanea | None


@dataclass(frozen=True, slots=True)
class Lecturas:
    """Lo que la norma deja abierto y la autoridad decidió."""

    alcance_accion_afirmativa: str
    fundamento_accion_afirmativa: str
    sustituidas: str
    respuestas_multiples: tuple[str, ...]
    extensiones: tuple[str, ...]
    celda_minima: int
    exigir_contacto: bool


@dataclass(frozen=True, slots=True)
class Causal:
    """Por qué se puede deshabilitar un rubro."""

    clave: str
    nombre: str
    fundamento: str
    cita: bool


@dataclass(frozen=True, slots=True)
class Tolerancia:
    """Un hallazgo admitido por escrito, con vencimiento."""

    regla: str
    archivo: str
    motivo: str
    hasta: date


@dataclass(frozen=True, slots=True)
class Orden:
    """En qué orden se muestran quienes compiten por lo mismo."""

    modo: str
    semilla: str
    fundamento: str


@dataclass(frozen=True, slots=True)
class Proceso:
    """Todo lo que distingue a esta elección de otra."""

    identificacion: Identificacion
    fechas: Fechas
    calendario: Calendario
    plazos: Plazos
    lecturas: Lecturas
    elecciones: Mapping[str, Eleccion]
    cargos: Mapping[str, Cargo]
    ambitos: Mapping[str, TipoDeAmbito]
    postulantes: Mapping[str, Postulante]
    alianzas: tuple[Alianza, ...]
    secciones: Catalogo
    textos: Mapping[str, LimiteTexto]
    fotografia: LimiteFoto
    orden: Orden
    causales: Mapping[str, Causal]
    anteriores: tuple[str, ...]
    tolerancias: tuple[Tolerancia, ...]
    catalogos: Mapping[str, Catalogo]
    defectos_de_emblemas: Mapping[str, str] = field(default_factory=dict)
    """Por clave de postulante, por qué no se puede publicar su emblema; lo mide quien lo abre."""

    def ambito_de(self, cargo: str, clave: str) -> Ambito | None:
        """El lugar donde se vota por `cargo` con esa clave; None si no existe."""
        datos = self.cargos.get(cargo)
        tipo = self.ambitos.get(datos.ambito) if datos else None
        return tipo.lugares.get(clave) if tipo else None

    def posiciones_de(self, cargo: Cargo, ambito: Ambito) -> int | None:
        """Cuántas posiciones de ese cargo se eligen en el lugar; None si no hay número fijo."""
        if cargo.columna_posiciones:
            valor = ambito.detalle.get(cargo.columna_posiciones, "")
            return int(valor) if valor.isdigit() else None
        return cargo.posiciones

    def partidos_de(self, postulante: str) -> tuple[str, ...]:
        """Los partidos que están detrás: sus integrantes, o él mismo."""
        datos = self.postulantes.get(postulante)
        return (datos.integrantes or (postulante,)) if datos else (postulante,)

    def orden_de(self, postulante: str, contienda: str) -> tuple[str | int, ...]:
        """Llave neutral y recalculable para ordenar postulantes en una contienda.

        Por registro: el número de orden. Por sorteo: SHA-256 de «semilla|contienda|postulante».
        """
        if self.orden.modo == "sorteo":
            texto = f"{self.orden.semilla}|{contienda}|{postulante}"
            return (sha256(texto.encode()).hexdigest(), postulante)
        datos = self.postulantes.get(postulante)
        return (datos.orden if datos else 10_000, postulante)

    def instante(self, texto: str) -> datetime:
        """Lee un instante ISO 8601 del expediente, en la zona del proceso.

        Levanta ValueError si no existe: 30 de febrero tiene la forma debida y no es un día.
        """
        return momento_local(texto, self.calendario)


def leer_proceso(
    dato: Mapping[str, Any],
    *,
    catalogos: Mapping[str, Catalogo],
    tablas: Mapping[str, Catalogo | Iterable[Mapping[str, str]]],
) -> Proceso:
    """Arma el proceso de un `proceso.yml` que ya cumple su esquema.

    `catalogos` son los del programa por nombre; `tablas`, los CSV que el archivo nombra, por
    su referencia. Levanta ValueError, en español, si una fecha no existe o a un CSV le falta una
    columna.
    """
    fechas = {nombre: _dia(valor) for nombre, valor in dato["fechas"].items()}
    identificacion = Identificacion(**dato["proceso"])
    return Proceso(
        identificacion=identificacion,
        fechas=Fechas(**fechas),
        calendario=_calendario(dato["calendario"], identificacion.zona_horaria),
        plazos=_plazos(dato["plazos"]),
        lecturas=_lecturas(dato["lecturas"]),
        elecciones={k: Eleccion(clave=k, **v) for k, v in dato["elecciones"].items()},
        cargos={k: _cargo(k, v) for k, v in dato["cargos"].items()},
        ambitos={k: _tipo_de_ambito(k, v, tablas) for k, v in dato["ambitos"].items()},
        postulantes=_postulantes(dato["postulantes"], tablas),
        alianzas=_alianzas(dato.get("alianzas"), tablas),
        secciones=_tabla(dato.get("secciones"), tablas),
        textos={k: LimiteTexto(**v) for k, v in dato["textos"].items()},
        fotografia=LimiteFoto(**dato["fotografia"]),
        orden=Orden(**{"semilla": "", **dato["orden"]}),
        causales={k: Causal(clave=k, **v) for k, v in dato["causales"].items()},
        anteriores=tuple(dato.get("anteriores", ())),
        tolerancias=tuple(
            Tolerancia(**{**t, "hasta": _dia(t["hasta"])}) for t in dato.get("tolerancias", ())
        ),
        catalogos=catalogos,
    )


def _dia(texto: str) -> date:
    try:
        return date.fromisoformat(texto)
    except ValueError as error:
        raise ValueError(f"«{texto}» no existe en el calendario.") from error


def _calendario(dato: Mapping[str, Any], zona: str) -> Calendario:
    todos = dato["todos_habiles"]
    return Calendario(
        zona=zona,
        asuetos=frozenset(_dia(dia) for dia in dato["asuetos"]),
        laborables=frozenset(DIAS.index(dia) for dia in dato["laborables"]),
        todos_habiles_desde=_dia(todos["desde"]) if todos else None,
        todos_habiles_hasta=_dia(todos["hasta"]) if todos else None,
    )


def _plazos(dato: Mapping[str, Any]) -> Plazos:
    tardia, ventana = dato["extemporanea"], dato["cambios"]
    return Plazos(
        captura=Plazo(**dato["captura"]),
        sustitucion=Plazo(**dato["sustitucion"]),
        cambio=Plazo(**dato["cambio"]),
        cambios_desde=_dia(ventana["desde"]),
        cambios_hasta=_dia(ventana["hasta"]),
        cambios_fundamento=ventana["fundamento"],
        extemporanea=Extemporanea(**tardia) if tardia else None,
    )


def _lecturas(dato: Mapping[str, Any]) -> Lecturas:
    return Lecturas(
        alcance_accion_afirmativa=dato["accion_afirmativa"]["alcance"],
        fundamento_accion_afirmativa=dato["accion_afirmativa"]["fundamento"],
        sustituidas=dato["sustituidas"]["mostrar"],
        respuestas_multiples=tuple(dato["respuestas_multiples"]),
        extensiones=tuple(dato["extensiones"]),
        celda_minima=dato["celda_minima"]["minimo"],
        exigir_contacto=dato["contacto_obligatorio"]["exigir"],
    )


def _cargo(clave: str, dato: Mapping[str, Any]) -> Cargo:
    posiciones = dato["posiciones"]
    por_columna = isinstance(posiciones, Mapping)
    cuestionarios = Cuestionarios(**dato["cuestionarios"])
    suplente = dato.get("cuestionarios_suplente")
    return Cargo(
        clave=clave,
        eleccion=dato["eleccion"],
        nombre=dato["nombre"],
        nombre_femenino=dato.get("nombre_femenino", ""),
        nombre_masculino=dato.get("nombre_masculino", ""),
        funciones=dato["funciones"],
        ambito=dato["ambito"],
        principio=dato["principio"],
        codigo=dato["codigo"],
        numerado=dato["numerado"],
        posiciones=None if por_columna else posiciones,
        columna_posiciones=posiciones["columna"] if por_columna else "",
        suplente=dato["suplente"],
        propuestas=tuple(dato["propuestas"]),
        cuestionarios=cuestionarios,
        cuestionarios_suplente=Cuestionarios(**suplente) if suplente else cuestionarios,
    )


def _tipo_de_ambito(clave: str, dato: Mapping[str, Any], tablas: Mapping[str, Any]) -> TipoDeAmbito:
    if "claves" in dato:
        renglones = {k: {"clave": k, "nombre": v} for k, v in dato["claves"].items()}
    else:
        renglones = dict(tablas[dato["catalogo"]])
    elegidas = dato.get("solo", renglones)
    return TipoDeAmbito(
        clave=clave,
        nombre=dato["nombre"],
        plural=dato["plural"],
        lugares={
            k: Ambito(
                tipo=clave, clave=k, nombre=_columna(r, "nombre", f"ambitos/{clave}"), detalle=r
            )
            for k, r in renglones.items()
            if k in elegidas
        },
    )


def _postulantes(dato: Any, tablas: Mapping[str, Any]) -> dict[str, Postulante]:
    if isinstance(dato, str):
        renglones = {
            k: {
                "nombre": _columna(r, "nombre", dato),
                "siglas": _columna(r, "siglas", dato),
                "tipo": _columna(r, "tipo", dato),
                "orden": _numero(_columna(r, "orden", dato), f"{dato}, «{k}», orden"),
                "integrantes": [i for i in r.get("integrantes", "").split(";") if i],
                "emblema": r.get("emblema", ""),
            }
            for k, r in tablas[dato].items()
        }
    else:
        renglones = dato
    return {
        k: Postulante(clave=k, **{**r, "integrantes": tuple(r.get("integrantes", ()))})
        for k, r in renglones.items()
    }


def _tabla(referencia: str | None, tablas: Mapping[str, Any]) -> Catalogo:
    return tablas[referencia] if referencia else {}


def _alianzas(referencia: Any, tablas: Mapping[str, Any]) -> tuple[Alianza, ...]:
    if not isinstance(referencia, str):
        return tuple(Alianza(**renglon) for renglon in referencia or ())
    tabla = tablas[referencia]
    renglones = tabla.values() if isinstance(tabla, Mapping) else tabla
    columnas = [campo.name for campo in fields(Alianza)]
    return tuple(Alianza(**{c: _columna(r, c, referencia) for c in columnas}) for r in renglones)


def _columna(renglon: Mapping[str, str], nombre: str, tabla: str) -> str:
    if nombre not in renglon:
        raise ValueError(f"a {tabla} le falta la columna «{nombre}».")
    return renglon[nombre]


def _numero(texto: str, donde: str) -> int:
    if not (texto.isascii() and texto.isdigit()):
        raise ValueError(f"{donde}: «{texto}» no es un número.")
    return int(texto)
