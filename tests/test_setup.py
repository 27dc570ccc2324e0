"""The set-up commands and scripts, run for real in a copy of the project."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import time
from pathlib import Path
from zipfile import ZipFile

import pytest

from pipeline.__main__ import Exit
from tests.build import ROOT
from tests.programs_on_path import add_script, borrow_programs

LOCKS = ("requirements.txt", "requirements-dev.txt")
COMMANDS = ("cat", "cmp", "dirname", "env", "id", "rm", "sh")
PLATFORMS = (
    "Debian, Ubuntu   sudo apt-get update && sudo apt-get install",
    "Fedora           sudo dnf install",
    "macOS            brew install",
)


def run(folder: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command as from a person's terminal: nothing of the make that may run these tests is passed on."""
    inherited = {name: value for name, value in os.environ.items() if name not in {"CI", "MAKEFLAGS", "MAKELEVEL", "MFLAGS", "PYTHON"}}
    return subprocess.run(
        command, cwd=folder, env=inherited | environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=300
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of what sets the project up, with lock files that name nothing, so that no network is needed."""
    folder = tmp_path / "project"
    shutil.copytree(ROOT / "scripts", folder / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / ".ci", folder / ".ci")
    (folder / "pipeline" / "render").mkdir(parents=True)
    shutil.copy(ROOT / "pipeline" / "render" / "system_libraries.py", folder / "pipeline" / "render")
    for file in ("Makefile", ".gitattributes"):
        shutil.copy(ROOT / file, folder)
    for lock in LOCKS:
        (folder / lock).write_text("# nothing\n", encoding="utf-8")
    return folder


@pytest.fixture
def quick(tmp_path: Path) -> str:
    """The Python that runs these tests, but its environments borrow pip from here: they take no seconds to make."""
    borrowed, site_packages = sysconfig.get_path("purelib"), sysconfig.get_path("purelib", vars={"base": ".venv", "platbase": ".venv"})
    add_script(
        tmp_path / "quick",
        "python3",
        f'[ "$2" = venv ] || exec "{sys.executable}" "$@"',
        f'"{sys.executable}" "$1" venv --without-pip .venv && echo "{borrowed}" >"{site_packages}/borrowed.pth"',
    )
    return str(tmp_path / "quick" / "python3")


def set_up(project: Path, lock: str = "requirements.txt", **environment: str) -> subprocess.CompletedProcess[str]:
    """Set up the copy; PYTHON names the interpreter."""
    return run(project, "scripts/setup.sh", lock, **environment)


def test_every_target_has_a_line_in_help() -> None:
    """`make` lists every target, and every listed target is declared phony."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z-]+):", makefile, re.MULTILINE)
    phony = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[0].split()
    listed = re.findall(r"^  make ([a-z-]+) +\S", run(ROOT, "make").stdout, re.MULTILINE)
    assert targets == listed
    assert sorted(targets) == sorted(phony)
    of_analysts, of_engineers = run(ROOT, "make").stdout.split("For engineers:")
    assert {"reports", "check", "status", "send", "template"} <= set(re.findall("make ([a-z]+)", of_analysts))
    assert {"test", "lint", "bench"} <= set(re.findall("make ([a-z]+)", of_engineers))


def test_help_names_the_exit_codes_of_the_program() -> None:
    """The program's exit code is not the one of make; help says where it can be read."""
    shown = " ".join(run(ROOT, "make", "help").stdout.split())
    assert f'"Error {Exit.REJECTED}" fejl i input' in shown
    assert f'"Error {Exit.WAITS}" venter på et menneske' in shown
    assert f'"Error {Exit.INCOMPLETE}" en mail er ikke sendt' in shown
    assert f'"Error {Exit.UNCERTAIN}" det er uvist, om en mail er sendt' in shown
    assert f'"Error {Exit.STORAGE}" der kan ikke gemmes' in shown
    assert f'"Error {Exit.LOCKED}" en anden kørsel er i gang' in shown


