"""¿Qué partido no ha designado a su supervisora? Debe hacerlo antes de las campañas (PTO 24)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from generador.captura.fuente import vigente
from generador.captura.models import Designacion, Expediente


@dataclass(frozen=True, slots=True)
class Alerta:
    """Los partidos que capturan sin supervisora designada, y los días que faltan para campañas."""

    partidos: tuple[str, ...]
    campanas: date
    faltan: int

    @property
    def ya_empezaron(self) -> bool:
        """Si las campañas ya empezaron."""
        return self.faltan <= 0


def partidos_que_capturan() -> list[str]:
    """Los que responden por alguna candidatura."""
    unas = Expediente.objects.filter(independiente=False).exclude(partido="")
    return list(unas.order_by("partido").values_list("partido", flat=True).distinct())


def del_dia(dia: date) -> QuerySet[Designacion]:
    """Las que valen ese día."""
    return Designacion.objects.filter(Q(hasta=None) | Q(hasta__gte=dia), desde__lte=dia)


def alerta() -> Alerta | None:
    """La que hay que enseñar; None si ninguno falta."""
    contexto = vigente().contexto
    campanas, hoy = contexto.proceso.fechas.campanas_inicio, contexto.hoy
    designados = set(del_dia(hoy).values_list("partido", flat=True))
    faltan = tuple(p for p in partidos_que_capturan() if p not in designados)
    return Alerta(faltan, campanas, (campanas - hoy).days) if faltan else None
