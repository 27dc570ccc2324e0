"""The shared folder: what is saved there is read once it is quiet and whole, and answered beside it; nothing is published or mailed."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.__main__ import app
from pipeline.commands.app import Exit
from pipeline.commands.shared_approval import answer_approval, show_for_approval
from pipeline.commands.shared_status import tell_server
from pipeline.language.language import load_language
from pipeline.run_once import want_period
from pipeline.shared_folder.answers import Answers
from pipeline.shared_folder.approval_file import FOLDER, ApprovalFile
from pipeline.shared_folder.names import is_conflict_copy, is_passed_over, locked_file, read_holder
from pipeline.shared_folder.saved import HALF, QUIET, REHASH, Saved, ShareGone
from pipeline.shared_folder.watcher import Server, Watcher
from tests.broken_inputs import FORUMS, INDICATORS, cell, small_input
from tests.build import copy_three_areas
from tests.reading_pdf import texts_of

LOOK = timedelta(seconds=2)
EXCEL_LOCK = b"\x0cAnna Jensen " + b" " * 42 + b"\x0b\0" + "Anna Jensen".encode("utf-16-le") + b" \0" * 43


class Hands:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return its time."""
        return self.now

    def wait(self, step: Callable[[], object], long: timedelta = QUIET + LOOK) -> list[object]:
        """Take steps, two seconds apart, for so long."""
        found = []
        for _ in range(long // LOOK):
            found.append(step())
            self.now += LOOK
        return found


def save_as_excel(content: bytes, path: Path, pause: Callable[[], object]) -> None:
    """Write a temporary file without an ending, remove the original, rename; with a pause after each."""
    building = path.with_name("6F3A21B0")
    building.write_bytes(content[: len(content) // 2])
    pause()
    building.write_bytes(content)
    pause()
    path.unlink(missing_ok=True)
    pause()
    building.rename(path)


def save_as_libreoffice(content: bytes, path: Path, pause: Callable[[], object]) -> None:
    """Write a lock and a temporary file, rename it over the original, remove the lock."""
    lock, building = path.with_name(f".~lock.{path.name}#"), path.with_name("lu1234abcd.tmp")
    lock.write_text(",anna,pc0417,02.03.2026 10:00,file:///home/anna;")
    building.write_bytes(content)
    pause()
    building.replace(path)
    lock.unlink()


def save_in_place(content: bytes, path: Path, pause: Callable[[], object]) -> None:
    """Write half of it, then the rest."""
    path.write_bytes(content[: len(content) // 2])
    pause()
    path.write_bytes(content)


STYLES = [save_as_excel, save_as_libreoffice, save_in_place]
NAMES = {
    # name → passed over, conflict copy, the file that it is a lock of
    "indikatorer.xlsx": (False, False, ""),
    "indikatorer.xlsm": (False, False, ""),
    "indstillinger.toml": (False, False, ""),
    "kk-2011.toml": (False, False, ""),
    "~$indikatorer.xlsx": (True, False, "indikatorer.xlsx"),
    ".~lock.fora.xlsx#": (True, False, "fora.xlsx"),
    "lu1234abcd.tmp": (True, False, ""),
    "6F3A21B0": (True, False, ""),
    "Thumbs.db": (True, False, ""),
    "indikatorer-PC0417.xlsx": (True, True, ""),
    "indikatorer (Annas modstridende kopi 2026-03-02).xlsx": (True, True, ""),
    "fora.sync-conflict-20260302-100000-ABCDEFG.xlsx": (True, True, ""),
    "helhedsplaner - Kopi.xlsx": (True, True, ""),
    "foraar.xlsx": (False, False, ""),
    "udsendt.csv": (False, False, ""),
    "kommunens-ca.PEM": (False, False, ""),
    "kk-2011 - Kopi.toml": (True, True, ""),
    "Kopi af fora.xlsx": (True, True, ""),
    "indstillinger (1).toml": (True, True, ""),
    "statsreglen-2017.toml": (False, False, ""),
    "borgermøde.mp4": (True, False, ""),
    "referat.docx": (True, False, ""),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_says_what_a_file_is(name: str) -> None:
    """Workbooks and settings are read; temporary files, locks and conflict copies are not."""
    assert (is_passed_over(name), is_conflict_copy(name), locked_file(name)) == NAMES[name]


@pytest.mark.parametrize(
    ("name", "content", "person"),
    [
        ("~$fora.xlsx", EXCEL_LOCK, "Anna Jensen"),
        ("~$fora.xlsx", EXCEL_LOCK[:55], "Anna Jensen"),
        ("~$fora.xlsx", b"", ""),
        (".~lock.fora.xlsx#", "Åse Ø,aase,pc0417,02.03.2026 10:00,file:///x;".encode(), "Åse Ø"),
        (".~lock.fora.xlsx#", b",anna,pc0417,,;", "anna"),
        (".~lock.fora.xlsx#", b"\x1b[2J,anna;", "\N{REPLACEMENT CHARACTER}[2J"),
    ],
)
def test_a_lock_names_a_person(name: str, content: bytes, person: str) -> None:
    """As Excel and LibreOffice write it, one that is cut off included."""
    assert read_holder(name, content) == person


@pytest.mark.parametrize("save", STYLES)
def test_a_save_is_seen_once_it_is_quiet(save: Callable[..., None], tmp_path: Path) -> None:
    """Not while it is written; then once, with its last bytes and none of its temporary files."""
    clock, share = Hands(), small_input(tmp_path / "share")
    saved = Saved(share, tmp_path / "local", clock)
    assert clock.wait(saved.look).count(True) == 1
    book = share / FORUMS
    before = book.read_bytes()
    cell(FORUMS, "Fora", "A1", "forum_id")(share)
    content, earlier = book.read_bytes(), []
    book.write_bytes(before)
    save(content, book, lambda: earlier.append(clock.wait(saved.look, LOOK)))
    assert not any(map(any, earlier))
    assert clock.wait(saved.look, timedelta(minutes=1)).count(True) == 1
    assert (saved.copy / FORUMS).read_bytes() == content
    assert sorted(path.name for path in saved.copy.iterdir()) == sorted(path.name for path in share.iterdir())


def test_half_a_workbook_is_waited_for_and_a_damaged_one_is_read(tmp_path: Path) -> None:
    """What comes whole in a minute is read then; what stays half is damaged, and the check says so."""
    clock, share = Hands(), small_input(tmp_path / "share")
    saved, whole = Saved(share, tmp_path / "local", clock), (share / FORUMS).read_bytes()
    (share / FORUMS).write_bytes(whole[:-100])
    assert not any(clock.wait(saved.look, HALF - 2 * LOOK))
    assert saved.waits_for == (FORUMS,)
    (share / FORUMS).write_bytes(whole)
    assert clock.wait(saved.look).count(True) == 1
    assert saved.waits_for == ()
    (share / FORUMS).write_bytes(whole[:-100])
    assert clock.wait(saved.look, HALF + 3 * LOOK).count(True) == 1
    assert (saved.copy / FORUMS).read_bytes() == whole[:-100]


def test_only_another_content_is_news(tmp_path: Path) -> None:
    """Not the same bytes saved again; but other bytes of the same size and time, once everything is read again."""
    clock, share = Hands(), small_input(tmp_path / "share")
    saved, settings = Saved(share, tmp_path / "local", clock), share / "indstillinger.toml"
    (share / "navne.toml").symlink_to(tmp_path / "of the server.toml")
    (tmp_path / "of the server.toml").write_bytes(b"secret")
    clock.wait(saved.look)
    assert not (saved.copy / "navne.toml").exists()
    content = settings.read_bytes()
    settings.write_bytes(content)
    assert not any(clock.wait(saved.look))
    stamp = settings.stat()
    settings.write_bytes(content.swapcase())
    os.utime(settings, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert clock.wait(saved.look, REHASH).count(True) == 1
    assert (saved.copy / settings.name).read_bytes() == content.swapcase()


def test_a_save_while_it_is_copied_is_not_taken_for_the_one_before(tmp_path: Path) -> None:
    """What was copied has to be what was seen before and after: otherwise the copy could be of two saves."""
    clock, share = Hands(), small_input(tmp_path / "share")
    saving = [0]

    def save_and_tell() -> datetime:
        if saving[0]:  # it is asked for the time after the folder was listed and before it is copied
            saving[0] -= 1
            (share / "indstillinger.toml").write_text(f"# {saving[0]}", encoding="utf-8")
        return clock()

    saved = Saved(share, tmp_path / "local", save_and_tell)
    clock.wait(saved.look, 2 * LOOK)
    saving[0] = 1
    assert not saved.look()
    assert not saved.copy.exists()
    assert clock.wait(saved.look).count(True) == 1


def watch(folder: Path, clock: Hands, *, tells: bool = False) -> Watcher:
    """Return the watcher of ``share`` in a folder, with what the server knows beside it."""
    local, output = folder / "local", folder / "output"
    local.mkdir()
    return Watcher(
        folder / "share",
        Server(
            output,
            local,
            lambda _: want_period(output),
            lambda copy: tell_server(copy, output) if tells else (),
            lambda copy: show_for_approval(copy, output) if tells else None,
            lambda copy, code, person: answer_approval(copy, output, code, person),
        ),
        clock,
    )


def test_a_share_that_is_gone_is_waited_out(tmp_path: Path) -> None:
    """Nothing is written at its place; when it is back, what was saved is checked and the page says since when it was gone."""
    clock, share = Hands(), tmp_path / "share"
    (small_input(share) / FORUMS).unlink()
    watcher, page = watch(tmp_path, clock), share / "kontrol" / "Status.html"
    clock.wait(watcher.step)
    assert "1 fejl" in page.read_text(encoding="utf-8")
    away = share.rename(tmp_path / "away")
    share.mkdir()  # where it was mounted
    clock.wait(watcher.step, timedelta(hours=1))
    assert list(share.iterdir()) == []
    share.rmdir()
    (away / "input" / INDICATORS).unlink()
    clock.wait(watcher.step)
    away.rename(share)
    clock.wait(watcher.step)
    said = page.read_text(encoding="utf-8")
    assert "ingen forbindelse til den fælles mappe fra 02-03-2026 10:00 til 02-03-2026 11:00" in said
    assert "2 fejl" in said
    with pytest.raises(ShareGone):
        Saved(tmp_path / "nowhere", tmp_path / "local", clock).look()


def test_a_fault_in_one_look_does_not_end_the_watching(tmp_path: Path) -> None:
    """The page keeps its old time meanwhile; once the fault is gone it is written again."""
    clock, share = Hands(), tmp_path / "share"
    small_input(share)
    watcher = watch(tmp_path, clock)
    with pytest.MonkeyPatch.context() as broken:
        broken.setattr(Answers, "write", lambda _: 1 / 0)
        clock.wait(watcher.step, timedelta(minutes=1))
    assert not (share / "kontrol" / "Status.html").exists()
    clock.wait(watcher.step)
    assert "0 fejl" in (share / "kontrol" / "Status.html").read_text(encoding="utf-8")


def lay_strange_name(source: Path) -> None:
    """A name that is no text, as another system's."""
    (Path(os.fsdecode(os.fsencode(source) + b"/opg\xf8relse.xlsx"))).write_bytes(b"x")


def lay_pipe(source: Path) -> None:
    """A pipe with the name of a lock, which nobody ever writes to."""
    os.mkfifo(source / "~$fora.xlsx")


def lay_link(source: Path) -> None:
    """A link with the name of a lock, to a file of the server."""
    secret = source.parent / "hemmelig"
    secret.write_text("hunter2,,,", encoding="utf-8")
    (source / ".~lock.fora.xlsx#").symlink_to(secret)


def lay_false_lock(source: Path) -> None:
    """A lock of no workbook of ours, whose name is a sentence."""
    (source / "~$Godkend: koden er 123.xlsx").write_bytes(EXCEL_LOCK)


def lay_closed_folder(source: Path) -> None:
    """A link in the place of a folder, that leads nowhere."""
    (source / "privat").symlink_to(source / "nowhere")


@pytest.mark.parametrize("lay", [lay_strange_name, lay_pipe, lay_link, lay_false_lock, lay_closed_folder])
def test_what_lies_beside_the_workbooks_neither_stops_the_check_nor_speaks_on_the_page(lay: Callable[[Path], None], tmp_path: Path) -> None:
    """It is checked within a minute, and nothing of another file, nor of a false name, stands on the page."""
    clock, share = Hands(), tmp_path / "share"
    lay(small_input(share))
    clock.wait(watch(tmp_path, clock).step, timedelta(seconds=80))
    status = (share / "kontrol" / "Status.html").read_text(encoding="utf-8")
    assert "0 fejl" in status
    assert "hunter2" not in status
    assert "koden er 123" not in status


def test_an_empty_folder_where_the_input_was_is_a_lost_mount(tmp_path: Path) -> None:
    """The answers stay as they are until it is back."""
    clock, share = Hands(), tmp_path / "share"
    source = small_input(share)
    watcher = watch(tmp_path, clock)
    clock.wait(watcher.step, timedelta(seconds=20))
    before = {path.name: path.read_bytes() for path in (share / "kontrol").iterdir()}
    assert any(name.startswith("proeve-") for name in before)
    source.rename(tmp_path / "away")
    source.mkdir()
    clock.wait(watcher.step, timedelta(minutes=2))
    assert {path.name: path.read_bytes() for path in (share / "kontrol").iterdir()} == before


def test_pages_of_a_lost_list_are_replaced_and_not_kept(tmp_path: Path) -> None:
    """They are no person's work, and hold small counts."""
    for output in ("one", "two"):
        (tmp_path / output).mkdir()
        answers = Answers(tmp_path, tmp_path / output)
        answers.replace({"Kontrol.html": output.encode(), "proeve-rapport_a.pdf": output.encode()})
        answers.write()
        assert answers.write_status(output)
    assert sorted(path.name for path in (tmp_path / "kontrol").iterdir()) == ["Kontrol.html", "Status.html", "proeve-rapport_a.pdf"]


def test_an_approval_that_fails_is_answered_and_an_old_answer_is_gone(tmp_path: Path) -> None:
    """An old »Godkendt« would be taken for the answer."""
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "svar.txt").write_text("Godkendt: for længe siden", encoding="utf-8")
    (tmp_path / FOLDER / "godkend.txt").write_text("0123456789 Anna", encoding="utf-8")
    (tmp_path / FOLDER / ".building-svar.txt").symlink_to(tmp_path / "server")
    (tmp_path / "server").write_text("uberørt", encoding="utf-8")

    def approve(code: str, person: str) -> str:
        raise TimeoutError(code, person)

    file = ApprovalFile(tmp_path)
    assert [file.answer(approve, load_language("da")) for _ in range(2)] == [False, True]
    assert (tmp_path / FOLDER / "svar.txt").read_text(encoding="utf-8-sig").startswith("Ikke godkendt: Serveren kunne ikke gemme det.")
    assert (tmp_path / "server").read_text(encoding="utf-8") == "uberørt"


def test_a_wrong_number_is_answered_and_a_right_one_shows_the_reports(tmp_path: Path) -> None:
    """The page names the cell and the copy is marked; once corrected there are stamped previews. Nothing is published, nobody is mailed."""
    clock, share = Hands(), tmp_path / "share"
    source, answers = small_input(share), share / "kontrol"
    right = (source / INDICATORS).read_bytes()
    cell(INDICATORS, "2025", "E2", "x")(source)
    (source / "~$fora.xlsx").write_bytes(EXCEL_LOCK)
    (source / "indikatorer-PC0417.xlsx").write_bytes(b"half")
    watcher = watch(tmp_path, clock, tells=True)
    clock.wait(watcher.step)
    page, status = ((answers / name).read_text(encoding="utf-8") for name in ("Kontrol.html", "Status.html"))
    assert "2025!E2" in page
    assert "giv dem ikke videre" in page
    assert "giv den ikke videre" in status
    for said in (
        "fora.xlsx er åben hos Anna Jensen",
        "indikatorer-PC0417.xlsx er en ekstra kopi",
        "Der har ikke været nogen kørsel endnu.",
    ):
        assert said in status
    assert sorted(path.name for path in answers.iterdir()) == ["Kontrol.html", "Status.html", INDICATORS]
    (answers / INDICATORS).write_bytes(b"corrected by a person")
    (source / "~$fora.xlsx").unlink()
    save_as_excel(right, source / INDICATORS, lambda: clock.wait(watcher.step, LOOK))
    clock.wait(watcher.step, timedelta(seconds=20))
    previews = sorted(answers.glob("proeve-rapport_*.pdf"))
    assert len(previews) == 3
    assert all("PRØVE" in text for text in texts_of(previews[0].read_bytes()))
    status = (answers / "Status.html").read_text(encoding="utf-8")
    assert "0 fejl" in status
    assert "3 af 3 prøver er tegnet." in status
    assert "Anna Jensen" not in status
    assert (answers / "indikatorer (2).xlsx").read_bytes() == b"corrected by a person"
    assert "2025!E2" not in (answers / "Kontrol.html").read_text(encoding="utf-8")
    cell(INDICATORS, "2025", "E2", 900)(source)
    clock.wait(watcher.step, 3 * LOOK)  # checked, and nothing drawn yet: some are while the next save becomes quiet
    assert list(answers.glob("proeve-*")) == []
    cell(INDICATORS, "2025", "E2", "x")(source)
    clock.wait(watcher.step, timedelta(seconds=20))
    assert list(answers.glob("proeve-*")) == []
    assert "ingen prøver, før fejlene er rettet" in (answers / "Status.html").read_text(encoding="utf-8")
    made = {path.relative_to(tmp_path / "output").parts[0] for path in (tmp_path / "output").rglob("*") if path.is_file()}
    assert made <= {"kontrol.json", "eksempel"}
    assert not [path for path in (tmp_path / "output").rglob("*") if path.name in {"releases", "current", "outbox", "mails"}]


def test_answers_hold_what_is_wanted_after_a_restart(tmp_path: Path) -> None:
    """What an earlier process wrote goes, what a person laid there or changed stays, and a file that cannot be replaced is named."""
    share = tmp_path / "share"
    share.mkdir()
    first = Answers(share, tmp_path)
    first.replace({"a.xlsx": b"a", "b.xlsx": b"b", "c.xlsx": b"c"})
    first.write()
    (first.folder / "b.xlsx").write_bytes(b"mine")
    (first.folder / "note.txt").write_bytes(b"mine")
    (first.folder / "c.xlsx").unlink()
    (first.folder / "c.xlsx").mkdir()  # what cannot be replaced
    second = Answers(share, tmp_path)
    second.replace({"b.xlsx": b"new", "c.xlsx": b"new"})
    second.write()
    assert second.stuck == ("c.xlsx",)
    (first.folder / "c.xlsx").rmdir()
    second.write()
    there = {path.name: path.read_bytes() for path in second.folder.iterdir()}
    assert there == {"b.xlsx": b"new", "b (2).xlsx": b"mine", "c.xlsx": b"new", "note.txt": b"mine"}
    assert second.stuck == ()
    (second.folder / "b.xlsx").write_bytes(b"mine too")
    second.replace({"c.xlsx": b"new"})
    second.write()
    assert (second.folder / "b.xlsx").read_bytes() == b"mine too"
    gone = Answers(tmp_path / "gone", tmp_path)
    gone.replace({"a.xlsx": b"a"})
    gone.write()
    assert (gone.stuck, (tmp_path / "gone").exists()) == (("a.xlsx",), False)


def test_a_run_is_on_the_page_at_once(tmp_path: Path) -> None:
    """It is recorded on the server's own disk, and no file of the share changes."""
    clock, share, output = Hands(), tmp_path / "share", tmp_path / "output"
    copy_three_areas(share)
    watcher, page = watch(tmp_path, clock, tells=True), share / "kontrol" / "Status.html"
    clock.wait(watcher.step)
    assert "Der er ikke udgivet noget endnu." in page.read_text(encoding="utf-8")
    assert CliRunner().invoke(app, ["reports", "--input", str(share / "input"), "--output", str(output)]).exit_code == 0
    watcher.step()
    assert "Den aktuelle udgivelse er 2011-2025_r1_" in page.read_text(encoding="utf-8")


def test_a_link_in_the_place_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    """It would lead to a folder of the server."""
    (tmp_path / "share").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "share" / "kontrol").symlink_to(tmp_path / "elsewhere")
    answers = Answers(tmp_path / "share", tmp_path)
    answers.replace({"a.xlsx": b"a"})
    answers.write()
    answers.write_status("status")
    assert (answers.stuck, list((tmp_path / "elsewhere").iterdir())) == (("a.xlsx",), [])


def test_without_a_folder_nothing_is_watched() -> None:
    """A unit of an earlier version, which called another command by this name, fails in words."""
    done = CliRunner().invoke(app, ["watch"])
    assert done.exit_code == 2
    assert "den fælles mappe mangler" in done.stderr
    assert "make schedule" in done.stderr or "reports --if-due" in done.stderr


def test_an_approver_writes_a_code_into_a_file(tmp_path: Path) -> None:
    """A wrong code or no name is answered in words; the right one approves what was shown, once, logged by whom. No mail is made of it."""
    clock, share, output = Hands(), tmp_path / "share", tmp_path / "output"
    with (copy_three_areas(share) / "indstillinger.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[gates]\napproval = "required"\n')
    folders = ["--input", str(share / "input"), "--output", str(output)]
    assert CliRunner().invoke(app, ["reports", *folders]).exit_code == 0
    watcher, approvals = watch(tmp_path, clock, tells=True), share / "godkendelse"
    clock.wait(watcher.step)
    assert "skriver koden" not in (share / "kontrol" / "Status.html").read_text(encoding="utf-8")
    status = (share / "kontrol" / "Status.html").read_text(encoding="utf-8")
    assert "mappen godkendelse findes ikke" in status
    assert re.findall(r"\bmake |boligsocial [a-z]|/tmp", status) == [], "no commands and no paths of the server"
    approvals.mkdir()
    clock.wait(watcher.step)
    shown = re.findall(r"skriver koden ([0-9a-f]{10}) og", (share / "kontrol" / "Status.html").read_text(encoding="utf-8"))
    assert len(shown) == 1

    def write(content: bytes) -> str:
        (approvals / "godkend.txt").write_bytes(content[:5])
        watcher.step()
        assert not (approvals / "svar.txt").exists()
        (approvals / "godkend.txt").write_bytes(content)
        clock.wait(watcher.step, 3 * LOOK)
        assert sorted(path.name for path in approvals.iterdir()) == ["godkend-laest.txt", "svar.txt"]
        answer = (approvals / "svar.txt").read_text(encoding="utf-8-sig")
        (approvals / "svar.txt").unlink()
        return answer

    def gates() -> int:
        return CliRunner().invoke(app, ["gates", *folders]).exit_code

    assert "er rapporterne eller modtagerne ændret" in write(b"0000000000 Anna Jensen")
    assert "dit navn" in write(shown[0].encode())
    assert gates() == Exit.WAITS
    (approvals / "Godkend.txt.txt").write_bytes(b"0000000000 Anna Jensen")  # as Notepad names it where endings are hidden
    clock.wait(watcher.step, 3 * LOOK)
    assert "er ikke koden" in (approvals / "svar.txt").read_text(encoding="utf-8-sig")
    (approvals / "svar.txt").unlink()
    assert "En udgivelse venter på godkendelse." in (share / "kontrol" / "Status.html").read_text(encoding="utf-8")
    assert write(f"{shown[0].upper()}\r\nÅse Ø".encode("utf-16")).startswith("Godkendt: 2011-2025_r1_")
    assert gates() == Exit.DONE
    log = [json.loads(line) for line in (output / "register" / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(one["event"], one["approver"]) for one in log if "approver" in one] == [("approved", "Åse Ø")]
    clock.wait(watcher.step, 3 * LOOK)
    assert not (approvals / "svar.txt").exists()
    status = (share / "kontrol" / "Status.html").read_text(encoding="utf-8")
    assert "skriver koden" not in status
    for said in (
        "Intet venter på godkendelse.",
        "Godkende kan de, der må skrive i mappen godkendelse.",
        "Den aktuelle udgivelse er 2011-2025_r1_",
        "Der er ikke sat mails op",
        "Der er ingen planlagt kørsel",
    ):
        assert said in status
    assert not (output / "post").exists()