def test_a_command_passes_on_options_and_shows_the_exit_code(project: Path, quick: str) -> None:
    """`make check OPTIONS=...` runs the program with them, silently but for what it prints itself."""
    assert set_up(project, PYTHON=quick).returncode == 0
    (project / "pipeline").mkdir(exist_ok=True)
    (project / "pipeline" / "__main__.py").write_text("import sys\nprint(sys.argv[1:])\nsys.exit(20)\n", encoding="utf-8")
    done = run(project, "make", "check", "OPTIONS=--input 'my folder'")
    assert done.stdout == "['check', '--input', 'my folder']\n"
    assert done.returncode == 2
    assert re.fullmatch(r"make: \*\*\* \[.*check\] Error 20\n", done.stderr)


def test_clean_keeps_what_people_made(project: Path) -> None:
    """`make clean` removes .venv and caches, never input/ or output/."""
    made = ("input/fora.xlsx", "output/releases/2011-2025_r1_00000000/rapport.pdf")
    caches = (
        ".venv/bin/python",
        "pipeline/__pycache__/a.pyc",
        ".mypy_cache/x",
        ".ruff_cache/x",
        ".pytest_cache/x",
        "tests/__pycache__/a.pyc",
    )
    for name in (*made, *caches):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).touch()
    done = run(project, "make", "clean")
    assert done.returncode == 0, done.stderr
    assert "output/" in done.stdout
    assert [name for name in (*made, *caches) if (project / name).exists()] == list(made)


def test_nothing_happens_when_nothing_changed(project: Path) -> None:
    """A second call takes no time, prints nothing and does not care about dates; runtime comes with development."""
    first = set_up(project, "requirements-dev.txt", PYTHON=sys.executable)
    assert first.returncode == 0, first.stderr
    assert "Setting up .venv" in first.stderr
    mark = project / ".venv" / "mark"
    mark.touch()
    for lock in LOCKS:
        os.utime(project / lock)
        started = time.perf_counter()
        again = set_up(project, lock, PYTHON=sys.executable)
        assert time.perf_counter() - started < 2
        assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    assert mark.exists()


def test_development_is_added_to_runtime(project: Path, quick: str) -> None:
    """`make test` after `make reports` installs what is missing, and the interpreter stays."""
    set_up(project, PYTHON=quick)
    (project / ".venv" / "mark").touch()
    assert "requirements-dev.txt" in set_up(project, "requirements-dev.txt", PYTHON=quick).stderr
    assert (project / ".venv" / "mark").exists()


@pytest.mark.parametrize("damage", ["lock changed", "set-up interrupted", "interpreter gone", "interpreter upgraded", "folder moved"])
def test_starts_over(project: Path, damage: str, quick: str) -> None:
    """A changed lock file, an interrupted set-up, a vanished or upgraded interpreter or a moved folder gives a new .venv."""
    set_up(project, PYTHON=quick)
    stamp = project / ".venv" / "requirements.txt.stamp"
    (project / ".venv" / "mark").touch()
    if damage == "lock changed":
        (project / "requirements.txt").write_text("# something\n", encoding="utf-8")
    elif damage == "set-up interrupted":
        stamp.write_text(sys.version, encoding="utf-8")
    elif damage == "interpreter upgraded":
        stamp.write_text(stamp.read_text(encoding="utf-8").replace(sys.version, "3.11.0 (main)"), encoding="utf-8")
    elif damage == "interpreter gone":
        (project / ".venv" / "bin" / "python").unlink()
        (project / ".venv" / "bin" / "python").symlink_to("/nowhere/python3")
    else:
        project = project.rename(project.with_name("moved"))
    again = set_up(project, PYTHON=quick)
    assert again.returncode == 0, again.stderr
    assert "Setting up .venv" in again.stderr
    assert not (project / ".venv" / "mark").exists()
    assert set_up(project, PYTHON=quick).stderr == ""


def test_starts_over_while_activated(project: Path, tmp_path: Path, quick: str) -> None:
    """With .venv activated, its python3 is first on the PATH; the new one is made from the Pythons behind it."""
    assert set_up(project, PYTHON=quick).returncode == 0
    (project / "requirements.txt").write_text("# something\n", encoding="utf-8")
    add_script(tmp_path / "behind", "python3", "exit 1")
    add_script(tmp_path / "behind", "python3.14", f'exec "{quick}" "$@"')
    active = project / ".venv"
    again = set_up(project, VIRTUAL_ENV=str(active), PATH=f"{active}/bin:{tmp_path / 'behind'}:{os.environ['PATH']}")
    assert again.returncode == 0, again.stderr
    assert "Setting up .venv" in again.stderr


