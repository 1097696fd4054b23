"""¿Cómo se lee un cuestionario curricular, apartado por apartado, con lo que se le halló?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generador.captura.fuente import Vigente
from generador.captura.models import Expediente
from generador.nucleo.conjunto import Contexto
from generador.nucleo.diferencia import Diferencia
from generador.nucleo.esquema import buscar_esquema, titulo_de
from generador.nucleo.formulario import FOTOGRAFIA, Formulario, etiqueta, llena
from generador.nucleo.hallazgo import Hallazgo
from generador.nucleo.modelo import valor_en
from generador.tramites.dichos import SIN_RESPUESTA, en_texto

CURRICULAR = "/curricular"
_SIN_FOTO = "Sin fotografía."
NADA = frozenset({SIN_RESPUESTA, _SIN_FOTO})
"""Lo que «dice» un campo del que todavía no consta nada."""


@dataclass(frozen=True, slots=True)
class Pregunta:
    """Una pregunta y lo que se contestó, en renglones; ninguno si no se contestó."""

    puntero: str
    titulo: str
    dice: tuple[str, ...]
    hallazgos: tuple[Hallazgo, ...] = ()


@dataclass(frozen=True, slots=True)
class Apartado:
    """Un rubro del cuestionario."""

    nombre: str
    titulo: str
    preguntas: tuple[Pregunta, ...]
    hallazgos: tuple[Hallazgo, ...] = ()

    @property
    def puntero(self) -> str:
        """El del rubro entero."""
        return f"{CURRICULAR}/{self.nombre}"

    @property
    def dice_algo(self) -> bool:
        """Si en él se contestó algo."""
        return any(p.dice for p in self.preguntas)


def apartados(
    dato: Mapping[str, Any], rige: Vigente, hallazgos: Iterable[Hallazgo] = ()
) -> tuple[Apartado, ...]:
    """Los rubros de ese expediente, cada uno con lo que se le halló."""
    formulario = Formulario.de_contexto(rige.contexto)
    hallados = tuple(hallazgos)
    leidos = []
    for nombre, campos in formulario.rubros.items():
        preguntas = tuple(
            Pregunta(
                campo.puntero,
                campo.titulo,
                _dice(campo.puntero, llena(campo, crudo, rige.contexto.proceso).valor, rige)
                if (crudo := valor_en(dato, campo.puntero)) not in (None, "", [], {})
                else (),
                _bajo(hallados, campo.puntero),
            )
            for campo in campos
        )
        puntero = f"{CURRICULAR}/{nombre}"
        sueltos = _bajo(hallados, puntero)
        de_preguntas = {id(h) for p in preguntas for h in p.hallazgos}
        propios = tuple(h for h in sueltos if id(h) not in de_preguntas)
        leidos.append(Apartado(nombre, formulario.titulos[nombre], preguntas, propios))
    return tuple(leidos)


def _bajo(hallazgos: Sequence[Hallazgo], puntero: str) -> tuple[Hallazgo, ...]:
    return tuple(h for h in hallazgos if f"{h.puntero}/".startswith(f"{puntero}/"))


def _dice(puntero: str, valor: Any, rige: Vigente) -> tuple[str, ...]:
    """Un renglón por respuesta; de la fotografía solo se dice que la hay."""
    if puntero.endswith("/fotografia"):
        return ("Con fotografía.",)
    if isinstance(valor, Mapping):
        redes = rige.contexto.proceso.catalogos.get("redes", {})
        return tuple(f"{redes.get(k, {}).get('nombre', k)}: {v}" for k, v in valor.items())
    if isinstance(valor, list | tuple):
        return tuple(
            ", ".join(str(x) for x in v.values()) if isinstance(v, Mapping) else str(v)
            for v in valor
        )
    return (str(valor),)


def nombre_del_rubro(puntero: str, rige: Vigente) -> str:
    """Cómo se llama un rubro para quien lo lee."""
    if puntero.startswith("/identidad"):
        return "Cuestionario de identidad"
    return nombre_del_campo(puntero, rige.contexto)


def nombre_del_campo(puntero: str, contexto: Contexto) -> str:
    """Cómo se llama un campo; el de una red, con su nombre."""
    titulo = titulo_de(puntero, contexto.esquemas)
    if titulo != puntero:
        return titulo
    grupo, _, ultimo = puntero.rpartition("/")
    if not grupo:
        return puntero
    return f"{titulo_de(grupo, contexto.esquemas)}: {etiqueta(contexto.proceso, 'redes', ultimo)}"


def dice_y_debe_decir(cambio: Diferencia, contexto: Contexto) -> dict[str, str]:
    """Un cambio como se lee: con los nombres de sus claves; de la fotografía, si la hay."""
    puntero = cambio.puntero
    return {
        "puntero": puntero,
        "titulo": nombre_del_campo(puntero, contexto),
        "dice": _en_palabras(puntero, cambio.antes, contexto, "La que consta."),
        "debe_decir": _en_palabras(puntero, cambio.despues, contexto, "Fotografía nueva."),
    }


def _en_palabras(puntero: str, valor: Any, contexto: Contexto, con_foto: str) -> str:
    if puntero == f"{CURRICULAR}/{FOTOGRAFIA}":
        return con_foto if valor else _SIN_FOTO
    if isinstance(valor, bool):
        return "Sí" if valor else "No"
    if isinstance(valor, list | tuple) and valor and all(isinstance(v, str) for v in valor):
        return "\n\n".join(valor)
    catalogo = buscar_esquema(contexto.esquemas, "candidatura", puntero).get("x-catalogo", "")
    if catalogo and isinstance(valor, str):
        return etiqueta(contexto.proceso, catalogo, valor)
    return en_texto(valor)


def cargo_y_lugar(expediente: Expediente, rige: Vigente) -> str:
    """«Presidencia municipal, Jilotepec»."""
    proceso = rige.contexto.proceso
    cargo = proceso.cargos.get(expediente.cargo)
    ambito = proceso.ambito_de(expediente.cargo, expediente.ambito) if cargo else None
    sexo = expediente.dato["registro"].get("sexo", "")
    nombres = (cargo.nombre_para(sexo) if cargo else expediente.cargo, ambito and ambito.nombre)
    return ", ".join(n for n in nombres if n)
