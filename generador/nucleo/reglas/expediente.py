"""¿El expediente está en su lugar y completo?"""

from collections.abc import Iterator

from generador.nucleo.claves import armar_clave, leer_clave, letra_de, ruta_canonica
from generador.nucleo.conjunto import Contexto
from generador.nucleo.esquema import Campo, Esquemas, campos
from generador.nucleo.formatos import contados
from generador.nucleo.hallazgo import Nivel
from generador.nucleo.memoria import recordar
from generador.nucleo.modelo import Candidatura, valor_en
from generador.nucleo.redaccion import campos_de_texto, crudos
from generador.nucleo.regla import Alcance, Dicho, regla
from generador.nucleo.reglas.tramite import debe_curricular

PROPUESTAS = "/curricular/propuestas"


@regla(
    "EXP01",
    alcance=Alcance.CANDIDATURA,
    titulo="La clave dice lo mismo que el registro",
    fundamento="PTO 14",
)
def clave_y_registro(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """La clave se forma con la elección, el ámbito, quien postula, la posición y el carácter.

    Es el nombre del archivo, la dirección pública y la llave de los datos abiertos: si dijera otra
    cosa que el registro, una persona aparecería en el lugar de otra. También debe ser única. Si la
    clave está mal, renombre el archivo; si el registro está mal, corríjalo con el acuerdo.
    """
    partes = leer_clave(c.clave)
    esperada = armar_clave(contexto.proceso, c.registro, partes.ordinal if partes else 1)
    if esperada and c.clave != esperada:
        yield (
            "/clave",
            f"La clave {c.clave} no corresponde con el registro, que da {esperada}.",
            "Corrija la clave y el nombre del archivo, o el dato del registro que esté mal.",
        )


@regla(
    "EXP02",
    alcance=Alcance.CANDIDATURA,
    titulo="El archivo está en su carpeta",
    fundamento="PTO 14",
)
def ruta_y_registro(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """Cada expediente vive en `candidaturas/<elección>/<ámbito>-<nombre>/<postulante>/`.

    Una carpeta es una planilla o una fórmula, y es la unidad que se revisa y se propone junta. Un
    archivo fuera de la suya escaparía a esa revisión. Muévalo, con su fotografía, a la ruta que
    dice el mensaje.
    """
    ruta = ruta_canonica(c, contexto.proceso)
    if ruta and c.archivo != ruta and not c.archivo.endswith(f"/{ruta}"):
        yield "/clave", "El archivo no está donde dice su registro.", f"Muévalo a {ruta}."


@regla(
    "EXP03",
    alcance=Alcance.CANDIDATURA,
    titulo="Número de posición",
    fundamento="PTO 14",
)
def numero_de_posicion(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """El número va solo en los cargos que se numeran y no pasa de los que se eligen en el lugar.

    Una novena regiduría donde se eligen cuatro, una presidencia con número o una regiduría sin él
    son errores del registro. Coteje el número con el acuerdo que aprobó la planilla.
    """
    proceso, registro = contexto.proceso, c.registro
    cargo = proceso.cargos.get(registro.cargo)
    lugar = proceso.ambito_de(registro.cargo, registro.ambito)
    if cargo is None or lugar is None:
        return
    if not cargo.numerado:
        if registro.numero is not None:
            yield (
                "/registro/numero",
                f"El cargo «{cargo.nombre}» no lleva número de posición.",
                "Borre el renglón.",
            )
        return
    if registro.numero is None:
        yield (
            "/registro/numero",
            f"Falta el número de posición de «{cargo.nombre}».",
            "Agregue «numero:» con el que consta en el acuerdo.",
        )
        return
    maximo = proceso.posiciones_de(cargo, lugar)
    if maximo is not None and registro.numero > maximo:
        cuantas = contados(maximo, "posición", "posiciones")
        yield (
            "/registro/numero",
            (
                f"La posición {registro.numero} de «{cargo.nombre}» no existe en {lugar.nombre}: "
                f"ahí hay {cuantas}."
            ),
            "Coteje el número y el ámbito con el acuerdo.",
        )


@regla(
    "EXP07",
    alcance=Alcance.CANDIDATURA,
    titulo="Suplencia que el cargo no lleva",
    fundamento="PTO 3, fracción III",
)
def suplencia_prevista(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """Hay cargos que se eligen sin suplente, como una gubernatura.

    Si el proceso dice que el cargo no lleva suplente, nadie puede estar registrado con ese
    carácter. Corrija el carácter, o el cargo en `proceso.yml` si la ley sí prevé suplencia.
    """
    cargo = contexto.proceso.cargos.get(c.registro.cargo)
    es_suplente = letra_de(contexto.proceso, c.registro.caracter) == "S"
    if cargo and not cargo.suplente and es_suplente:
        yield (
            "/registro/caracter",
            f"El cargo «{cargo.nombre}» no lleva suplente.",
            "Corrija el carácter con el acuerdo.",
        )


@regla(
    "EXP13",
    alcance=Alcance.CANDIDATURA,
    titulo="Estatus y baja",
    fundamento="PTO 21 y 44",
)
def estatus_y_baja(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """Una candidatura sustituida o cancelada lleva el acuerdo y la fecha de su baja.

    Ese acuerdo es lo que la saca de la consulta pública; sin él, nadie puede saber por qué dejó de
    estar. Una candidatura registrada no puede tener baja. Anote la baja o corrija el estatus.
    """
    del contexto
    estatus, baja = c.registro.estatus, c.tramite.baja
    if estatus != "registrada" and baja is None:
        yield (
            "/registro/estatus",
            f"Está {estatus}, pero no constan el acuerdo ni la fecha de la baja.",
            "Agregue «baja:» en el trámite, con su fecha y su acuerdo.",
        )
    if estatus == "registrada" and baja is not None:
        yield (
            "/registro/estatus",
            "Consta una baja, pero el estatus sigue siendo «registrada».",
            "Ponga «sustituida» o «cancelada», o borre la baja.",
        )


@recordar
def _condicionados(esquemas: Esquemas) -> tuple[Campo, ...]:
    return tuple(campo for campo in campos(esquemas) if campo.condicion)


def faltantes(c: Candidatura, contexto: Contexto) -> Iterator[tuple[str, str]]:
    """(puntero, título) de lo obligatorio que no se respondió, salvo los textos y el contacto."""
    if c.curricular is None:
        return
    proceso = contexto.proceso
    if proceso.fotografia.obligatoria and not c.curricular.fotografia:
        yield "/curricular/fotografia", "Fotografía"
    if c.curricular.formacion is None:
        yield "/curricular/formacion", "Formación académica"
    for campo in _condicionados(contexto.esquemas):
        rige = valor_en(c.dato, campo.condicion.campo) if campo.condicion else None
        if (
            campo.condicion
            and campo.condicion.aplica(rige)
            and valor_en(c.dato, campo.puntero) in (None, "", [])
        ):
            yield campo.puntero, campo.titulo


def textos_faltantes(c: Candidatura, contexto: Contexto) -> Iterator[tuple[str, str]]:
    """(puntero, título) de los textos obligatorios que no se escribieron o están en blanco."""
    if c.curricular is None:
        return
    proceso = contexto.proceso
    cargo = proceso.cargos.get(c.registro.cargo)
    for campo in campos_de_texto(contexto.esquemas):
        limite = proceso.textos.get(campo.limite)
        if limite is None or not limite.obligatorio:
            continue
        escritos = list(crudos(c.dato, campo))
        yield from ((p, titulo) for p, titulo, _, texto in escritos if texto.isspace() or not texto)
        if not campo.es_lista and not escritos:
            yield campo.puntero, campo.titulo
        elif campo.puntero == PROPUESTAS and cargo:
            for numero in range(len(escritos), len(cargo.propuestas)):
                yield f"{campo.puntero}/{numero}", cargo.propuestas[numero]


@regla(
    "EXP18",
    alcance=Alcance.CANDIDATURA,
    titulo="Respuestas obligatorias",
    fundamento="Lineamientos, art. 19; PTO 8 y 23",
)
def respuestas_obligatorias(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """Lo enviado trae la formación, la fotografía si el proceso la exige y lo que dependa de otra.

    Hay una sola oportunidad de captura, así que lo obligatorio se revisa antes de enviar. Una
    pregunta que depende de otra (el estatus de los estudios) solo se exige cuando aplica. A quien
    su cargo no obliga a contestar, no se le exige. Complete la respuesta antes de validar.
    """
    if c.tramite.enviada and debe_curricular(c, contexto.proceso):
        for puntero, titulo in faltantes(c, contexto):
            yield puntero, f"Falta «{titulo}», que es obligatoria.", "Complétela antes de validar."


@regla(
    "EXP19",
    alcance=Alcance.CANDIDATURA,
    nivel=Nivel.AVISO,
    titulo="Respuesta que no aplica",
    fundamento="Lineamientos, art. 19",
)
def respuestas_que_no_aplican(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """Hay preguntas que solo se hacen según lo contestado en otra.

    Si la otra respuesta cambió y esta quedó escrita, no se mostrará. No impide publicar: borre la
    respuesta que sobra, o corrija aquella de la que depende.
    """
    if c.curricular is None:
        return
    for campo in _condicionados(contexto.esquemas):
        condicion = campo.condicion
        if (
            condicion
            and valor_en(c.dato, campo.puntero) is not None
            and not condicion.aplica(valor_en(c.dato, condicion.campo))
        ):
            yield (
                campo.puntero,
                f"«{campo.titulo}» no aplica con lo que se contestó antes: no se mostrará.",
                "Borre el renglón.",
            )


@regla(
    "EXP20",
    alcance=Alcance.CANDIDATURA,
    titulo="Número de propuestas",
    fundamento="Lineamientos, art. 19",
)
def numero_de_propuestas(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """Cada cargo pide un número fijo de propuestas y todas las candidaturas escriben las mismas.

    Publicar más daría a una candidatura un espacio que las demás no tuvieron. Deje las principales
    o reúna dos en una sola.
    """
    cargo = contexto.proceso.cargos.get(c.registro.cargo)
    if c.curricular is None or cargo is None:
        return
    escritas, pedidas = len(c.curricular.propuestas), len(cargo.propuestas)
    if escritas > pedidas:
        cabe = "cabe" if pedidas == 1 else "caben"
        yield (
            f"/curricular/propuestas/{pedidas}",
            (
                f"Hay {contados(escritas, 'propuesta', 'propuestas')}; en este cargo {cabe} "
                f"{pedidas:,}."
            ),
            "Deje las principales.",
        )


@regla(
    "EXP21",
    alcance=Alcance.CANDIDATURA,
    nivel=Nivel.NOTA,
    titulo="Captura sin terminar",
    fundamento="PTO 14 y 23",
)
def captura_sin_terminar(c: Candidatura, contexto: Contexto) -> Iterator[Dicho]:
    """La carga anticipada puede quedar a medias mientras no se envíe.

    Esta nota dice qué falta para poder enviar. No es un error ni se muestra al público: nada de lo
    anticipado se publica antes de validarse.
    """
    if c.curricular is None or c.tramite.enviada or not debe_curricular(c, contexto.proceso):
        return
    faltan = [titulo for _, titulo in faltantes(c, contexto)]
    faltan += [titulo for _, titulo in textos_faltantes(c, contexto)]
    if faltan:
        cuantas = contados(len(faltan), "respuesta obligatoria", "respuestas obligatorias")
        verbo = "Falta" if len(faltan) == 1 else "Faltan"
        yield "/curricular", f"{verbo} {cuantas} para poder enviar: {'; '.join(faltan)}."
