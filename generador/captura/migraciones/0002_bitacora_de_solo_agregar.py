"""La base rechaza cambiar o quitar un renglón de la bitácora (PTO 15)."""

from typing import ClassVar

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_SQLITE = [
    f"""CREATE TRIGGER bitacora_sin_{nombre} BEFORE {acto} ON captura_asiento
    BEGIN SELECT RAISE(ABORT, 'la bitácora no se cambia'); END"""
    for nombre, acto in (("cambios", "UPDATE"), ("bajas", "DELETE"))
] + [
    # «REPLACE» borra sin avisar a los gatillos de baja: se detiene al entrar.
    """CREATE TRIGGER bitacora_sin_reemplazos BEFORE INSERT ON captura_asiento
    WHEN EXISTS (SELECT 1 FROM captura_asiento WHERE numero = NEW.numero OR suma = NEW.suma)
    BEGIN SELECT RAISE(ABORT, 'la bitácora no se cambia'); END"""
]
_POSTGRESQL = [
    """CREATE FUNCTION bitacora_intacta() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'la bitácora no se cambia'; END $$""",
    """CREATE TRIGGER bitacora_sin_cambios BEFORE UPDATE OR DELETE ON captura_asiento
    FOR EACH ROW EXECUTE FUNCTION bitacora_intacta()""",
    """CREATE TRIGGER bitacora_sin_vaciar BEFORE TRUNCATE ON captura_asiento
    FOR EACH STATEMENT EXECUTE FUNCTION bitacora_intacta()""",
]
_QUITAR = {
    "sqlite": [
        "DROP TRIGGER bitacora_sin_cambios",
        "DROP TRIGGER bitacora_sin_bajas",
        "DROP TRIGGER bitacora_sin_reemplazos",
    ],
    "postgresql": [
        "DROP TRIGGER bitacora_sin_cambios ON captura_asiento",
        "DROP TRIGGER bitacora_sin_vaciar ON captura_asiento",
        "DROP FUNCTION bitacora_intacta()",
    ],
}
_PONER = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}


def poner(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Pone los gatillos."""
    for orden in _PONER[editor.connection.vendor]:
        editor.execute(orden)


def quitar(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Los quita, al deshacer la migración."""
    for orden in _QUITAR[editor.connection.vendor]:
        editor.execute(orden)


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("captura", "0001_inicial")]
    operations: ClassVar[list[migrations.RunPython]] = [migrations.RunPython(poner, quitar)]
