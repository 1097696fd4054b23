"""¿El expediente está en un punto en que ese acto procede?

Cada función dice por qué no, en una frase completa; vacío si procede. Las miran quien actúa,
antes de escribir, y quien revisa, después.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from generador.nucleo.acciones import TRAS_EL_CIERRE, Accion
from generador.nucleo.calendario import (
    esta_en_plazo,
    esta_en_ventana,
    fecha_hora_larga,
    fecha_larga,
    vencimiento,
    ya_se_publica,
)
from generador.nucleo.captura import plazo_de_captura
from generador.nucleo.conjunto import Contexto
from generador.nucleo.modelo import Candidatura
from generador.nucleo.observaciones import observaciones_abiertas
from generador.nucleo.proceso import Proceso

Motivo = Callable[[Candidatura, Contexto], str]


def por_que_no_procede(accion: Accion, antes: Candidatura, contexto: Contexto) -> str:
    """Por qué ese acto no procede sobre el expediente como estaba; vacío si procede.

    `contexto.ahora` es el instante del acto.
    """
    salida = _ya_cerro(accion, contexto) or _ya_salio(accion, antes)
    return salida or _MOTIVOS.get(accion, _siempre)(antes, contexto)


def _siempre(_antes: Candidatura, _contexto: Contexto) -> str:
    return ""


def _ya_cerro(accion: Accion, contexto: Contexto) -> str:
    cierre = contexto.proceso.fechas.cierre
    if contexto.hoy <= cierre or accion in TRAS_EL_CIERRE:
        return ""
    return f"El proceso cerró el {fecha_larga(cierre)}: ya no admite actos."


def _ya_salio(accion: Accion, antes: Candidatura) -> str:
    if antes.registro.estatus == "registrada" or accion in (
        Accion.ACATAR, Accion.CORREGIR_ERROR, Accion.REGISTRAR, Accion.BLOQUEAR, Accion.DESTRUIR,
    ):  # fmt: skip
        return ""
    baja = antes.tramite.baja
    acuerdo = f" por {baja.acuerdo}" if baja else ""
    return f"{antes.clave} está {antes.registro.estatus}{acuerdo}: ya no admite este acto."


def _cuando(contexto: Contexto, texto: str) -> str:
    try:
        return f"el {fecha_hora_larga(contexto.proceso.instante(texto))}"
    except ValueError:
        return f"en «{texto}»"


def _capturar(antes: Candidatura, contexto: Contexto) -> str:
    tramite = antes.tramite
    if tramite.enviada:
        return (
            f"{antes.clave} ya usó su única oportunidad de captura: se envió "
            f"{_cuando(contexto, tramite.enviada)}, con folio {tramite.folio or 'sin anotar'} "
            "(PTO 23)."
        )
    return _fuera_de_plazo(antes, contexto)


def _fuera_de_plazo(antes: Candidatura, contexto: Contexto) -> str:
    if not antes.tramite.cuenta_recibida:
        return (
            f"De {antes.clave} no consta la entrega de su cuenta: mientras tanto solo puede "
            "anticipar la carga (PTO 14)."
        )
    try:
        vence = plazo_de_captura(antes, contexto.proceso)
    except ValueError:
        return ""
    if esta_en_plazo(contexto.ahora, vence):
        return ""
    tardia = contexto.proceso.plazos.extemporanea
    if tardia and contexto.ahora <= contexto.proceso.instante(tardia.hasta):
        return ""
    limite = (
        f"y lo extemporáneo se admitió hasta {_cuando(contexto, tardia.hasta)}"
        if tardia
        else "y este proceso no admite captura extemporánea"
    )
    return (
        f"El plazo de captura de {antes.clave} venció el {fecha_hora_larga(vence)}, {limite} "
        "(PTO 14 y 21)."
    )


def _anticipar(antes: Candidatura, contexto: Contexto) -> str:
    if antes.tramite.enviada:
        return _capturar(antes, contexto)
    return ""


def _validar(antes: Candidatura, contexto: Contexto) -> str:
    if antes.tramite.validada:
        return f"{antes.clave} ya se validó {_cuando(contexto, antes.tramite.validada)}."
    if not antes.tramite.enviada:
        return f"{antes.clave} no se ha enviado: primero se captura y después se valida (PTO 25)."
    return ""


def _publicada(antes: Candidatura, contexto: Contexto) -> str:
    """Por qué aún no está a la vista; vacío si lo está."""
    if not antes.tramite.validada:
        return f"{antes.clave} no está validada: todavía no hay nada publicado."
    publicacion = contexto.proceso.fechas.publicacion
    if not ya_se_publica(contexto.hoy, publicacion):
        return (
            f"La publicación empieza el {fecha_larga(publicacion)}: todavía no hay nada a la vista."
        )
    return ""


def _subsanar(antes: Candidatura, contexto: Contexto) -> str:
    if not observaciones_abiertas(antes, contexto):
        return f"{antes.clave} no tiene observaciones abiertas."
    return ""


def _solicitar(antes: Candidatura, contexto: Contexto) -> str:
    if motivo := _publicada(antes, contexto):
        return f"{motivo} Antes de validar se corrige sin gastar el cambio (PTO 26 y 31)."
    cambio = antes.tramite.cambio
    if cambio and cambio.aplicado:
        return (
            f"{antes.clave} ya usó su única ocasión de cambio: se aplicó "
            f"{_cuando(contexto, cambio.aplicado)} (PTO 31)."
        )
    if cambio and not _vencio(antes, contexto):
        return (
            f"{antes.clave} ya tiene un cambio pedido {_cuando(contexto, cambio.solicitado)} que "
            "sigue su curso (PTO 31)."
        )
    plazos = contexto.proceso.plazos
    if not esta_en_ventana(contexto.hoy, plazos.cambios_desde, plazos.cambios_hasta):
        return (
            f"Los cambios se piden del {fecha_larga(plazos.cambios_desde)} al "
            f"{fecha_larga(plazos.cambios_hasta)} (PTO 32)."
        )
    return ""


def limite_del_cambio(antes: Candidatura, contexto: Contexto) -> datetime | None:
    """Hasta cuándo se puede aplicar el cambio habilitado (PTO 32); None si no lo está."""
    cambio = antes.tramite.cambio
    if not (cambio and cambio.habilitado):
        return None
    try:
        habilitado = contexto.proceso.instante(cambio.habilitado)
    except ValueError:
        return None
    return vencimiento(contexto.proceso.calendario, habilitado, contexto.proceso.plazos.cambio)


def _vencio(antes: Candidatura, contexto: Contexto) -> bool:
    limite = limite_del_cambio(antes, contexto)
    return limite is not None and not esta_en_plazo(contexto.ahora, limite)


def _habilitar(antes: Candidatura, contexto: Contexto) -> str:
    cambio = antes.tramite.cambio
    if cambio is None:
        return f"{antes.clave} no ha pedido un cambio (PTO 31)."
    if cambio.habilitado:
        return f"El cambio de {antes.clave} ya se habilitó {_cuando(contexto, cambio.habilitado)}."
    return ""


def _aplicar(antes: Candidatura, contexto: Contexto) -> str:
    cambio = antes.tramite.cambio
    if cambio is None or not cambio.habilitado:
        return f"{antes.clave} no tiene un cambio habilitado (PTO 32)."
    if cambio.aplicado:
        return (
            f"{antes.clave} ya usó su única ocasión de cambio: se aplicó "
            f"{_cuando(contexto, cambio.aplicado)} (PTO 31)."
        )
    limite = limite_del_cambio(antes, contexto)
    if limite and not esta_en_plazo(contexto.ahora, limite):
        return (
            f"El cambio de {antes.clave} se podía aplicar hasta el {fecha_hora_larga(limite)} "
            "(PTO 32). La ocasión no se gastó: puede pedirse de nuevo."
        )
    return ""


def _retirar(antes: Candidatura, contexto: Contexto) -> str:
    firmado = antes.consentimiento
    if firmado is None or not firmado.publicacion:
        return f"{antes.clave} no ha autorizado publicar su identidad: no hay qué retirar."
    if firmado.retirado:
        return f"{antes.clave} ya retiró su consentimiento {_cuando(contexto, firmado.retirado)}."
    return ""


def _bloquear(antes: Candidatura, _contexto: Contexto) -> str:
    if antes.identidad.estado != "depositada":
        return f"La identidad de {antes.clave} está {antes.identidad.estado}: no hay qué bloquear."
    return ""


def _destruir(antes: Candidatura, contexto: Contexto) -> str:
    estado = antes.identidad.estado
    if estado not in ("bloqueada", "depositada"):
        return f"La identidad de {antes.clave} está {estado}: no hay qué destruir."
    try:
        vence = fin_de_la_conservacion(antes, contexto.proceso)
    except ValueError:
        return f"La baja de {antes.clave} no tiene una fecha que exista: corríjala primero."
    if vence is None:
        return (
            "El proceso no dice cuánto se conserva la identidad: anote «plazos.conservacion» en "
            "proceso.yml con su fundamento (PTO 44)."
        )
    if esta_en_plazo(contexto.ahora, vence):
        return (
            f"Lo de {antes.clave} se conserva hasta el {fecha_larga(vence.date())}: antes no se "
            "destruye (PTO 44)."
        )
    return ""


def fin_de_la_conservacion(una: Candidatura, proceso: Proceso) -> datetime | None:
    """Hasta cuándo se guarda su identidad; None si el proceso no lo dice.

    De quien salió se cuenta desde su baja; de los demás, desde el cierre. Lanza `ValueError` si la
    baja no tiene una fecha que exista.
    """
    plazo = proceso.plazos.conservacion
    if plazo is None:
        return None
    baja = una.tramite.baja
    desde = date.fromisoformat(baja.fecha) if baja else proceso.fechas.cierre
    return vencimiento(proceso.calendario, proceso.calendario.fin_del_dia(desde), plazo)


_MOTIVOS: Mapping[Accion, Motivo] = {
    Accion.RETIRAR_CONSENTIMIENTO: _retirar,
    Accion.BLOQUEAR: _bloquear,
    Accion.DESTRUIR: _destruir,
    Accion.CAPTURAR: _capturar,
    Accion.ANTICIPAR: _anticipar,
    Accion.VALIDAR: _validar,
    Accion.OBSERVAR: _publicada,
    Accion.SUBSANAR: _subsanar,
    Accion.SOLICITAR_CAMBIO: _solicitar,
    Accion.HABILITAR_CAMBIO: _habilitar,
    Accion.APLICAR_CAMBIO: _aplicar,
}
