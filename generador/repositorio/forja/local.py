"""La forja sin red: un repositorio de Git compartido, y nada más.

Una propuesta abierta es una rama; integrarla es una unión en el tronco; cerrarla, borrar la rama.
De todas queda su última cabeza en `refs/propuestas/<folio>`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from generador.repositorio.deposito import Firmante, Movida
from generador.repositorio.forja import RAMAS, Abierta, Caratula, Union
from generador.repositorio.remoto import PROPUESTAS, HistoriaReescrita, Remoto

POR_ENVIO = 100
"""Cuántas uniones van en un envío: si se interrumpe, lo ya enviado queda y lo demás espera."""


@dataclass(frozen=True, slots=True)
class ForjaLocal:
    """La forja incluida."""

    remoto: Remoto

    @property
    def avisos(self) -> Sequence[str]:
        """Ninguno: aquí todo está en Git."""
        return ()

    def exigir_privado(self) -> None:
        """Nada: lo ve quien puede leer la carpeta."""

    def preparar(self) -> None:
        """Nada: al crearlo quedó dispuesto que nada se reescriba."""

    def abiertas(self) -> tuple[Abierta, ...]:
        """Las ramas `captura/<folio>` que trajo el remoto."""
        return tuple(
            Abierta(rama.removeprefix(RAMAS), cabeza)
            for rama, cabeza in sorted(self.remoto.ramas(RAMAS).items())
        )

    def abrir(self, folio: str, cabeza: str) -> Abierta:
        """Crea la rama y la constancia en un solo envío."""
        abierta = Abierta(folio, cabeza)
        if self.remoto.cabeza(abierta.rama) == cabeza:
            return abierta
        self.remoto.llevar(_de_apertura(abierta))
        return abierta

    def avanzar(self, abierta: Abierta, cabeza: str) -> Abierta:
        """Mueve la rama y su constancia, si siguen donde se vieron."""
        self.remoto.llevar(
            [
                Movida(f"refs/heads/{abierta.rama}", cabeza, abierta.cabeza),
                self._constancia(abierta.folio, cabeza),
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
        vistas = remoto.propuestas()
        hechas: dict[str, str] = {}
        movidas = []
        for union in uniones:
            fusion = deposito.fundir(tronco, union.revisado)
            if fusion.choques:
                hechas[union.folio] = ""
                continue
            tronco = hechas[union.folio] = deposito.sellar(
                fusion.arbol, (tronco, union.revisado), union.mensaje, firmante
            )
            if not union.nueva:  # si alguien la cerró en este instante, ya no está y no se lleva
                movidas.append(Movida(f"refs/heads/{RAMAS}{union.folio}", "", union.revisado))
            vista = "" if union.nueva else vistas.get(union.folio, "")
            if vista == union.revisado:
                continue
            if not vista or deposito.contiene(vista, union.revisado):
                movidas.append(Movida(f"{PROPUESTAS}{union.folio}", union.revisado, vista))
        if movidas:
            # El tronco va en el mismo envío que las ramas: o se integran todas, o ninguna.
            remoto.llevar([*movidas, Movida(f"refs/heads/{remoto.tronco}", tronco, viejo)])
        return hechas

    def cerrar(self, abierta: Abierta, cabeza: str, nuevas: Sequence[Abierta] = ()) -> None:
        """Borra la rama y deja la constancia en el commit que dice por qué."""
        self.remoto.llevar(
            [
                Movida(f"refs/heads/{abierta.rama}", "", abierta.cabeza),
                self._constancia(abierta.folio, cabeza),
                *(movida for nueva in nuevas for movida in _de_apertura(nueva)),
            ]
        )

    def _constancia(self, folio: str, cabeza: str) -> Movida:
        """La constancia pasa a `cabeza`. Una rama puesta a mano no la tenía, o la dejó atrás.

        Lanza `HistoriaReescrita` si la rama ya no la contiene: moverla perdería lo que se envió.
        """
        vista = self.remoto.propuestas().get(folio, "")
        if vista and not self.remoto.deposito.contiene(vista, cabeza):
            raise HistoriaReescrita(
                f"La rama de la propuesta {folio} ya no contiene lo que se envió: alguien la "
                "rehizo a mano. No se cambió nada; avise a la unidad responsable."
            )
        return Movida(f"{PROPUESTAS}{folio}", cabeza, vista)

    def mostrar(self, abierta: Abierta, redactar: Callable[[], Caratula]) -> None:
        """Nada: se lee con «conoceles revisar»."""


def _de_apertura(abierta: Abierta) -> list[Movida]:
    return [
        Movida(f"refs/heads/{abierta.rama}", abierta.cabeza, ""),
        Movida(f"{PROPUESTAS}{abierta.folio}", abierta.cabeza, ""),
    ]
