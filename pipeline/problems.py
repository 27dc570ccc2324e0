"""What can be wrong with an input, as data: codes, places and the exception that carries them.

Enters: facts found while loading and validating. Leaves: `Problem` values that `wording.problems` puts into words.
Never: text that a reader sees (the catalogs hold that), and never a bare exception for a user's mistake.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Code(StrEnum):
    """Every kind of problem; errors stop the run, findings are printed in the reports under data quality."""

    # Errors: files and sheets
    FILE_MISSING = "file_missing"
    FILE_UNREADABLE = "file_unreadable"
    FILE_EMPTY = "file_empty"
    FILE_NOT_WORKBOOK = "file_not_workbook"
    FILE_OLD = "file_old"
    FILE_PASSWORD = "file_password"  # noqa: S105 - a kind of problem
    FILE_TRUNCATED = "file_truncated"
    FILE_DAMAGED = "file_damaged"
    FILE_TOO_LARGE = "file_too_large"
    FILE_BOMB = "file_bomb"
    FILE_DOCTYPE = "file_doctype"
    FILE_CHANGED = "file_changed"
    FILE_TOO_SLOW = "file_too_slow"
    FILE_OUT_OF_MEMORY = "file_out_of_memory"
    FILE_CRASHED = "file_crashed"
    FILE_TWICE = "file_twice"
    FILE_IS_CHECK_COPY = "file_is_check_copy"
    CELLS_TOO_SPREAD = "cells_too_spread"
    CELL_TWICE = "cell_twice"
    SHEET_MISSING = "sheet_missing"
    SHEET_TWICE = "sheet_twice"
    SHEET_EMPTY = "sheet_empty"
    COLUMN_MISSING = "column_missing"
    COLUMN_TWICE = "column_twice"
    # Errors: single cells
    VALUE_MISSING = "value_missing"
    ERROR_VALUE = "error_value"
    FORMULA_UNSAVED = "formula_unsaved"
    NOT_A_COUNT = "not_a_count"
    NOT_AN_AMOUNT = "not_an_amount"
    NOT_A_SHARE = "not_a_share"
    NOT_A_YEAR = "not_a_year"
    NOT_A_DATE = "not_a_date"
    NOT_A_CHOICE = "not_a_choice"
    NOT_AN_EMAIL = "not_an_email"
    TOO_LONG = "too_long"
    TOO_LARGE = "too_large"
    HIDDEN_CHARACTER = "hidden_character"
    NO_GLYPH = "no_glyph"
    # Errors: rows against each other
    DUPLICATE_KEY = "duplicate_key"
    UNKNOWN_REFERENCE = "unknown_reference"
    COUNT_OVER_BASE = "count_over_base"
    BASE_ZERO = "base_zero"
    SHARE_MISMATCH = "share_mismatch"
    NAME_MISMATCH = "name_mismatch"
    CITY_COUNT_ZERO = "city_count_zero"
    AREAS_OVER_CITY = "areas_over_city"
    KRONER_OR_HOURS = "kroner_or_hours"
    ADMINISTRATION_MISMATCH = "administration_mismatch"
    THEME_MISMATCH = "theme_mismatch"
    PERIOD_REVERSED = "period_reversed"
    MAP_PLACE_OUTSIDE = "map_place_outside"
    # Errors: whole tables
    ABOUT_MISSING = "about_missing"
    ROWS_MISSING = "rows_missing"
    YEAR_MISSING = "year_missing"
    CITY_YEAR_MISSING = "city_year_missing"
    CITY_YEAR_WITHOUT_SHEET = "city_year_without_sheet"
    AREA_WITHOUT_FORUM = "area_without_forum"
    FORUM_WITHOUT_AREA = "forum_without_area"
    FORUM_NOT_COUNTED = "forum_not_counted"
    FORUM_WITHOUT_RECIPIENT = "forum_without_recipient"
    PLAN_WITHOUT_BUDGET = "plan_without_budget"
    # Errors: configuration files
    TOML_UNREADABLE = "toml_unreadable"
    SETTING_MISSING = "setting_missing"
    SETTING_UNKNOWN = "setting_unknown"
    SETTING_INVALID = "setting_invalid"
    POLICY_UNKNOWN = "policy_unknown"
    # Errors: names
    NAME_UNKNOWN = "name_unknown"
    ALIAS_TARGET_UNKNOWN = "alias_target_unknown"
    ALIAS_IS_NAME = "alias_is_name"
    ALIAS_TAKEN = "alias_taken"
    # Errors: workbooks of others
    SOURCE_FILE_MISSING = "source_file_missing"
    SOURCE_SHEET_UNKNOWN = "source_sheet_unknown"
    SOURCE_HEADER_MISSING = "source_header_missing"
    SOURCE_HEADER_TWICE = "source_header_twice"
    SOURCE_TEXT_MISSING = "source_text_missing"
    SOURCE_ROWS_MISSING = "source_rows_missing"
    SOURCE_VALUE_MISSING = "source_value_missing"
    SOURCE_ROW_WITHOUT_VALUES = "source_row_without_values"
    SOURCE_NOT_A_VALUE = "source_not_a_value"
    SOURCE_MARK_UNKNOWN = "source_mark_unknown"
    SOURCE_STYLE_OPEN = "source_style_open"
    SOURCE_SHARES_MIXED = "source_shares_mixed"
    SOURCE_TOTAL_WRONG = "source_total_wrong"
    # Findings
    TMF_SHARE_OFF = "tmf_share_off"
    LBF_SHARE_OVER = "lbf_share_over"
    PLAN_TOO_LONG = "plan_too_long"
    PLAN_WITHOUT_ESTATE = "plan_without_estate"
    APPLICANT_NOT_HOUSING = "applicant_not_housing"
    AGREEMENT_MISSING = "agreement_missing"
    AGREEMENT_SHARED = "agreement_shared"
    APPROVAL_MISSING = "approval_missing"
    APPROVAL_AFTER_COMMITMENT = "approval_after_commitment"
    COMMITMENT_MISSING = "commitment_missing"
    COMMITMENT_AFTER_START = "commitment_after_start"
    BUDGET_YEAR_OUTSIDE_PLAN = "budget_year_outside_plan"
    BOUNDARY_CHANGED = "boundary_changed"
    AREA_NEW = "area_new"
    AREA_CLOSED = "area_closed"
    COUNT_WITHHELD = "count_withheld"
    COUNT_IMPOSSIBLE = "count_impossible"
    COUNT_PROVISIONAL = "count_provisional"
    MACROS_IGNORED = "macros_ignored"
    LINKS_NOT_FOLLOWED = "links_not_followed"
    SHEET_HIDDEN = "sheet_hidden"
    ROWS_HIDDEN = "rows_hidden"
    COLUMNS_HIDDEN = "columns_hidden"


FINDINGS: frozenset[Code] = frozenset(list(Code)[list(Code).index(Code.TMF_SHARE_OFF) :])


class Percent(float):
    """A fraction among a problem's facts that the wording prints as percent."""


