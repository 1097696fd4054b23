"""¿Cómo se construye el sitio entero sin que el publicado deje de estar completo?

Se estampa en `.publico-nuevo` y se cambia con dos renombres. Si algo falla antes, lo publicado
ni se toca; si se interrumpe en medio, `recuperar` lo devuelve.
"""

import errno
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from generador.errores import ConstruccionFallida, causa_de_disco
from generador.publicacion import boletas, busqueda, mapa, molde
from generador.publicacion.aparte import en_marcha
from generador.publicacion.destino import resolver_destino
from generador.publicacion.estampado import Trabajo, escribir, estampar, repartir
from generador.publicacion.fuente import Fuente, Resumen
from generador.publicacion.indice import Indice
from generador.publicacion.paginas.registro import CLASES, DATOS
from generador.publicacion.plantillas import Imprenta
from generador.publicacion.sellos import copiar_emblemas
from generador.publicacion.textos import textos_del_proceso
from generador.publicacion.turno import turno

Avance = Callable[[str, int, int], None]
Paso = Callable[[Path], None]


def construir_sitio(
    fuente: Fuente,
    destino: Path,
    *,
    trabajadores: int = 2,
    avance: Avance | None = None,
    pasos: Sequence[Paso] = (),
) -> Resumen:
    """Construye el sitio en `destino` y dice qué quedó.

    `pasos` se corren aparte, con la carpeta nueva, mientras se estampa (los paquetes de datos): si
    uno lanza un error, nada se publica. `avance` recibe (etapa, hechos, total). Lanza
    `ConstruccionFallida` con una frase si el disco se llena, si no se puede escribir o si
    `destino` tiene algo que no es un sitio construido aquí.
    """
    avisar = avance or (lambda _etapa, _hechos, _total: None)
    with _errores_de_disco(destino):
        destino = resolver_destino(destino, fuente.raiz)
    with _errores_de_disco(destino), turno(destino):
        recuperar(destino)
        nuevo = _vecina(destino, "nuevo")
        nuevo.parent.mkdir(parents=True, exist_ok=True)
        try:
            resumen = _construir(fuente, nuevo, trabajadores, avisar, pasos)
            _cambiar(nuevo, destino)
        except BaseException:
            shutil.rmtree(nuevo, ignore_errors=True)
            raise
    return resumen


def construir_datos(paso: Paso, carpeta: Path) -> None:
    """Deja solo los datos abiertos en `carpeta/datos`; los de antes siguen enteros hasta el final.

    Lanza `ConstruccionFallida` con una frase si el disco se llena o no se puede escribir.
    """
    destino = carpeta / "datos"
    nuevo = _vecina(destino, "nuevo")
    with _errores_de_disco(destino):
        carpeta.mkdir(parents=True, exist_ok=True)
        recuperar(destino)
        try:
            nuevo.mkdir()
            paso(nuevo)
            _cambiar(nuevo / destino.name, destino)
        finally:
            shutil.rmtree(nuevo, ignore_errors=True)


def recuperar(destino: Path) -> bool:
    """Deja `destino` entero después de una interrupción; dice si hubo que devolverlo.

    Si el cambio quedó a la mitad, el sitio anterior vuelve a su lugar. Lo que sobra se borra.
    """
    destino = destino.absolute()
    anterior, nuevo = _vecina(destino, "anterior"), _vecina(destino, "nuevo")
    devuelto = False
    if anterior.is_dir():
        if destino.exists():
            shutil.rmtree(anterior)
        else:
            anterior.rename(destino)
            devuelto = True
    if nuevo.exists():
        shutil.rmtree(nuevo)
    return devuelto


