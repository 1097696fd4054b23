"""¿Cómo se pide y se lee un dato en un formulario corto, con el campo que dice el esquema?

El nombre de cada casilla es su puntero en el expediente: lo que se le halla se pone junto a ella.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from generador.captura.fuente import Vigente
from generador.captura.llenado.valores import entero
from generador.nucleo.esquema import Campo, campos
from generador.nucleo.formulario import opciones_de_catalogo
from generador.nucleo.hallazgo import Hallazgo, Nivel

TEXTO, LARGO, LISTA, NUMERO, OPCIONES, SINO = (
    "texto", "largo", "lista", "numero", "opciones", "sino",
)  # fmt: skip
FALTA = "Falta este dato."


@dataclass(frozen=True, slots=True)
class Casilla:
    """Un dato que se pide: cómo se llama, cómo se escribe, qué dice y qué tiene mal."""

    nombre: str
    titulo: str
    pista: str = ""
    clase: str = TEXTO
    valor: str = ""
    opciones: tuple[tuple[str, str], ...] = ()
    requerida: bool = True
    maximo: int | None = None
    error: str = ""
    grupo: str = ""
    """El apartado en que va, si la página tiene varios."""

    @property
    def id(self) -> str:
        """Su identificador en la página."""
        return self.nombre.strip("/").replace("/", "-")

    @property
    def descrita(self) -> str:
        """Los elementos que la describen, para `aria-describedby`."""
        partes = ((self.pista, f"{self.id}-pista"), (self.error, f"{self.id}-error"))
        return " ".join(id_ for hay, id_ in partes if hay)


def leer(casillas: Iterable[Casilla], dicho: Mapping[str, str]) -> list[Casilla]:
    """Las mismas con lo que se escribió; a la que se pide y no lo trae se le dice."""
    leidas = []
    for casilla in casillas:
        valor = dicho.get(casilla.nombre, "").replace("\r\n", "\n").replace("\0", "").strip()
        leidas.append(replace(casilla, valor=valor, error=_error(casilla, valor)))
    return leidas


def _error(casilla: Casilla, valor: str) -> str:
    if not valor:
        return FALTA if casilla.requerida else ""
    if casilla.clase == NUMERO and entero(valor) < 0:
        return "Escriba un número entero, sin letras ni signos."
    if casilla.clase in (OPCIONES, SINO) and valor not in dict(casilla.opciones):
        return "Elija una de las opciones."
    if casilla.maximo and len(valor) > casilla.maximo:
        return f"Use {casilla.maximo} letras o menos."
    return ""


def con_hallazgos(casillas: Iterable[Casilla], hallazgos: Iterable[Hallazgo]) -> list[Casilla]:
    """Las mismas, con los errores que les tocan."""
    errores = [h for h in hallazgos if h.nivel is Nivel.ERROR]
    return [
        replace(c, error=c.error or " ".join(f"{h.mensaje} {h.remedio}" for h in suyos).strip())
        for c in casillas
        for suyos in [[h for h in errores if f"{h.puntero}/".startswith(f"{c.nombre}/")]]
    ]


def errores_de(casillas: Iterable[Casilla]) -> list[Casilla]:
    """Las que tienen algo mal."""
    return [c for c in casillas if c.error]


def valores(casillas: Iterable[Casilla]) -> dict[str, str]:
    """Nombre → lo que dice."""
    return {c.nombre: c.valor for c in casillas}


# --- el registro --------------------------------------------------------------------------------

DE_LA_PERSONA = ("nombre", "primer_apellido", "segundo_apellido", "sobrenombre", "sexo", "edad")
QUE_SE_CORRIGEN = (*DE_LA_PERSONA, "eleccion_consecutiva", "captura_por", "acuerdo")
"""Lo del registro que no va en la clave: eso otro no se corrige, se da de alta de nuevo."""
_SI_O_NO = (("si", "Sí"), ("no", "No"))


def del_registro(
    rige: Vigente, nombres: Iterable[str], registro: Mapping[str, Any] | None = None
) -> list[Casilla]:
    """Las casillas de esos campos del registro, con lo que dice `registro` si se da."""
    pedidos = list(nombres)
    todos = {c.nombre: c for c in campos(rige.contexto.esquemas, "registro")}
    return [_del_campo(todos[n], rige, (registro or {}).get(n)) for n in pedidos]


def _del_campo(campo: Campo, rige: Vigente, valor: Any) -> Casilla:
    clase, opciones = TEXTO, _opciones(campo, rige)
    if campo.formato == "boolean":
        clase, opciones = SINO, _SI_O_NO
    elif campo.formato == "integer":
        clase = NUMERO
    elif opciones:
        clase = OPCIONES
    return Casilla(
        nombre=f"/registro/{campo.nombre}",
        titulo=campo.titulo,
        pista=campo.ayuda,
        clase=clase,
        valor=_escrito(valor),
        opciones=opciones,
        requerida=campo.requerido,
        maximo=campo.maximo,
    )


def _opciones(campo: Campo, rige: Vigente) -> tuple[tuple[str, str], ...]:
    if campo.catalogo == "postulante":
        partidos = rige.contexto.proceso.postulantes.values()
        return tuple((p.clave, p.nombre) for p in partidos if p.tipo == "partido")
    return tuple(opciones_de_catalogo(rige.contexto.proceso, campo.catalogo).items())


def _escrito(valor: Any) -> str:
    if isinstance(valor, bool):
        return "si" if valor else "no"
    return "" if valor is None else str(valor)


def registro_leido(casillas: Iterable[Casilla], base: Mapping[str, Any]) -> dict[str, Any]:
    """El registro con lo que dicen las casillas; lo vacío se quita si puede faltar."""
    nuevo = dict(base)
    for casilla in casillas:
        if not casilla.nombre.startswith("/registro/"):
            continue
        nombre = casilla.nombre.removeprefix("/registro/")
        if casilla.clase == SINO:
            nuevo[nombre] = casilla.valor == "si"
        elif casilla.clase == NUMERO and casilla.valor:
            nuevo[nombre] = int(casilla.valor)
        elif casilla.valor:
            nuevo[nombre] = casilla.valor
        elif nombre == "captura_por" and nombre in base:
            nuevo[nombre] = None
        else:
            nuevo.pop(nombre, None)
    return nuevo