class FinePercent(Percent):
    """A percent whose second decimal matters, because the difference from another may be as small."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A part of a sentence among a problem's facts, for the wording to put into words.

    Attributes:
        name: Which phrase, such as ``greater_than``.
        values: Values for its placeholders.
        otherwise: What is shown, in English, where the wording has no such phrase.
    """

    name: str
    values: Mapping[str, object] = field(default_factory=dict)
    otherwise: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands, in Excel's own terms.

    Attributes:
        file: Path as the analyst knows it, such as ``input/indikatorer.xlsx``.
        sheet: Sheet name, or None where the file itself is meant.
        cell: Address such as ``F17`` (or ``F`` or ``17`` for a column or row), a key path or line in a TOML file, or None.
    """

    file: str
    sheet: str | None = None
    cell: str | None = None

    def __str__(self) -> str:
        inside = "!".join(part for part in (self.sheet, self.cell) if part)
        return f"{self.file} [{inside}]" if inside else self.file


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to tell the analyst.

    Attributes:
        code: What kind; its wording has one placeholder per key of `facts`.
        place: Where it stands.
        facts: Values for the wording: text, whole numbers, dates, `Percent` and `Phrase`; the wording formats them for its language.
        about: Ids that the problem concerns, such as ``{"plan": "P-07"}``; decides in which report a finding is printed.
        area: Name of the area, plan or other row that the cell belongs to, as the workbook says it; empty where there is none.
        period: The year that the cell belongs to; empty where there is none.
    """

    code: Code
    place: Place
    facts: Mapping[str, object] = field(default_factory=dict)
    about: Mapping[str, str] = field(default_factory=dict)
    area: str = ""
    period: str = ""

    @property
    def is_finding(self) -> bool:
        """True where the run goes on and the report prints it; False for an error."""
        return self.code in FINDINGS


class InputRejected(Exception):
    """The input holds errors: nothing is scored, nothing is written.

    Attributes:
        problems: All errors and findings of all files, in the order of files, sheets and rows.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(f"{len(self.problems)} problems in the input")
