"""The ledger's file: nothing hidden in it, nothing twice in it, and no release where it cannot be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline import make_report, run
from pipeline.__main__ import app
from pipeline.ledger import CITY, Cell, Ledger, Table
from pipeline.problems import Code, InputRejected
from pipeline.register import FILENAME, FOLDER, check_register, read_ledger, read_secret, write_ledger, write_secret
from pipeline.register import KEY as KEY_FILE
from pipeline.secret import Secret
from pipeline.storage import StorageFailed
from pipeline.wording import load_language
from pipeline.wording.problems import describe_in_place
from tests.broken_inputs import Case, case_name, small_input
from tests.build import INPUT, Built, build, copy_three_areas

KEY = (2025, "lavindkomst")


def table(first: int | None, second: int | None) -> Table:
    """Return a table of two areas in one district and forum."""
    return Table(
        (9000, 90000),
        {
            "area:A@1": Cell(first, 100, "district:D"),
            "area:B@1": Cell(second, 200, "district:D"),
            "district:D": Cell(23, 300, "forum:F"),
            "forum:F": Cell(23, 300, CITY),
        },
    )


LEDGER = Ledger({KEY: (table(None, None), table(9, 14))}, {("area:A@1", 2025): ((3, "5/4"),)}, frozenset({("area:B@1", 2025)}))


def damage(text: str) -> str:
    """Change a published number by hand."""
    return text.replace("23", "24", 1)


CASES = [
    Case(
        Code.LEDGER_DAMAGED,
        lambda file: file.write_text(damage(file.read_text(encoding="utf-8")), encoding="utf-8"),
        (
            "output/register/udgivelser.json: fortegnelsen over det, der er udgivet, er beskadiget eller rettet i hånden. "
            "Hent den fra den nyeste sikkerhedskopi af output/register/. Slet den ikke: Den sikrer, at små antal ikke kan regnes ud af tidligere rapporter.",
        ),
    ),
    Case(
        Code.LEDGER_UNREADABLE,
        lambda file: (file.unlink(), file.mkdir()),
        (
            "output/register/udgivelser.json: fortegnelsen over det, der er udgivet, kan ikke læses: den kan ikke åbnes (Is a directory). "
            "Sørg for, at filen kan åbnes, og kør igen. Slet den ikke: Den sikrer, at små antal ikke kan regnes ud af tidligere rapporter.",
        ),
    ),
    Case(
        Code.LEDGER_VERSION_UNKNOWN,
        lambda file: file.write_text('{"version": 2}', encoding="utf-8"),
        (
            "output/register/udgivelser.json: fandt version 2 af fortegnelsen over det, der er udgivet, ventede version 1. "
            "Brug den version af programmet, der skrev den, eller en nyere.",
        ),
    ),
    Case(
        Code.KEY_DAMAGED,
        lambda file: file.with_name(KEY_FILE).write_text("noget andet", encoding="utf-8"),
        (
            "output/register/noegle: registerets hemmelige nøgle er beskadiget eller rettet i hånden. Hent den fra en sikkerhedskopi af "
            "output/register/. Har I ingen, så slet kun denne fil: Den næste kørsel laver en ny nøgle og en ny revision af alle rapporter, "
            "som alle fora får, og ingen kan længere efterprøve tidligere rapporters fingeraftryk.",
        ),
    ),
]


def test_the_key_is_kept_and_a_broken_one_stops_the_run(tmp_path: Path) -> None:
    """A new folder has a new key; written, it is read again; anything else in its place is told."""
    first = read_secret(tmp_path)
    assert first.key != read_secret(tmp_path).key
    write_secret(first, tmp_path)
    assert read_secret(tmp_path) == first
    for broken in ("", "zz" * 32, "ab", "ø" * 64):
        (tmp_path / FOLDER / KEY_FILE).write_text(broken, encoding="utf-8")
        with pytest.raises(InputRejected) as rejected:
            read_secret(tmp_path)
        assert [problem.code for problem in rejected.value.problems] == [Code.KEY_DAMAGED]


def test_a_key_does_not_show_itself() -> None:
    """Not in a traceback, not in a log."""
    secret = Secret.fresh()
    assert secret.key.hex() not in repr(secret)
    assert str(secret.key) not in repr(secret)


@pytest.fixture(scope="module")
def built() -> Built:
    """The project's own input, suppressed as a first release."""
    return build(INPUT)


@pytest.mark.parametrize("case", CASES, ids=case_name)
def test_a_ledger_that_cannot_be_trusted_stops_the_run(case: Case, tmp_path: Path) -> None:
    """The analyst is told in words; the ledger is never passed over, because earlier reports would then give small counts away."""
    output = tmp_path / "output"
    write_ledger(LEDGER, output)
    write_secret(Secret.fresh(), output)
    assert check_register(output) == ()
    case.edit(output / FOLDER / FILENAME)
    with pytest.raises(InputRejected):
        run.make_reports(INPUT, output)
    found = check_register(output)
    assert [problem.code for problem in found] == [case.code]
    assert tuple(describe_in_place(problem, load_language("da")) for problem in found) == case.told


