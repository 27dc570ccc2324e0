"""docs/vejledning.md: its tables are generated, its commands and pictures exist, and its quotations match the program."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path
from typing import Any, get_args

import pytest
import typer

from pipeline.__main__ import Exit, app
from pipeline.input.check_input import check_input
from pipeline.input.schema.indicators import INDICATORS
from pipeline.input.schema.workbooks import WORKBOOKS
from pipeline.language.language import load_language
from pipeline.language.typed_command import name_installed
from pipeline.problems.describe import describe_in_place
from pipeline.problems.rejected import InputRejected
from pipeline.report.words.verdict_words import VERDICTS
from pipeline.settings.settings import Settings
from pipeline.settings.toml_file import Bilingual, Strict
from pipeline.workbooks.explain import explain_columns
from scripts.documentation import DOCS, GUIDE, write_guide
from scripts.guide_tables import EXITS, fill_tables, list_settings
from tests.broken_inputs import INDICATORS as INDICATOR_FILE
from tests.broken_inputs import cells, small_input
from tests.build import INPUT, ROOT

PAGE = GUIDE.read_text(encoding="utf-8")
PICTURES = DOCS / "billeder"
TARGETS = dict(re.findall(r"^([a-z-]+):(.*\n(?:\t.*\n)*)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.glob("*.md"))]
TYPED = re.compile(r"(?:`|^)(?:sudo )?make ([a-z-]+)([^`\n#]*)", re.MULTILINE)
INSTALLED = re.compile(r"(?:`|^)boligsocial ([a-z]+)([^`\n#]*)", re.MULTILINE)
COMMANDS = sorted({(target, rest.strip()) for page in PAGES for target, rest in TYPED.findall(page.read_text(encoding="utf-8"))})
TYPED_INSTALLED = sorted({(name, rest.strip()) for page in PAGES for name, rest in INSTALLED.findall(page.read_text(encoding="utf-8"))})
SHOWN = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", PAGE + (DOCS / "faellesmappe.md").read_text(encoding="utf-8"))
PART_NAMES = {"slutkoder", "indstillinger.toml", *(workbook.filename for workbook in WORKBOOKS)}


def test_the_tables_are_what_the_program_writes(tmp_path: Path) -> None:
    """The generated tables are up to date, and none is missing: a changed column, setting or exit code needs `make docs`."""
    copy = tmp_path / "guide.md"
    copy.write_text(PAGE, encoding="utf-8")
    write_guide(copy)
    assert copy.read_bytes() == GUIDE.read_bytes()
    assert set(re.findall(r"<!-- skema: (\S+) -->", PAGE)) == PART_NAMES
    assert PAGE.count("<!-- skema: ") == PAGE.count("<!-- slut -->") == len(PART_NAMES)


def test_a_table_changed_by_hand_is_written_anew_and_nothing_else_is() -> None:
    """The words between the tables are the writer's."""
    assert fill_tables(PAGE.replace("| 20 | ", "| 21 | ")) == PAGE
    assert fill_tables(f"{PAGE}Og tak.\n") == f"{PAGE}Og tak.\n"
    with pytest.raises(KeyError):
        fill_tables("<!-- skema: andet -->\n<!-- slut -->")


@pytest.mark.parametrize("workbook", WORKBOOKS, ids=lambda workbook: workbook.filename)
def test_every_sheet_and_column_is_in_the_guide(workbook: Any) -> None:
    """Under its own heading where it stands alone; an indicator's two columns in one row, and the shares of all in one."""
    part = PAGE.split(f"<!-- skema: {workbook.filename} -->")[1].split("<!-- slut -->")[0]
    for column in explain_columns(workbook):
        assert f"| **{column.sheet}** |" in part
        indicator = next((one.header for one in INDICATORS if column.header.startswith(f"{one.header}, ")), None)
        share = column.header.endswith(", andel")
        head = "*hver indikators navn*, andel" if share else f"{indicator}, antal *og* basis" if indicator else column.header
        assert f"| {head} | " in part


def test_every_exit_code_has_its_words() -> None:
    """Those of the program, and the two that Python and the command line give."""
    assert set(EXITS) == set(Exit)
    part = PAGE.split("<!-- skema: slutkoder -->")[1].split("<!-- slut -->")[0]
    assert [int(code) for code in re.findall(r"^\| (\d+) \|", part, re.MULTILINE)] == sorted({1, 2, *map(int, Exit)})


