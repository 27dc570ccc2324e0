"""Settings: misspelt, missing or out-of-range ones are reported with their key or line; accepted values are exact."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from pydantic import ValidationError

from pipeline.input.load.workbook import load_workbooks
from pipeline.problems.model import Code, Phrase
from pipeline.problems.phrases import PHRASES
from pipeline.problems.rejected import InputRejected
from pipeline.settings.policy.model import Policy
from pipeline.settings.settings import WrittenSettings, read_language, read_settings
from pipeline.settings.toml_file import Strict, _problem, _with_tuples
from tests.broken_inputs import (
    INDICATORS,
    POLICY,
    SETTINGS,
    Case,
    Edit,
    case_name,
    cell,
    codes,
    content,
    folder_instead,
    refused,
    small_input,
    text,
    told,
)

WHOLE = "et helt tal uden decimaler og citationstegn"
DECIMAL = "et tal med decimalpunktum, som 0.125, uden citationstegn"
DAY = "en dato som 2025-12-31 uden citationstegn"
EVERY_MONTH = 'en dag i måneden fra 1 til 28, eller "daily" i citationstegn'
CLOCK_TIME = 'timer og minutter i citationstegn, som "07:00"'
UNREADABLE = "input/indstillinger.toml{}: filen kan ikke læses: {}. Ret den, og gem."


def unreadable(edit: Edit, line: str, why: str) -> Case:
    """Return the case of a file that is no TOML."""
    return Case(Code.TOML_UNREADABLE, edit, (UNREADABLE.format(line, why),))


def invalid(old: str, new: str, key: str, found: str, expected: str) -> Case:
    """Return the case of one setting that the program cannot use."""
    said = f"input/indstillinger.toml [{key}]: fandt {found}, forventede {expected}. Ret værdien."
    return Case(Code.SETTING_INVALID, text(SETTINGS, old, new), (said,))


CASES = [
    invalid(
        'sender = "boligsocial@kommune.example"',
        'sender = "ingen"',
        "delivery.sender",
        '"ingen"',
        "én e-mailadresse som post@kommune.example",
    ),
    invalid(
        'operator = "analyse@kommune.example"',
        'operator = "anna..hansen@kommune.example"',
        "delivery.operator",
        '"anna..hansen@kommune.example"',
        "én e-mailadresse som post@kommune.example",
    ),
    invalid(
        'sender = "boligsocial@kommune.example"',
        'sender = "søren@kommune.example"',
        "delivery.sender",
        '"søren@kommune.example"',
        "en adresse uden bogstaver som ø før @: mange mailservere tager ikke imod dem",
    ),
    invalid(
        '# redirect_all_to = "analyse@kommune.example"',
        'redirect_all_to = "prøve@kommune.example"',
        "delivery.redirect_all_to",
        '"prøve@kommune.example"',
        "en adresse uden bogstaver som ø før @: mange mailservere tager ikke imod dem",
    ),
    invalid(
        'allowed_domains = ["forum.example"]',
        'allowed_domains = ["post@forum.example"]',
        "delivery.allowed_domains.1",
        '"post@forum.example"',
        "det, der står efter @ i en e-mailadresse, som kommune.example",
    ),
    unreadable(
        content(SETTINGS, b"language = ["),
        "",
        "filen slutter midt i noget: der mangler et anførselstegn, en parentes eller en værdi til sidst",
    ),
    unreadable(
        content(SETTINGS, lambda whole: whole.decode().replace("≥", "").encode("latin-1", "replace")),
        " [1]",
        "linje 1 har bogstaver, der ikke er UTF-8",
    ),
    unreadable(content(SETTINGS, b"a = " + b"[" * 9999), "", "det, der står i den, kan ikke forstås"),
    unreadable(folder_instead(SETTINGS), "", "det er en mappe"),
    Case(
        Code.FILE_MISSING,
        lambda folder: (folder / SETTINGS).unlink(),
        ("input/indstillinger.toml: filen findes ikke. Læg den der, eller lav tomme projektmapper med: make template.",),
    ),
    Case(
        Code.SETTING_UNKNOWN,
        text(SETTINGS, "month = 12", "month = 12\nmonht = 12"),
        ("input/indstillinger.toml [periods.monht]: fandt en nøgle, som programmet ikke kender. Ret stavningen, eller slet den.",),
    ),
    Case(
        Code.SETTING_MISSING,
        text(SETTINGS, "month = 12", ""),
        ("input/indstillinger.toml [periods.month]: fandt ikke nøglen, forventede den med en værdi. Tilføj den.",),
    ),
    invalid("month = 12", 'month = "december"', "periods.month", '"december"', WHOLE),
    invalid("month = 12", "month = 12.0", "periods.month", "12.0", WHOLE),
    invalid("month = 12", "month = 13", "periods.month", "13", "højst 12"),
    invalid("day = 2  ", "day = 0  ", "schedule.day", "0", EVERY_MONTH),
    invalid("day = 2  ", "day = 29  ", "schedule.day", "29", EVERY_MONTH),
    invalid("day = 2  ", "day = true  ", "schedule.day", "true", EVERY_MONTH),
    invalid("day = 2  ", 'day = "2"  ', "schedule.day", '"2"', EVERY_MONTH),
    invalid("day = 2  ", 'day = "dagligt"  ', "schedule.day", '"dagligt"', EVERY_MONTH),
    invalid('time = "07:00"', 'time = "7:00"', "schedule.time", '"7:00"', CLOCK_TIME),
    invalid('time = "07:00"', 'time = "24:00"', "schedule.time", '"24:00"', CLOCK_TIME),
    invalid('time = "07:00"', "time = 07:00:00", "schedule.time", "07:00:00", CLOCK_TIME),
    invalid('time = "07:00"', "time = 7", "schedule.time", "7", CLOCK_TIME),
    invalid("month = 12", "month = 2", "periods", "31", "en dag, som måned 2 har"),
    invalid("day = 31", "day = 0", "periods.day", "0", "mindst 1"),
    invalid("before = 2011", "before = 2025", "periods", "2025", "et tidligere år end 2025, som er året »now«"),
    invalid("max_years = 4", "max_years = true", "plans.max_years", "true", WHOLE),
    invalid("tmf_share = 0.125", 'tmf_share = "12,5 %"', "money.tmf_share", '"12,5 %"', DECIMAL),
    invalid("tmf_share = 0.125", "tmf_share = true", "money.tmf_share", "true", DECIMAL),
    invalid("tmf_share = 0.125", "tmf_share = nan", "money.tmf_share", "NaN", DECIMAL),
    invalid("tmf_share = 0.125", "tmf_share = 12.5", "money.tmf_share", "12.5", "mindre end 1"),
    invalid("tmf_share = 0.125", "tmf_share = 0.12345", "money.tmf_share", "0.12345", "højst 4 decimaler"),
    invalid("judged_from_pp = 1.0", "judged_from_pp = 0", "changes.judged_from_pp", "0", "mere end 0"),
    invalid("judged_from_pp = 1.0", "judged_from_pp = 1e99", "changes.judged_from_pp", "1E+99", "højst 10 cifre"),
    invalid("judged_from_pp = 1.0", "judged_from_pp = 1234567", "changes.judged_from_pp", "1234567", "højst 6 cifre før decimalpunktummet"),
    invalid("base_change_limit = 0.4", "base_change_limit = 0", "checks.base_change_limit", "0", "mere end 0"),
    invalid("base_change_limit = 0.4", "base_change_limit = 40", "checks.base_change_limit", "40", "højst 1"),
    invalid(
        '# redirect_all_to = "analyse@kommune.example"',
        'redirect_all_to = "anna@andetsteds.example"',
        "delivery.redirect_all_to",
        '"anna@andetsteds.example"',
        "en adresse hos kommune.example, som er operators domæne, eller hos et af dem i allowed_domains: Prøvens mails har alle foras rapporter",
    ),
    invalid(
        "valid_to = 2025-12-31     # den",
        "valid_to = 2005-12-31     # den",
        "administrations.1.valid_to",
        "2005-12-31",
        "en dag, der ikke er før valid_from",
    ),
    invalid(
        'code = "KFF"',
        'code = "ØKF"',
        "administrations",
        '"ØKF"',
        "ét navn ad gangen for hver forvaltning; den 01-01-2006 har denne to: Giv det ældste et valid_to før den dag",
    ),
    invalid("city_tolerance = 0.01", "city_tolerance = 1", "checks.city_tolerance", "1", "mindre end 1"),
    invalid("smallest_shown = 5", "smallest_shown = 2", "small_numbers.smallest_shown", "2", "mindst 3"),
    invalid('language = "da"', 'language = "de"', "language", '"de"', "en af: da, en"),
    invalid('policy = "kk-2011"', "policy = 2011", "policy", "2011", "en tekst i citationstegn"),
    invalid('"Københavns Kommune"', '""', "municipality", '""', "en tekst på mindst 1 tegn"),
    invalid("Københavns Kommune", "K" * 61, "municipality", f'"{"K" * 60}…"', "en tekst på højst 60 tegn"),
    invalid("Københavns Kommune", "K\\u202e", "municipality", '"K\u202e"', "en tekst uden skjulte styretegn"),
    invalid('"Københavns Kommune"', '" \\n "', "municipality", '""', "en tekst på mindst 1 tegn"),
    invalid("valid_from = 2006-01-01", 'valid_from = "2006"', "administrations.1.valid_from", '"2006"', DAY),
    invalid("valid_from = 2006-01-01", "valid_from = 2006", "administrations.1.valid_from", "2006", DAY),
    invalid("valid_to = 2025-12-31", "valid_to = 2025-12-31T00:00:00", "administrations.1.valid_to", "2025-12-31 00:00:00", DAY),
    invalid("[money]", "[[money]]", "money", "[…]", "en tabel med nøgler og værdier"),
    Case(
        Code.SETTING_INVALID,
        content(SETTINGS, lambda whole: b"administrations = 3\n" + whole.split(b"[[adm")[0]),
        ("input/indstillinger.toml [administrations]: fandt 3, forventede en liste. Ret værdien.",),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=case_name)
def test_a_wrong_setting_is_told_at_its_key_or_line(case: Case, tmp_path: Path) -> None:
    """What the program cannot use is quoted with what it expected instead, in Danish."""
    with pytest.raises(InputRejected) as rejected:
        read_settings(small_input(tmp_path, case.edit))
    assert codes(rejected.value.problems) == [case.code]
    assert told(rejected.value.problems) == list(case.told)
    assert "{" not in told(rejected.value.problems, "en")[0]


def variants(value: Any, wrong: object) -> Iterator[object]:
    """Yield a setting's value, or a copy of a table of settings for each of its keys, with the wrong value in its place."""
    yield wrong
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, tuple) else ()
    for key, old in inner:
        for new in variants(old, wrong):
            yield value | {key: new} if isinstance(value, dict) else (*value[:key], new, *value[key + 1 :])


