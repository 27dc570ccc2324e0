"""The sheet `Om`, which every workbook has: where it comes from, and which version of the schema it follows."""

from __future__ import annotations

from pipeline.input.schema.columns import Column, Kind, Sheet

ABOUT = Sheet(
    "about",
    "Om",
    (
        Column(
            "field",
            "Felt",
            Kind.TEXT,
            width=18,
            note="Kilde, Udtrukket, Kontakt, Version, Eksempeldata og Skemaversion, hvert felt i sin række.",
        ),
        Column("value", "Værdi", Kind.TEXT, width=70, note="Ud for Eksempeldata: ja eller nej. Lad Skemaversion stå, som den er."),
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
SCHEMA_FIELD = "Skemaversion"  # a workbook without it has version 1
SCHEMA_VERSION = 2  # raised when sheets or columns change so that earlier versions of the program would misread them
LONG_SHEETS_VERSION = 1  # of workbooks whose sheets are all long, which the first versions of the program read
