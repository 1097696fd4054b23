"""¿Qué clases de página tiene el sitio, y en qué orden se estampan?"""

from generador.publicacion.pagina import Clase
from generador.publicacion.paginas import (
    boleta,
    buscar,
    carpetas,
    comparar,
    datos,
    ficha,
    identidad,
    listado,
    lugar,
    numeros,
    planilla,
    portada,
    postulante,
)

CLASES: tuple[Clase, ...] = (
    portada.CLASE,
    *boleta.CLASES,
    buscar.CLASE,
    *comparar.CLASES,
    numeros.CLASE,
    identidad.CLASE,
    *listado.CLASES,
    *carpetas.CLASES,
    *postulante.CLASES,
    lugar.CLASE,
    planilla.CLASE,
    ficha.CLASE,
)
"""La de datos abiertos va aparte: describe archivos que se escriben al final."""

DATOS = datos.CLASE
