/* Elegir qué parte de la fotografía se usa. Sin este guion se recorta sola, al centro. */

const formulario = document.querySelector("form[data-foto]");
const RELACION = 5 / 4;

if (formulario) {
  const pieza = (nombre) => formulario.querySelector(`[data-${nombre}]`);
  const archivo = document.getElementById("fotografia");
  const recorte = pieza("recorte");
  const imagen = pieza("imagen");
  const marco = pieza("marco");
  const tamano = pieza("tamano");
  // En proporciones de la imagen, para que valga a cualquier tamaño de pantalla.
  let x = 0, y = 0, ancho = 1, mayor = 1;

  const altoDe = (w) => (w * imagen.naturalWidth * RELACION) / imagen.naturalHeight;
  const entre = (valor, tope) => Math.min(Math.max(0, valor), Math.max(0, tope));

  function poner() {
    x = entre(x, 1 - ancho);
    y = entre(y, 1 - altoDe(ancho));
    marco.style.left = `${x * 100}%`;
    marco.style.top = `${y * 100}%`;
    marco.style.width = `${ancho * 100}%`;
    marco.style.height = `${altoDe(ancho) * 100}%`;
    pieza("x").value = Math.round(x * imagen.naturalWidth);
    pieza("y").value = Math.round(y * imagen.naturalHeight);
    pieza("ancho").value = Math.round(ancho * imagen.naturalWidth);
  }

  function agrandar() {
    const centroX = x + ancho / 2, centroY = y + altoDe(ancho) / 2;
    ancho = mayor * (Number(tamano.value) / 100);
    x = centroX - ancho / 2;
    y = centroY - altoDe(ancho) / 2;
    poner();
  }

  archivo.addEventListener("change", () => {
    if (imagen.src) URL.revokeObjectURL(imagen.src);
    recorte.hidden = true;
    for (const nombre of ["x", "y", "ancho"]) pieza(nombre).value = "";
    const [elegido] = archivo.files;
    if (elegido) imagen.src = URL.createObjectURL(elegido);
  });

  imagen.addEventListener("load", () => {
    recorte.hidden = false;
    mayor = Math.min(1, imagen.naturalHeight / RELACION / imagen.naturalWidth);
    tamano.value = 100;
    ancho = mayor;
    x = (1 - ancho) / 2;
    y = (1 - altoDe(ancho)) / 2;
    poner();
  });

  tamano.addEventListener("input", agrandar);

  marco.addEventListener("pointerdown", (inicio) => {
    const caja = imagen.getBoundingClientRect();
    const previo = { x, y };
    marco.setPointerCapture(inicio.pointerId);
    const mover = (evento) => {
      x = previo.x + (evento.clientX - inicio.clientX) / caja.width;
      y = previo.y + (evento.clientY - inicio.clientY) / caja.height;
      poner();
    };
    marco.addEventListener("pointermove", mover);
    marco.addEventListener("pointerup", () => marco.removeEventListener("pointermove", mover), { once: true });
    inicio.preventDefault();
    marco.focus();
  });

  marco.addEventListener("keydown", (evento) => {
    const paso = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[evento.key];
    if (!paso) return;
    evento.preventDefault();
    x += paso[0] / 50;
    y += paso[1] / 50;
    poner();
  });
}
