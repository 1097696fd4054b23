"""¿El proceso se entiende a sí mismo?

Lo que el esquema de `proceso.yml` no puede decir: que las fechas van en orden y que cada cosa
que se nombra existe.
"""

from collections import Counter
from collections.abc import Iterator

from generador.nucleo.calendario import fecha_larga
from generador.nucleo.conjunto import Contexto
from generador.nucleo.esquema import campos
from generador.nucleo.hallazgo import Nivel
from generador.nucleo.proceso import Alianza, Cargo, Postulante, Proceso
from generador.nucleo.redaccion import campos_de_texto
from generador.nucleo.regla import Alcance, Dicho, regla
from generador.nucleo.reglas.catalogos import es_alianza, sugerir

_ORDEN_DE_FECHAS = (
    ("registro", "campanas_inicio"),
    ("campanas_inicio", "campanas_fin"),
    ("campanas_fin", "jornada"),
    ("registro", "publicacion"),
    ("publicacion", "jornada"),
    ("jornada", "cierre"),
)
_TIPOS_CON_INTEGRANTES = 2
_TOPE_DEL_ESQUEMA = 20_000
_DEL_PROCESO = frozenset({"eleccion", "cargo", "ambito", "postulante", "causal"})


@regla("PRO01", alcance=Alcance.PROCESO, titulo="Fechas en orden", fundamento="PTO 14")
def fechas_en_orden(contexto: Contexto) -> Iterator[Dicho]:
    """Registro, campañas, publicación, jornada y cierre van en ese orden.

    Las campañas terminan antes de la jornada y el cierre no la antecede. Con una fecha fuera de
    lugar los plazos y lo visible saldrían mal para todas las candidaturas. Corrija la fecha con el
    calendario que aprobó la autoridad.
    """
    fechas = contexto.proceso.fechas
    for primera, segunda in _ORDEN_DE_FECHAS:
        antes, despues = getattr(fechas, primera), getattr(fechas, segunda)
        if despues < antes:
            yield (
                f"/fechas/{segunda}",
                (
                    f"«{segunda}» ({fecha_larga(despues)}) es anterior a «{primera}» "
                    f"({fecha_larga(antes)})."
                ),
                "Corrija la que esté mal.",
            )
    if fechas.campanas_fin == fechas.jornada:
        yield "/fechas/campanas_fin", "Las campañas terminan el mismo día de la jornada."


@regla("PRO02", alcance=Alcance.PROCESO, titulo="Cargos completos", fundamento="PTO 14")
def cargos_completos(contexto: Contexto) -> Iterator[Dicho]:
    """Cada cargo nombra una elección, un tipo de ámbito y un principio que existen.

    Si dice en qué columna está el número de posiciones, esa columna existe y trae números en todos
    los lugares. Un cargo sin numerar tiene una sola posición. De aquí salen las claves y las
    planillas.
    """
    proceso = contexto.proceso
    for cargo in proceso.cargos.values():
        base = f"/cargos/{cargo.clave}"
        nombrados = (
            ("eleccion", cargo.eleccion, list(proceso.elecciones)),
            ("ambito", cargo.ambito, list(proceso.ambitos)),
            ("principio", cargo.principio, list(proceso.catalogos.get("principio", {}))),
        )
        for nombre, valor, opciones in nombrados:
            if valor not in opciones:
                yield f"{base}/{nombre}", f"«{valor}» no existe.", sugerir(valor, opciones)
        if not cargo.numerado and (cargo.columna_posiciones or (cargo.posiciones or 1) > 1):
            yield (
                f"{base}/numerado",
                "El cargo tiene varias posiciones y no se numera: sus claves chocarían.",
                "Ponga «numerado: true».",
            )
        yield from _columna(cargo, proceso)


def _columna(cargo: Cargo, proceso: Proceso) -> Iterator[Dicho]:
    tipo = proceso.ambitos.get(cargo.ambito)
    if not cargo.columna_posiciones or tipo is None:
        return
    sin_numero = [
        lugar.clave
        for lugar in tipo.lugares.values()
        if proceso.posiciones_de(cargo, lugar) is None
    ]
    if sin_numero:
        yield (
            f"/cargos/{cargo.clave}/posiciones",
            (
                f"La columna «{cargo.columna_posiciones}» no da un número de posiciones en "
                f"{len(sin_numero):,} de {len(tipo.lugares):,} lugares ({sin_numero[0]} es el "
                "primero)."
            ),
            "Corrija el nombre de la columna o el catálogo del ámbito.",
        )


