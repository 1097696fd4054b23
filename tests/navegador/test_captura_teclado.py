"""Sin ratón: se entra, se contesta, se corrige y se sigue."""

import pytest
from ensayo import PARTIDO, Alguien, Captura
from persona import Persona

pytestmark = [pytest.mark.navegador, pytest.mark.xdist_group("navegador-captura")]

ENFOCADO = "document.activeElement.id || document.activeElement.name"


def tabula(persona: Persona, hasta: str, *, atras: bool = False) -> None:
    """Tabulador hasta que el foco esté en ese elemento."""
    for _ in range(60):
        persona.pagina.keyboard.press("Shift+Tab" if atras else "Tab")
        if persona.pagina.evaluate("(cual) => document.activeElement.matches(cual)", hasta):
            assert persona.pagina.locator(":focus").is_visible()
            return
    raise AssertionError(f"No se llega con el tabulador a {hasta} en {persona.ruta}.")


def pulsa(persona: Persona, tecla: str = "Enter") -> None:
    with persona.pagina.expect_navigation():
        persona.pagina.keyboard.press(tecla)


@pytest.mark.parametrize("con_js", [True, False])
def test_se_entra_se_contesta_y_del_resumen_se_llega_al_campo(
    alguien: Alguien, captura: Captura, *, con_js: bool
) -> None:
    clave, cuenta = captura.una(), f"{PARTIDO}-CAPTURA"
    persona = alguien(cuenta, con_js=con_js).ve("/")
    teclado = persona.pagina.keyboard
    teclado.press("Tab")
    assert "Saltar al contenido" == persona.pagina.locator(":focus").inner_text()
    teclado.press("Enter")
    tabula(persona, "main a.boton")
    pulsa(persona)
    tabula(persona, "#cuenta")
    teclado.type(cuenta)
    teclado.press("Tab")
    teclado.type(captura.cuentas[cuenta][0])
    pulsa(persona)

    tabula(persona, f"a[href='/candidaturas/{clave}/']")
    pulsa(persona)
    tabula(persona, "main .acciones .boton")
    pulsa(persona)
    tabula(persona, "#mostro")
    teclado.press("Space")
    teclado.press("Tab")
    teclado.press("Space")
    tabula(persona, "main .acciones button")
    pulsa(persona)

    tabula(persona, "a[href$='/seccion/formacion/']")
    pulsa(persona)
    tabula(persona, "select")
    for _ in range(4):
        teclado.press("ArrowDown")
    tabula(persona, "button[value='continuar']")
    pulsa(persona)
    assert "resumen" == persona.pagina.evaluate(ENFOCADO)
    teclado.press("Tab")
    teclado.press("Enter")
    destino = persona.pagina.evaluate(ENFOCADO)
    assert "-grado_estatus" in destino
    assert "true" == persona.pagina.locator(f"#{destino}").get_attribute("aria-invalid")
    teclado.press("Space")
    assert persona.pagina.locator(f"#{destino}").is_checked()
    tabula(persona, "button[value='continuar']")
    pulsa(persona)

    assert persona.ruta.endswith("/seccion/historia_profesional/")
    assert [] == alguien.quejas
