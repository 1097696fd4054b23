"""¿Qué pasó al abrir una página?"""

from dataclasses import dataclass, field

from playwright.sync_api import Page


@dataclass
class Visita:
    """Una página abierta y lo que pasó al abrirla."""

    pagina: Page
    quejas: list[str] = field(default_factory=list)
    fuera: list[str] = field(default_factory=list)
    peticiones: list[str] = field(default_factory=list)
