"""The six indicators' columns: which count stands over which base. Definitions and weights belong to the policy files."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, auto

from pipeline.input.schema.columns import Column, Kind


class Base(StrEnum):
    """What the bases of an indicator count."""

    RESIDENTS = auto()  # all of them
    SOME_RESIDENTS = auto()  # those of some ages
    DWELLINGS = auto()  # all of them


@dataclass(frozen=True, slots=True)
class IndicatorColumns:
    """An indicator's id and the Danish stem of its Excel headers.

    Attributes:
        base: What the share is of, as the note under a header says it.
        base_is: The same for rules.
    """

    id: str
    header: str
    base: str
    base_is: Base

    @property
    def count_name(self) -> str:
        """Name of the count column in our tables."""
        return f"{self.id}_count"

    @property
    def base_name(self) -> str:
        """Name of the base column in our tables."""
        return f"{self.id}_base"

    @property
    def share_name(self) -> str:
        """Name of the check column with the share as the source printed it."""
        return f"{self.id}_share"

    def pair(self, withholdable: bool) -> tuple[Column, Column]:
        """Return the count column and the base column of a sheet of indicators; `withholdable` allows the marker ``..``."""
        marker = " Skriv .. hvis tallet er diskretioneret." if withholdable else ""
        return (
            Column(
                self.count_name,
                f"{self.header}, antal",
                Kind.COUNT,
                withholdable=withholdable,
                width=16,
                note=f"Antal.{marker} Basis: {self.base}.",
            ),
            Column(
                self.base_name,
                f"{self.header}, basis",
                Kind.COUNT,
                withholdable=withholdable,
                width=16,
                note=f"Det antal, andelen regnes af: {self.base}.{marker}",
            ),
        )

    def share(self) -> Column:
        """Return the optional check column: the share as the source printed it, compared with count over base."""
        return Column(
            self.share_name,
            f"{self.header}, andel",
            Kind.SHARE,
            required=False,
            optional=True,
            width=14,
            note="Kontroltal. Skal svare til antal divideret med basis.",
        )


INDICATORS: tuple[IndicatorColumns, ...] = (
    IndicatorColumns("uden_for_arbejdsmarkedet", "Uden for arbejdsmarkedet", "beboere 16–66 år", Base.SOME_RESIDENTS),
    IndicatorColumns("ikke_vestlig_herkomst", "Ikke-vestlig herkomst", "alle beboere", Base.RESIDENTS),
    IndicatorColumns("lavindkomst", "Lavindkomst", "beboere fra 18 år", Base.SOME_RESIDENTS),
    IndicatorColumns("smaa_boliger", "Små boliger", "alle boliger", Base.DWELLINGS),
    IndicatorColumns("installationsmangler", "Installationsmangler", "alle boliger", Base.DWELLINGS),
    IndicatorColumns("lav_ingen_uddannelse", "Lav/ingen uddannelse", "beboere 16–64 år", Base.SOME_RESIDENTS),
)
