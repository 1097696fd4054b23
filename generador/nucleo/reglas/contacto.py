"""¿Los medios públicos de contacto llevan a donde dicen?"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from generador.nucleo.conjunto import Contexto
from generador.nucleo.hallazgo import Nivel
from generador.nucleo.memoria import recordar
from generador.nucleo.modelo import Candidatura
from generador.nucleo.proceso import Proceso
from generador.nucleo.regla import Alcance, Dicho, regla
from generador.nucleo.reglas.tramite import debe_curricular

CONTACTO = "/curricular/contacto"

ACORTADORES = frozenset(
    {
        "bit.ly",
        "tinyurl.com",
        "goo.gl",
        "t.co",
        "ow.ly",
        "is.gd",
        "buff.ly",
        "rebrand.ly",
        "cutt.ly",
        "shorturl.at",
        "t.ly",
        "acortar.link",
        "n9.cl",
        "rb.gy",
        "tiny.cc",
        "s.id",
        "lnk.bio",
    }
)
"""Servicios que esconden a dónde lleva un enlace."""

_ETIQUETA = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMINIO = re.compile(rf"(?:{_ETIQUETA}\.)+{_ETIQUETA}")
# Como son casi todas: sin usuario, puerto ni consulta. Partirlas así cuesta la décima parte.
_SENCILLA = re.compile(
    r"(?P<esquema>https?)://(?P<dominio>[a-z0-9.-]+)(?P<ruta>/[A-Za-z0-9_.~/-]*)?"
)
_LOCAL_DE_CORREO = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
)
_LARGO_LOCAL = 64
_CIFRAS = "0123456789012345678901234567890"


def enlaces_de(c: Candidatura) -> Iterator[tuple[str, str, str]]:
    """(puntero, red o vacío, dirección) de cada enlace de contacto."""
    if c.curricular is None:
        return
    contacto = c.curricular.contacto
    for red, direccion in contacto.redes.items():
        yield f"{CONTACTO}/redes/{red}", red, direccion
    if contacto.pagina_web:
        yield f"{CONTACTO}/pagina_web", "", contacto.pagina_web


@lru_cache(maxsize=64)
def _partir(direccion: str) -> SplitResult | None:
    """Las partes de una dirección http o https con un dominio público; None si no lo es."""
    sencilla = _SENCILLA.fullmatch(direccion)
    if sencilla and _es_dominio(sencilla["dominio"]):
        return SplitResult(sencilla["esquema"], sencilla["dominio"], sencilla["ruta"] or "", "", "")
    try:
        partes = urlsplit(direccion)
        _ = partes.port
    except ValueError:
        return None
    if partes.scheme not in ("http", "https") or not _es_dominio(partes.hostname or ""):
        return None
    return None if any(letra.isspace() for letra in direccion) else partes


def _es_dominio(nombre: str) -> bool:
    """Si es un dominio con punto, con o sin acentos, y no la dirección de una máquina."""
    if not nombre.isascii():
        try:
            nombre = nombre.encode("idna").decode("ascii")
        except UnicodeError:
            return False
    # El último tramo de una dirección numérica es un número; el de un dominio público, nunca.
    return bool(_DOMINIO.fullmatch(nombre)) and not nombre.rpartition(".")[2].isdigit()


def _es_de(dominio: str, propios: tuple[str, ...] | frozenset[str]) -> bool:
    return any(dominio == propio or dominio.endswith(f".{propio}") for propio in propios)


@recordar
def _dominios(proceso: Proceso) -> Mapping[str, tuple[str, ...]]:
    return {
        red: tuple(d for d in renglon.get("dominios", "").split(";") if d)
        for red, renglon in proceso.catalogos.get("redes", {}).items()
    }


@regla(
    "CON01",
    alcance=Alcance.CANDIDATURA,
    titulo="Dirección de otra red",
    fundamento="Lineamientos, art. 19",
)
def dominio_de_la_red(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """El enlace de cada red social es del sitio de esa red.

    Un enlace de Facebook que lleva a otro lado engaña a quien lo abre. Los dominios de cada red
    están en el catálogo `redes`; los de países y teléfonos (`es-la.`, `m.`) también valen. Para una
    red que no está en la lista use «otra».
    """
    dominios = _dominios(contexto.proceso)
    for puntero, red, direccion in enlaces_de(c):
        propios, partes = dominios.get(red, ()), _partir(direccion)
        if partes and propios and not _es_de(partes.hostname or "", propios):
            yield (
                puntero,
                f"La dirección no es de esa red: lleva a {partes.hostname}.",
                f"Debe ser de {' o '.join(propios)}; si es de otra red, cámbiela de renglón.",
            )


@regla(
    "CON02",
    alcance=Alcance.CANDIDATURA,
    titulo="Dirección mal formada",
    fundamento="RFC 3986; Lineamientos, art. 19",
)
def direccion_bien_formada(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """Las direcciones van completas, con http:// o https:// y el nombre de un sitio público.

    «@micuenta» o «facebook: Fulana» no se pueden abrir; la dirección numérica de una máquina o un
    nombre sin punto no llevan a un sitio público. Abra su perfil, copie la dirección y péguela.
    """
    del contexto
    for puntero, _, direccion in enlaces_de(c):
        if _partir(direccion) is None:
            yield (
                puntero,
                "No es una dirección completa de internet.",
                "Cópiela del navegador; empieza con https://.",
            )


@regla(
    "CON03",
    alcance=Alcance.CANDIDATURA,
    titulo="Dirección con usuario o contraseña",
    fundamento="RFC 3986, sección 3.2.1; PTO 12 y 13",
)
def sin_credenciales(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """Una dirección no lleva usuario ni contraseña antes del nombre del sitio.

    En «https://facebook.com@otro.sitio» el sitio es el segundo: así se disfrazan los fraudes. Y una
    contraseña publicada deja de servir. Deje solo la dirección del perfil.
    """
    del contexto
    for puntero, _, direccion in enlaces_de(c):
        partes = _partir(direccion)
        if partes and "@" in partes.netloc:
            yield (
                puntero,
                f"La dirección esconde un usuario: en realidad lleva a {partes.hostname}.",
                "Deje solo la dirección del perfil o de la página.",
            )


@regla(
    "CON04",
    alcance=Alcance.CANDIDATURA,
    nivel=Nivel.AVISO,
    titulo="Enlace acortado",
    fundamento="Lineamientos, art. 18",
)
def sin_acortadores(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """Un enlace acortado no deja ver a dónde lleva, y puede cambiar después de validado.

    Quien verifica no puede saber si mañana apuntará a propaganda. Abra el enlace y copie la
    dirección a la que llega.
    """
    del contexto
    for puntero, _, direccion in enlaces_de(c):
        partes = _partir(direccion)
        if partes and _es_de(partes.hostname or "", ACORTADORES):
            yield (
                puntero,
                f"{partes.hostname} acorta enlaces: no se ve a dónde lleva.",
                "Copie la dirección a la que llega.",
            )


@regla(
    "CON05",
    alcance=Alcance.CANDIDATURA,
    titulo="Correo mal formado",
    fundamento="RFC 5321, secciones 4.1.2 y 4.5.3",
)
def correo_bien_formado(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """Un correo es «nombre@dominio», sin espacios, comas ni acentos antes de la arroba.

    Uno mal escrito devuelve los mensajes de la ciudadanía. Corríjalo, o bórrelo si ya no se usa.
    """
    del contexto
    correos = c.curricular.contacto.correos if c.curricular else ()
    for numero, correo in enumerate(correos):
        local, _, dominio = correo.rpartition("@")
        bien = _LOCAL_DE_CORREO.fullmatch(local) and len(local) <= _LARGO_LOCAL
        if not (bien and _es_dominio(dominio.lower())):
            yield (
                f"{CONTACTO}/correos/{numero}",
                "No es un correo electrónico.",
                "Escríbalo como nombre@dominio, sin espacios.",
            )


@regla(
    "CON06",
    alcance=Alcance.CANDIDATURA,
    nivel=Nivel.AVISO,
    titulo="Teléfono improbable",
    fundamento="Plan Técnico Fundamental de Numeración del IFT",
)
def telefono_creible(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """Un teléfono nacional tiene diez dígitos, no empieza con 0 ni 1 y no es una serie.

    «0000000000» o «1234567890» se escriben para salir del paso, y alguien más podría recibir las
    llamadas. Anote el número verdadero o borre el renglón.
    """
    del contexto
    telefonos = c.curricular.contacto.telefonos if c.curricular else ()
    for numero, telefono in enumerate(telefonos):
        es_serie = telefono in _CIFRAS or telefono in _CIFRAS[::-1] or len(set(telefono)) == 1
        if es_serie or telefono[0] in "01":
            yield (
                f"{CONTACTO}/telefonos/{numero}",
                "Ese número no parece un teléfono.",
                "Anote los diez dígitos, con la clave de su región y sin prefijos.",
            )


@regla(
    "CON07",
    alcance=Alcance.CANDIDATURA,
    titulo="Al menos un medio de contacto",
    fundamento="Lineamientos, art. 19; lectura del proceso (`contacto_obligatorio`)",
)
def algun_contacto(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """Si el proceso lo exige, lo enviado trae al menos un medio público de contacto.

    Basta una red, una página, un correo, un teléfono o una casa de campaña. Nunca un domicilio
    particular ni un teléfono que no se quiera público.
    """
    if (
        c.curricular
        and c.tramite.enviada
        and contexto.proceso.lecturas.exigir_contacto
        and c.curricular.contacto.esta_vacio
        and debe_curricular(c, contexto.proceso)
    ):
        yield CONTACTO, "Falta un medio público de contacto.", "Agregue al menos uno."