@pytest.mark.parametrize(
    "wrong", [None, True, 0, -1, 10**9, 1e9, Decimal("NaN"), Decimal("0.00001"), "", "x" * 200, (), {}, date(2025, 1, 1)], ids=repr
)
@pytest.mark.parametrize(("name", "model"), [(SETTINGS, WrittenSettings), (POLICY, Policy)])
def test_whatever_is_wrong_is_told_in_the_reader_s_language(name: str, model: type[Strict], wrong: object, tmp_path: Path) -> None:
    """Any wrong value at any key is told with words of the catalog, never with the library's English ones."""
    values = _with_tuples(tomllib.loads((small_input(tmp_path) / name).read_text(encoding="utf-8"), parse_float=Decimal))
    for broken in variants(values, wrong):
        try:
            model.model_validate(broken)
        except ValidationError as error:
            expected = [_problem(issue, name).facts.get("expected") for issue in error.errors()]
            assert {phrase.name for phrase in expected if isinstance(phrase, Phrase)} <= set(PHRASES)


def test_several_settings_and_a_workbook_are_told_together(tmp_path: Path) -> None:
    """All wrong keys of the settings come in one pass, with what is wrong in the workbooks."""
    edits = [text(SETTINGS, "month = 12", ""), text(SETTINGS, "max_years = 4", "max_years = 40"), cell(INDICATORS, "2025", "E3", "x")]
    assert [problem.place.cell for problem in refused(tmp_path, *edits)] == ["periods.month", "plans.max_years", "E3"]


