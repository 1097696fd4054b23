"""¿Qué del cuestionario curricular trae ya el registro oficial? (PTO 14, carga anticipada)

Entra lo que cabe en su campo; lo demás se dice, para que la persona lo capture. Nada de esto se
publica hasta que alguien lo valide.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from generador.nucleo.nombres import llano
from generador.nucleo.postulacion import Fila, Mapa
from generador.nucleo.proceso import Catalogo

_TEXTOS = ("historia_profesional", "trayectoria_politica", "motivo", "propuesta_genero")
_SEPARA_LISTA = re.compile(r"\s*(?:\n|;|\|)\s*")
_SEPARA_REDES = re.compile(r"[\s,;|]+")
_ROTULO = re.compile(r"^[A-Za-zÁÉÍÓÚáéíóúñ ]{1,20}:(?!//)")
_DOMINIO = re.compile(
    r"^(?:https?://)?(?:(?:www|m|es-la|mobile)\.)?(?P<dominio>[a-z0-9.-]+\.[a-z]{2,})(?:/|$)",
    re.IGNORECASE,
)
_CORREO = re.compile(r"[^\s@,;]+@[^\s@,;]+\.[^\s@,;]+")
_DIEZ_DIGITOS = 10
_MAXIMO_DE_CONTACTOS = 3

NoCupo = tuple[str, str]
"""(campo, por qué no se cargó)."""


def anticipar(
    mapa: Mapa, fila: Fila, catalogos: Mapping[str, Catalogo]
) -> tuple[dict[str, Any] | None, tuple[NoCupo, ...]]:
    """(curricular, lo que no cupo) de un renglón; None si no trae nada."""
    if not mapa.curriculares:
        return None, ()
    no_cupo: list[NoCupo] = []

    def dice(campo: str) -> str:
        crudo = fila.celdas.get(mapa.curriculares.get(campo, ""), "").strip()
        return "" if llano(crudo) in mapa.sin_dato else crudo

    curricular: dict[str, Any] = {}
    if contacto := dict(_contacto(dice, catalogos, no_cupo)):
        curricular["contacto"] = contacto
    if formacion := _formacion(mapa, dice, catalogos, no_cupo):
        curricular["formacion"] = formacion
    curricular |= {campo: texto for campo in _TEXTOS if (texto := _texto(dice(campo)))}
    if propuestas := [t for n in (1, 2) if (t := _texto(dice(f"propuesta_{n}")))]:
        curricular["propuestas"] = propuestas
    return curricular or None, tuple(no_cupo)


def _texto(crudo: str) -> str:
    """Un texto largo con sus párrafos, sin blancos de sobra."""
    parrafos = (" ".join(p.split()) for p in crudo.splitlines())
    return "\n".join(p for p in parrafos if p)


def _contacto(
    dice: Callable[[str], str], catalogos: Mapping[str, Catalogo], no_cupo: list[NoCupo]
) -> Iterator[tuple[str, Any]]:
    if redes := _redes(dice("redes"), catalogos["redes"], no_cupo):
        yield "redes", redes
    if web := dice("pagina_web"):
        if _DOMINIO.match(web) and " " not in web:
            yield "pagina_web", _con_esquema(web)
        else:
            no_cupo.append(("pagina_web", f"«{web[:80]}» no es una dirección."))
    if crudo := dice("correos"):
        correos = list(dict.fromkeys(_CORREO.findall(crudo)))[:_MAXIMO_DE_CONTACTOS]
        if correos:
            yield "correos", [c.lower() for c in correos]
        else:
            no_cupo.append(("correos", f"«{crudo[:80]}» no es un correo."))
    if crudo := dice("telefonos"):
        telefonos = list(_telefonos(crudo))
        if telefonos:
            yield "telefonos", telefonos[:_MAXIMO_DE_CONTACTOS]
        else:
            no_cupo.append(("telefonos", f"«{crudo[:80]}» no tiene diez dígitos."))
    if dice("casas_campana"):
        no_cupo.append(
            (
                "casas_campana",
                "Viene en una sola celda: hay que separar calle, colonia y municipio.",
            )
        )


def _telefonos(crudo: str) -> Iterator[str]:
    for trozo in _SEPARA_LISTA.split(crudo.replace(",", ";").replace("/", ";")):
        digitos = "".join(c for c in trozo if c.isdigit())
        if len(digitos) == _DIEZ_DIGITOS:
            yield digitos


def _redes(crudo: str, catalogo: Catalogo, no_cupo: list[NoCupo]) -> dict[str, str]:
    """Red → dirección, de una celda que puede traer varias juntas."""
    dominios = {d: red for red, r in catalogo.items() for d in r["dominios"].split(";") if d}
    halladas: dict[str, str] = {}
    for trozo in _SEPARA_REDES.split(_sin_rotulos(crudo)):
        hallado = _DOMINIO.match(trozo)
        if hallado is None:
            if trozo and not trozo.endswith(":"):
                no_cupo.append(("redes", f"«{trozo[:80]}» no es la dirección de un perfil."))
            continue
        red = dominios.get(hallado["dominio"].lower(), "otra")
        if red in halladas:
            no_cupo.append(("redes", f"«{trozo[:80]}»: ya hay otra de {red}."))
        else:
            halladas[red] = _con_esquema(trozo)
    return halladas


def _sin_rotulos(crudo: str) -> str:
    """Sin «Facebook:» delante: la dirección ya dice de qué red es."""
    return " ".join(_ROTULO.sub("", trozo) for trozo in _SEPARA_LISTA.split(crudo))


def _con_esquema(direccion: str) -> str:
    con = (
        direccion
        if direccion.lower().startswith(("http://", "https://"))
        else f"https://{direccion}"
    )
    return "https://" + con.partition("://")[2]


def _formacion(
    mapa: Mapa,
    dice: Callable[[str], str],
    catalogos: Mapping[str, Catalogo],
    no_cupo: list[NoCupo],
) -> dict[str, Any]:
    formacion: dict[str, Any] = {}
    for campo, catalogo in (("grado_maximo", "grados"), ("grado_estatus", "estatus_estudios")):
        if crudo := dice(campo):
            clave = _de_catalogo(mapa.traducido(campo, crudo), catalogos[catalogo])
            if clave:
                formacion[campo] = clave
            else:
                no_cupo.append((campo, f"«{crudo[:80]}» no está en el catálogo."))
    cursos = [_texto(c) for c in _SEPARA_LISTA.split(dice("otra_formacion"))]
    if cursos := [c for c in cursos if c]:
        formacion["otra_formacion"] = cursos
    if formacion and "grado_maximo" not in formacion:
        no_cupo.append(("formacion", "Falta el grado máximo de estudios."))
        return {}
    return formacion


def _de_catalogo(texto: str, catalogo: Catalogo) -> str:
    """La clave de ese nombre; «trunca» y «trunco» son lo mismo."""
    if texto in catalogo:
        return texto
    buscado = llano(texto)
    for clave, renglon in catalogo.items():
        nombre = llano(renglon["nombre"])
        if buscado == nombre or (buscado[:-1] == nombre[:-1] and buscado[-1:] in "ao"):
            return clave
    return ""
