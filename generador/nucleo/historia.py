"""¿Qué de la historia de un expediente puede ver cualquiera? (PTO 15)

Los actos, cuándo fueron, con qué papel y de qué postulante; nunca con qué cuenta. Los instantes
están en el propio expediente, y con eso basta; si además se tiene la historia de Git, cada acto
dice su commit y se agregan los que no dejan huella en el trámite.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from generador.nucleo.acciones import NORMAS, Accion
from generador.nucleo.conjunto import Contexto
from generador.nucleo.cuentas import Cuentas, Rol, es_independiente, quien_captura
from generador.nucleo.diferencia import RESERVADOS
from generador.nucleo.esquema import titulo_de
from generador.nucleo.ficha import Hecho
from generador.nucleo.modelo import Candidatura
from generador.nucleo.movimiento import Movimiento

PUBLICAS = frozenset(
    {
        Accion.ALTA, Accion.REGISTRAR, Accion.ENTREGAR_CUENTA, Accion.CAPTURAR, Accion.VALIDAR,
        Accion.OBSERVAR, Accion.SUBSANAR, Accion.SUSTITUIR, Accion.CANCELAR,
        Accion.SOLICITAR_CAMBIO, Accion.HABILITAR_CAMBIO, Accion.APLICAR_CAMBIO, Accion.ACATAR,
        Accion.CORREGIR_ERROR,
    }
)  # fmt: skip
"""Los actos que se cuentan; anticipar no, porque lo anticipado no es público (PTO 14)."""

_RESUELVEN = frozenset({Accion.ACATAR, Accion.CORREGIR_ERROR})
_BAJAS: Mapping[str, Accion] = {"sustituida": Accion.SUSTITUIR, "cancelada": Accion.CANCELAR}


@dataclass(frozen=True, slots=True)
class Suceso:
    """Un acto según Git: qué fue, cuándo, con qué papel, de qué postulante y en qué commit."""

    accion: Accion
    instante: float
    iso: str
    papel: str
    postulante: str
    documento: str
    commit: str


def sucesos_por_clave(
    movimientos: Iterable[Movimiento], cuentas: Cuentas
) -> Mapping[str, tuple[Suceso, ...]]:
    """Clave → sus actos públicos, en el orden de la historia. Las uniones no son actos."""
    sucesos: dict[str, list[Suceso]] = defaultdict(list)
    for m in movimientos:
        cuenta = cuentas.buscar(m.cuenta)
        if m.es_union or m.accion not in PUBLICAS or cuenta is None:
            continue
        suceso = Suceso(
            accion=m.accion,
            instante=m.instante.timestamp(),
            iso=m.instante.isoformat(),
            papel=cuenta.rol.value,
            postulante=cuenta.postulante,
            documento=m.uno("Documento"),
            commit=m.commit,
        )
        for clave in m.claves:
            sucesos[clave].append(suceso)
    return {clave: tuple(unos) for clave, unos in sucesos.items()}


def historia_de(
    una: Candidatura, contexto: Contexto, sucesos: Iterable[Suceso] = ()
) -> tuple[Hecho, ...]:
    """Lo que le ha pasado hasta hoy, del primero al último.

    De quien salió de la consulta solo queda su baja (PTO 44).
    """
    por_acto = {(s.accion, s.instante): s for s in sucesos if not contexto.esta_por_venir(s.iso)}
    # Lo que una resolución mandó anotar no lo hizo el partido ni quien verifica.
    resueltos = {r.fecha for r in una.tramite.resoluciones}
    hechos = []
    for hecho in _del_tramite(una, contexto):
        if hecho.instante in resueltos and Accion(hecho.acto) not in _RESUELVEN:
            continue
        momento = _momento(contexto, hecho.instante)
        if momento is None or contexto.esta_por_venir(hecho.instante):
            continue
        suceso = por_acto.pop((Accion(hecho.acto), momento), None)
        hechos.append((momento, _con_git(hecho, suceso)))
    hechos += [(s.instante, _de_git(s, una)) for s in por_acto.values() if _es_otro(s, una)]
    ordenados = tuple(h for _, h in sorted(hechos, key=lambda par: par[0]))
    if una.registro.estatus == "registrada":
        return ordenados
    return tuple(h for h in ordenados if h.acto in (Accion.SUSTITUIR, Accion.CANCELAR))


def _momento(contexto: Contexto, texto: str) -> float | None:
    try:
        return contexto.proceso.instante(texto).timestamp()
    except ValueError:  # un instante que no existe lo señala una regla; aquí no se cuenta
        return None


def _con_git(hecho: Hecho, suceso: Suceso | None) -> Hecho:
    if suceso is None:
        return hecho
    return replace(
        hecho,
        papel=suceso.papel,
        postulante=suceso.postulante or hecho.postulante,
        commit=suceso.commit,
    )


def _es_otro(suceso: Suceso, una: Candidatura) -> bool:
    """Si el trámite no lo dice ya: la baja consta por su día, sin hora."""
    return suceso.accion not in _BAJAS.values() or not una.tramite.baja


def _de_git(suceso: Suceso, una: Candidatura) -> Hecho:
    entra = suceso.accion is Accion.SUSTITUIR and bool(una.tramite.sustituye_a)
    return Hecho(
        instante=suceso.iso,
        acto=suceso.accion.value,
        titulo="Alta por sustitución" if entra else NORMAS[suceso.accion].hecho,
        papel=suceso.papel,
        postulante=suceso.postulante,
        documento=suceso.documento,
        commit=suceso.commit,
    )


def _del_tramite(una: Candidatura, contexto: Contexto) -> Iterator[Hecho]:
    """Los actos que constan en el expediente, con el papel que la norma les da."""
    proceso, t = contexto.proceso, una.tramite
    partido = quien_captura(una, proceso)
    valida = Rol.CANDIDATURA if es_independiente(una, proceso) else Rol.SUPERVISORA

    def hecho(
        accion: Accion, instante: str, papel: Rol | None, asunto: str = "", documento: str = ""
    ) -> Iterator[Hecho]:
        if instante:
            de_partido = papel in (None, Rol.SUPERVISORA)
            yield Hecho(
                instante=instante,
                acto=accion.value,
                titulo=NORMAS[accion].hecho,
                papel=papel.value if papel else "",
                postulante=partido if de_partido else "",
                asunto=asunto,
                documento=documento,
            )

    yield from hecho(Accion.ENTREGAR_CUENTA, t.cuenta_recibida, Rol.UT)
    yield from hecho(Accion.CAPTURAR, t.enviada, None)
    yield from hecho(Accion.VALIDAR, t.validada, valida)
    for o in t.observaciones:
        # De identidad no se dice qué: solo que se observó.
        es_reservado = o.rubro.startswith(RESERVADOS)
        rubro = "" if es_reservado else titulo_de(o.rubro, contexto.esquemas)
        yield from hecho(Accion.OBSERVAR, o.fecha, Rol.VERIFICADORA, rubro)
        yield from hecho(Accion.SUBSANAR, o.subsanada, valida, rubro)
    if t.cambio:
        yield from hecho(Accion.SOLICITAR_CAMBIO, t.cambio.solicitado, valida)
        yield from hecho(Accion.HABILITAR_CAMBIO, t.cambio.habilitado, Rol.UT)
        yield from hecho(Accion.APLICAR_CAMBIO, t.cambio.aplicado, valida)
    for r in t.resoluciones:
        accion = Accion.CORREGIR_ERROR if r.efecto == "corregir" else Accion.ACATAR
        yield from hecho(accion, r.fecha, Rol.UT, documento=r.documento)
    if t.baja and una.registro.estatus in _BAJAS:
        yield from hecho(
            _BAJAS[una.registro.estatus], t.baja.fecha, Rol.UT, documento=t.baja.acuerdo
        )