def test_numbers_are_exactly_as_typed(tmp_path: Path) -> None:
    """A decimal fraction stays what it is, and a whole number may stand where decimals are allowed."""
    edits = [text(SETTINGS, "tmf_share = 0.125", "tmf_share = 0.1"), text(SETTINGS, "judged_from_pp = 1.0", "judged_from_pp = 1")]
    settings = read_settings(small_input(tmp_path, *edits))
    assert (settings.money.tmf_share, settings.changes.judged_from_pp) == (Decimal("0.1"), Decimal(1))


@pytest.mark.parametrize(
    "changed", [lambda whole: b"\xef\xbb\xbf" + whole, lambda whole: whole.replace(b"\n", b"\r\n")], ids=["mark", "CRLF"]
)
def test_settings_saved_on_windows_are_read(changed: Callable[[bytes], bytes], tmp_path: Path) -> None:
    """The byte order mark and the line ends of Windows make no difference."""
    assert read_settings(small_input(tmp_path, content(SETTINGS, changed))) == read_settings(small_input(tmp_path / "unchanged"))


@pytest.mark.parametrize(
    ("whole", "language"), [('language = "en"', "en"), ('language = "de"', "da"), ("language =", "da"), ("a = " + "[" * 9999, "da")]
)
def test_the_language_of_messages_is_known_even_where_the_settings_are_wrong(whole: str, language: str, tmp_path: Path) -> None:
    """Messages are in English where that can be read from the settings, and else in Danish."""
    assert read_language(small_input(tmp_path, content(SETTINGS, whole.encode()))) == language
    assert read_language(tmp_path / "nowhere") == "da"


@contextmanager
def ordinary_user() -> Iterator[None]:
    """Give up the administrator's rights for a moment, where the tests have them: an administrator may read everything."""
    administrator = os.geteuid() == 0
    if administrator:
        os.seteuid(65534)
    try:
        yield
    finally:
        if administrator:
            os.seteuid(0)


def test_files_that_may_not_be_read_are_told() -> None:
    """Missing rights are told as a file that cannot be opened, and a closed folder as one without files that can be read."""
    with TemporaryDirectory() as public:
        folder = small_input(Path(public))
        load_workbooks(folder)
        Path(public).chmod(0o755)
        (folder / SETTINGS).chmod(0)
        with ordinary_user(), pytest.raises(InputRejected) as rejected:
            read_settings(folder)
        folder.chmod(0)
        with ordinary_user():
            closed = load_workbooks(folder).problems
        folder.chmod(0o755)
    assert told(rejected.value.problems) == [UNREADABLE.format("", "du har ikke adgang til den")]
    assert closed[0].facts["reason"] == Phrase("closed_forbidden", {"number": 13})
    assert set(codes(closed)) <= {Code.FILE_UNREADABLE, Code.FILE_MISSING}
    assert len(closed) == 3
