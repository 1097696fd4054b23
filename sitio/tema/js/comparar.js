// Guarda en la dirección (después de «#») qué columnas se ven, para poder compartirla.
(function () {
  "use strict";
  const casillas = [...document.querySelectorAll(".eleccion-columnas input")];
  if (!casillas.length) return;

  const leer = () => {
    const pedidas = new URLSearchParams(window.location.hash.slice(1)).get("ver");
    if (!pedidas) return;
    const cuales = new Set(pedidas.split(","));
    for (const casilla of casillas) casilla.checked = cuales.has(casilla.value);
  };

  const escribir = () => {
    const vistas = casillas.filter((c) => c.checked).map((c) => c.value);
    const todas = vistas.length === casillas.length;
    const direccion = window.location.pathname + (todas ? "" : "#ver=" + vistas.join(","));
    window.history.replaceState(null, "", direccion);
  };

  leer();
  window.addEventListener("hashchange", leer);
  for (const casilla of casillas) casilla.addEventListener("change", escribir);
})();