@regla("PRO03", alcance=Alcance.PROCESO, titulo="Códigos sin repetir", fundamento="PTO 15")
def codigos_unicos(contexto: Contexto) -> Iterator[Dicho]:
    """Cada elección y, dentro de ella, cada cargo tiene su código.

    Con ellos se forma la clave de cada candidatura; si dos lo comparten, dos personas tendrían la
    misma dirección pública. El código de un ámbito puede repetirse entre tipos de ámbito.
    """
    proceso = contexto.proceso
    elecciones = Counter(eleccion.codigo for eleccion in proceso.elecciones.values())
    for eleccion in proceso.elecciones.values():
        if elecciones[eleccion.codigo] > 1:
            yield (
                f"/elecciones/{eleccion.clave}/codigo",
                f"El código «{eleccion.codigo}» está en más de una elección.",
                "Dé a cada una el suyo.",
            )
    cargos = Counter((cargo.eleccion, cargo.codigo) for cargo in proceso.cargos.values())
    for cargo in proceso.cargos.values():
        if cargos[cargo.eleccion, cargo.codigo] > 1:
            yield (
                f"/cargos/{cargo.clave}/codigo",
                f"El código «{cargo.codigo}» está en más de un cargo de la elección.",
                "Dé a cada uno el suyo.",
            )


@regla(
    "PRO04", alcance=Alcance.PROCESO, titulo="Postulantes y sus integrantes", fundamento="PTO 20"
)
def postulantes_completos(contexto: Contexto) -> Iterator[Dicho]:
    """Una alianza tiene al menos dos integrantes que son partidos; nadie más los lleva.

    El tipo de cada postulante es del catálogo `tipo_postulacion`. De aquí sale quién puede capturar
    y por qué partidos se encuentra cada candidatura.
    """
    for postulante in contexto.proceso.postulantes.values():
        for mensaje, remedio in _defectos(postulante, contexto.proceso):
            yield f"/postulantes/{postulante.clave}", f"{postulante.clave}: {mensaje}", remedio


def _defectos(postulante: Postulante, proceso: Proceso) -> Iterator[tuple[str, str]]:
    tipos = list(proceso.catalogos.get("tipo_postulacion", {}))
    if postulante.tipo not in tipos:
        yield f"«{postulante.tipo}» no es un tipo de postulación.", sugerir(postulante.tipo, tipos)
        return
    if not es_alianza(postulante):
        if postulante.integrantes:
            yield "solo una coalición o candidatura común lleva integrantes.", "Quítelos."
        return
    if len(postulante.integrantes) < _TIPOS_CON_INTEGRANTES:
        yield "una alianza tiene al menos dos integrantes.", "Anótelos según el convenio."
    for integrante in postulante.integrantes:
        datos = proceso.postulantes.get(integrante)
        if datos is None:
            yield (
                f"su integrante «{integrante}» no existe.",
                sugerir(integrante, proceso.postulantes),
            )
        elif datos.tipo != "partido":
            yield f"su integrante «{integrante}» no es un partido.", "Solo los partidos se alían."


@regla("PRO05", alcance=Alcance.PROCESO, titulo="Tabla de alianzas", fundamento="PTO 20")
def alianzas_completas(contexto: Contexto) -> Iterator[Dicho]:
    """Cada renglón de alianzas nombra una alianza, un lugar y un integrante que existen.

    La posición vacía quiere decir «todas»; quien captura, vacío, «no se sabe». El mensaje dice el
    renglón del CSV.
    """
    vistas: set[tuple[str, str, str, str]] = set()
    for numero, fila in enumerate(contexto.proceso.alianzas, start=2):
        llave = (fila.postulante, fila.eleccion, fila.ambito, fila.posicion)
        if llave in vistas:
            yield "/alianzas", f"Renglón {numero}: repite un lugar de {fila.postulante}."
        vistas.add(llave)
        for mensaje in _defectos_de_alianza(fila, contexto.proceso):
            yield "/alianzas", f"Renglón {numero}: {mensaje}", "Coteje con el convenio."


