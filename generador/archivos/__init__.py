"""Disco → datos: el único cuarto que abre YAML y JSON Schema."""
