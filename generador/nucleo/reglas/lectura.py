"""¿Qué detecta quien lee el archivo, antes de que corra regla alguna?

Aquí solo se declaran y se explican: las encuentra `archivos`, que es quien abre los YAML y
conoce los esquemas.
"""

from generador.nucleo.hallazgo import Nivel
from generador.nucleo.regla import Regla, regla_de_lectura

_YAML = "YAML 1.2, restringido por este proyecto"
_ESQUEMA = "Lineamientos, art. 19, en forma de JSON Schema 2020-12"

SINTAXIS: tuple[Regla, ...] = (
    regla_de_lectura(
        "YAM01",
        titulo="No se puede leer",
        fundamento=_YAML,
        explicacion="""
        En la carpeta de candidaturas solo hay expedientes (`.yml`) y sus fotografías (`.webp`).
        Un enlace simbólico, una carpeta con nombre de archivo, otro tipo de archivo o uno sin
        permiso de lectura no se puede revisar ni publicar. Ponga el archivo mismo en su lugar,
        o sáquelo de la carpeta si no es un expediente.
        """,
    ),
    regla_de_lectura(
        "YAM02",
        titulo="Codificación distinta de UTF-8",
        fundamento="RFC 3629",
        explicacion="""
        El archivo se lee como UTF-8 sin marca de orden de bytes (BOM). En otra codificación los
        acentos y la ñ de los nombres se publicarían rotos. En su editor elija «Guardar como» y
        «UTF-8»; «conoceles validar --corregir» quita la marca.
        """,
    ),
    regla_de_lectura(
        "YAM03",
        titulo="Fin de línea CRLF",
        fundamento=_YAML,
        explicacion="""
        Los renglones terminan con LF. Con CRLF, que escriben algunos editores, el historial
        marcaría como cambiado todo el archivo y no se vería qué se modificó. Lo arregla
        «conoceles validar --corregir».
        """,
    ),
    regla_de_lectura(
        "YAM04",
        titulo="Sintaxis de YAML",
        fundamento=_YAML,
        explicacion="""
        En el renglón señalado el archivo deja de entenderse: unas comillas sin cerrar, una
        sangría distinta de la de sus vecinos, un tabulador, o dos puntos dentro de un texto sin
        comillas. Revise ese renglón y el anterior; escribir todo texto entre comillas evita casi
        todos los casos. Si la clave y el registro se alcanzaron a leer enteros, la persona aparece
        con sus datos básicos y la causa mientras se corrige.
        """,
    ),
    regla_de_lectura(
        "YAM05",
        titulo="Clave repetida",
        fundamento=_YAML,
        explicacion="""
        El mismo campo aparece dos veces en el mismo grupo. Otros lectores se quedarían en
        silencio con el último y se perdería lo escrito en el primero. Deje solo uno.
        """,
    ),
    regla_de_lectura(
        "YAM06",
        titulo="Anclas y alias",
        fundamento=_YAML,
        explicacion="""
        YAML permite marcar un valor con «&» y repetirlo con «*». Aquí no se admite: cada
        expediente dice sus datos completos, y un archivo pequeño podría crecer sin límite al
        leerse. Escriba el valor; si el signo es parte del texto, póngalo entre comillas.
        """,
    ),
    regla_de_lectura(
        "YAM07",
        titulo="Etiquetas de tipo",
        fundamento=_YAML,
        explicacion="""
        Las etiquetas («!!python/object», «!!str») piden al lector que construya otra cosa que
        texto, números, sí o no. Ninguna hace falta en un expediente. Borre la etiqueta y deje el
        texto entre comillas.
        """,
    ),
    regla_de_lectura(
        "YAM08",
        titulo="Un solo documento",
        fundamento=_YAML,
        explicacion="""
        Cada archivo es el expediente de una persona. Uno vacío, o con varios documentos separados
        por «---», no se admite: parta los documentos en un archivo por candidatura.
        """,
    ),
    regla_de_lectura(
        "YAM09",
        titulo="Archivo de más de 1 MB",
        fundamento="Límite de este proyecto",
        explicacion="""
        Un expediente completo pesa unos diez mil bytes. Uno de más de un millón trae algo que no
        le toca, como una imagen o un documento. Quítelo: la fotografía va junto, en un archivo
        `.webp`, y los documentos firmados van a la bóveda.
        """,
    ),
    regla_de_lectura(
        "YAM10",
        titulo="Anidado o elementos de más",
        fundamento="Límite de este proyecto",
        explicacion="""
        Un expediente usa seis niveles como mucho. Uno con decenas de niveles o decenas de miles
        de elementos no es un expediente y haría lenta la revisión de todos. Revise la sangría:
        un error de espacios puede meter cada renglón dentro del anterior.
        """,
    ),
    regla_de_lectura(
        "YAM11",
        titulo="No es un expediente",
        fundamento=_YAML,
        explicacion="""
        El archivo se entiende, pero no es un grupo de campos: es un texto, un número o una lista.
        Un expediente empieza con «version: 1» y sigue con «clave:» y «registro:». Compárelo con
        el de otra candidatura.
        """,
    ),
    regla_de_lectura(
        "YAM12",
        nivel=Nivel.AVISO,
        titulo="No está en la forma única",
        fundamento="Límite de este proyecto",
        explicacion="""
        El contenido está bien, pero el orden de los campos, las comillas o los espacios no son
        los de la forma única en que se escriben los expedientes. Así cada diferencia en el
        historial es de contenido y se revisa de un vistazo (PTO 15). Corra «conoceles validar
        --corregir».
        """,
    ),
    regla_de_lectura(
        "YAM13",
        titulo="Número o valor que no es de JSON",
        fundamento="RFC 8259",
        explicacion="""
        Un número con más cifras de las que se guardan exactas, o un valor como «.inf» o «.nan»,
        cambiaría al leerse. Si es un folio, un teléfono o una clave, escríbalo entre comillas.
        """,
    ),
)