def write_wheel(folder: Path) -> Path:
    """Write a package that holds nothing but its name, `tiny`, and settings of pip that look for packages beside it alone; return these."""
    name = "tiny-1-py3-none-any.whl"
    about = {"METADATA": "Metadata-Version: 2.1\nName: tiny\nVersion: 1\n", "WHEEL": "Wheel-Version: 1.0\nTag: py3-none-any\n"}
    with ZipFile(folder / name, "w") as wheel:
        wheel.writestr("tiny.py", "")
        for file, text in about.items():
            wheel.writestr(f"tiny-1.dist-info/{file}", text)
        wheel.writestr("tiny-1.dist-info/RECORD", "tiny.py,,\n")
    settings = folder / "pip.conf"
    settings.write_text(f"[global]\nno-index = true\nfind-links = {folder}\n", encoding="utf-8")
    return settings


def test_what_is_set_for_python_pip_and_the_shell_elsewhere_changes_nothing(project: Path, tmp_path: Path, quick: str) -> None:
    """Other modules of the same names, another place for packages, other folders to look in: the package comes into .venv, the program runs."""
    elsewhere, home = tmp_path / "elsewhere", tmp_path / "home"
    for folder in (elsewhere / "scripts", home / ".config" / "pip", project / "pipeline"):
        folder.mkdir(parents=True, exist_ok=True)
    for module in ("pip", "venv", "ensurepip", "pipeline", "ctypes"):
        (elsewhere / f"{module}.py").write_text(f"raise SystemExit('the wrong {module}')\n", encoding="utf-8")
    (home / ".config" / "pip" / "pip.conf").write_text("[install]\nuser = true\n", encoding="utf-8")
    (project / "pipeline" / "__main__.py").write_text("import tiny\nprint(tiny.__file__)\n", encoding="utf-8")
    settings = write_wheel(tmp_path)
    digest = hashlib.sha256((tmp_path / "tiny-1-py3-none-any.whl").read_bytes()).hexdigest()
    (project / "requirements.txt").write_text(f"tiny==1 --hash=sha256:{digest}\n", encoding="utf-8")
    pip = {"PIP_CONFIG_FILE": str(settings), "PIP_USER": "1", "PIP_TARGET": str(elsewhere), "HOME": str(home)}
    python = {"PYTHON": quick, "PYTHONPATH": str(elsewhere), "PYTHONSAFEPATH": "1", "PYTHONUSERBASE": str(home)}
    done = run(project, "make", "check", CDPATH=str(elsewhere), **pip, **python)
    assert done.returncode == 0, done.stderr
    found = Path(done.stdout.strip())
    assert found == project / sysconfig.get_path("purelib", vars={"base": ".venv", "platbase": ".venv"}) / "tiny.py"


def test_a_clone_made_on_windows_works_in_its_linux(project: Path, tmp_path: Path, quick: str) -> None:
    """Git writes Windows' line ends there wherever it may, and nothing can be run by its name."""
    (project / "pipeline").mkdir(exist_ok=True)
    (project / "pipeline" / "__main__.py").write_text("print('here')\n", encoding="utf-8")
    (project / "table.csv").write_bytes(b"a;b\r\n")
    clone, git = tmp_path / "clone", ("git", "-c", "user.name=a", "-c", "user.email=a@example.org")
    for command in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "All"), ("clone", "-q", "-c", "core.autocrlf=true", ".", str(clone))):
        done = run(project, *git, *command)
        assert done.returncode == 0, done.stderr
    for file in (path for path in clone.rglob("*") if path.is_file()):
        file.chmod(0o644)
    done = run(clone, "make", "check", PYTHON=quick)
    assert (done.returncode, done.stdout) == (0, "here\n"), done.stderr
    assert (clone / "table.csv").read_bytes() == b"a;b\r\n"


