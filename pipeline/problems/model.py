"""Problems of an input as data: codes, places, and the exception that carries them.

Enters: facts found while loading and validating. Leaves: `Problem` values, which `problems.describe` puts into words.
Never: text for users (that is in the catalogs), or a bare exception for a user's mistake.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from pipeline.problems.ranges import show_ranges


class Severity(StrEnum):
    """The effect of a problem on the run."""

    ERROR = "error"  # the run stops, nothing is written
    FINDING = "finding"  # the run continues, and the reports print it under data quality


ERROR: Final = Severity.ERROR
FINDING: Final = Severity.FINDING


class Code(StrEnum):
    """Every kind of problem with its severity.

    Attributes:
        severity: Whether it stops the run.
    """

    severity: Severity

    def __new__(cls, value: str, severity: Severity) -> Code:
        """Create a member whose value is only the text, so that codes are read and printed as text."""
        code = str.__new__(cls, value)
        code._value_ = value
        code.severity = severity
        return code

    # Errors: files and sheets
    INPUT_MISSING = "input_missing", ERROR
    FILE_MISSING = "file_missing", ERROR
    FILE_UNREADABLE = "file_unreadable", ERROR
    FILE_EMPTY = "file_empty", ERROR
    FILE_NOT_WORKBOOK = "file_not_workbook", ERROR
    FILE_OLD = "file_old", ERROR
    FILE_PASSWORD = "file_password", ERROR
    FILE_LABELLED = "file_labelled", ERROR
    FILE_TRUNCATED = "file_truncated", ERROR
    FILE_DAMAGED = "file_damaged", ERROR
    FILE_TOO_LARGE = "file_too_large", ERROR
    FILE_BOMB = "file_bomb", ERROR
    FILE_DOCTYPE = "file_doctype", ERROR
    FILE_CHANGED = "file_changed", ERROR
    FILE_TOO_SLOW = "file_too_slow", ERROR
    FILE_OUT_OF_MEMORY = "file_out_of_memory", ERROR
    FILE_CRASHED = "file_crashed", ERROR
    FILE_TWICE = "file_twice", ERROR
    FILE_IS_CHECK_COPY = "file_is_check_copy", ERROR
    CELLS_TOO_SPREAD = "cells_too_spread", ERROR
    CELL_TWICE = "cell_twice", ERROR
    SHEET_MISSING = "sheet_missing", ERROR
    SHEET_TWICE = "sheet_twice", ERROR
    SHEET_EMPTY = "sheet_empty", ERROR
    HEADERS_MISSING = "headers_missing", ERROR
    COLUMN_MISSING = "column_missing", ERROR
    COLUMN_TWICE = "column_twice", ERROR
    SHAPES_MIXED = "shapes_mixed", ERROR
    # Errors: single cells
    VALUE_MISSING = "value_missing", ERROR
    VALUE_MERGED = "value_merged", ERROR
    ROW_UNFINISHED = "row_unfinished", ERROR
    ROW_STRUCK = "row_struck", ERROR
    ROW_BLANK = "row_blank", ERROR
    ERROR_VALUE = "error_value", ERROR
    FORMULA_UNSAVED = "formula_unsaved", ERROR
    CELL_MARKED = "cell_marked", ERROR
    CELL_COVERED = "cell_covered", ERROR
    NOT_A_COUNT = "not_a_count", ERROR
    NOT_AN_AMOUNT = "not_an_amount", ERROR
    NOT_A_SHARE = "not_a_share", ERROR
    NUMBER_AMBIGUOUS = "number_ambiguous", ERROR
    NUMBER_OR_MARK = "number_or_mark", ERROR
    SHARE_OR_PERCENT = "share_or_percent", ERROR
    DASH_IN_NUMBERS = "dash_in_numbers", ERROR
    NOT_A_YEAR = "not_a_year", ERROR
    NOT_A_MARK = "not_a_mark", ERROR
    NOT_A_DATE = "not_a_date", ERROR
    NOT_A_CHOICE = "not_a_choice", ERROR
    NOT_AN_EMAIL = "not_an_email", ERROR
    EMAIL_LETTERS = "email_letters", ERROR
    DOMAIN_NOT_ALLOWED = "domain_not_allowed", ERROR
    TOO_LONG = "too_long", ERROR
    TOO_LARGE = "too_large", ERROR
    HIDDEN_CHARACTER = "hidden_character", ERROR
    NO_GLYPH = "no_glyph", ERROR
    # Errors: between rows
    DUPLICATE_KEY = "duplicate_key", ERROR
    UNKNOWN_REFERENCE = "unknown_reference", ERROR
    TOTAL_MISMATCH = "total_mismatch", ERROR
    TOTAL_OR_RECORD = "total_or_record", ERROR
    SUM_OF_OTHERS = "sum_of_others", ERROR
    COUNT_OVER_BASE = "count_over_base", ERROR
    BASE_ZERO = "base_zero", ERROR
    SHARE_MISMATCH = "share_mismatch", ERROR
    NAME_MISMATCH = "name_mismatch", ERROR
    CITY_COUNT_ZERO = "city_count_zero", ERROR
    AREAS_OVER_CITY = "areas_over_city", ERROR
    CITY_REST_IMPOSSIBLE = "city_rest_impossible", ERROR
    DISTRICTS_NOT_CITY = "districts_not_city", ERROR
    PLAN_BUDGET_SUM = "plan_budget_sum", ERROR
    KRONER_OR_HOURS = "kroner_or_hours", ERROR
    ADMINISTRATION_MISMATCH = "administration_mismatch", ERROR
    THEME_MISMATCH = "theme_mismatch", ERROR
    PERIOD_REVERSED = "period_reversed", ERROR
    MAP_PLACE_OUTSIDE = "map_place_outside", ERROR
    # Errors: whole tables
    ABOUT_MISSING = "about_missing", ERROR
    SCHEMA_VERSION_UNKNOWN = "schema_version_unknown", ERROR
    ROWS_MISSING = "rows_missing", ERROR
    YEAR_MISSING = "year_missing", ERROR
    YEAR_NOT_COUNTED = "year_not_counted", ERROR
    CITY_YEAR_MISSING = "city_year_missing", ERROR
    CITY_YEAR_WITHOUT_SHEET = "city_year_without_sheet", ERROR
    DEFINITION_YEAR_WITHOUT_SHEET = "definition_year_without_sheet", ERROR
    DEFINITION_MISSING = "definition_missing", ERROR
    LINE_MISSING = "line_missing", ERROR
    AREA_WITHOUT_FORUM = "area_without_forum", ERROR
    FORUM_WITHOUT_AREA = "forum_without_area", ERROR
    FORUM_NOT_COUNTED = "forum_not_counted", ERROR
    FORUM_WITHOUT_RECIPIENT = "forum_without_recipient", ERROR
    PLAN_WITHOUT_BUDGET = "plan_without_budget", ERROR
    # Errors: configuration files
    TOML_UNREADABLE = "toml_unreadable", ERROR
    RECORD_DAMAGED = "record_damaged", ERROR
    SETTING_MISSING = "setting_missing", ERROR
    SETTING_UNKNOWN = "setting_unknown", ERROR
    SETTING_INVALID = "setting_invalid", ERROR
    POLICY_UNKNOWN = "policy_unknown", ERROR
    POLICY_NOT_FOR_REPORTS = "policy_not_for_reports", ERROR
    # Errors: a table scored on its own
    TABLE_NOT_A_NUMBER = "table_not_a_number", ERROR
    TABLE_NEGATIVE = "table_negative", ERROR
    TABLE_PERCENT_MIXED = "table_percent_mixed", ERROR
    TABLE_PERCENT_OPEN = "table_percent_open", ERROR
    TABLE_NOT_A_NAME = "table_not_a_name", ERROR
    TABLE_NOT_A_YEAR = "table_not_a_year", ERROR
    TABLE_ROW_TOO_LONG = "table_row_too_long", ERROR
    TABLE_SHEETS_SEVERAL = "table_sheets_several", ERROR
    REFERENCE_ROW_MISSING = "reference_row_missing", ERROR
    CANNOT_SCORE = "cannot_score", ERROR
    WORD_BANNED = "word_banned", ERROR
    # Errors: names
    NAME_UNKNOWN = "name_unknown", ERROR
    ALIAS_TARGET_UNKNOWN = "alias_target_unknown", ERROR
    ALIAS_IS_NAME = "alias_is_name", ERROR
    ALIAS_TAKEN = "alias_taken", ERROR
    # Errors: workbooks of other organisations
    SOURCE_FILE_MISSING = "source_file_missing", ERROR
    SOURCE_SHEET_UNKNOWN = "source_sheet_unknown", ERROR
    SOURCE_HEADER_MISSING = "source_header_missing", ERROR
    SOURCE_HEADER_TWICE = "source_header_twice", ERROR
    SOURCE_TEXT_MISSING = "source_text_missing", ERROR
    SOURCE_ROWS_MISSING = "source_rows_missing", ERROR
    SOURCE_VALUE_MISSING = "source_value_missing", ERROR
    SOURCE_ROW_WITHOUT_VALUES = "source_row_without_values", ERROR
    SOURCE_NOT_A_VALUE = "source_not_a_value", ERROR
    SOURCE_MARK_UNKNOWN = "source_mark_unknown", ERROR
    SOURCE_ERROR_VALUE = "source_error_value", ERROR
    SOURCE_PATTERN_MISSED = "source_pattern_missed", ERROR
    SOURCE_PATTERN_SLOW = "source_pattern_slow", ERROR
    SOURCE_ROWS_UNREAD = "source_rows_unread", ERROR
    SOURCE_STYLE_OPEN = "source_style_open", ERROR
    SOURCE_SHARES_MIXED = "source_shares_mixed", ERROR
    SOURCE_SHARES_OPEN = "source_shares_open", ERROR
    SOURCE_TOTAL_WRONG = "source_total_wrong", ERROR
    # Findings
    TMF_SHARE_OFF = "tmf_share_off", FINDING
    LBF_SHARE_OVER = "lbf_share_over", FINDING
    PLAN_TOO_LONG = "plan_too_long", FINDING
    PLAN_WITHOUT_ESTATE = "plan_without_estate", FINDING
    APPLICANT_NOT_HOUSING = "applicant_not_housing", FINDING
    AGREEMENT_MISSING = "agreement_missing", FINDING
    AGREEMENT_SHARED = "agreement_shared", FINDING
    AGREEMENT_AFTER_START = "agreement_after_start", FINDING
    APPROVAL_MISSING = "approval_missing", FINDING
    APPROVAL_AFTER_COMMITMENT = "approval_after_commitment", FINDING
    COMMITMENT_MISSING = "commitment_missing", FINDING
    COMMITMENT_AFTER_START = "commitment_after_start", FINDING
    BUDGET_YEAR_OUTSIDE_PLAN = "budget_year_outside_plan", FINDING
    BOUNDARY_CHANGED = "boundary_changed", FINDING
    ESTATE_ELSEWHERE = "estate_elsewhere", FINDING
    BUDGET_LINE_TWICE = "budget_line_twice", FINDING
    AREA_WITHOUT_NUMBERS = "area_without_numbers", FINDING
    BASES_DIFFER = "bases_differ", FINDING
    AREA_NEW = "area_new", FINDING
    AREA_CLOSED = "area_closed", FINDING
    BASE_JUMPED = "base_jumped", FINDING
    SHARE_JUMPED = "share_jumped", FINDING
    YEAR_COPIED = "year_copied", FINDING
    ROW_COPIED = "row_copied", FINDING
    AREA_COPIED = "area_copied", FINDING
    INDICATOR_COPIED = "indicator_copied", FINDING
    COLUMNS_SWAPPED = "columns_swapped", FINDING
    COUNT_WITHHELD = "count_withheld", FINDING
    COUNT_IMPOSSIBLE = "count_impossible", FINDING
    COUNT_PROVISIONAL = "count_provisional", FINDING
    MACROS_IGNORED = "macros_ignored", FINDING
    LINKS_NOT_FOLLOWED = "links_not_followed", FINDING
    SHEET_LATER = "sheet_later", FINDING
    ROWS_LATER = "rows_later", FINDING
    GROUPS_UNDATED = "groups_undated", FINDING
    SHEET_BESIDE = "sheet_beside", FINDING
    SHEET_HIDDEN = "sheet_hidden", FINDING
    ROWS_HIDDEN = "rows_hidden", FINDING
    COLUMNS_HIDDEN = "columns_hidden", FINDING


FINDINGS: frozenset[Code] = frozenset(code for code in Code if code.severity is Severity.FINDING)
HOLDING: Final = (Code.YEAR_COPIED, Code.ROW_COPIED, Code.AREA_COPIED, Code.INDICATOR_COPIED, Code.COLUMNS_SWAPPED)
"""Findings that always hold a release: if they are mistakes, most of its numbers are wrong."""


class Count(int):
    """A count or an amount among a problem's facts that the wording prints with thousands parted; a year or an id is none."""