def _defectos_de_alianza(fila: Alianza, proceso: Proceso) -> Iterator[str]:
    postulante = proceso.postulantes.get(fila.postulante)
    if postulante is None or not es_alianza(postulante):
        yield f"«{fila.postulante}» no es una alianza de este proceso."
    elif fila.captura_por and fila.captura_por not in postulante.integrantes:
        yield f"captura «{fila.captura_por}», que no integra {fila.postulante}."
    cargos = [cargo for cargo in proceso.cargos.values() if cargo.eleccion == fila.eleccion]
    if not cargos:
        yield f"no hay cargos en la elección «{fila.eleccion}»."
        return
    en_su_lugar = [c for c in cargos if proceso.ambito_de(c.clave, fila.ambito) is not None]
    if not en_su_lugar:
        yield f"el ámbito «{fila.ambito}» no existe en esa elección."
    elif fila.posicion and not any(fila.posicion.startswith(c.codigo) for c in en_su_lugar):
        yield f"la posición «{fila.posicion}» no es de ningún cargo de ese lugar."


@regla("PRO06", alcance=Alcance.PROCESO, titulo="Semilla del sorteo", fundamento="Equidad")
def semilla_del_sorteo(contexto: Contexto) -> Iterator[Dicho]:
    """Si el orden de aparición se sortea, la semilla es pública y no está vacía.

    Con ella cualquiera puede recalcular el orden y comprobar que no se acomodó. Use, por ejemplo,
    la huella del acuerdo que ordenó el sorteo.
    """
    orden = contexto.proceso.orden
    if orden.modo == "sorteo" and not orden.semilla.strip():
        yield "/orden", "El orden se sortea, pero no hay semilla.", "Agregue «semilla:»."


@regla("PRO07", alcance=Alcance.PROCESO, titulo="Límites de los textos", fundamento="art. 19")
def limites_de_textos(contexto: Contexto) -> Iterator[Dicho]:
    """Cada texto del cuestionario tiene su límite, y el mínimo no pasa del máximo.

    El esquema nombra el límite de cada campo (`x-limite`) y `textos` dice cuánto. Uno que falte
    dejaría el texto sin revisar; uno que sobre casi siempre está mal escrito.
    """
    textos = contexto.proceso.textos
    usados = {campo.limite for campo in campos_de_texto(contexto.esquemas)}
    for limite in sorted(usados - textos.keys()):
        yield (
            "/textos",
            f"Falta el límite «{limite}», que pide el cuestionario.",
            f"Agregue «{limite}:» con minimo, maximo, conteo y obligatorio.",
        )
    for limite, datos in textos.items():
        if limite not in usados:
            opciones = sorted(usados)
            yield f"/textos/{limite}", f"Nadie usa «{limite}».", sugerir(limite, opciones)
        if datos.minimo > datos.maximo:
            yield (
                f"/textos/{limite}/minimo",
                f"El mínimo ({datos.minimo:,}) es mayor que el máximo ({datos.maximo:,}).",
                "Corrija el que esté mal.",
            )


@regla("PRO08", alcance=Alcance.PROCESO, titulo="Ventanas y límites", fundamento="PTO 14 y 32")
def ventanas(contexto: Contexto) -> Iterator[Dicho]:
    """Todo «de aquí a acá» va en orden, y lo extemporáneo se admite antes de la jornada.

    Una ventana al revés rechazaría todo cambio, y una fotografía con el lado mínimo mayor que el
    máximo, toda imagen. Admitir capturas después de votar no serviría a nadie y tomaría por
    puntuales datos que la ciudadanía no tuvo a la vista.
    """
    plazos, fechas = contexto.proceso.plazos, contexto.proceso.fechas
    foto = contexto.proceso.fotografia
    if foto.lado_maximo < foto.lado_minimo:
        yield (
            "/fotografia/lado_maximo",
            f"El lado mínimo ({foto.lado_minimo:,}) es mayor que el máximo ({foto.lado_maximo:,}).",
            "Corrija el que esté mal.",
        )
    if plazos.cambios_hasta < plazos.cambios_desde:
        yield (
            "/plazos/cambios/hasta",
            "La ventana de cambios termina antes de empezar.",
            "Corrija «desde» o «hasta».",
        )
    if plazos.extemporanea:
        try:
            hasta = contexto.proceso.instante(plazos.extemporanea.hasta).date()
        except ValueError:
            yield (
                "/plazos/extemporanea/hasta",
                f"«{plazos.extemporanea.hasta}» no existe en el calendario.",
                "Corrija el límite.",
            )
            return
        if hasta > fechas.jornada:
            yield (
                "/plazos/extemporanea/hasta",
                f"Lo extemporáneo se admite hasta el {fecha_larga(hasta)}, después de la jornada.",
                "Ponga un límite anterior a la jornada.",
            )