def test_every_setting_is_listed_with_what_it_means_and_as_it_ships() -> None:
    """The settings' file explains each key of the model once, and its values are those that the program reads."""
    text = (INPUT / "indstillinger.toml").read_text(encoding="utf-8")
    listed = {key: (value, meaning) for key, value, meaning in list_settings(text)}
    assert {re.sub(r"\.\d{4}", "", key) for key in listed} == set(keys_of(Settings)) - {
        "changes.unchanged_within_pp"
    }  # of earlier versions
    assert [key for key, (_, meaning) in listed.items() if not meaning] == []
    read = tomllib.loads(text)
    off = {
        "periods.now",
        "small_numbers.rounding",
        "changes.interval_level",
        "delivery.redirect_all_to",
        "delivery.sends_from",
        "delivery.smtp.host",
        "delivery.smtp.port",
        "delivery.smtp.tls",
        "delivery.smtp.ca_file",
        "price_index.2024",
        "price_index.2025",
    }
    for key, (value, _) in listed.items():
        found: Any = read
        for name in key.split("."):
            found = (found[0] if isinstance(found, list) else found).get(name, {})
        assert found == ({} if key in off else tomllib.loads(f"x = {value}")["x"])


def keys_of(model: type[Strict], before: str = "") -> list[str]:
    """Return the dotted key of every setting; a text in two languages is one."""
    found = []
    for name, field in model.model_fields.items():
        parts = (field.annotation, *get_args(field.annotation))
        inner = [one for one in parts if isinstance(one, type) and issubclass(one, Strict) and one is not Bilingual]
        found += keys_of(inner[0], f"{before}{name}.") if inner else [f"{before}{name}"]
    return found


@pytest.mark.parametrize(("target", "rest"), COMMANDS, ids=lambda part: part or "-")
def test_every_command_can_be_typed(target: str, rest: str) -> None:
    """Its target is in the Makefile, its variables are the target's, and its options the command's own."""
    assert target in TARGETS
    for variable in re.findall(r"\b([A-Z]+)=", rest):
        assert re.search(
            rf"\$\(?{variable}\b", TARGETS[target].replace("$(period)", "$PERIOD").replace("$(anew)", "$ANEW").replace("$(forum)", "$FORUM")
        )
    options = re.search(r"OPTIONS=(?:([\"'])(.*?)\1|(\S+))", rest)
    command: Any = typer.main.get_command(app)
    for word in shlex.split(options[2] or options[3]) if options and target in command.commands else ():
        command = command.commands.get(target, command) if hasattr(command, "commands") else command
        if word in getattr(command, "commands", {}):
            command = command.commands[word]
        elif word.startswith("--") and word != "--help":
            assert word in {name for option in command.params for name in (*option.opts, *option.secondary_opts)}


@pytest.mark.parametrize(("name", "rest"), TYPED_INSTALLED, ids=lambda part: part or "-")
def test_every_installed_command_can_be_typed(name: str, rest: str) -> None:
    """The program has the command, and the command has the options and takes that many arguments."""
    group: Any = typer.main.get_command(app)
    assert name in group.commands
    words = [word for word in shlex.split(rest) if word != "--help"]
    with group.make_context("boligsocial", [name, *words]) as context:
        _, command, left = group.resolve_command(context, [name, *words])
        if words:  # the name alone may be that of a command that takes more
            command.make_context(name, left, parent=context)


def test_pictures_say_what_they_show_and_are_small() -> None:
    """Each has words for those who do not see it, none is left over, and together they are under a megabyte and a half."""
    assert len(SHOWN) >= 6
    assert [file for alt, file in SHOWN if len(alt) < 30] == []
    kept = list(PICTURES.glob("*"))
    assert {f"billeder/{file.name}" for file in kept} == {file for _, file in SHOWN if file.startswith("billeder/")}
    assert sum(file.stat().st_size for file in kept) < 1_500_000


def test_the_message_in_the_guide_is_what_the_program_says(tmp_path: Path) -> None:
    """An example that the program would word in another way teaches the wrong thing."""
    folder = small_input(tmp_path, cells(INDICATOR_FILE, "2025", {"G3": "n/a"}))
    with pytest.raises(InputRejected) as rejected:
        check_input(folder)
    (problem,) = rejected.value.problems
    assert describe_in_place(problem, load_language("da")).replace("G3", "G17") in PAGE


def test_what_is_quoted_is_in_the_catalog() -> None:
    """Sentences that the reader will meet on the screen."""
    danish = load_language("da")
    assert name_installed(danish.gettext("No errors in {folder}. Next: make reports")).format(folder="input") in PAGE
    assert (
        danish.ngettext("{number} report in {folder}", "{number} reports in {folder}", 7).format(number=7, folder="output/eksempel/current")
        in PAGE
    )
    assert danish.gettext("The numbers are sample data: every page is stamped so.") in PAGE
    trial = danish.gettext("[TRIAL for {recipient}]").format(recipient="…")
    assert f"`{trial}`" in PAGE


def test_every_word_of_a_verdict_is_explained() -> None:
    """The reader finds each word of the last column."""
    danish = load_language("da")
    rows = "\n".join(re.findall(r"^\| ([^|]+) \|", PAGE, re.MULTILINE))
    assert [word for word in map(danish.gettext, VERDICTS.values()) if word not in rows] == []


def test_the_readme_leads_to_the_guide() -> None:
    """Near its top, where an analyst looks."""
    assert "docs/vejledning.md" in (ROOT / "README.md").read_text(encoding="utf-8")[:2500]