class Percent(float):
    """A fraction among a problem's facts, printed as percent."""

    @property
    def decimals(self) -> int:
        """Decimals of the percent as it is printed."""
        return 1


class SetPercent(Percent):
    """A percent from the settings, printed without decimals where it is whole."""

    @property
    def decimals(self) -> int:
        """None or one."""
        return 0 if round(100 * self, 1).is_integer() else 1


class FinePercent(Percent):
    """A percent with two decimals, for small differences."""

    @property
    def decimals(self) -> int:
        """Two."""
        return 2


@dataclass(frozen=True, slots=True)
class Phrase:
    """A part of a sentence among a problem's facts, to be put into words.

    Attributes:
        name: Name of the phrase, for example ``greater_than``.
        values: Values for its placeholders.
        otherwise: English text to show if the wording has no such phrase.
    """

    name: str
    values: Mapping[str, object] = field(default_factory=dict)
    otherwise: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the input, in Excel's own terms.

    Attributes:
        file: Path as shown to the analyst, for example ``input/indikatorer.xlsx``.
        sheet: Sheet name, or None for the file itself.
        cell: Address, for example ``F17`` (or ``F`` or ``17`` for a column or row), a key path or line in a TOML file, or None.
        more: Addresses of further cells of the sheet.
    """

    file: str
    sheet: str | None = None
    cell: str | None = None
    more: tuple[str, ...] = ()

    @property
    def cells(self) -> tuple[str, ...]:
        """All addresses."""
        return (self.cell, *self.more) if self.cell else ()

    def __str__(self) -> str:
        inside = "!".join(part for part in (self.sheet, show_ranges(self.cells)) if part)
        return f"{self.file} [{inside}]" if inside else self.file


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem to report to the analyst.

    Attributes:
        code: The kind of problem; its text has one placeholder per key of `facts`.
        place: Where it is.
        facts: Values for the text: strings, whole numbers, dates, `Count`, `Percent` and `Phrase`, formatted for the language.
        about: Ids that it concerns, for example ``{"plan": "P-07"}``; they decide which report prints a finding.
        area: Name of the area, plan or other row of the cell, as in the workbook; empty if there is none.
        period: The year of the cell; empty if there is none.
        similar: Number of its cells that hold another value than the one shown.
    """

    code: Code
    place: Place
    facts: Mapping[str, object] = field(default_factory=dict)
    about: Mapping[str, str] = field(default_factory=dict)
    area: str = ""
    period: str = ""
    similar: int = 0

    def __hash__(self) -> int:
        """Return an equal hash for equal problems; the facts may be unhashable and are left out."""
        return hash((self.code, self.place))

    @property
    def is_finding(self) -> bool:
        """True for a finding, which the report prints; False for an error, which stops the run."""
        return self.code.severity is Severity.FINDING
