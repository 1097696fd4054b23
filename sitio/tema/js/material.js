// Lo que el guion de Material espera encontrar; su tema lo escribe en línea y aquí va aparte.
(function () {
  "use strict";
  const base = document.currentScript.dataset.base;
  window.__md_scope = new URL(base, window.location);
  window.__md_hash = (texto) => [...texto].reduce((h, letra) => (h << 5) - h + letra.charCodeAt(0), 0);
  window.__md_get = (clave, donde = window.localStorage, ambito = window.__md_scope) =>
    JSON.parse(donde.getItem(ambito.pathname + "." + clave));
  window.__md_set = (clave, valor, donde = window.localStorage, ambito = window.__md_scope) => {
    try {
      donde.setItem(ambito.pathname + "." + clave, JSON.stringify(valor));
    } catch {
      // Sin espacio o sin permiso para guardar: no se recuerda la preferencia.
    }
  };
})();
