"""The architecture: packages import one way, modules never in a circle, stages meet in run.py, each library is used in one package."""

from __future__ import annotations

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from tests.build import ROOT

PACKAGE = ROOT / "pipeline"
LOW_TO_HIGH = (  # each may import those before it
    *("clock", "storage", "lock", "language", "problems", "settings", "input", "workbooks", "disclosure", "scoring"),
    *("report", "render", "releases", "delivery", "run", "run_once", "scheduled_run", "shared_folder", "commands", "__main__"),
)
LOOSE = {"__init__", "__main__", "clock", "lock", "run", "run_once", "scheduled_run", "storage"}
CALLED_BY = {  # a stage's module → who calls it, beside its own package
    "input.load.workbook": set(),
    "input.validate.check": set(),
    "disclosure.coarsen": {"releases.version_0_1_0"},  # old releases are compared with what would be made now
    "scoring.score_areas": {"run"},
    "scoring.compare.years": {"run"},
    "report.compose.city": {"run"},
    "report.tables.all_tables": {"run"},
    "render.document": {"releases.make.made_ready"},  # compiles the templates
    "render.pdf": {"releases.make.one_pdf", "releases.make.preview", "commands.preview"},  # the last for its error
    "releases.write": {"run"},
    "releases.publish": {
        "run",
        "run_once",
        "commands.reports",
        "commands.words",
    },  # after a killed run; and the data class that a run leaves, its error
    "delivery.send": {"commands.sending", "commands.pulse"},
    "run": {"commands.operation", "commands.preview", "commands.reports", "commands.robustness", "shared_folder.watcher"},
}
ROOMS_OF = {
    "weasyprint": ("render",),
    "pydyf": ("render",),  # WeasyPrint's own layer below it
    "pikepdf": ("releases.checks.pdf",),
    "jinja2": ("render", "problems.page"),
    "openpyxl": ("workbooks", "problems.marked_copies", "report.tables.files", "scoring.score_file.write", "releases.version_0_1_0"),
    "tinycss2": ("render",),
    "fontTools": ("render", "language.typeface"),  # a browser gets the typeface cut down, charts need its widths
    "typer": ("commands",),
    "rich": ("commands", "problems.screen"),
    "pydantic": ("settings", "input.sources"),
    "pypdfium2": ("releases.checks.own_report",),  # reads each PDF once more before it goes to anybody
    "idna": ("settings.email_address",),
    "smtplib": ("delivery",),
    "email": ("settings.email_address", "delivery"),  # what check accepts is what composes a mail
    "sqlite3": ("releases.history", "delivery.outbox"),
    "fcntl": ("lock",),
    "distributed": ("releases.make.cluster",),
}


def name_module(path: Path) -> str:
    """Return a file's name within the package: ``scoring.compare.rule``."""
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts)


MODULES = {name_module(path): ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}


def find_imports(module: str) -> tuple[set[str], set[str]]:
    """Return the modules of the house that a module imports, and the libraries."""
    house, libraries = set(), set()
    for node in ast.walk(MODULES[module]):
        if isinstance(node, ast.Import):
            libraries |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: relative import"
            if str(node.module).split(".")[0] != "pipeline":
                libraries.add(str(node.module).split(".")[0])
                continue
            above = str(node.module).removeprefix("pipeline").removeprefix(".")
            named = {f"{above}.{alias.name}".removeprefix(".") for alias in node.names}
            house |= {name if name in MODULES else above or "__init__" for name in named}
    return house, libraries


IMPORTS = {module: find_imports(module) for module in MODULES}


def package(module: str) -> str:
    """Return the package or loose module that a module belongs to."""
    return module.split(".", maxsplit=1)[0]


def test_packages_import_one_way() -> None:
    """A package knows those below it and none above it."""
    upward = [
        f"{module} imports {other}"
        for module, (house, _) in IMPORTS.items()
        for other in house
        if "__init__" not in {module, other} and LOW_TO_HIGH.index(package(other)) > LOW_TO_HIGH.index(package(module))
    ]
    assert upward == []


def test_modules_import_in_no_circle() -> None:
    """Whatever module is read first, what it imports can be read before it."""
    order = TopologicalSorter({module: house for module, (house, _) in IMPORTS.items()}).static_order()  # raises where there is a circle
    assert set(order) >= set(MODULES)


@pytest.mark.parametrize("stage", sorted(CALLED_BY))
def test_stages_meet_in_the_run_alone(stage: str) -> None:
    """A stage is called by the run, and by what is named here; no stage calls another."""
    callers = {module for module, (house, _) in IMPORTS.items() if stage in house and package(module) != package(stage)}
    assert callers == CALLED_BY[stage]


@pytest.mark.parametrize("library", sorted(ROOMS_OF))
def test_a_library_lives_in_its_room(library: str) -> None:
    """Who would change the library changes one room."""
    users = {module for module, (_, libraries) in IMPORTS.items() if library in libraries}
    assert users
    assert {user for user in users if not f"{user}.".startswith(tuple(f"{room}." for room in ROOMS_OF[library]))} == set()


def test_few_modules_are_loose() -> None:
    """Eight files at the top; everything else is found in a package."""
    assert {module for module in MODULES if "." not in module} == LOOSE


def test_the_face_of_a_package_says_what_is_in_it_and_exports_nothing() -> None:
    """Callers name the module, so that no import drags a stage in."""
    for module, tree in MODULES.items():
        if module.endswith(".__init__"):
            assert ast.get_docstring(tree), module
            assert len(tree.body) == 1, module


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
