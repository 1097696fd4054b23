"""¿Qué de una candidatura puede ver cualquiera, hoy?

La única puerta de salida: quienes publican reciben `FichaPublica`, nunca `Candidatura`. Lo que
no se puede publicar no está, y cada ausencia lleva su causa.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from generador.nucleo.calendario import ya_se_publica
from generador.nucleo.captura import es_extemporanea
from generador.nucleo.conjunto import Conjunto, Contexto
from generador.nucleo.esquema import Campo
from generador.nucleo.ficha import Estado, FichaPublica, Respuesta, Rubro, Vacio
from generador.nucleo.formulario import FOTOGRAFIA, Formulario, etiqueta, llena, vacia
from generador.nucleo.hallazgo import Hallazgo, Nivel
from generador.nucleo.historia import Suceso, historia_de
from generador.nucleo.identidad.permiso import POR_ACCION_AFIRMATIVA, consiente
from generador.nucleo.identidad.publica import IdentidadPublica, ver_identidad
from generador.nucleo.modelo import Candidatura, valor_en
from generador.nucleo.observaciones import observacion_de, observaciones_abiertas
from generador.nucleo.proceso import Proceso


@dataclass(frozen=True, slots=True)
class _Mirada:
    """Con qué se mira una candidatura al publicarla."""

    contexto: Contexto
    formulario: Formulario
    con_error: frozenset[str]
    relevos: Mapping[str, str]
    identidad: IdentidadPublica | None
    sucesos: Mapping[str, tuple[Suceso, ...]]


BLOQUES_QUE_DEGRADAN = ("/curricular", "/consentimiento", "/identidad", "/tramite")
"""Un error aquí deja a la candidatura con sus datos básicos; uno en `registro` no la oculta."""


def publicar(
    conjunto: Conjunto,
    identidad: IdentidadPublica | None = None,
    sucesos: Mapping[str, tuple[Suceso, ...]] | None = None,
) -> tuple[FichaPublica, ...]:
    """Convierte cada candidatura en lo que hoy puede ver cualquiera, en orden de aparición.

    Antes de la fecha formal de publicación no devuelve ninguna (PTO 14). Un error fuera de
    `registro` deja a la candidatura con sus datos básicos y su causa: nadie desaparece. De quien
    salió de la consulta no queda su persona, si la autoridad decidió ocultarla (PTO 44).
    `sucesos` es lo que dice Git de cada clave, si se tiene.
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
        sucesos=sucesos or {},
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
    identidad, sin_identidad = ver_identidad(
        candidatura,
        mirada.contexto,
        mirada.formulario.identidad,
        mirada.identidad,
        con_error=candidatura.archivo in mirada.con_error,
    )
    permitida = None if sin_identidad else (mirada.identidad or {}).get(candidatura.clave)
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
        historia=historia_de(
            candidatura, mirada.contexto, mirada.sucesos.get(candidatura.clave, ())
        ),
        consiente=_consiente(candidatura, mirada.contexto, sin_identidad),
        dimension_afirmativa=permitida.dimension
        if permitida and permitida.base == POR_ACCION_AFIRMATIVA
        else "",
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
    if not mirada.contexto.ya_paso(candidatura.tramite.validada):
        return Vacio.SIN_VALIDAR
    return None


def _estado(candidatura: Candidatura, causa: Vacio | None, rubros: tuple[Rubro, ...]) -> Estado:
    estatus = candidatura.registro.estatus
    if estatus != "registrada":
        return Estado(estatus)
    if causa is not None:
        return Estado(causa.value)
    observada = any(rubro.observado for rubro in rubros)
    return Estado.EN_CORRECCION if observada else Estado.PUBLICADA


def _consiente(candidatura: Candidatura, contexto: Contexto, vacio: Vacio | None) -> bool | None:
    """Lo que la causa de no ver su identidad, o verla, ya dice de su consentimiento."""
    if vacio not in (None, Vacio.NO_CONSINTIO, Vacio.SIN_EXTRACTO, Vacio.NO_PROPORCIONO):
        return None
    return vacio is not Vacio.NO_CONSINTIO and bool(consiente(candidatura, contexto))


def _cambio_aplicado(candidatura: Candidatura, contexto: Contexto) -> str:
    cambio = candidatura.tramite.cambio
    return cambio.aplicado if cambio and contexto.ya_paso(cambio.aplicado) else ""


def _rubros(candidatura: Candidatura, mirada: _Mirada, causa: Vacio | None) -> tuple[Rubro, ...]:
    if causa is not None:
        return mirada.formulario.vacios[causa]
    contexto = mirada.contexto
    abiertas = observaciones_abiertas(candidatura, contexto)
    return tuple(
        _rubro(nombre, mirada.formulario, candidatura, contexto, abiertas)
        for nombre in mirada.formulario.rubros
        if nombre != FOTOGRAFIA
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
    observados = (
        [observacion_de(campo.puntero, abiertas) for campo in preguntas] if abiertas else []
    )
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
    if abiertas and observacion_de(campo.puntero, abiertas):
        return vacia(campo, Vacio.EN_CORRECCION)
    if campo.condicion and not campo.condicion.aplica(
        valor_en(candidatura.dato, campo.condicion.campo)
    ):
        return vacia(campo, Vacio.NO_APLICA)
    crudo = valor_en(candidatura.dato, campo.puntero)
    if crudo in (None, "", [], {}):
        return vacia(campo, Vacio.NO_PROPORCIONO)
    return llena(campo, crudo, contexto.proceso)


def _vacio_de_foto(candidatura: Candidatura, mirada: _Mirada, causa: Vacio | None) -> Vacio | None:
    if causa is not None:
        return causa
    abiertas = observaciones_abiertas(candidatura, mirada.contexto)
    if observacion_de("/curricular/fotografia", abiertas):
        return Vacio.EN_CORRECCION
    curricular = candidatura.curricular
    hay = bool(candidatura.foto and curricular and curricular.fotografia)
    return None if hay else Vacio.NO_PROPORCIONO
