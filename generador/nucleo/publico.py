"""¿Qué de una candidatura puede ver cualquiera, hoy?

La única puerta de salida: quienes publican reciben `FichaPublica`, nunca `Candidatura`. Lo que
no se puede publicar no está, y cada ausencia lleva su causa.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from generador.nucleo.calendario import esta_en_plazo, vencimiento, ya_se_publica
from generador.nucleo.conjunto import Conjunto, Contexto
from generador.nucleo.esquema import Campo, campos
from generador.nucleo.ficha import (
    CAUSAS,
    ETIQUETAS_DE_VACIO,
    Estado,
    FichaPublica,
    Respuesta,
    Rubro,
    Vacio,
)
from generador.nucleo.hallazgo import Hallazgo, Nivel
from generador.nucleo.modelo import Candidatura, valor_en
from generador.nucleo.proceso import Proceso

__all__ = [
    "CAUSAS",
    "ETIQUETAS_DE_VACIO",
    "Estado",
    "FichaPublica",
    "Formulario",
    "IdentidadDeUna",
    "IdentidadPublica",
    "Respuesta",
    "Rubro",
    "Sobrantes",
    "Vacio",
    "archivos_que_degradan",
    "es_extemporanea",
    "etiqueta",
    "observaciones_abiertas",
    "plazo_de_captura",
    "publicar",
    "sobrantes_de",
    "tiene_lugar",
]


@dataclass(frozen=True, slots=True)
class IdentidadDeUna:
    """Lo que la bóveda permitió publicar de una persona y por qué (PTO 17 y 19).

    `base` es `consentimiento` o `accion_afirmativa`; en la segunda, `dimension` es el grupo.
    """

    base: str
    respuestas: Mapping[str, Any]
    dimension: str = ""


IdentidadPublica = Mapping[str, IdentidadDeUna]
"""El extracto público: clave → lo permitido."""


@dataclass(frozen=True, slots=True)
class Sobrantes:
    """Claves del extracto que no se usan, y nada de lo que dicen."""

    desconocidas: tuple[str, ...] = ()
    """No son de ninguna candidatura."""
    sin_mostrar: tuple[str, ...] = ()
    """Son de una candidatura de la que hoy no se puede mostrar identidad."""


def sobrantes_de(
    identidad: IdentidadPublica, conjunto: Conjunto, fichas: Iterable[FichaPublica]
) -> Sobrantes:
    """Qué claves del extracto no llegan a ninguna ficha.

    Antes de la fecha formal no hay fichas: solo se sabe cuáles no son de nadie.
    """
    ilegibles = {nombre.rpartition("/")[2].removesuffix(".yml") for nombre in conjunto.ilegibles}
    propias = conjunto.candidaturas.keys() | ilegibles
    desconocidas = tuple(sorted(identidad.keys() - propias))
    if not ya_se_publica(conjunto.contexto.hoy, conjunto.proceso.fechas.publicacion):
        return Sobrantes(desconocidas)
    mostradas = {ficha.clave for ficha in fichas if ficha.identidad_vacio is None}
    return Sobrantes(desconocidas, tuple(sorted((identidad.keys() & propias) - mostradas)))


_FOTOGRAFIA = "fotografia"  # no es una respuesta de texto: va en la cabeza de la ficha


@dataclass(frozen=True, slots=True)
class Formulario:
    """Los campos del expediente que interesan al publicar, calculados una vez."""

    rubros: Mapping[str, tuple[Campo, ...]]
    titulos: Mapping[str, str]
    identidad: tuple[Campo, ...]
    vacios: Mapping[Vacio, tuple[Rubro, ...]]
    """Los apartados de quien no muestra nada, por causa: son iguales para todas."""

    @classmethod
    def de_contexto(cls, contexto: Contexto) -> "Formulario":
        """Deriva los apartados del esquema y de las lecturas del proceso."""
        todos = [c for c in campos(contexto.esquemas) if c.rubro]
        titulos: dict[str, str] = {}
        rubros: dict[str, list[Campo]] = {}
        for campo in todos:
            titulos.setdefault(campo.rubro, campo.titulo)
            if campo.hoja and campo.visibilidad == "publica":
                rubros.setdefault(campo.rubro, []).append(campo)
        extensiones = contexto.proceso.lecturas.extensiones
        identidad = tuple(
            c
            for c in campos(contexto.esquemas, "identidad")
            if c.puntero.startswith("/respuestas/") and (not c.extension or c.nombre in extensiones)
        )
        vacios = {
            causa: tuple(
                Rubro(nombre, titulos[nombre], tuple(_vacia(c, causa) for c in propios), causa)
                for nombre, propios in rubros.items()
                if nombre != _FOTOGRAFIA
            )
            for causa in Vacio
        }
        return cls({k: tuple(v) for k, v in rubros.items()}, titulos, identidad, vacios)


@dataclass(frozen=True, slots=True)
class _Mirada:
    """Con qué se mira una candidatura al publicarla."""

    contexto: Contexto
    formulario: Formulario
    con_error: frozenset[str]
    relevos: Mapping[str, str]
    identidad: IdentidadPublica | None


BLOQUES_QUE_DEGRADAN = ("/curricular", "/consentimiento", "/identidad", "/tramite")
"""Un error aquí deja a la candidatura con sus datos básicos; uno en `registro` no la oculta."""


def publicar(
    conjunto: Conjunto, identidad: IdentidadPublica | None = None
) -> tuple[FichaPublica, ...]:
    """Convierte cada candidatura en lo que hoy puede ver cualquiera, en orden de aparición.

    Antes de la fecha formal de publicación no devuelve ninguna (PTO 14). Un error fuera de
    `registro` deja a la candidatura con sus datos básicos y su causa: nadie desaparece. De quien
    salió de la consulta no queda su persona, si la autoridad decidió ocultarla (PTO 44).
    """
    contexto = conjunto.contexto
    proceso = contexto.proceso
    if not ya_se_publica(contexto.hoy, proceso.fechas.publicacion):
        return ()
    mirada = _Mirada(
        contexto=contexto,
        formulario=Formulario.de_contexto(contexto),
        con_error=archivos_que_degradan(conjunto.hallazgos) | conjunto.rescatados,
        relevos={
            c.tramite.sustituye_a: c.clave
            for c in conjunto.candidaturas.values()
            if c.tramite.sustituye_a
        },
        identidad=identidad,
    )
    fichas = (_ficha(c, mirada) for c in conjunto.candidaturas.values() if tiene_lugar(c, proceso))
    if proceso.lecturas.sustituidas == "ocultar":
        fichas = (f if f.esta_vigente else _sin_persona(f, proceso) for f in fichas)
    cargos = {clave: n for n, clave in enumerate(proceso.cargos)}
    return tuple(sorted(fichas, key=lambda f: _orden(proceso, cargos, f)))


def tiene_lugar(candidatura: Candidatura, proceso: Proceso) -> bool:
    """Si su cargo, su ámbito y su postulante existen: sin eso no hay dónde mostrarla."""
    registro = candidatura.registro
    return (
        proceso.ambito_de(registro.cargo, registro.ambito) is not None
        and registro.postulante in proceso.postulantes
    )


def archivos_que_degradan(hallazgos: Iterable[Hallazgo]) -> frozenset[str]:
    """Archivos con un error fuera de `registro`."""
    return frozenset(
        h.archivo
        for h in hallazgos
        if h.nivel is Nivel.ERROR and h.puntero.startswith(BLOQUES_QUE_DEGRADAN)
    )


def es_extemporanea(candidatura: Candidatura, proceso: Proceso) -> bool:
    """Si se envió después de vencer su plazo (PTO 14 y 21). Es una marca, no un bloqueo."""
    tramite = candidatura.tramite
    if not (tramite.cuenta_recibida and tramite.enviada):
        return False
    try:
        enviada = proceso.instante(tramite.enviada)
        return not esta_en_plazo(enviada, plazo_de_captura(candidatura, proceso))
    except ValueError:  # una fecha que no existe la señala una regla; aquí no marca a nadie
        return False


def plazo_de_captura(candidatura: Candidatura, proceso: Proceso) -> datetime:
    """Instante en que vence la captura: 15 días naturales, o 5 si sustituye a otra persona.

    Levanta ValueError si la recepción de la cuenta no es una fecha que exista.
    """
    tramite = candidatura.tramite
    plazo = proceso.plazos.sustitucion if tramite.sustituye_a else proceso.plazos.captura
    return vencimiento(proceso.calendario, proceso.instante(tramite.cuenta_recibida), plazo)


def _orden(proceso: Proceso, cargos: Mapping[str, int], ficha: FichaPublica) -> tuple[Any, ...]:
    return (
        cargos[ficha.cargo],
        ficha.ambito,
        proceso.orden_de(ficha.postulante, ficha.contienda),
        ficha.numero or 0,
        ficha.caracter,
        ficha.clave,
    )


def _ficha(candidatura: Candidatura, mirada: _Mirada) -> FichaPublica:
    proceso = mirada.contexto.proceso
    r, tramite = candidatura.registro, candidatura.tramite
    cargo = proceso.cargos[r.cargo]
    ambito = proceso.ambito_de(r.cargo, r.ambito)
    causa = _causa_general(candidatura, mirada)
    rubros = _rubros(candidatura, mirada, causa)
    identidad, sin_identidad = _identidad(candidatura, mirada)
    foto_vacio = _vacio_de_foto(candidatura, mirada, causa)
    return FichaPublica(
        clave=candidatura.clave,
        estado=_estado(candidatura, causa, rubros),
        nombre=r.nombre,
        primer_apellido=r.primer_apellido,
        segundo_apellido=r.segundo_apellido,
        sobrenombre=r.sobrenombre,
        sexo=r.sexo,
        sexo_nombre=etiqueta(proceso, "sexo", r.sexo),
        edad=r.edad,
        eleccion=r.eleccion,
        cargo=r.cargo,
        cargo_nombre=cargo.nombre_para(r.sexo),
        principio=r.principio,
        principio_nombre=etiqueta(proceso, "principio", r.principio),
        caracter=r.caracter,
        ambito_tipo=cargo.ambito,
        ambito=r.ambito,
        ambito_nombre=ambito.nombre if ambito else r.ambito,
        numero=r.numero,
        posicion=cargo.posicion(r.numero),
        postulante=r.postulante,
        integrantes=proceso.partidos_de(r.postulante),
        captura_por=r.captura_por or "",
        eleccion_consecutiva=r.eleccion_consecutiva,
        acuerdo=r.acuerdo,
        fotografia=candidatura.foto.ruta if candidatura.foto and not foto_vacio else "",
        foto_vacio=foto_vacio,
        rubros=rubros,
        identidad=identidad,
        identidad_vacio=sin_identidad,
        validada=tramite.validada if causa is None else "",
        extemporanea=es_extemporanea(candidatura, proceso),
        cambio_aplicado=_cambio_aplicado(candidatura, mirada.contexto) if causa is None else "",
        sustituye_a=tramite.sustituye_a,
        sustituida_por=mirada.relevos.get(candidatura.clave, ""),
        baja_fecha=tramite.baja.fecha if tramite.baja else "",
        baja_acuerdo=tramite.baja.acuerdo if tramite.baja else "",
    )


def _sin_persona(ficha: FichaPublica, proceso: Proceso) -> FichaPublica:
    """La constancia de quien salió de la consulta, sin nada que diga quién era (PTO 44).

    «Regidora» diría el sexo que se calla: queda el nombre neutro del cargo.
    """
    return replace(
        ficha,
        nombre="",
        primer_apellido="",
        segundo_apellido="",
        sobrenombre="",
        sexo="",
        sexo_nombre="",
        edad=0,
        cargo_nombre=proceso.cargos[ficha.cargo].nombre,
        eleccion_consecutiva=False,
    )


def _causa_general(candidatura: Candidatura, mirada: _Mirada) -> Vacio | None:
    """Por qué no se muestra nada del curricular; None si está validado y a la vista."""
    if candidatura.registro.estatus != "registrada":
        return Vacio.NO_APLICA
    if candidatura.archivo in mirada.con_error:
        return Vacio.CON_ERROR
    if candidatura.curricular is None:
        return Vacio.SIN_CAPTURA
    if not _ya_paso(candidatura.tramite.validada, mirada.contexto):
        return Vacio.SIN_VALIDAR
    return None


def _ya_paso(instante: str, contexto: Contexto) -> bool:
    """Si consta, existe y no es posterior al instante con que se mira."""
    try:
        return bool(instante) and contexto.proceso.instante(instante) <= contexto.ahora
    except ValueError:
        return False


def _esta_por_venir(instante: str, contexto: Contexto) -> bool:
    """Si existe y es posterior al instante con que se mira."""
    try:
        return contexto.proceso.instante(instante) > contexto.ahora
    except ValueError:
        return False


def _estado(candidatura: Candidatura, causa: Vacio | None, rubros: tuple[Rubro, ...]) -> Estado:
    estatus = candidatura.registro.estatus
    if estatus != "registrada":
        return Estado(estatus)
    if causa is not None:
        return Estado(causa.value)
    observada = any(rubro.observado for rubro in rubros)
    return Estado.EN_CORRECCION if observada else Estado.PUBLICADA


def _cambio_aplicado(candidatura: Candidatura, contexto: Contexto) -> str:
    cambio = candidatura.tramite.cambio
    return cambio.aplicado if cambio and _ya_paso(cambio.aplicado, contexto) else ""


def observaciones_abiertas(candidatura: Candidatura, contexto: Contexto) -> dict[str, str]:
    """Rubros ocultos ahora: puntero → instante en que se observó.

    Ante una fecha que no existe se oculta: lo observado no se muestra por un error de captura.
    """
    return {
        o.rubro: o.fecha
        for o in candidatura.tramite.observaciones
        if not _esta_por_venir(o.fecha, contexto) and not _ya_paso(o.subsanada, contexto)
    }


def _observado(puntero: str, abiertas: Mapping[str, str]) -> str:
    """Instante de la observación que alcanza al campo, por ser él, su grupo o parte de él."""
    for rubro, fecha in abiertas.items():
        if f"{puntero}/".startswith(f"{rubro}/") or rubro.startswith(f"{puntero}/"):
            return fecha
    return ""


def _rubros(candidatura: Candidatura, mirada: _Mirada, causa: Vacio | None) -> tuple[Rubro, ...]:
    if causa is not None:
        return mirada.formulario.vacios[causa]
    contexto = mirada.contexto
    abiertas = observaciones_abiertas(candidatura, contexto)
    return tuple(
        _rubro(nombre, mirada.formulario, candidatura, contexto, abiertas)
        for nombre in mirada.formulario.rubros
        if nombre != _FOTOGRAFIA
    )


def _rubro(
    nombre: str,
    formulario: Formulario,
    candidatura: Candidatura,
    contexto: Contexto,
    abiertas: Mapping[str, str],
) -> Rubro:
    preguntas = formulario.rubros[nombre]
    respuestas = tuple([_respuesta(campo, candidatura, contexto, abiertas) for campo in preguntas])
    observados = [_observado(campo.puntero, abiertas) for campo in preguntas] if abiertas else []
    return Rubro(
        nombre=nombre,
        titulo=formulario.titulos[nombre],
        respuestas=respuestas,
        vacio=_vacio_comun({respuesta.vacio for respuesta in respuestas}),
        observado=next(filter(None, observados), ""),
    )


def _vacio_comun(vacios: set[Vacio | None]) -> Vacio | None:
    if None in vacios:
        return None
    if Vacio.EN_CORRECCION in vacios:
        return Vacio.EN_CORRECCION
    return next(iter(vacios - {Vacio.NO_APLICA}), Vacio.NO_APLICA)


def _respuesta(
    campo: Campo, candidatura: Candidatura, contexto: Contexto, abiertas: Mapping[str, str]
) -> Respuesta:
    if _observado(campo.puntero, abiertas):
        return _vacia(campo, Vacio.EN_CORRECCION)
    if campo.condicion and not campo.condicion.aplica(
        valor_en(candidatura.dato, campo.condicion.campo)
    ):
        return _vacia(campo, Vacio.NO_APLICA)
    crudo = valor_en(candidatura.dato, campo.puntero)
    if crudo in (None, "", [], {}):
        return _vacia(campo, Vacio.NO_PROPORCIONO)
    return _llena(campo, crudo, contexto.proceso)


def _vacia(campo: Campo, causa: Vacio) -> Respuesta:
    return Respuesta(
        campo.puntero, campo.titulo, campo.formato, vacio=causa, dimension=campo.dimension
    )


def _llena(campo: Campo, crudo: Any, proceso: Proceso) -> Respuesta:
    valor = crudo
    if campo.etiquetas:
        elegidas = crudo if isinstance(crudo, list) else [crudo]
        valor = [campo.etiquetas.get(una, una) for una in elegidas]
        valor = valor if isinstance(crudo, list) else valor[0]
    elif campo.catalogo and isinstance(crudo, str):
        valor = ETIQUETA_PNC if crudo == "pnc" else etiqueta(proceso, campo.catalogo, crudo)
    return Respuesta(
        campo.puntero,
        campo.titulo,
        campo.formato,
        valor=valor,
        clave_valor=crudo if valor != crudo else None,
        dimension=campo.dimension,
    )


ETIQUETA_PNC = "Prefiero no contestar"


def etiqueta(proceso: Proceso, catalogo: str, clave: str) -> str:
    """Nombre de una clave en un catálogo; la clave misma si no está."""
    renglon = proceso.catalogos.get(catalogo, {}).get(clave)
    return renglon.get("nombre", clave) if renglon else clave


def _vacio_de_foto(candidatura: Candidatura, mirada: _Mirada, causa: Vacio | None) -> Vacio | None:
    if causa is not None:
        return causa
    abiertas = observaciones_abiertas(candidatura, mirada.contexto)
    if _observado("/curricular/fotografia", abiertas):
        return Vacio.EN_CORRECCION
    curricular = candidatura.curricular
    hay = bool(candidatura.foto and curricular and curricular.fotografia)
    return None if hay else Vacio.NO_PROPORCIONO


def _identidad(
    candidatura: Candidatura, mirada: _Mirada
) -> tuple[tuple[Respuesta, ...], Vacio | None]:
    causa = _causa_de_identidad(candidatura, mirada)
    if causa is not None:
        return (), causa
    propia = (mirada.identidad or {})[candidatura.clave]
    proceso = mirada.contexto.proceso
    abiertas = observaciones_abiertas(candidatura, mirada.contexto)
    respuestas = []
    for campo in mirada.formulario.identidad:
        if _identidad_observada(campo, abiertas):
            respuestas.append(_vacia(campo, Vacio.EN_CORRECCION))
        elif not _permite(propia, campo, proceso):
            respuestas.append(_vacia(campo, Vacio.NO_CONSINTIO))
        elif campo.nombre in propia.respuestas:
            respuestas.append(_llena(campo, propia.respuestas[campo.nombre], proceso))
        elif campo.condicion and not campo.condicion.aplica(
            propia.respuestas.get(campo.condicion.campo.rpartition("/")[2])
        ):
            respuestas.append(_vacia(campo, Vacio.NO_APLICA))
        else:
            respuestas.append(_vacia(campo, Vacio.NO_PROPORCIONO))
    return tuple(respuestas), None


def _identidad_observada(campo: Campo, abiertas: Mapping[str, str]) -> bool:
    """Una observación nombra la pregunta, su dimensión o todo el cuestionario."""
    formas = (campo.nombre, campo.dimension, f"respuestas/{campo.nombre}")
    return any(_observado(f"/identidad/{forma}", abiertas) for forma in formas if forma)


def _causa_de_identidad(candidatura: Candidatura, mirada: _Mirada) -> Vacio | None:
    """Por qué no se muestra nada de identidad; None si el extracto trae algo permitido."""
    previa = _causa_previa_de_identidad(candidatura, mirada)
    if previa is not None:
        return previa
    firmado = candidatura.consentimiento
    hoy = mirada.contexto.hoy.isoformat()
    consiente = firmado is not None and firmado.publicacion and firmado.fecha <= hoy
    propia = (mirada.identidad or {}).get(candidatura.clave)
    if propia is not None and (consiente or propia.base == "accion_afirmativa"):
        return None
    if not consiente:
        return Vacio.NO_CONSINTIO
    return Vacio.SIN_EXTRACTO if mirada.identidad is None else Vacio.NO_PROPORCIONO


def _causa_previa_de_identidad(candidatura: Candidatura, mirada: _Mirada) -> Vacio | None:
    """Lo que impide mostrar identidad antes de mirar el consentimiento."""
    if candidatura.registro.estatus != "registrada":
        return Vacio.NO_APLICA
    if candidatura.archivo in mirada.con_error:
        return Vacio.CON_ERROR
    estado = candidatura.identidad.estado
    if estado != "depositada":
        return _SIN_DEPOSITO.get(estado, Vacio.NO_APLICA)
    if not _ya_paso(candidatura.tramite.validada, mirada.contexto):
        return Vacio.SIN_VALIDAR
    return None


# Bloqueada o destruida (PTO 44) ya no se publica, aunque quede un extracto viejo: no aplica.
_SIN_DEPOSITO = {"pendiente": Vacio.SIN_CAPTURA, "no_autorizo": Vacio.NO_CONSINTIO}


def _permite(propia: IdentidadDeUna, campo: Campo, proceso: Proceso) -> bool:
    """Segunda cerradura: aunque el extracto traiga de más, no se muestra."""
    if propia.base == "consentimiento":
        return True
    if proceso.lecturas.alcance_accion_afirmativa == "toda":
        return True
    return bool(propia.dimension) and campo.dimension == propia.dimension