@regla("PRO09", alcance=Alcance.PROCESO, titulo="Tolerancias vivas", fundamento="PTO 7")
def tolerancias_vivas(contexto: Contexto) -> Iterator[Dicho]:
    """Una tolerancia admite un hallazgo por escrito, con motivo y vencimiento.

    Vencida, deja de proteger; y si ya nadie la necesita, esconde que el problema se resolvió y
    podría tapar otro. Bórrela, o pida a la autoridad que la prorrogue con un nuevo motivo.
    """
    for numero, tolerancia in enumerate(contexto.proceso.tolerancias):
        if tolerancia.hasta < contexto.hoy:
            yield (
                f"/tolerancias/{numero}/hasta",
                f"La tolerancia de {tolerancia.regla} venció el {fecha_larga(tolerancia.hasta)}.",
                "Bórrela o prorróguela.",
            )


@regla("PRO10", alcance=Alcance.PROCESO, titulo="Catálogos que pide el esquema", fundamento="PTO 8")
def catalogos_presentes(contexto: Contexto) -> Iterator[Dicho]:
    """Cada pregunta de opciones tiene su catálogo.

    Sin él no se podría revisar ni mostrar la respuesta. Los catálogos del programa vienen con él;
    un proceso puede traer los suyos en la carpeta `catalogos`.
    """
    pedidos = {c.catalogo for c in campos(contexto.esquemas) if c.catalogo} - _DEL_PROCESO
    for catalogo in sorted(pedidos - contexto.proceso.catalogos.keys()):
        yield "", f"Falta el catálogo «{catalogo}».", "Agregue su CSV."


@regla(
    "PRO11",
    alcance=Alcance.PROCESO,
    nivel=Nivel.AVISO,
    titulo="Orden de registro repetido",
    fundamento="Equidad",
)
def orden_sin_empates(contexto: Contexto) -> Iterator[Dicho]:
    """Si se muestra por orden de registro, cada postulante tiene un número distinto.

    Con números repetidos el empate se rompe por la clave, que nadie aprobó. Anote el orden en que
    se registraron.
    """
    proceso = contexto.proceso
    veces = Counter(postulante.orden for postulante in proceso.postulantes.values())
    if proceso.orden.modo == "registro":
        for postulante in proceso.postulantes.values():
            if veces[postulante.orden] > 1:
                yield (
                    f"/postulantes/{postulante.clave}/orden",
                    f"{postulante.clave} comparte el orden {postulante.orden} con otro postulante.",
                    "Anote el orden en que se registró.",
                )


@regla(
    "PRO12",
    alcance=Alcance.PROCESO,
    titulo="Emblemas que se pueden publicar",
    fundamento="PTO 14 y 20",
)
def emblemas_publicables(contexto: Contexto) -> Iterator[Dicho]:
    """El emblema de cada postulante está en la carpeta del proceso y es un SVG que solo dibuja.

    Un SVG puede llevar guiones, páginas enteras o pedir archivos a otros sitios, y se publicaría
    tal cual; por eso `construir` se niega a copiarlo. Vuelva a exportarlo como «SVG simple», con
    los textos en trazos y sin imágenes incrustadas, póngalo donde dice `proceso.yml`, no un enlace,
    o quite el renglón: el postulante se reconoce también por sus siglas.
    """
    proceso = contexto.proceso
    for clave, defecto in proceso.defectos_de_emblemas.items():
        yield (
            f"/postulantes/{clave}/emblema",
            f"El emblema de {clave}, «{proceso.postulantes[clave].emblema}», {defecto}.",
            "Exporte el dibujo como SVG simple y póngalo ahí, o quite el renglón.",
        )
