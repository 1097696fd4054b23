// Acota un listado ya impreso por sexo, edad y estudios, y dice cuántas quedan.
(function () {
  "use strict";
  const forma = document.querySelector("form[data-lista]");
  if (!forma) return;
  const renglones = [...document.getElementById(forma.dataset.lista).children];
  const selectores = [...forma.querySelectorAll("select")];
  const cuenta = forma.querySelector(".cuenta");

  const nombrar = (cuantas) => `${cuantas} ${cuantas === 1 ? "candidatura" : "candidaturas"}`;

  const filtrar = () => {
    const elegidos = selectores.filter((s) => s.value).map((s) => [s.dataset.campo, s.value]);
    let visibles = 0;
    for (const renglon of renglones) {
      const pasa = elegidos.every(([campo, valor]) => renglon.dataset[campo] === valor);
      renglon.hidden = !pasa;
      visibles += pasa;
    }
    cuenta.textContent = elegidos.length
      ? `${visibles} de ${nombrar(renglones.length)} de esta página`
      : `${nombrar(renglones.length)} en esta página`;
  };

  forma.hidden = false;
  forma.querySelector("details").open = window.matchMedia("(min-width: 40rem)").matches;
  forma.addEventListener("change", filtrar);
  forma.addEventListener("submit", (evento) => evento.preventDefault());
  filtrar();
})();
