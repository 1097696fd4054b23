"""El motor de SQLite de Django, con los que escriben formados. Va en `DATABASES["ENGINE"]`."""