def _de_esquema(palabra: str, titulo: str, explicacion: str) -> Regla:
    return regla_de_lectura(
        f"ESQ-{palabra}", titulo=titulo, fundamento=_ESQUEMA, explicacion=explicacion
    )


ESQUEMA: tuple[Regla, ...] = (
    _de_esquema(
        "type",
        "Tipo de dato",
        """
        El campo espera otra clase de dato: texto, número entero, sí o no (`true` o `false`), una
        lista o un grupo de campos. Lo más común es un texto que parece número (un teléfono, una
        clave con ceros): escríbalo entre comillas.
        """,
    ),
    _de_esquema(
        "required",
        "Falta un campo",
        """
        El grupo señalado no trae un campo que todo expediente debe tener. El mensaje lo nombra
        como aparece en el formulario y, entre paréntesis, como se escribe en el archivo.
        """,
    ),
    _de_esquema(
        "additionalProperties",
        "Campo desconocido",
        """
        Ese nombre de campo no existe en el grupo señalado; casi siempre es un error de escritura
        o de sangría. Si se admitiera, el dato no se publicaría y nadie lo notaría. El mensaje
        propone el nombre parecido, o enumera los que se admiten.
        """,
    ),
    _de_esquema(
        "enum",
        "Opción que no está en la lista",
        """
        El campo solo admite las opciones que enumera el mensaje, escritas exactamente así, en
        minúsculas y sin acentos.
        """,
    ),
    _de_esquema(
        "const",
        "Valor fijo",
        """
        El campo tiene un único valor posible. Si es «version», el archivo se escribió con otra
        versión del programa: «conoceles migrar» lo actualiza.
        """,
    ),
    _de_esquema(
        "pattern",
        "Forma del texto",
        """
        El texto no tiene la forma que el campo pide: una fecha AAAA-MM-DD, un instante con su
        zona, una clave de candidatura, una huella o diez dígitos. El mensaje da un ejemplo.
        """,
    ),
    _de_esquema(
        "minLength",
        "Texto vacío",
        """
        El campo está, pero vacío. Si no hay nada que decir se borra el renglón: así se distingue
        a quien no respondió de quien respondió en blanco.
        """,
    ),
    _de_esquema(
        "maxLength",
        "Texto más largo que el campo",
        """
        El texto rebasa el tope técnico del campo. Los límites que fija la autoridad para cada
        respuesta son menores y los revisan las reglas TXT01 y TXT02.
        """,
    ),
    _de_esquema(
        "minimum",
        "Número menor que el mínimo",
        """
        El número es menor que el mínimo posible; por ejemplo, una edad de menos de 18 años o una
        posición cero.
        """,
    ),
    _de_esquema(
        "maximum",
        "Número mayor que el máximo",
        """
        El número es mayor que el máximo posible; por ejemplo, una edad o una posición que nadie
        puede tener.
        """,
    ),
    _de_esquema(
        "minItems",
        "Lista corta",
        """
        La lista necesita más elementos; por ejemplo, una solicitud de cambio debe nombrar al
        menos un campo (PTO 32).
        """,
    ),
    _de_esquema(
        "maxItems",
        "Lista larga",
        """
        La lista tiene más elementos de los que caben; por ejemplo, más de tres teléfonos. Deje
        los principales.
        """,
    ),
    _de_esquema(
        "uniqueItems",
        "Elementos repetidos",
        """
        La lista repite un elemento; por ejemplo, dos veces el mismo correo. Quien consulta lo
        vería doble y los conteos saldrían mal. Deje cada uno una sola vez.
        """,
    ),
    _de_esquema(
        "propertyNames",
        "Nombre que no se admite",
        """
        El nombre con que se identifica un elemento no tiene la forma debida; por ejemplo, el de
        una red social va en minúsculas, sin espacios ni acentos.
        """,
    ),
    _de_esquema(
        "maxProperties",
        "Grupo con elementos de más",
        """
        El grupo trae más elementos de los que caben; por ejemplo, más de seis redes sociales.
        Deje las principales.
        """,
    ),
    _de_esquema(
        "anyOf",
        "Ninguna de las formas posibles",
        """
        El campo admite más de una forma, por ejemplo estar vacío (`null`) o ser un grupo de
        campos, y lo escrito no es ninguna de ellas.
        """,
    ),
    _de_esquema(
        "prohibida",
        "Dato que nunca entra al repositorio",
        """
        El archivo trae un dato reservado (CURP, clave de elector, fecha de nacimiento, contacto
        privado) o una respuesta del cuestionario de identidad. Ninguno puede estar en Git, que no
        olvida: los reservados se quedan en el registro oficial y la identidad vive cifrada en la
        bóveda (PTO 5 y 37 a 44). Borre el renglón y avise a la unidad responsable, porque quedó
        en el historial de la rama en que se envió.
        """,
    ),
)

CUENTAS: tuple[Regla, ...] = (
    regla_de_lectura(
        "CUE01",
        titulo="Cuenta que no puede ser",
        fundamento="PTO 9, 10, 20 y 24",
        explicacion="""
        Cada cuenta de `cuentas.yml` tiene un papel, y las de supervisión y captura son de un
        partido del proceso: las alianzas no tienen cuenta, captura el partido que diga el
        convenio. La de una candidatura es su clave y no se anota. Al menos una es de la unidad
        responsable. Corrija la cuenta: mientras tanto no se admite ningún acto.
        """,
    ),
)
