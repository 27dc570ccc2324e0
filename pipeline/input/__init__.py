"""From workbooks to checked tables: `excel` reads any workbook, `schema` says what ours hold, `load`, `validate`; `sources` reads workbooks of others."""
