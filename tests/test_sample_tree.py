"""Sample data have a tree of their own: no revision but 1, no mail through a relay; real data begin at revision 1 beside them."""

from __future__ import annotations

from email import message_from_bytes, policy
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipeline.__main__ import Exit
from pipeline.input.check_input import check_input
from pipeline.input.sample_data import list_sample_workbooks
from pipeline.releases.find import SAMPLE_TREE, list_all_releases, newest_release
from pipeline.run import make_reports
from tests.build import SAMPLE, copy_three_areas
from tests.mail_server import mail_server
from tests.test_recipients import DELIVERY
from tests.test_send_command import AUTHORITY, run

ABOUT = ("indikatorer.xlsx", "helhedsplaner.xlsx", "fora.xlsx")


def declare(folder: Path, answers: dict[str, str]) -> None:
    """Answer the question for sample data in workbooks of an input folder."""
    for name, answer in answers.items():
        book = load_workbook(folder / name)
        book["Om"]["B6"] = answer
        book.save(folder / name)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder whose three areas are sample data, with settings for mailing."""
    AUTHORITY.write(tmp_path)
    source = copy_three_areas(tmp_path)
    settings = source / "indstillinger.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + DELIVERY.replace("required", "automatic"), encoding="utf-8")
    declare(source, dict.fromkeys(ABOUT, "ja"))
    return tmp_path


def releases(tree: Path) -> list[str]:
    """Return the names of a tree's releases, without the hash."""
    return [one.name.rpartition("_")[0] for one in list_all_releases(tree / "releases")] if (tree / "releases").is_dir() else []


def change_count(folder: Path, count: int) -> None:
    """Change a number of the input."""
    book = load_workbook(folder / "input" / "indikatorer.xlsx")
    book["2025"]["E4"] = count
    book.save(folder / "input" / "indikatorer.xlsx")


@pytest.mark.parametrize("answers", [{}, {"fora.xlsx": "ja"}, dict.fromkeys(ABOUT, "ja"), {"fora.xlsx": " ja "}])
def test_one_workbook_that_says_so_makes_it_sample_data(answers: dict[str, str], tmp_path: Path) -> None:
    """What decides on the tree, without pandas, is what the reports are stamped by."""
    source = copy_three_areas(tmp_path)
    declare(source, answers)
    assert bool(list_sample_workbooks(source)) is bool(answers) is check_input(source).tables.sample


def test_input_that_cannot_be_read_is_no_sample(tmp_path: Path) -> None:
    """The run then says what is wrong with it."""
    (tmp_path / "fora.xlsx").write_bytes(b"no workbook")
    assert list_sample_workbooks(tmp_path) == ()


def test_sample_data_lie_apart_and_have_no_revision_but_one(folder: Path) -> None:
    """Changed twice, there is one release, revision 1; the output folder itself has no release, no run, no current."""
    output = folder / "output"
    for count in (401, 402):
        change_count(folder, count)
        done = run(folder, "reports", "--reason", "et andet tal")
        assert done.returncode == Exit.DONE, done.stderr
        assert "Tallene er eksempeldata" in done.stdout
        assert "fora.xlsx" in done.stdout
    assert releases(output / SAMPLE_TREE) == ["2011-2025_r1"]
    assert [path.name for path in output.iterdir()] == [SAMPLE_TREE]
    told = run(folder, "status").stdout
    assert f"{output / SAMPLE_TREE}" in told
    assert told.endswith("Eksempeldata sendes ikke: make send SEND=1 skriver mailene som filer, som mailprogrammer åbner.\n")
    assert "taler imod at sende" not in told


def test_real_data_begin_at_revision_one_beside_the_sample(folder: Path) -> None:
    """And stay as they are when the input is the sample again; `status` then names both."""
    output = folder / "output"
    assert run(folder, "reports").returncode == Exit.DONE
    declare(folder / "input", dict.fromkeys(ABOUT, "nej"))
    change_count(folder, 401)
    assert run(folder, "reports").returncode == Exit.DONE
    real = newest_release(output, "2011-2025")
    assert real is not None
    assert (releases(output), real.manifest["revision"]) == (["2011-2025_r1"], {"number": 1, "reason": "", "replaces": ""})
    declare(folder / "input", dict.fromkeys(ABOUT, "ja"))
    told = run(folder, "status").stdout
    assert str(output / SAMPLE_TREE) in told
    assert f"Rapporterne over jeres egne tal står, som de var: {real.name}" in told
    assert run(folder, "reports").returncode == Exit.DONE
    assert (releases(output), releases(output / SAMPLE_TREE)) == (["2011-2025_r1"], ["2011-2025_r1"])


def test_a_sample_that_version_0_1_published_among_the_reports_is_not_their_first_revision(folder: Path) -> None:
    """It stays on disk, and real data begin at revision 1 beside it."""
    output = folder / "output"
    left = make_reports(folder / "input", output).folder
    declare(folder / "input", dict.fromkeys(ABOUT, "nej"))
    assert run(folder, "reports").returncode == Exit.DONE
    assert releases(output) == ["2011-2025_r1"]
    assert (left / "index.html").is_file()
    assert "Næste: make send" in run(folder, "status").stdout


def test_mails_of_sample_data_are_files_even_with_a_relay(folder: Path) -> None:
    """Each is marked in its subject; made anew, the files are those of the new reports; no mail reaches the server."""
    with mail_server(AUTHORITY.context()) as inbox:
        settings = folder / "input" / "indstillinger.toml"
        relay = f'[delivery.smtp]\nhost = "localhost"\nport = {inbox.port}\ntls = "starttls"\n\n[gates]'
        settings.write_text(settings.read_text(encoding="utf-8").replace("[gates]", relay), encoding="utf-8")
        written = []
        for count in (401, 402):
            change_count(folder, count)
            assert run(folder, "reports").returncode == Exit.DONE
            shown = run(folder, "send")
            assert "Eksempeldata sendes ikke" in shown.stdout
            done = run(folder, "send", "--send")
            place = folder / "output" / SAMPLE_TREE / "post"
            assert (done.returncode, f"Eksempeldata sendes ikke; mails er skrevet som filer i {place}." in done.stdout) == (Exit.DONE, True)
            written.append([file.read_bytes() for file in sorted(place.rglob("*.eml"))])
        assert inbox.lines == []
    assert len(written[0]) == len(written[1]) == 1
    assert written[0] != written[1]
    for content in written[1]:
        assert message_from_bytes(content, policy=policy.default)["Subject"].startswith("EKSEMPELDATA: ")


def test_the_shipped_input_is_sample_data() -> None:
    """So nobody sends it."""
    assert list_sample_workbooks(SAMPLE) == tuple(sorted(ABOUT, key=ABOUT.index))
