"""¿Cuándo vence, qué día es hábil y cómo se escribe una fecha?

Reloj legal puro: nunca pregunta qué día es. Todo instante lleva zona; la fecha que cuenta es la
local, que puede ser la víspera de la fecha en UTC.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, get_args
from zoneinfo import ZoneInfo

Unidad = Literal["naturales", "habiles"]

UN_DIA = timedelta(days=1)
# fold=1: si el reloj se atrasara a medianoche, vale el último 23:59:59, que es el favorable.
ULTIMO_SEGUNDO = time(23, 59, 59, fold=1)
MAXIMO_DIAS = 3660  # diez años: un plazo mayor es un error de captura, no un plazo
ANIOS_ADMITIDOS = range(1970, 2200)
"""Antes, las zonas tenían segundos, que RFC 3339 no admite; después, sumar días desborda."""

MESES = (
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
)

_FECHA = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_HORA = r"T[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?"
_MOMENTO = re.compile(rf"{_FECHA}({_HORA}(?P<zona>Z|[+-][0-9]{{2}}:[0-9]{{2}})?)?")


@dataclass(frozen=True, slots=True)
class Calendario:
    """Zona horaria y días hábiles de un proceso (`proceso.yml: calendario`).

    `laborables` usa 0 para el lunes. Entre `todos_habiles_desde` y `todos_habiles_hasta`, ambos
    incluidos, todos los días son hábiles, también asuetos y domingos (regla de los procesos
    electorales); un extremo vacío deja abierto ese lado y los dos vacíos la desactivan. Levanta
    ValueError si la zona no existe, si no queda ningún día laborable o si el periodo va al revés.
    """

    zona: str
    asuetos: frozenset[date] = frozenset()
    laborables: frozenset[int] = frozenset(range(5))
    todos_habiles_desde: date | None = None
    todos_habiles_hasta: date | None = None

    def __post_init__(self) -> None:
        try:
            ZoneInfo(self.zona)
        except (ValueError, OSError, KeyError) as error:
            raise ValueError(f"No existe la zona horaria «{self.zona}».") from error
        if not self.laborables or not self.laborables <= frozenset(range(7)):
            raise ValueError("Los días laborables van de 0 (lunes) a 6 (domingo), al menos uno.")
        desde, hasta = self.todos_habiles_desde, self.todos_habiles_hasta
        if desde is not None and hasta is not None and hasta < desde:
            raise ValueError(
                "El periodo en que todos los días son hábiles termina antes de empezar."
            )

    @property
    def tz(self) -> ZoneInfo:
        """La zona lista para `astimezone`."""
        return ZoneInfo(self.zona)

    def dia_local(self, instante: datetime) -> date:
        """La fecha que marca el calendario de pared en la zona; ValueError si falta la zona."""
        return _exigir_zona(instante).astimezone(self.tz).date()

    def fin_del_dia(self, dia: date) -> datetime:
        """Las 23:59:59 de ese día en la zona, último segundo en que se puede cumplir."""
        return datetime.combine(_exigir_fecha(dia), ULTIMO_SEGUNDO, self.tz)

    def es_habil(self, dia: date) -> bool:
        """Si ese día corre un plazo en días hábiles."""
        if self._todos_son_habiles(_exigir_fecha(dia)):
            return True
        return dia.weekday() in self.laborables and dia not in self.asuetos

    def siguiente_habil(self, dia: date) -> date:
        """El primer día hábil posterior; nunca el mismo."""
        dia += UN_DIA
        while not self.es_habil(dia):
            dia += UN_DIA
        return dia

    def dia_habil_siguiente(self, instante: datetime) -> datetime:
        """Límite para aplicar un cambio (PTO 32) o resolver una falla (PTO 36).

        Entra el instante en que se habilitó la edición o se recibió el reporte; salen las
        23:59:59 del día hábil siguiente, aunque el de recepción haya sido inhábil.
        """
        return self.fin_del_dia(self.siguiente_habil(self.dia_local(instante)))

    def _todos_son_habiles(self, dia: date) -> bool:
        desde, hasta = self.todos_habiles_desde, self.todos_habiles_hasta
        if desde is None and hasta is None:
            return False
        return (desde is None or desde <= dia) and (hasta is None or dia <= hasta)


@dataclass(frozen=True, slots=True)
class Plazo:
    """Cuántos días, de cuáles y qué norma lo fija; ValueError si la cantidad no es razonable."""

    cantidad: int
    unidad: Unidad
    fundamento: str

    def __post_init__(self) -> None:
        if not 0 <= self.cantidad <= MAXIMO_DIAS:
            raise ValueError(f"Un plazo va de 0 a {MAXIMO_DIAS} días; este tiene {self.cantidad}.")
        if self.unidad not in get_args(Unidad):
            raise ValueError(f"Un plazo se cuenta en días naturales o habiles, no «{self.unidad}».")


def momento_local(valor: str | date, calendario: Calendario) -> datetime:
    """Convierte lo que dice un archivo en un instante con la zona del proceso.

    Entra texto ISO 8601 con zona («2024-04-26T10:30:00-06:00», «…Z»), una fecha sola (texto o
    `date`), que son las 00:00:00 de ese día en la zona, o un `datetime` con zona. Levanta
    ValueError si hay hora sin zona, porque sería adivinar, o si la fecha no existe.
    """
    instante = _leer(valor) if isinstance(valor, str) else valor
    if instante.year not in ANIOS_ADMITIDOS:
        raise ValueError(f"El año {instante.year} no es posible en un proceso electoral.")
    if isinstance(instante, datetime):
        return _exigir_zona(instante).astimezone(calendario.tz)
    return datetime.combine(instante, time(), calendario.tz)


def _leer(texto: str) -> date:
    partes = _MOMENTO.fullmatch(texto)
    if partes is None:
        raise ValueError(f"«{texto}» no es una fecha ISO 8601, como 2024-04-26T10:30:00-06:00.")
    try:
        return datetime.fromisoformat(texto) if "T" in texto else date.fromisoformat(texto)
    except ValueError as error:
        raise ValueError(f"«{texto}» no existe en el calendario o en el reloj.") from error


def vencimiento(calendario: Calendario, recepcion: datetime, plazo: Plazo) -> datetime:
    """El último instante para cumplir (PTO 14 y 21; dominio, sección 5).

    El día de recepción no cuenta. En días naturales cuentan todos; en hábiles, solo los hábiles.
    Vence a las 23:59:59 del último día en la zona. Un plazo de cero días vence el mismo día.
    """
    dia = calendario.dia_local(recepcion)
    if plazo.unidad == "naturales":
        return calendario.fin_del_dia(dia + plazo.cantidad * UN_DIA)
    for _ in range(plazo.cantidad):
        dia = calendario.siguiente_habil(dia)
    return calendario.fin_del_dia(dia)


def esta_en_plazo(momento: datetime, vencimiento: datetime) -> bool:
    """Si llegó a tiempo: el segundo del vencimiento cuenta completo, con sus fracciones."""
    # En UTC: dos instantes con la misma ZoneInfo se comparan por reloj de pared, sin la hora que
    # se repite al terminar el horario de verano.
    llegada = _exigir_zona(momento).astimezone(UTC).replace(microsecond=0)
    return llegada <= _exigir_zona(vencimiento).astimezone(UTC)


def dias_restantes(calendario: Calendario, momento: datetime, vencimiento: datetime) -> int:
    """Días naturales que faltan: 0 es «vence hoy» y un negativo, los días que lleva vencido."""
    return (calendario.dia_local(vencimiento) - calendario.dia_local(momento)).days


def meses_antes(fecha: date, meses: int) -> date:
    """El mismo día, meses antes; si ese mes no lo tiene, su último día (art. 11, n. 3 y 4)."""
    anio, mes = divmod(_exigir_fecha(fecha).year * 12 + fecha.month - 1 - meses, 12)
    return date(anio, mes + 1, min(fecha.day, monthrange(anio, mes + 1)[1]))


def edad_en(nacimiento: date, dia: date) -> int:
    """Años cumplidos ese día; ValueError si aún no nace.

    Quien nació un 29 de febrero cumple el 1 de marzo en los años que no lo tienen: el año se
    completa cuando ya pasó el aniversario.
    """
    if _exigir_fecha(dia) < _exigir_fecha(nacimiento):
        raise ValueError(f"La fecha de nacimiento ({nacimiento}) es posterior al día ({dia}).")
    falta = (dia.month, dia.day) < (nacimiento.month, nacimiento.day)
    return dia.year - nacimiento.year - falta


def ya_se_publica(hoy: date, inicio_formal: date) -> bool:
    """Si ya terminó el embargo: nada es público antes de la fecha formal de inicio (PTO 14)."""
    return _exigir_fecha(hoy) >= inicio_formal


def esta_en_ventana(dia: date, desde: date, hasta: date) -> bool:
    """Si ese día se puede pedir el cambio único; ambos extremos cuentan (PTO 31 y 32)."""
    return desde <= _exigir_fecha(dia) <= hasta


def fecha_de_vista(campanas_fin: date) -> date:
    """El día desde el que se da vista al Consejo de quien no publicó (Lineamientos, art. 15 e).

    Es el siguiente al fin de campañas (dominio, sección 5).
    """
    return _exigir_fecha(campanas_fin) + UN_DIA


def instante_efectivo(calendario: Calendario, momento: datetime, cierre: date) -> datetime:
    """El instante con que se calcula todo, en la zona del proceso y nunca después de su cierre.

    Un proceso cerrado queda como estaba al terminar el día de su cierre. Levanta ValueError si
    el momento no dice su zona o su año no es posible.
    """
    local = momento_local(momento, calendario)
    fin = calendario.fin_del_dia(cierre)
    return local if esta_en_plazo(local, fin) else fin


def fecha_larga(fecha: date) -> str:
    """«2 de junio de 2024»; el primero de mes se escribe «1 de mayo»."""
    return f"{_exigir_fecha(fecha).day} de {MESES[fecha.month - 1]} de {fecha.year}"


def fecha_corta(fecha: date) -> str:
    """«2 jun 2024», para tablas."""
    return f"{_exigir_fecha(fecha).day} {MESES[fecha.month - 1][:3]} {fecha.year}"


def fecha_hora_larga(momento: datetime, calendario: Calendario | None = None) -> str:
    """«2 de junio de 2024, 18:00 horas».

    Con `calendario` convierte antes a la hora local; sin él, el momento ya debe venir en ella.
    """
    _exigir_zona(momento)
    if calendario is not None:
        momento = momento.astimezone(calendario.tz)
    return f"{fecha_larga(momento.date())}, {momento:%H:%M} horas"


def _exigir_zona(instante: datetime) -> datetime:
    if instante.utcoffset() is None:
        raise ValueError(f"La hora {instante} no dice su zona; escriba, por ejemplo, -06:00.")
    return instante


def _exigir_fecha(dia: date) -> date:
    # Un datetime también es date: aceptarlo daría la fecha de UTC en vez de la local.
    if isinstance(dia, datetime):
        raise TypeError(f"Se esperaba una fecha sin hora y llegó {dia}; use Calendario.dia_local.")
    return dia
