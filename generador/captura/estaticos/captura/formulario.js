/* Lo que el navegador agrega al formulario: contar, mostrar lo que aplica y agregar renglones.
   Sin este guion todo funciona igual, con un paso más. */

const textos = document.querySelectorAll("[data-maximo]");

function medir(texto, conteo) {
  const derecho = texto.normalize("NFC").replace(/\r\n?/g, "\n").trim();
  const contado = conteo === "con_espacios" ? derecho : derecho.replace(/\s/gu, "");
  return [...contado].length;
}

function contar(campo) {
  const cuenta = document.getElementById(`${campo.id}-cuenta`);
  if (!cuenta) return;
  const { minimo, maximo, cuenta: conteo } = campo.dataset;
  const mide = medir(campo.value, conteo);
  const sin = conteo === "con_espacios" ? "" : " sin contar espacios";
  const faltan = Number(minimo) - mide;
  const sobran = mide - Number(maximo);
  let dicho = `${mide.toLocaleString("es-MX")} de ${Number(maximo).toLocaleString("es-MX")} caracteres${sin}`;
  if (sobran > 0) dicho += `; sobran ${sobran.toLocaleString("es-MX")}`;
  else if (faltan > 0 && Number(minimo) > 1) dicho += `; faltan ${faltan.toLocaleString("es-MX")}`;
  cuenta.textContent = dicho;
  cuenta.classList.toggle("contador-pasado", sobran > 0);
}

function vigilar(campo) {
  contar(campo);
  campo.addEventListener("input", () => contar(campo));
  // Lo que se oye: solo al dejar de escribir, para no interrumpir.
  campo.addEventListener("change", () => {
    document.getElementById(`${campo.id}-cuenta`)?.setAttribute("role", "status");
  });
}

textos.forEach(vigilar);

/* Preguntas que dependen de otra --------------------------------------------------------- */

const condicionadas = [...document.querySelectorAll("fieldset[data-si]")];

function valoresDe(puntero) {
  const caja = document.querySelector(`fieldset[data-puntero="${CSS.escape(puntero)}"]`);
  if (!caja || caja.disabled) return null;
  const elegidas = caja.querySelectorAll("input:checked, select");
  return [...elegidas].map((uno) => uno.value).filter(Boolean);
}

function acomodar() {
  for (const caja of condicionadas) {
    const { campo, en, distinto } = JSON.parse(caja.dataset.si);
    const valores = valoresDe(campo);
    const aplica = (valores ?? []).some((uno) => (en.length ? en.includes(uno) : !distinto.includes(uno)));
    caja.hidden = !aplica;
    caja.disabled = !aplica;
  }
}

if (condicionadas.length) {
  document.addEventListener("change", acomodar);
  acomodar();
}

/* «Prefiero no contestar» va sola -------------------------------------------------------- */

document.addEventListener("change", ({ target }) => {
  if (target.type !== "checkbox" || !target.checked || !target.name.startsWith("/")) return;
  const hermanas = document.querySelectorAll(`input[type="checkbox"][name="${CSS.escape(target.name)}"]`);
  const sola = "sola" in target.dataset;
  for (const otra of hermanas) {
    if (otra !== target && (sola || "sola" in otra.dataset)) otra.checked = false;
  }
});

/* Agregar otro --------------------------------------------------------------------------- */

function renumerar(nodo, numero) {
  const cambiar = (texto) => texto.replace(/(\/(?:correos|telefonos|[a-z_]+)\/)\d+/u, `$1${numero}`);
  for (const campo of nodo.querySelectorAll("input, textarea")) {
    const previo = campo.id;
    campo.name = cambiar(campo.name);
    campo.id = `c${campo.name.replaceAll("/", "-")}`;
    campo.value = "";
    campo.removeAttribute("aria-invalid");
    campo.removeAttribute("aria-describedby");
    const etiqueta = nodo.querySelector(`label[for="${CSS.escape(previo)}"]`);
    if (etiqueta) {
      etiqueta.htmlFor = campo.id;
      if (!nodo.querySelector("[data-numero]")) etiqueta.textContent = etiqueta.textContent.replace(/\d+$/u, numero + 1);
    }
    const cuenta = nodo.querySelector("[data-contador]");
    if (cuenta) cuenta.id = `${campo.id}-cuenta`;
  }
  nodo.querySelectorAll(".error, .sugerencia").forEach((dicho) => dicho.remove());
  nodo.querySelectorAll(".campo").forEach((campo) => campo.classList.remove("campo-con-error", "campo-con-aviso"));
  const leyenda = nodo.querySelector("[data-numero]");
  if (leyenda) leyenda.textContent = leyenda.textContent.replace(/\d+$/u, numero + 1);
}

for (const lista of document.querySelectorAll("[data-lista]")) {
  const tope = Number(lista.dataset.lista);
  const boton = document.createElement("button");
  boton.type = "button";
  boton.className = "secundario";
  boton.textContent = "Agregar otro";
  const renglones = () => lista.querySelectorAll("[data-renglon]");
  const mirar = () => { boton.hidden = renglones().length >= tope; };
  boton.addEventListener("click", () => {
    const todos = renglones();
    const nuevo = todos[todos.length - 1].cloneNode(true);
    renumerar(nuevo, todos.length);
    lista.insertBefore(nuevo, boton);
    nuevo.querySelectorAll("[data-maximo]").forEach(vigilar);
    nuevo.querySelector("input, textarea").focus();
    mirar();
  });
  lista.append(boton);
  mirar();
}

/* El foco va al resumen de lo que hay que corregir ---------------------------------------- */

document.getElementById("resumen")?.focus();

/* No perder lo escrito por cerrar la página ----------------------------------------------- */

const formulario = document.querySelector("form[data-captura]");
if (formulario) {
  let cambiado = false;
  formulario.addEventListener("input", () => { cambiado = true; });
  formulario.addEventListener("submit", () => { cambiado = false; });
  addEventListener("beforeunload", (evento) => { if (cambiado) evento.preventDefault(); });
}
