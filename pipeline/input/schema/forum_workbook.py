"""`fora.xlsx`, sheet by sheet: the forums, their districts, and who receives the reports."""

from __future__ import annotations

from typing import Final

from pipeline.input.schema.about_sheet import ABOUT
from pipeline.input.schema.columns import Column, Kind, Sheet, Workbook
from pipeline.input.schema.shared_columns import forum_reference

MAP_SIDE: Final = 30  # columns and rows of the schematic map; beyond it no name can be read

FORUMS = Workbook(
    "forums",
    "fora.xlsx",
    (
        ABOUT,
        Sheet(
            "forums",
            "Fora",
            (
                Column("forum_id", "Forum-id", Kind.ID, width=12),
                Column("forum", "Forum", Kind.TEXT, width=30),
                Column(
                    "map_column",
                    "Kort: kolonne",
                    Kind.COUNT,
                    width=14,
                    note=f"Plads i rapportens skematiske kort, 1 til {MAP_SIDE} fra vest mod øst.",
                ),
                Column(
                    "map_row",
                    "Kort: række",
                    Kind.COUNT,
                    width=12,
                    note=f"Plads i rapportens skematiske kort, 1 til {MAP_SIDE} fra nord mod syd.",
                ),
            ),
            ("forum_id",),
        ),
        Sheet(
            "districts",
            "Bydele",
            (
                Column("district_id", "Bydel-id", Kind.ID, width=10),
                Column("district", "Bydel", Kind.TEXT, width=30),
                Column(
                    "forum_id",
                    "Forum-id",
                    Kind.REFERENCE,
                    required=False,
                    refers_to="forums.forum_id",
                    width=12,
                    note="Tom, når bydelen ikke hører til et forum.",
                ),
            ),
            ("district_id",),
        ),
        Sheet(
            "recipients",
            "Modtagere",
            (
                forum_reference(),
                Column("recipient", "Navn", Kind.TEXT, width=34),
                Column("email", "E-mail", Kind.EMAIL, width=40),
            ),
            ("forum_id", "email"),
        ),
    ),
)
