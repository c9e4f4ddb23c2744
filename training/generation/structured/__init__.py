"""Genres with fields: forms, tables, records, registers, logs, and pages without any name."""
