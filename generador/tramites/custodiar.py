"""¿Cómo se crea una bóveda y se decide quién puede abrirla?"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from generador.archivos.carga import abrir_contexto
from generador.boveda.almacen import Boveda
from generador.boveda.llaves import crear_privada
from generador.errores import ErrorConoceles
from generador.tramites.custodia import donde_esta, exigir_fuera_de_git


@dataclass(frozen=True, slots=True)
class Llaves:
    """Las de una bóveda."""

    boveda: Boveda

    def agregar(self, nombre: str, publica: str, nueva: Path | None, frase: str = "") -> None:
        """Agrega la que se da, o una recién sorteada cuya privada queda en `nueva`.

        Con una frase, ese archivo queda cifrado con ella.
        Lanza `ErrorConoceles` si la privada quedaría en la bóveda o en Git.
        """
        if bool(publica) == (nueva is not None):
            raise ErrorConoceles("Diga la llave pública («--publica») o dónde queda la «--nueva».")
        if nueva is not None:
            exigir_fuera_de_git(nueva)
            if nueva.resolve().is_relative_to(self.boveda.carpeta):
                raise ErrorConoceles("La llave privada no se guarda en la bóveda que abre.")
            self.boveda.llavero.exigir_nombre(nombre)
            publica = crear_privada(nueva, frase)
        self.boveda.cambiar_llaves(self.boveda.llavero.con(nombre, publica))

    def quitar(self, nombre: str) -> None:
        """Quita una; lo ya cerrado la sigue admitiendo hasta que se rote."""
        self.boveda.cambiar_llaves(self.boveda.llavero.sin(nombre))


def abrir_llaves(raiz: Path, momento: datetime, boveda: Path | None, *, crear: bool) -> Llaves:
    """La bóveda de este proceso, o una nueva y vacía si se pide crearla."""
    contexto = abrir_contexto(raiz, momento)
    carpeta = donde_esta(boveda)
    proceso = contexto.proceso.identificacion.clave
    return Llaves(Boveda.crear(carpeta, proceso) if crear else Boveda.abrir(carpeta))
