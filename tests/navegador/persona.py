"""Alguien frente a la captura, con su navegador y su teclado."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from ensayo import Captura, folio_de
from playwright.sync_api import BrowserContext, Locator, Page

_VUELTAS = 6


@dataclass
class Persona:
    """Quien usa una cuenta. `al_llegar` se llama en cada página a la que llega.

    `quejas` es lo que el navegador reclamó; `visitadas`, las direcciones que pidió.
    """

    captura: Captura
    contexto: BrowserContext
    cuenta: str
    al_llegar: Callable[["Persona"], None] = lambda _: None
    quejas: list[str] = field(default_factory=list)
    visitadas: list[str] = field(default_factory=list)
    pagina: Page = field(init=False)

    def __post_init__(self) -> None:
        self.pagina = self.contexto.new_page()
        ruidosos = ("error", "warning")
        self.pagina.on("console", self._anotar(ruidosos))
        self.pagina.on("pageerror", lambda e: self.quejas.append(str(e)))
        self.pagina.on("request", lambda r: self.visitadas.append(r.url))

    def _anotar(self, ruidosos: tuple[str, ...]) -> Callable[..., None]:
        def anotar(mensaje: object) -> None:
            # Chromium reclama toda respuesta 4xx; que una página conteste 422 no es un defecto.
            texto = str(getattr(mensaje, "text", ""))
            esperada = "Failed to load resource: the server responded with a status of 4"
            if getattr(mensaje, "type", "") in ruidosos and not texto.startswith(esperada):
                self.quejas.append(f"{self.ruta}: {texto}")

        return anotar

    @property
    def ruta(self) -> str:
        """En qué página está, sin el servidor."""
        return urlsplit(self.pagina.url).path

    @property
    def texto(self) -> str:
        """Lo que se lee en el contenido."""
        return self.pagina.locator("main").inner_text()

    # --- moverse ---------------------------------------------------------------------------

    def ve(self, ruta: str) -> Self:
        """Abre una dirección."""
        self.pagina.goto(self.captura.direccion + ruta)
        self.al_llegar(self)
        return self

    def pulsa(self, nombre: str, papel: str = "button", en: str = "main") -> Self:
        """Lleva el foco a un botón o enlace, y Enter; espera la página que sigue."""
        donde = self.pagina.locator(en)
        blanco = donde.get_by_role(papel, name=nombre, exact=True)  # type: ignore[arg-type]
        return self.pulsa_en(blanco.first)

    def pulsa_en(self, blanco: Locator) -> Self:
        """Lo mismo, con el botón o enlace ya hallado."""
        blanco.focus()
        with self.pagina.expect_navigation():
            self.pagina.keyboard.press("Enter")
        self.al_llegar(self)
        return self

    def entra(self, siguiente: str = "/entrar/") -> Self:
        """Con su contraseña y, si su cuenta lo pide, su segundo factor.

        Un código sirve una vez: quien ya lo dio en otra prueba sigue con su sesión.
        """
        if galletas := self.captura.sesiones.get(self.cuenta):
            self.contexto.add_cookies(galletas)
            return self.ve(siguiente)
        return self.ve(siguiente).identifica()

    def identifica(self) -> Self:
        """Lo mismo, ya en la página de entrada."""
        contrasena, secreto = self.captura.cuentas[self.cuenta]
        self.escribe("#cuenta", self.cuenta.lower())
        self.escribe("#contrasena", contrasena)
        self.pulsa("Entrar")
        if secreto:
            self.escribe("#codigo", self.captura.codigo(self.cuenta))
            self.pulsa("Seguir")
            self.captura.sesiones[self.cuenta] = self.contexto.cookies()
        return self

    # --- contestar -------------------------------------------------------------------------

    def escribe(self, cual: str, texto: str) -> None:
        """Lleva el foco a la casilla y teclea, en lugar de lo que tuviera."""
        casilla = self.pagina.locator(cual)
        casilla.focus()
        self.pagina.keyboard.press("Control+A")
        self.pagina.keyboard.insert_text(texto)

    def marca(self, cual: str) -> None:
        """Lleva el foco a un botón de opción o casilla, y la barra espaciadora."""
        casilla = self.pagina.locator(cual).first
        if not casilla.is_checked():
            casilla.focus()
            self.pagina.keyboard.press("Space")
        assert casilla.is_checked(), cual

    def contesta(self, valores: Mapping[str, str]) -> list[str]:
        """Teclea lo que la página pregunta; devuelve lo que no cupo en sus renglones."""
        no_cupo = []
        puestas = {uno.get_attribute("name") or "" for uno in self._casillas()}
        for nombre, valor in valores.items():
            lista = nombre.rpartition("/")[0]
            if nombre in puestas or lista in puestas:
                self._contesta_una(nombre if nombre in puestas else lista, valor)
            elif any(n.startswith(f"{lista.rpartition('/')[0]}/") for n in puestas):
                no_cupo.append(nombre)
        return no_cupo

    def _casillas(self) -> list[Locator]:
        todas = self.pagina.locator("main form :is(input, select, textarea)[name^='/']").all()
        return [una for una in todas if una.is_visible()]

    def _contesta_una(self, nombre: str, valor: str) -> None:
        una = self.pagina.locator(f"[name='{nombre}']").first
        clase = una.evaluate("(e) => e.type")
        if clase in ("radio", "checkbox"):
            self.marca(f"[name='{nombre}'][value='{valor}']")
        elif clase == "select-one":
            una.select_option(valor)
        elif clase == "date":
            una.fill(valor)
        else:
            self.escribe(f"[name='{nombre}']", valor)

    def contesta_y_sigue(self, valores: Mapping[str, str]) -> None:
        """Contesta la sección y la guarda, hasta que la página deje pasar a la siguiente."""
        aqui = self.ruta
        for _ in range(_VUELTAS):
            self.contesta(valores)
            self.pulsa("Guardar y continuar")
            if self.ruta != aqui:
                return
        raise AssertionError(f"{aqui} no deja pasar:\n{self.texto}")

    # --- llenar todo -----------------------------------------------------------------------

    def acepta(self, clave: str) -> None:
        """El aviso de privacidad, o la declaración de que se mostró."""
        self.ve(f"/candidaturas/{clave}/aviso/")
        for cual in ("#acepto", "#mostro", "#consiente"):
            if self.pagina.locator(cual).count():
                self.marca(cual)
        botones = self.pagina.locator("main .acciones button")
        self.pulsa_en(botones.first)

    def llena(self, clave: str, valores: Mapping[str, str], foto: Path | None) -> None:
        """Todo lo que falta, en el orden en que la página lo va pidiendo."""
        inicio = f"/candidaturas/{clave}/"
        for _ in range(80):
            if "/seccion/" in self.ruta:
                self.contesta_y_sigue(valores)
            elif self.ruta.endswith("/fotografia/"):
                self._sube_foto(foto)
            elif self.ruta.endswith("/consentimiento/"):
                self.contesta(valores)
                self.pagina.set_input_files("#documento", self.captura.firmado)
                self.pulsa("Guardar y continuar")
            elif self.ruta.endswith("/revisar/"):
                return
            elif self.ruta == inicio and (pendiente := self._pendiente()):
                self.pulsa_en(pendiente)
            else:
                self.ve(f"{inicio}revisar/")
        raise AssertionError(f"No se acaba de llenar; está en {self.ruta}.")

    def _pendiente(self) -> Locator | None:
        renglones = self.pagina.locator(".tareas li:has(a)", has_text="Por hacer")
        return renglones.first.locator("a") if renglones.count() else None

    def _sube_foto(self, foto: Path | None) -> None:
        assert foto is not None
        self.pagina.set_input_files("#fotografia", foto)
        self.marca("#derechos")
        self.pulsa("Ver cómo queda")
        self.pulsa("Usar esta fotografía")

    def llena_y_envia(self, clave: str, valores: Mapping[str, str], foto: Path) -> str:
        """Desde el aviso hasta el acuse; devuelve el folio."""
        self.acepta(clave)
        self.llena(clave, valores, foto)
        return self.envia(clave)

    def envia(self, clave: str) -> str:
        """Desde «revise sus respuestas»; devuelve el folio."""
        self.ve(f"/candidaturas/{clave}/revisar/")
        assert "Falta esto" not in self.texto, self.texto
        self.marca("#confirmo")
        self.pulsa("Enviar")
        assert "/acuses/" in self.ruta, self.texto
        return folio_de(self.texto)
