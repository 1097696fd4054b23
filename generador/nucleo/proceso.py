"""¿Qué elección es esta?

Cargos, ámbitos, postulantes, plazos, textos y las lecturas de la norma, y lo que se les pregunta.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256

from generador.nucleo.calendario import Calendario, Plazo, momento_local

Catalogo = Mapping[str, Mapping[str, str]]
"""Clave → renglón del CSV (columna → texto)."""


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
    conservacion: Plazo | None = None
    """Cuánto se guarda la identidad después de la baja, o del cierre; None si no se ha fijado."""


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
