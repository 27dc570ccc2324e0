"""From workbooks to checked tables: `excel` reads any workbook, `schema` describes ours, `load`, `validate`; `sources` reads others'."""
