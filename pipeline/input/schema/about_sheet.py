"""The sheet `Om`, which every workbook has: where it comes from."""

from __future__ import annotations

from pipeline.input.schema.columns import Column, Kind, Sheet

ABOUT = Sheet(
    "about",
    "Om",
    (
        Column("field", "Felt", Kind.TEXT, width=18, note="Kilde, Udtrukket, Kontakt, Version og Eksempeldata, hvert felt i sin række."),
        Column("value", "Værdi", Kind.TEXT, width=70, note="Ud for Eksempeldata: ja eller nej."),
    ),
    ("field",),
)
ABOUT_FIELDS = {
    "Kilde": "source",
    "Udtrukket": "extracted",
    "Kontakt": "contact",
    "Version": "version",
    "Eksempeldata": "sample",
}