def test_a_failed_install_leaves_no_stamp(project: Path, quick: str) -> None:
    """What could not be installed is tried again, and the message says what to look at."""
    (project / "requirements.txt").write_text("missing==1\n", encoding="utf-8")
    failed = set_up(project, PYTHON=quick, PIP_CONFIG_FILE=str(write_wheel(project.parent)))
    assert failed.returncode == 1
    assert "The requirements could not be installed (see above)." in failed.stderr
    assert not list((project / ".venv").glob("*.stamp"))


def test_two_at_once(project: Path, quick: str) -> None:
    """Two terminals wait for each other: one sets up, the other finds it done."""
    command = ["scripts/setup.sh", "requirements.txt"]
    environment = os.environ | {"PYTHON": quick}
    both = [subprocess.Popen(command, cwd=project, env=environment, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    told = [process.communicate(timeout=300)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], told
    assert sum("Setting up .venv" in text for text in told) == 1


def test_no_python(project: Path, tmp_path: Path) -> None:
    """A Python that is too old is passed by; without any, one message says what to install."""
    path = borrow_programs(tmp_path / "bin", COMMANDS)
    add_script(tmp_path / "bin", "python3", "exit 1")
    told = set_up(project, PATH=path, PYTHON="")
    assert told.returncode == 1
    assert "Python 3.11 or newer is needed, and none was found." in told.stderr
    assert all(platform in told.stderr for platform in PLATFORMS)


def test_a_newer_python_under_its_own_name(project: Path, tmp_path: Path, quick: str) -> None:
    """Where python3 is too old, python3.13 is found by its name."""
    path = borrow_programs(tmp_path / "bin", COMMANDS)
    add_script(tmp_path / "bin", "python3", "exit 1")
    add_script(tmp_path / "bin", "python3.13", f'exec "{quick}" "$@"')
    done = set_up(project, PATH=path, PYTHON="")
    assert done.returncode == 0, done.stderr
    assert (project / ".venv" / "bin" / "python").exists()


def test_no_venv_module(project: Path, tmp_path: Path, quick: str) -> None:
    """Debian's Python without its venv package: the message has the exact command."""
    path = borrow_programs(tmp_path / "bin", COMMANDS)
    add_script(tmp_path / "bin", "python3", 'case "$*" in *ensurepip*) exit 1 ;; esac', f'exec "{quick}" "$@"')
    told = set_up(project, PATH=path, PYTHON="")
    assert told.returncode == 1
    version = "{}.{}".format(*sys.version_info)
    assert f"{PLATFORMS[0]} python{version}-venv\n" in told.stderr


def test_missing_library_without_apt(project: Path, tmp_path: Path, quick: str) -> None:
    """One message names what is missing and the command for each platform, before anything is installed."""
    script = project / "pipeline" / "render" / "system_libraries.py"
    script.write_text(script.read_text(encoding="utf-8").replace("libpangoft2-", "libnowhere-"), encoding="utf-8")
    told = set_up(project, PATH=borrow_programs(tmp_path / "bin", COMMANDS), PYTHON=quick)
    assert told.returncode == 1
    assert "WeasyPrint, which makes the PDFs, needs system libraries that are missing here: PangoFT2.\n" in told.stderr
    assert f"{PLATFORMS[0]} libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0\n" in told.stderr
    assert all(platform in told.stderr for platform in PLATFORMS)
    assert "DYLD_FALLBACK_LIBRARY_PATH" in told.stderr
    assert not (project / ".venv").exists()


def test_library_names_are_those_of_weasyprint() -> None:
    """The check loads what the renderer loads, so a new version that needs more is noticed here."""
    weasyprint = subprocess.run(
        [sys.executable, "-c", "import weasyprint.text.ffi as ffi; print(ffi.__file__)"], capture_output=True, text=True, check=True
    )
    needed = set(re.findall(r"'(lib[\w.-]+\.so\.\d)'", Path(weasyprint.stdout.strip()).read_text(encoding="utf-8")))
    checked = set(re.findall(r'"(lib[\w.-]+\.so\.\d)"', (ROOT / "pipeline" / "render" / "system_libraries.py").read_text(encoding="utf-8")))
    assert needed - checked == {"libharfbuzz-vector.so.0"}, "HarfBuzz-Vector is optional: only colour fonts use it"
    assert checked <= needed


@pytest.mark.parametrize(("user", "sudo"), [("0", None), ("1000", 'shift; exec "$@"')])
def test_apt_installs_where_it_may(project: Path, tmp_path: Path, user: str, sudo: str | None) -> None:
    """As root or with a sudo that asks nothing: install, and on failure once more with fresh package lists."""
    path = borrow_programs(tmp_path / "bin", ("cat", "env", "true", "wc"))
    log = tmp_path / "log"
    add_script(tmp_path / "bin", "id", f"echo {user}")
    add_script(tmp_path / "bin", "apt-get", f'echo "$DEBIAN_FRONTEND $*" >>{log}', f"[ $(cat {log} | wc -l) != 1 ]")
    if sudo:
        add_script(tmp_path / "bin", "sudo", sudo)
    done = run(project, "scripts/apt_install.sh", "one", "two", PATH=path)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "Installing Debian packages: one two\n"
    options = "noninteractive -qq -o DPkg::Lock::Timeout=300"
    install = f"{options} install --yes --no-install-recommends one two"
    assert log.read_text(encoding="utf-8").splitlines() == [install, f"{options} update", install]


@pytest.mark.parametrize("sudo", [None, "exit 1"])
def test_apt_asks_a_person_where_it_may_not(project: Path, tmp_path: Path, sudo: str | None) -> None:
    """Without root, and without sudo or with one that wants a password, nothing is run: a person gets the command."""
    path = borrow_programs(tmp_path / "bin", ("env",))
    add_script(tmp_path / "bin", "id", "echo 1000")
    add_script(tmp_path / "bin", "apt-get", f"touch {tmp_path}/called")
    if sudo:
        add_script(tmp_path / "bin", "sudo", sudo)
    told = run(project, "scripts/apt_install.sh", "poppler-utils", PATH=path)
    assert told.returncode == 1
    assert told.stderr == f"  {PLATFORMS[0]} poppler-utils\n"
    assert not (tmp_path / "called").exists()


CI_TARGETS = (
    *("reports", "check", "status", "robustness", "template", "docs", "approve", "score", "sources", "bench", "fuzz"),
    *("test", "test-system", "lint"),
)


def test_runs_everything_in_order_and_stops_at_a_failure(project: Path, tmp_path: Path) -> None:
    """Each command runs with CI set and nothing to read; the first failure ends the run."""
    log = tmp_path / "log"
    add_script(tmp_path / "bin", "make", f'echo "$CI $PUBLISHED_DATA $PWD $2 $(cat)" >>{log}', '[ "$2" != "$FAIL" ]')
    path = f"{tmp_path / 'bin'}:{os.environ['PATH']}"
    (tmp_path / "elsewhere" / ".ci").mkdir(parents=True)
    assert run(project, ".ci/run", PATH=path, FAIL="", CDPATH=str(tmp_path / "elsewhere")).returncode == 0
    assert log.read_text(encoding="utf-8").splitlines() == [f"true ../shared/data {project} {target} " for target in CI_TARGETS]
    log.unlink()
    assert run(project, ".ci/run", PATH=path, FAIL="test").returncode != 0
    assert log.read_text(encoding="utf-8").splitlines() == [
        f"true ../shared/data {project} {target} " for target in CI_TARGETS[: CI_TARGETS.index("test") + 1]
    ]


@pytest.mark.parametrize(("setting", "code"), [({}, 0), ({"CI": "true"}, 1)])
def test_a_skipped_test_fails_there(tmp_path: Path, setting: dict[str, str], code: int) -> None:
    """A person may skip; CI may not."""
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path)
    skipping = 'import pytest\n\ndef test_one():\n    pytest.skip("no printer")\n\ndef test_two():\n    pass\n'
    (tmp_path / "test_it.py").write_text(skipping, encoding="utf-8")
    done = run(tmp_path, sys.executable, "-m", "pytest", "-p", "no:cacheprovider", **setting)
    assert done.returncode == code, done.stdout
    assert ("1 skipped: in CI that is a failure" in done.stdout) == bool(code)
