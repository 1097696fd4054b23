// Ver lo escrito en una contraseña, e imprimir. Sin esto, todo funciona igual.
"use strict";

for (const campo of document.querySelectorAll("input[data-ver]")) {
  const boton = document.createElement("button");
  boton.type = "button";
  boton.className = "enlace";
  const decir = (visible) => {
    campo.type = visible ? "text" : "password";
    boton.textContent = visible ? "Ocultar lo escrito" : "Ver lo escrito";
    boton.setAttribute("aria-pressed", String(visible));
  };
  decir(false);
  boton.setAttribute("aria-controls", campo.id);
  boton.addEventListener("click", () => decir(campo.type === "password"));
  campo.form.addEventListener("submit", () => decir(false));
  campo.after(boton);
}

for (const boton of document.querySelectorAll("[data-imprimir]")) {
  boton.hidden = false;
  boton.addEventListener("click", () => window.print());
}
