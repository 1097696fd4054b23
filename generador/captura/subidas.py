"""¿Dónde queda lo que alguien sube? En la memoria, con un tope; nunca en un archivo de paso."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

TOPE = 12 * 1024 * 1024
"""Bytes de un archivo: una fotografía de teléfono sin reducir, o un documento con holgura."""


class EnMemoria(FileUploadHandler):
    """Junta el archivo en memoria; pasado el tope deja de leerlo."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Empieza otro archivo."""
        super().new_file(*args, **kwargs)
        self._junto = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Guarda un trozo."""
        if start + len(raw_data) > TOPE:
            raise StopUpload(connection_reset=False)
        self._junto.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """El archivo entero."""
        self._junto.seek(0)
        return InMemoryUploadedFile(
            self._junto,
            self.field_name,
            self.file_name or "",
            self.content_type or "",
            file_size,
            self.charset,
            self.content_type_extra,
        )
