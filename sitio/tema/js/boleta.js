// De la sección a su boleta, sin que la sección salga del aparato: el catálogo entero se baja
// antes de que se escriba y la respuesta se busca aquí.
(function () {
  "use strict";
  const forma = document.querySelector("form[data-secciones]");
  if (!forma) return;
  const campo = forma.querySelector("input");
  const error = forma.querySelector(".error");
  let catalogo = null;

  const pedir = () => {
    catalogo ??= fetch(forma.dataset.secciones, { credentials: "omit" }).then((respuesta) => {
      if (!respuesta.ok) throw new Error(String(respuesta.status));
      return respuesta.json();
    });
    return catalogo;
  };

  const buscar = (tramos, seccion) => {
    let desde = 0;
    let hasta = tramos.length - 1;
    while (desde <= hasta) {
      const medio = (desde + hasta) >> 1;
      if (seccion < tramos[medio][0]) hasta = medio - 1;
      else if (seccion > tramos[medio][1]) desde = medio + 1;
      else return tramos[medio][2];
    }
    return -1;
  };

  const avisar = (texto) => {
    error.textContent = texto;
    campo.setAttribute("aria-invalid", texto ? "true" : "false");
    if (texto) campo.focus();
  };

  forma.hidden = false;
  pedir().catch(() => { catalogo = null; });
  campo.addEventListener("input", () => { if (error.textContent) avisar(""); });
  forma.addEventListener("submit", async (evento) => {
    evento.preventDefault();
    const texto = campo.value.trim();
    if (!/^[0-9]{1,4}$/.test(texto)) {
      avisar("Escriba de una a cuatro cifras, por ejemplo 4321.");
      return;
    }
    try {
      const { boletas, tramos } = await pedir();
      const numero = buscar(tramos, Number(texto));
      if (numero < 0) {
        avisar(`La sección ${texto} no está en el catálogo de este proceso. Revise su credencial o elija su lugar en la lista.`);
        return;
      }
      window.location.assign(forma.dataset.boletas + boletas[numero][0] + "/");
    } catch {
      catalogo = null;
      avisar("No se pudo bajar el catálogo de secciones. Revise su conexión o elija su lugar en la lista.");
    }
  });
})();