def _construir(
    fuente: Fuente,
    nuevo: Path,
    trabajadores: int,
    avisar: Avance,
    pasos: Sequence[Paso],
) -> Resumen:
    avisar("páginas escritas", 0, 1)
    with tempfile.TemporaryDirectory(prefix="conoceles-") as trabajo:
        mkdocs = molde.iniciar_mkdocs(fuente, nuevo, Path(trabajo))
        try:
            indice = Indice(fuente)
            trabajos = repartir(CLASES, indice)
            indice.preparar()
        finally:
            molde.terminar_mkdocs(mkdocs)
    moldes = molde.sacar_moldes(nuevo)
    escritas = _rellenar_escritas(fuente, nuevo)
    imprenta = Imprenta(fuente, moldes)
    avisar("páginas escritas", 1, 1)
    with en_marcha([partial(paso, nuevo) for paso in pasos]) as esperar_pasos:
        tamano = estampar(
            trabajos,
            indice,
            imprenta,
            nuevo,
            trabajadores=trabajadores,
            avance=lambda hechos, total: avisar("fichas y listados", hechos, total),
        )
        tamano += _archivos_sueltos(indice, nuevo) + copiar_emblemas(fuente, nuevo)
        esperar_pasos()
    tamano += _pagina_de_datos(indice, imprenta, nuevo)
    _mapa(indice, trabajos, escritas, nuevo)
    return Resumen(
        paginas=sum(len(t.elementos) for t in trabajos) + len(escritas) + 1,
        fichas=len(indice.todas),
        fotografias=sum(bool(f.fotografia) for f in indice.vigentes),
        bytes=tamano,
    )


def _rellenar_escritas(fuente: Fuente, carpeta: Path) -> list[str]:
    """Pone los datos del proceso en las páginas escritas; devuelve sus direcciones."""
    textos = textos_del_proceso(fuente)
    direcciones = []
    for ruta in sorted(carpeta.rglob("*.html")):
        html = ruta.read_text(encoding="utf-8").replace("<th>", '<th scope="col">')
        relativa = ruta.relative_to(carpeta).as_posix()
        escribir(ruta, molde.rellenar(html, textos, relativa))
        if ruta.name == "index.html":
            direcciones.append(relativa.removesuffix("index.html"))
    return direcciones


def _archivos_sueltos(indice: Indice, carpeta: Path) -> int:
    archivos = {
        "secciones/todas.json": boletas.archivo_de_secciones(indice.boletas),
        **boletas.fragmentos(indice.proceso),
        **busqueda.archivos(indice),
        "robots.txt": mapa.robots(indice.proceso.identificacion),
    }
    tamano = 0
    for nombre, texto in archivos.items():
        ruta = carpeta / nombre
        ruta.parent.mkdir(parents=True, exist_ok=True)
        tamano += escribir(ruta, texto)
    return tamano


def _pagina_de_datos(indice: Indice, imprenta: Imprenta, carpeta: Path) -> int:
    tamano = 0
    for elemento in DATOS.elementos(indice):
        pagina = DATOS.componer(indice, (elemento, carpeta))
        (carpeta / pagina.url).mkdir(parents=True, exist_ok=True)
        tamano += escribir(carpeta / pagina.url / "index.html", imprenta.imprimir(pagina))
    return tamano


def _mapa(
    indice: Indice, trabajos: Sequence[Trabajo], escritas: Sequence[str], carpeta: Path
) -> None:
    direcciones = [
        trabajo.clase.url(elemento)
        for trabajo in trabajos
        for elemento in trabajo.elementos
        if getattr(elemento, "esta_vigente", True)
    ]
    identificacion = indice.proceso.identificacion
    todas = [*direcciones, "datos/", *escritas]
    fecha = indice.fuente.corte.date().isoformat()
    for nombre, texto in mapa.sitemap(identificacion.url, todas, fecha).items():
        escribir(carpeta / nombre, texto)


def _cambiar(nuevo: Path, destino: Path) -> None:
    anterior = _vecina(destino, "anterior")
    if destino.exists():
        destino.rename(anterior)
    try:
        nuevo.rename(destino)
    except OSError:
        if anterior.exists():
            anterior.rename(destino)
        raise
    shutil.rmtree(anterior, ignore_errors=True)


def _vecina(destino: Path, cual: str) -> Path:
    return destino.with_name(f".{destino.name}-{cual}")


@contextmanager
def _errores_de_disco(destino: Path) -> Iterator[None]:
    """Cuenta los errores del sistema con una frase; lo publicado sigue intacto."""
    try:
        yield
    except OSError as error:
        donde = error.filename or destino
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            frase = "El disco se llenó"
        elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            frase = f"No hay permiso para escribir en {donde}"
        else:
            frase = f"No se pudo escribir {donde}: {causa_de_disco(error)}"
        raise ConstruccionFallida(
            f"{frase}; el sitio publicado antes sigue como estaba. Corríjalo y repita."
        ) from error
