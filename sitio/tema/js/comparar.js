// Guarda en la dirección (después de «#») qué columnas se ven, para poder compartirla; las cuenta
// para repartirlas parejas, y en un teléfono deja abierta solo la primera pregunta.
(function () {
  "use strict";
  const casillas = [...document.querySelectorAll(".eleccion-columnas input")];
  if (!casillas.length) return;
  const comparador = document.querySelector(".comparador");

  const contar = () => {
    comparador.dataset.vistas = casillas.filter((c) => c.checked).length;
  };

  const leer = () => {
    const pedidas = new URLSearchParams(window.location.hash.slice(1)).get("ver");
    if (pedidas) {
      const cuales = new Set(pedidas.split(","));
      for (const casilla of casillas) casilla.checked = cuales.has(casilla.value);
    }
    contar();
  };

  const escribir = () => {
    const vistas = casillas.filter((c) => c.checked).map((c) => c.value);
    const todas = vistas.length === casillas.length;
    const direccion = window.location.pathname + (todas ? "" : "#ver=" + vistas.join(","));
    window.history.replaceState(null, "", direccion);
    contar();
  };

  if (window.matchMedia("(max-width: 40rem)").matches) {
    const franjas = [...comparador.querySelectorAll(".franja")];
    for (const franja of franjas.slice(1)) franja.open = false;
    comparador.classList.add("plegado");
  }
  leer();
  window.addEventListener("hashchange", leer);
  for (const casilla of casillas) casilla.addEventListener("change", escribir);
})();
