"""The house keeps its shape: imports run one way, stages know no stages, a library lives in its room."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.build import ROOT

PACKAGE = ROOT / "pipeline"
STAGES = {
    *("load", "validate", "disclosure", "score", "compare", "compose"),
    *("render", "tabulate", "inspect", "publish", "deliver", "tell"),
}
TOP = {
    "__main__",
    "clearance",
    "cluster",
    "commands",
    "composed",
    "input_files",
    "intake",
    "made_from",
    "mail_clearance",
    "make_report",
    "operate",
    "outputs",
    "release_plan",
    "report_files",
    "report_job",
    "run",
    "send",
    "version_0_1_0",
    "workers",
}
TAKES_ALL = {"disclosure": {"pipeline.input.check_input", "pipeline.input.input_files"}}  # the door takes a checked input as a whole
ROOMS_OF = {
    "weasyprint": {"render"},
    "pydyf": {"render"},  # WeasyPrint's own layer below it
    "pikepdf": {"inspect"},
    "jinja2": {"render", "tell"},
    "openpyxl": {"score_file", "sources", "tabulate", "tell", "version_0_1_0", "workbooks"},
    "tinycss2": {"render"},
    "fontTools": {"render", "typeface"},  # a browser gets the typeface cut down, charts need its widths
    "typer": {"commands"},
    "rich": {"commands", "tell"},
    "pydantic": {"configuration", "delivery_settings", "settings", "policy", "sources"},
    "pypdfium2": {"deliver"},  # reads each PDF once more before it goes to anybody
    "smtplib": {"deliver"},
    "email": {"addresses", "deliver"},  # what check accepts is what composes a mail
    "sqlite3": {"history", "outbox"},
    "fcntl": {"lock"},
    "distributed": {"cluster"},
}


def imports_by_room() -> dict[str, set[str]]:
    """Return what each room imports: ``pipeline.x.y`` as ``pipeline.x``, others by their top name."""
    found: dict[str, set[str]] = {}
    for path in PACKAGE.rglob("*.py"):
        room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{path}: relative import"
                names = [str(node.module)]
            found.setdefault(room, set()).update(
                ".".join(name.split(".")[:2]) if name.startswith("pipeline.") else name.split(".")[0] for name in names
            )
    return found


IMPORTS = imports_by_room()


@pytest.mark.parametrize("stage", sorted(STAGES))
def test_a_stage_imports_no_other_stage_and_nothing_above_it(stage: str) -> None:
    """Stages meet in run.py alone."""
    forbidden = {f"pipeline.{name}" for name in (STAGES | TOP | {"example"}) - {stage}} - TAKES_ALL.get(stage, set())
    assert IMPORTS[stage] & forbidden == set()


@pytest.mark.parametrize("noun", sorted(set(IMPORTS) - STAGES - TOP - {"example", "__init__"}))
def test_a_noun_imports_no_stage(noun: str) -> None:
    """Nouns are data; they know nothing of what is done with them."""
    assert IMPORTS[noun] & {f"pipeline.{name}" for name in STAGES | TOP} == set()


@pytest.mark.parametrize("library", sorted(ROOMS_OF))
def test_a_library_lives_in_its_room(library: str) -> None:
    """Who would change the library changes one room."""
    assert {room for room, names in IMPORTS.items() if library in names} <= ROOMS_OF[library]


def test_problems_import_nothing_of_the_house() -> None:
    """The lowest noun stands alone."""
    assert not [name for name in IMPORTS["problems"] if name.startswith("pipeline")]


@pytest.mark.parametrize("command", [["--help"], ["check", "--help"], ["check", "--input", "input", "--output"]])
def test_help_and_check_load_no_renderer(command: list[str], tmp_path: Path) -> None:
    """Only making reports pays for the renderer."""
    command = [*command, str(tmp_path)] if command[-1] == "--output" else command
    code = (
        "import sys\nfrom pipeline.__main__ import app\n"
        f"app({command!r}, prog_name='pipeline', standalone_mode=False)\n"
        "print('weasyprint' in sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr.strip().splitlines()[-1] == "False"
