"""La forja sin red: un repositorio de Git compartido, y nada más.

Una propuesta abierta es una rama; integrarla es una unión en el tronco; cerrarla, borrar la rama.
De todas queda su última cabeza en `refs/propuestas/<folio>`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from generador.repositorio.deposito import Firmante, Movida
from generador.repositorio.forja import RAMAS, Abierta, Union
from generador.repositorio.remoto import PROPUESTAS, Remoto, SeMovio

COMENTARIOS = "refs/comentarios/"
POR_ENVIO = 100
"""Cuántas uniones van en un envío: si se interrumpe, lo ya enviado queda y lo demás espera."""


@dataclass(frozen=True, slots=True)
class ForjaLocal:
    """La forja incluida."""

    remoto: Remoto
    firma: str = ""

    def abiertas(self) -> tuple[Abierta, ...]:
        """Las ramas `captura/<folio>` que trajo el remoto."""
        return tuple(
            Abierta(rama.removeprefix(RAMAS), cabeza)
            for rama, cabeza in sorted(self.remoto.ramas(RAMAS).items())
        )

    def abrir(self, folio: str, cabeza: str, mensaje: str) -> Abierta:
        """Crea la rama y la constancia en un solo envío."""
        del mensaje  # aquí la portada de la propuesta es su primer commit
        abierta = Abierta(folio, cabeza)
        if self.remoto.cabeza(abierta.rama) == cabeza:
            return abierta
        self.remoto.llevar(
            [
                Movida(f"refs/heads/{abierta.rama}", cabeza, ""),
                Movida(f"{PROPUESTAS}{folio}", cabeza, ""),
            ]
        )
        return abierta

    def avanzar(self, abierta: Abierta, cabeza: str) -> Abierta:
        """Mueve la rama y su constancia, si siguen donde se vieron."""
        self.remoto.llevar(
            [
                Movida(f"refs/heads/{abierta.rama}", cabeza, abierta.cabeza),
                Movida(f"{PROPUESTAS}{abierta.folio}", cabeza, abierta.cabeza),
            ]
        )
        return Abierta(abierta.folio, cabeza)

    def integrar(self, uniones: Sequence[Union], firmante: Firmante) -> dict[str, str]:
        """Encadena las uniones y mueve el tronco al final de cada envío."""
        hechas: dict[str, str] = {}
        for desde in range(0, len(uniones), POR_ENVIO):
            hechas |= self._integrar_grupo(uniones[desde : desde + POR_ENVIO], firmante)
        return hechas

    def _integrar_grupo(self, uniones: Sequence[Union], firmante: Firmante) -> dict[str, str]:
        deposito, remoto = self.remoto.deposito, self.remoto
        viejo = tronco = remoto.cabeza()
        hechas: dict[str, str] = {}
        movidas = []
        for union in uniones:
            fusion = deposito.fundir(tronco, union.revisado)
            if fusion.choques:
                hechas[union.folio] = ""
                continue
            tronco = hechas[union.folio] = deposito.sellar(
                fusion.arbol, (tronco, union.revisado), union.mensaje, firmante, firma=self.firma
            )
            movidas.append(Movida(f"refs/heads/{RAMAS}{union.folio}", "", union.revisado))
        if movidas:
            # El tronco va en el mismo envío que las ramas: o se integran todas, o ninguna.
            remoto.llevar([*movidas, Movida(f"refs/heads/{remoto.tronco}", tronco, viejo)])
        return hechas

    def cerrar(self, abierta: Abierta, cabeza: str) -> None:
        """Borra la rama y deja la constancia en el commit que dice por qué."""
        self.remoto.llevar(
            [
                Movida(f"refs/heads/{abierta.rama}", "", abierta.cabeza),
                Movida(f"{PROPUESTAS}{abierta.folio}", cabeza, abierta.cabeza),
            ]
        )

    def comentar(self, abierta: Abierta, texto: str) -> None:
        """Guarda el texto en `refs/comentarios/<folio>`."""
        blob = self.remoto.deposito.guardar(texto.encode())
        referencia = f"{COMENTARIOS}{abierta.folio}"
        viejo = self.remoto.deposito.objeto(referencia)
        try:
            self.remoto.llevar([Movida(referencia, blob, viejo)])
        except SeMovio:
            self.remoto.deposito.correr(
                "fetch", "--quiet", self.remoto.nombre, f"+{referencia}:{referencia}"
            )
            viejo = self.remoto.deposito.objeto(referencia)
            self.remoto.llevar([Movida(referencia, blob, viejo)])