@pytest.mark.parametrize("name", [FILENAME, KEY_FILE])
def test_status_says_what_to_restore_and_no_command_ends_in_a_traceback(name: str, tmp_path: Path) -> None:
    """Not `make check`, which looks at the input alone; once the file is back, the run that failed is what is left to do."""
    source, output = copy_three_areas(tmp_path), tmp_path / "output"
    write_ledger(LEDGER, output)
    write_secret(Secret.fresh(), output)
    folders = ("--input", str(source), "--output", str(output))
    kept = (output / FOLDER / name).read_bytes()
    (output / FOLDER / name).write_bytes(b"noget andet")
    assert CliRunner().invoke(app, ["reports", *folders]).exit_code == 20
    last = CliRunner().invoke(app, ["status", *folders]).stdout.splitlines()[-1]
    assert last.startswith(f"output/register/{name}: ")
    assert "sikkerhedskopi af output/register/" in last
    (output / "releases" / "2011-2025_r1_00000000").mkdir(parents=True)
    (output / "current").symlink_to("releases/2011-2025_r1_00000000")
    for command in (["gates"], ["approve", "2011-2025"]):
        done = CliRunner().invoke(app, [*command, *folders])
        assert done.exit_code == 20
        assert f"output/register/{name}" in done.stderr
    (output / FOLDER / name).write_bytes(kept)
    assert "output/register" not in CliRunner().invoke(app, ["status", *folders]).stdout.splitlines()[-1]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version":1}', '{"version":1,"published":[],"sha256":"0"}', '{"version":"x"}'])
def test_what_is_no_ledger_is_damaged(text: str, tmp_path: Path) -> None:
    """Half a file, an empty one and another's JSON are refused alike."""
    write_ledger(LEDGER, tmp_path)
    (tmp_path / FOLDER / FILENAME).write_text(text, encoding="utf-8")
    with pytest.raises(InputRejected) as rejected:
        read_ledger(tmp_path)
    assert [problem.code for problem in rejected.value.problems] == [Code.LEDGER_DAMAGED]


def test_every_cut_of_the_file_is_refused(tmp_path: Path) -> None:
    """However much of the file is there, less than all of it is not a ledger."""
    write_ledger(LEDGER, tmp_path)
    file = tmp_path / FOLDER / FILENAME
    whole = file.read_bytes()
    for length in range(0, len(whole) - 1, 7):
        file.write_bytes(whole[:length])
        with pytest.raises(InputRejected):
            read_ledger(tmp_path)


def test_a_missing_ledger_is_a_first_release(tmp_path: Path) -> None:
    """Where nothing was published there is nothing to look at."""
    assert read_ledger(tmp_path / "output") == Ledger()


def test_a_ledger_comes_back_as_it_was_written_byte_by_byte(tmp_path: Path) -> None:
    """Tables after the first are kept as their differences and come back whole."""
    write_ledger(LEDGER, tmp_path)
    first = (tmp_path / FOLDER / FILENAME).read_bytes()
    assert read_ledger(tmp_path) == LEDGER
    write_ledger(read_ledger(tmp_path), tmp_path)
    assert (tmp_path / FOLDER / FILENAME).read_bytes() == first
    assert [path.name for path in (tmp_path / FOLDER).iterdir()] == [FILENAME]


def test_the_same_release_again_adds_nothing(built: Built) -> None:
    """A rerun, or a month without news, leaves the ledger as it was; a changed table is one more."""
    once = Ledger().joined(built.release.entry)
    assert once.joined(built.release.entry) == once
    changed = Ledger({KEY: (table(10, 13),)})
    assert len(once.joined(changed).tables[KEY]) == 2
    assert once.joined(changed).joined(built.release.entry) == once.joined(changed)


def test_a_rerun_hides_the_same(built: Built) -> None:
    """With its own release in the ledger, the input gives the same release."""
    again = build(INPUT, Ledger().joined(built.release.entry)).release
    assert again.entry == built.release.entry
    assert again.shares.equals(built.release.shares)
    assert again.units.equals(built.release.units)


def test_no_hidden_number_is_in_the_ledger(built: Built, tmp_path: Path) -> None:
    """Every hidden cell stands there with its base and without its count, every shown one with what is printed."""
    write_ledger(Ledger().joined(built.release.entry), tmp_path)
    content = json.loads((tmp_path / FOLDER / FILENAME).read_text(encoding="utf-8"))["published"]["tables"]
    shares = built.release.shares
    assert shares["hidden"].any()
    written = {
        (f"{level}", int(year), indicator): 0
        for level, year, indicator in shares[["level", "year", "indicator"]].drop_duplicates().itertuples(index=False)
    }
    assert written
    for row in shares[shares["count"].notna() | shares["hidden"]].to_dict("records"):
        cells = content[str(row["year"])][row["indicator"]][0]["cells"]
        (cell,) = [
            cell
            for unit, cell in cells.items()
            if unit.startswith(f"{row['level']}:{row['unit_id']}@") or unit == f"{row['level']}:{row['unit_id']}"
        ]
        assert cell[:2] == [None if row["hidden"] else int(row["count"]), int(row["base"])]


def test_a_ledger_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    """The folder's name is taken by a file: the run fails before anything is published."""
    (tmp_path / FOLDER).write_text("a file of somebody's", encoding="utf-8")
    with pytest.raises(StorageFailed):
        write_ledger(LEDGER, tmp_path)


def test_a_rerun_leaves_release_and_ledger_as_they_were(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second run knows the first one's ledger, and writes the same bytes."""
    monkeypatch.setattr(make_report, "make_pdf", lambda job: (repr(job.report).encode(), ()))
    folder, output = small_input(tmp_path), tmp_path / "output"

    def files() -> dict[str, bytes]:
        run.make_reports(folder, output)
        return {str(path.relative_to(output)): path.read_bytes() for path in output.rglob("*") if path.is_file()}

    first = files()
    assert f"{FOLDER}/{FILENAME}" in first
    assert files() == first


def test_the_ledger_is_written_before_the_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that is ended while it publishes has told the ledger already: nothing is ever public that the ledger does not know."""

    def end(*_: object) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "publish_release", end)
    monkeypatch.setattr(make_report, "make_pdf", lambda _: (b"%PDF", ()))
    folder = small_input(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        run.make_reports(folder, tmp_path / "output")
    assert read_ledger(tmp_path / "output") != Ledger()
