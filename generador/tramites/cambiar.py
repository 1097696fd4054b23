"""¿Cómo se usa la única ocasión de cambiar lo publicado? (PTO 31 y 32)

Tres pasos con fecha: se pide diciendo qué campos, se habilita y se aplica a más tardar el día
hábil siguiente. Solo lo aplicado gasta la ocasión.
"""

from collections.abc import Sequence
from typing import Any

from generador.nucleo.acciones import Accion
from generador.nucleo.diferencia import Diferencia, diferencias
from generador.nucleo.modelo import Candidatura
from generador.tramites.acta import Cambiado
from generador.tramites.asiento import Asentado, asentar, buscar, editar
from generador.tramites.capturar import leer_enviados
from generador.tramites.dichos import dice_y_debe_decir
from generador.tramites.escritos import Escrito
from generador.tramites.mesa import ActoNegado, Mesa


def solicitar(mesa: Mesa, clave: str, escritos: Sequence[Escrito]) -> Asentado:
    """Pide cambiar lo que ahí dice distinto; lo publicado sigue igual.

    Los campos quedan en el expediente; el «dice / debe decir», en el cuerpo del commit.
    """
    una = buscar(mesa, clave)
    cambios = _cambios(mesa, una, escritos)
    if not cambios:
        raise ActoNegado("Dice lo mismo que lo publicado: no hay qué cambiar.")

    def anotar(dato: dict[str, Any], _una: Candidatura) -> None:
        dato["tramite"]["cambio"] = {
            "solicitado": mesa.sello,
            "campos": [c.puntero for c in cambios],
        }

    cuerpo = dice_y_debe_decir(cambios, mesa.contexto.esquemas)
    return asentar(mesa, Accion.SOLICITAR_CAMBIO, [editar(una, anotar)], cuerpo=cuerpo)


def habilitar(mesa: Mesa, clave: str) -> Asentado:
    """Abre la edición: desde aquí corre el día hábil."""

    def anotar(dato: dict[str, Any], _una: Candidatura) -> None:
        dato["tramite"].setdefault("cambio", {})["habilitado"] = mesa.sello

    return asentar(mesa, Accion.HABILITAR_CAMBIO, [editar(buscar(mesa, clave), anotar)])


def aplicar(mesa: Mesa, clave: str, escritos: Sequence[Escrito]) -> Asentado:
    """Cambia los campos que se pidieron por lo que ahí dicen. Gasta la ocasión."""
    una = buscar(mesa, clave)
    corregido = leer_enviados(mesa, mesa.tronco, escritos).get(una.archivo)
    if corregido is None:
        raise ActoNegado(f"Ninguno de esos archivos es el de {clave}.")
    pedidos = una.tramite.cambio.campos if una.tramite.cambio else ()
    fuera = [
        c.puntero
        for c in _cambios(mesa, una, escritos)
        if not any(f"{c.puntero}/".startswith(f"{campo}/") for campo in pedidos)
    ]
    if pedidos and fuera:
        raise ActoNegado(
            f"El cambio que se habilitó es de {', '.join(pedidos)}; {', '.join(fuera)} debe quedar "
            "como está publicado."
        )

    def anotar(dato: dict[str, Any], _una: Candidatura) -> None:
        dato["curricular"] = corregido.despues["curricular"]
        dato["tramite"].setdefault("cambio", {})["aplicado"] = mesa.sello

    editado = editar(una, anotar)
    cambiado = Cambiado(una.archivo, una, editado.despues, corregido.foto)
    return asentar(mesa, Accion.APLICAR_CAMBIO, [cambiado])


def _cambios(mesa: Mesa, una: Candidatura, escritos: Sequence[Escrito]) -> tuple[Diferencia, ...]:
    propios = leer_enviados(mesa, mesa.tronco, escritos)
    if una.archivo not in propios:
        raise ActoNegado(f"Ninguno de esos archivos es el de {una.clave}.")
    despues = propios[una.archivo].despues
    return tuple(
        Diferencia(f"/curricular{d.puntero}", d.antes, d.despues)
        for d in diferencias(una.dato["curricular"], despues["curricular"])
    )
