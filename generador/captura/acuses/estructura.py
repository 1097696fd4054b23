"""¿Qué es cada trozo de una hoja, y en qué orden se lee? Para quien la oye en vez de verla.

La biblioteca no etiqueta: aquí se marca cada trozo y se arma el árbol de estructura (ISO 32000-1,
14.7 y 14.8). Es para una hoja; no se declara PDF/UA, porque no se ha comprobado.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFString
from reportlab.pdfgen.canvas import Canvas

TITULO, PARRAFO, FIGURA = "H1", "P", "Figure"


@dataclass
class Etiquetas:
    """Las de una hoja; `trozos` es (clase, lo que se dice en lugar de una figura)."""

    hoja: Canvas
    trozos: list[tuple[str, str]] = field(default_factory=list)

    @contextmanager
    def trozo(self, clase: str, dicho: str = "") -> Iterator[None]:
        """Lo que se dibuje dentro es un trozo de esa clase."""
        self.hoja.addLiteral(f"/{clase} <</MCID {len(self.trozos)}>> BDC")
        self.trozos.append((clase, dicho))
        yield
        self.hoja.addLiteral("EMC")

    @contextmanager
    def adorno(self) -> Iterator[None]:
        """Lo que se dibuje dentro no se lee."""
        self.hoja.addLiteral("/Artifact BMC")
        yield
        self.hoja.addLiteral("EMC")

    def cerrar(self) -> None:
        """Arma el árbol; va después de terminar la hoja y antes de guardarla."""
        documento = self.hoja._doc  # noqa: SLF001 (la biblioteca no da otra puerta)
        pagina = documento.Pages.pages[-1]
        pagina.__NoDefault__ = [*pagina.__NoDefault__, "StructParents", "Tabs"]
        pagina.StructParents, pagina.Tabs = 0, PDFName("S")
        arbol = PDFDictionary({"Type": PDFName("StructTreeRoot"), "ParentTreeNextKey": 1})
        todo = PDFDictionary({"Type": PDFName("StructElem"), "S": PDFName("Document")})
        raiz, cuerpo = documento.Reference(arbol), documento.Reference(todo)
        partes = [
            documento.Reference(PDFDictionary(self._parte(numero, cuerpo, pagina)))
            for numero in range(len(self.trozos))
        ]
        todo["P"], todo["K"] = raiz, PDFArray(partes)
        arbol["K"] = PDFArray([cuerpo])
        arbol["ParentTree"] = PDFDictionary({"Nums": PDFArray([0, PDFArray(partes)])})
        self.hoja.setCatalogEntry("StructTreeRoot", raiz)
        self.hoja.setCatalogEntry("MarkInfo", {"Marked": "true"})

    def _parte(self, numero: int, cuerpo: object, pagina: object) -> dict[str, object]:
        clase, dicho = self.trozos[numero]
        parte = {
            "Type": PDFName("StructElem"),
            "S": PDFName(clase),
            "P": cuerpo,
            "Pg": self.hoja._doc.Reference(pagina),  # noqa: SLF001
            "K": numero,
        }
        return parte | ({"Alt": PDFString(dicho)} if dicho else {})
