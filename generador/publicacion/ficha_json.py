"""¿Qué dice la ficha para una máquina? Exactamente lo público, y nada más."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from generador.nucleo.ficha import FichaPublica, Respuesta, Rubro


def a_json(ficha: FichaPublica, sustituidas: str) -> str:
    """El JSON de una ficha, en un renglón y con orden estable.

    De una candidatura retirada solo queda el aviso, salvo que la autoridad haya leído que se
    muestra con leyenda (`sustituidas: leyenda`).
    """
    datos = a_dato(ficha) if ficha.esta_vigente else aviso(ficha, sustituidas)
    return json.dumps(datos, ensure_ascii=False, separators=(",", ":")) + "\n"


def a_dato(ficha: FichaPublica) -> dict[str, Any]:
    """La ficha como árbol de JSON."""
    return {
        "clave": ficha.clave,
        "estado": ficha.estado.value,
        **_persona(ficha),
        **_lugar(ficha),
        "eleccion_consecutiva": ficha.eleccion_consecutiva,
        "acuerdo": ficha.acuerdo,
        "captura_por": ficha.captura_por,
        "fotografia": f"{ficha.clave.lower()}.webp" if ficha.fotografia else None,
        "fotografia_vacio": ficha.foto_vacio.value if ficha.foto_vacio else None,
        "rubros": [_rubro(rubro) for rubro in ficha.rubros],
        "identidad": [_respuesta(respuesta) for respuesta in ficha.identidad],
        "identidad_vacio": ficha.identidad_vacio.value if ficha.identidad_vacio else None,
        "validada": ficha.validada,
        "extemporanea": ficha.extemporanea,
        "cambio_aplicado": ficha.cambio_aplicado,
        "sustituye_a": ficha.sustituye_a,
        "historia": [asdict(hecho) for hecho in ficha.historia],
    }


def aviso(ficha: FichaPublica, sustituidas: str) -> dict[str, Any]:
    """Lo mínimo de una candidatura sustituida o cancelada."""
    return {
        "clave": ficha.clave,
        "estado": ficha.estado.value,
        **(_persona(ficha) if sustituidas == "leyenda" else {}),
        **_lugar(ficha),
        "sustituida_por": ficha.sustituida_por,
        "baja_fecha": ficha.baja_fecha,
        "baja_acuerdo": ficha.baja_acuerdo,
    }


def _persona(ficha: FichaPublica) -> dict[str, Any]:
    return {
        "nombre": ficha.nombre,
        "primer_apellido": ficha.primer_apellido,
        "segundo_apellido": ficha.segundo_apellido,
        "sobrenombre": ficha.sobrenombre,
        "sexo": ficha.sexo,
        "edad": ficha.edad,
    }


def _lugar(ficha: FichaPublica) -> dict[str, Any]:
    return {
        "eleccion": ficha.eleccion,
        "cargo": ficha.cargo,
        "principio": ficha.principio,
        "caracter": ficha.caracter,
        "ambito_tipo": ficha.ambito_tipo,
        "ambito": ficha.ambito,
        "ambito_nombre": ficha.ambito_nombre,
        "numero": ficha.numero,
        "postulante": ficha.postulante,
        "integrantes": list(ficha.integrantes),
    }


def _rubro(rubro: Rubro) -> dict[str, Any]:
    return {
        "nombre": rubro.nombre,
        "titulo": rubro.titulo,
        "vacio": rubro.vacio.value if rubro.vacio else None,
        "observado": rubro.observado,
        "respuestas": [_respuesta(respuesta) for respuesta in rubro.respuestas],
    }


def _respuesta(respuesta: Respuesta) -> dict[str, Any]:
    valor = respuesta.valor
    return {
        "puntero": respuesta.puntero,
        "titulo": respuesta.titulo,
        "valor": dict(valor) if isinstance(valor, Mapping) else valor,
        "clave": respuesta.clave_valor,
        "vacio": respuesta.vacio.value if respuesta.vacio else None,
    }
