"""¿La imagen que está junto al expediente es la que se declaró?"""

from collections.abc import Iterator

from generador.nucleo.conjunto import Contexto
from generador.nucleo.hallazgo import Nivel
from generador.nucleo.modelo import Candidatura
from generador.nucleo.regla import Alcance, Dicho, regla

PUNTERO = "/curricular/fotografia"
KILO = 1024


@regla(
    "EXP14",
    alcance=Alcance.CANDIDATURA,
    titulo="Fotografía declarada sin archivo",
    fundamento="Lineamientos, art. 19",
)
def foto_con_archivo(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """Si el cuestionario declara una fotografía, su imagen está junto al archivo.

    Lleva el mismo nombre y termina en `.webp`. Casi siempre se olvidó agregarla a la propuesta.
    Agréguela, o borre el renglón si ya no se quiere.
    """
    del contexto
    if c.curricular and c.curricular.fotografia and c.foto is None:
        imagen = c.archivo.rpartition("/")[2].removesuffix(".yml") + ".webp"
        yield PUNTERO, "Se declara una fotografía, pero no está su archivo.", f"Agregue {imagen}."


@regla(
    "EXP15",
    alcance=Alcance.CANDIDATURA,
    titulo="La fotografía no es la declarada",
    fundamento="PTO 15 y 25",
)
def foto_con_huella(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """La huella del archivo coincide con la que se capturó y se validó.

    Si no coincide, alguien cambió la imagen después de validarla, o se puso la de otra persona.
    Vuelva a poner la imagen validada, o capture la nueva para que se valide.
    """
    del contexto
    if c.curricular and c.foto and c.curricular.fotografia not in ("", c.foto.huella):
        yield (
            PUNTERO,
            "La imagen que está junto al archivo no es la que se declaró.",
            "Ponga la imagen validada, o anote la huella de la nueva y valídela otra vez.",
        )


@regla(
    "EXP16",
    alcance=Alcance.CANDIDATURA,
    titulo="Peso de la fotografía",
    fundamento="Límite del proceso (`fotografia.maximo_kb`)",
)
def peso_de_la_foto(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """La imagen pesa lo que fija el proceso, como mucho.

    Quien consulta lo hace casi siempre con datos de teléfono, y el sitio entero debe caber donde
    se publica. Vuelva a guardarla con menos resolución o más compresión.
    """
    maximo = contexto.proceso.fotografia.maximo_kb
    if c.curricular and c.foto and c.foto.bytes > maximo * KILO:
        pesa = -(-c.foto.bytes // KILO)
        yield (
            PUNTERO,
            f"La fotografía pesa {pesa:,} KB; el máximo es {maximo:,} KB.",
            "Guárdela con menos resolución o más compresión.",
        )


@regla(
    "EXP17",
    alcance=Alcance.CANDIDATURA,
    nivel=Nivel.AVISO,
    titulo="Imagen sin declarar",
    fundamento="PTO 25",
)
def foto_sin_declarar(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """Hay una imagen junto al archivo que el cuestionario no menciona.

    Como nadie la validó, no se muestra. Anote su huella en «fotografia» para que se valide, o
    borre la imagen.
    """
    del contexto
    if c.foto and not (c.curricular and c.curricular.fotografia):
        yield (
            PUNTERO,
            "Hay una imagen junto al archivo, pero no está declarada: no se mostrará.",
            f"Agregue «fotografia: {c.foto.huella}», o borre la imagen.",
        )


@regla(
    "EXP28",
    alcance=Alcance.CANDIDATURA,
    titulo="Solo una fotografía",
    fundamento="PTO 25; LGPDPPSO, principio de proporcionalidad",
)
def solo_una_fotografia(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """El archivo `.webp` es una imagen WebP fija, completa, de tamaño sensato y sin datos ocultos.

    Un documento disfrazado de imagen se publicaría tal cual. Una fotografía de teléfono suele
    llevar dentro el lugar, la hora y el aparato con que se tomó: quien la descargue sabría dónde
    vive alguien. Y un archivo pequeño puede decir que mide 16,000 × 16,000 píxeles y agotar el
    teléfono de quien abra la ficha; cuánto se admite lo dice `proceso.yml` (`lado_minimo` y
    `lado_maximo` de `fotografia`). Vuelva a exportarla como WebP sin metadatos y anote su nueva
    huella.
    """
    limite = contexto.proceso.fotografia
    if c.foto and c.foto.defecto:
        yield (
            PUNTERO,
            f"La imagen que está junto al archivo {c.foto.defecto}.",
            (
                "Vuelva a exportarla como WebP fijo, sin metadatos y con lados de "
                f"{limite.lado_minimo:,} a {limite.lado_maximo:,} píxeles, y anote su huella."
            ),
        )
