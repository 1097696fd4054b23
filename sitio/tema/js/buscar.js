// Busca por nombre en el aparato de quien pregunta: cada elección baja su índice al primer
// tecleo. Acentos plegados, partes de nombre, apellidos en cualquier orden.
(function () {
  "use strict";
  const forma = document.querySelector("form.buscador");
  if (!forma) return;
  const PAGINA = 40;
  const [CLAVE, NOMBRE, CARGO, LUGAR, POSTULANTE, SEXO, EDAD, GRADO, SUPLENTE, POSICION] = Array(10).keys();
  const campo = forma.querySelector("#nombre");
  const cuenta = forma.querySelector(".cuenta");
  const lista = forma.querySelector(".resultados");
  const mas = forma.querySelector("button");
  const filtros = Object.fromEntries(
    ["cargo", "postulante", "sexo", "edad", "grado"].map((f) => [f, forma.querySelector("#f-" + f)]),
  );
  let indices = null;
  let hallados = [];
  let mostrados = 0;
  let espera = 0;

  const plegar = (texto) => texto.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

  const bajar = () => {
    indices ??= Promise.all(
      forma.dataset.elecciones.split(" ").map(async (eleccion) => {
        const respuesta = await fetch(`${forma.dataset.indices}${eleccion}.json`, { credentials: "omit" });
        if (!respuesta.ok) throw new Error(String(respuesta.status));
        const indice = await respuesta.json();
        indice.plegados = indice.filas.map((fila) => " " + plegar(fila[NOMBRE]));
        return indice;
      }),
    ).catch((error) => { indices = null; throw error; });
    return indices;
  };

  const numero = (tabla, clave) => tabla.findIndex((una) => (Array.isArray(una) ? una[0] : una) === clave);

  const buscar = (indice, palabras) => {
    const pedido = {
      cargo: filtros.cargo.value && numero(indice.cargos, filtros.cargo.value),
      postulante: filtros.postulante.value && numero(indice.postulantes, filtros.postulante.value),
      sexo: filtros.sexo.value && numero(indice.sexos, filtros.sexo.value),
      grado: filtros.grado.value && numero(indice.grados, filtros.grado.value),
    };
    const [menor, mayor] = (filtros.edad.value || "0-200").split("-").map(Number);
    const pasa = (fila) =>
      (pedido.cargo === "" || fila[CARGO] === pedido.cargo) &&
      (pedido.postulante === "" || fila[POSTULANTE] === pedido.postulante) &&
      (pedido.sexo === "" || fila[SEXO] === pedido.sexo) &&
      (pedido.grado === "" || fila[GRADO] === pedido.grado) &&
      fila[EDAD] >= menor && fila[EDAD] <= mayor;
    const salida = [];
    indice.filas.forEach((fila, i) => {
      const nombre = indice.plegados[i];
      if (!palabras.every((palabra) => nombre.includes(palabra)) || !pasa(fila)) return;
      const lejos = palabras.filter((palabra) => !nombre.includes(" " + palabra)).length;
      salida.push([lejos, nombre, fila, indice]);
    });
    return salida;
  };

  const crear = (etiqueta, clase, texto) => {
    const nodo = document.createElement(etiqueta);
    if (clase) nodo.className = clase;
    nodo.textContent = texto;
    return nodo;
  };

  const mostrar = () => {
    const pedazo = document.createDocumentFragment();
    for (const [, , fila, indice] of hallados.slice(mostrados, mostrados + PAGINA)) {
      const liga = crear("a", "", fila[NOMBRE]);
      liga.href = `${forma.dataset.raiz}candidaturas/${fila[CLAVE]}/`;
      const detalle = [
        indice.cargos[fila[CARGO]][1] + (fila[POSICION] ? `, posición ${fila[POSICION]}` : "") + (fila[SUPLENTE] ? ", suplente" : ""),
        indice.lugares[fila[LUGAR]][1],
      ].join(" · ");
      const renglon = document.createElement("li");
      renglon.append(liga, " ", crear("span", "siglas", indice.postulantes[fila[POSTULANTE]][1]), crear("small", "", detalle));
      pedazo.append(renglon);
    }
    lista.append(pedazo);
    mostrados = Math.min(mostrados + PAGINA, hallados.length);
    mas.hidden = mostrados >= hallados.length;
  };

  const limpiar = (texto) => {
    hallados = [];
    mostrados = 0;
    mas.hidden = true;
    lista.replaceChildren();
    cuenta.textContent = texto;
  };

  const correr = async () => {
    const palabras = plegar(campo.value).split(/[\s,]+/).filter(Boolean);
    const acotado = Object.values(filtros).some((f) => f.value);
    const ancla = new URLSearchParams();
    if (campo.value) ancla.set("q", campo.value);
    for (const [nombre, f] of Object.entries(filtros)) if (f.value) ancla.set(nombre, f.value);
    window.history.replaceState(null, "", window.location.pathname + (String(ancla) ? "#" + ancla : ""));
    if (!acotado && palabras.join("").length < 2) {
      limpiar(campo.value ? "Escriba al menos dos letras." : "");
      return;
    }
    try {
      const listos = await bajar();
      limpiar("");
      hallados = listos.flatMap((indice) => buscar(indice, palabras));
      hallados.sort((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0));
      const total = hallados.length.toLocaleString("es-MX");
      cuenta.textContent = hallados.length === 0
        ? "Nadie coincide. Pruebe con un solo apellido o quite filtros."
        : hallados.length === 1 ? "1 candidatura" : `${total} candidaturas`;
      mostrar();
    } catch {
      limpiar("No se pudo bajar el índice. Revise su conexión o use los listados por apellido.");
    }
  };

  const pronto = () => {
    window.clearTimeout(espera);
    espera = window.setTimeout(correr, 120);
  };

  forma.hidden = false;
  campo.addEventListener("input", pronto);
  for (const filtro of Object.values(filtros)) filtro.addEventListener("change", correr);
  forma.addEventListener("submit", (evento) => { evento.preventDefault(); correr(); });
  mas.addEventListener("click", () => {
    const antes = mostrados;
    mostrar();
    lista.children[antes].querySelector("a").focus();
  });
  const inicial = new URLSearchParams(window.location.hash.slice(1));
  if (String(inicial)) {
    campo.value = inicial.get("q") ?? "";
    for (const [nombre, filtro] of Object.entries(filtros)) filtro.value = inicial.get(nombre) ?? "";
    if (Object.values(filtros).some((f) => f.value)) forma.querySelector("details").open = true;
    correr();
  }
})();
