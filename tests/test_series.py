"""A folder that was copied, moved, restored or half lost goes on: no mail twice, none lost, and each refusal names the command that mends it."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline.__main__ import Exit, app
from pipeline.delivery.outbox.store import open_outbox
from pipeline.input.record import HEAD, RECORD, Sent, append_record, read_record
from pipeline.problems.rejected import InputRejected
from tests.build import ROOT
from tests.mail_server import PASSWORD, USER, Authority, Fault, Inbox, mail_server
from tests.test_news import PERIOD, names, put, two_forums
from tests.test_recipients import edit

AUTHORITY = Authority()
OPERATOR = "analyse@kommune.example"
NEVER = "Der er ikke sendt noget fra denne inputmappe før."
ELSEWHERE = "Der er sidst sendt fra"


@dataclass
class Place:
    """An input folder with two forums, an output folder, and the mail server that both use."""

    folder: Path
    inbox: Inbox
    named: str = "output"

    @property
    def input(self) -> Path:
        """The input folder."""
        return self.folder / "input"

    @property
    def output(self) -> Path:
        """The output folder."""
        return self.folder / self.named

    def run(self, *command: str) -> Result:
        """Run a command of the program."""
        settings = self.input / "indstillinger.toml"
        settings.write_text(re.sub(r"(?m)^port = \d+", f"port = {self.inbox.port}", settings.read_text(encoding="utf-8")), encoding="utf-8")
        return CliRunner().invoke(app, [command[0], "--input", str(self.input), "--output", str(self.output), *command[1:]])

    def make(self) -> list[str]:
        """Make the reports; return the names of all releases without their hashes."""
        done = self.run("reports")
        assert done.exit_code == Exit.DONE, done.output
        return [name.rpartition("_")[0] for name in names(self.output)]

    def correct(self, count: int = 401) -> None:
        """Correct a number of one forum."""
        put(self.input, "indikatorer.xlsx", "2025", "E4", count)

    def approve(self) -> None:
        """Approve what is shown."""
        code = self.run("approve", PERIOD).output.rpartition("CODE=")[2].strip()
        assert self.run("approve", PERIOD, "--code", code).exit_code == Exit.DONE

    def send(self, *options: str) -> Result:
        """Send what is missing."""
        return self.run("send", "--send", *options)

    def lines(self) -> list[str]:
        """Return the record's lines."""
        return (self.input / RECORD).read_text(encoding="utf-8-sig").splitlines()

    def copy(self, folder: Path, inbox: Inbox | None = None) -> Place:
        """Copy both folders, as if nothing had moved."""
        for part in (self.input, self.output):
            if part.is_dir():
                shutil.copytree(part, folder / part.name, symlinks=True)
        place = Place(folder, inbox or self.inbox)
        record = place.input / RECORD
        if record.is_file():
            record.write_bytes(record.read_bytes().replace(str(self.output).encode(), str(place.output).encode()))
        if (place.output / "post").is_dir():
            with open_outbox(place.output / "post") as outbox:
                outbox.note_place(outbox.place.replace(str(self.output), str(place.output)))
        return place

    def restore(self, other: Place, *parts: str) -> None:
        """Put parts of an older copy in the place of those that are here."""
        for part in parts:
            shutil.rmtree(self.folder / part)
            shutil.copytree(other.folder / part, self.folder / part, symlinks=True)


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inbox]:
    """A mail server."""
    with pytest.MonkeyPatch.context() as patch, mail_server(AUTHORITY.context()) as server:
        folder = tmp_path_factory.mktemp("authority")
        for name, value in {"SSL_CERT_FILE": str(AUTHORITY.write(folder)), "SSL_CERT_DIR": str(folder)}.items():
            patch.setenv(name, value)
        patch.setenv("SMTP_USER", USER)
        patch.setenv("SMTP_PASSWORD", PASSWORD)
        yield server


@pytest.fixture(scope="module")
def unsent(tmp_path_factory: pytest.TempPathFactory, inbox: Inbox) -> Place:
    """Reports that nobody has been sent."""
    folder = tmp_path_factory.mktemp("unsent")
    two_forums(folder)
    place = Place(folder, inbox)
    assert place.make() == [f"{PERIOD}_r1"]
    return place


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory, unsent: Place) -> Place:
    """Revision 1, sent."""
    place = unsent.copy(tmp_path_factory.mktemp("first"))
    assert place.send("--from-here").exit_code == Exit.DONE
    return place


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory, first: Place) -> Place:
    """Revision 2, sent too."""
    place = first.copy(tmp_path_factory.mktemp("second"))
    place.correct()
    assert place.make() == [f"{PERIOD}_r1", f"{PERIOD}_r2"]
    place.approve()
    assert place.send().exit_code == Exit.DONE
    return place


def count(inbox: Inbox) -> Callable[[], int]:
    """Return a function that says how many mails have come to forums since."""
    before = len(inbox.to_forums())
    return lambda: len(inbox.to_forums()) - before


def test_the_first_mail_from_an_input_folder_asks_once(unsent: Place, inbox: Inbox, tmp_path: Path) -> None:
    """10 and the sentence, in `status` and the preview too; what it names is run, and then nothing is missing."""
    place, new = unsent.copy(tmp_path), count(inbox)
    for asked in (place.run("status"), place.run("send"), place.send()):
        assert NEVER in asked.output, asked.output
        assert "make send SEND=1 HERFRA=1" in asked.output
    assert (place.send().exit_code, new()) == (Exit.WAITS, 0)
    assert "tom" in place.run("outbox").output  # nothing waits in a folder that may be a copy
    assert (place.send("--from-here").exit_code, new()) == (Exit.DONE, 2)
    assert place.lines()[0].split(";") == list(HEAD)
    decided, *mails = read_record(place.input).lines
    assert (decided.period, {(one.period, one.forum_id, one.revision) for one in mails}) == ("", {(PERIOD, "F-1", 1), (PERIOD, "F-2", 1)})
    assert all(one.says for one in mails)
    assert (place.send().exit_code, new()) == (Exit.DONE, 2)
    assert "Der er intet nyt at sende." in place.run("status").output


def lose_post(place: Place) -> None:
    """The outbox is gone."""
    shutil.rmtree(place.output / "post")


def lose_output(place: Place) -> None:
    """The whole output folder is gone."""
    shutil.rmtree(place.output)


def lose_releases(place: Place) -> None:
    """The period's releases are gone."""
    shutil.rmtree(place.output / "releases")


def lose_register(place: Place) -> None:
    """The history of runs is gone."""
    shutil.rmtree(place.output / "register")


def lose_record(place: Place) -> None:
    """The record is gone; the outbox fills it again."""
    (place.input / RECORD).unlink()


LOSSES = [lose_post, lose_output, lose_releases, lose_register, lose_record]


@pytest.mark.parametrize("lose", LOSSES)
def test_what_is_lost_is_joined_from_the_rest(first: Place, inbox: Inbox, tmp_path: Path, lose: Callable[[Place], None]) -> None:
    """The reports are revision 1 as before, nobody gets a mail again, and the record is whole."""
    place, new = first.copy(tmp_path), count(inbox)
    before = names(place.output)
    lose(place)
    place.make()
    assert names(place.output) == before
    done = place.send()
    assert (done.exit_code, new()) == (Exit.DONE, 0), done.output
    assert len(read_record(place.input).mails) == 2
    if lose in {lose_post, lose_output}:
        assert "output/post kendte 0 af 2 sendte mails" in done.output


@pytest.mark.parametrize(
    "lose", [lose_output, *(pytest.param(lose, marks=pytest.mark.faults) for lose in LOSSES if lose is not lose_output)]
)
def test_a_correction_after_a_loss_gets_the_next_number(first: Place, inbox: Inbox, tmp_path: Path, lose: Callable[[Place], None]) -> None:
    """Revision 2 for the corrected forum, which gets it once; the other keeps its own."""
    place, new = first.copy(tmp_path), count(inbox)
    lose(place)
    place.correct()
    assert place.make()[-1] == f"{PERIOD}_r2"
    place.approve()
    done = place.send()
    assert (done.exit_code, new()) == (Exit.DONE, 1), done.output
    assert (place.send().exit_code, new()) == (Exit.DONE, 1)


@pytest.mark.parametrize("parts", [("output",), ("input",)])
def test_an_older_copy_of_one_folder_repeats_nothing(
    first: Place, second: Place, inbox: Inbox, tmp_path: Path, parts: tuple[str, ...]
) -> None:
    """Output of revision 1: revision 2 is made again under its number. Input of revision 1: its words are revision 3, which waits."""
    place, new = second.copy(tmp_path / "now"), count(inbox)
    place.restore(first.copy(tmp_path / "then"), *parts)
    if parts == ("output",):
        assert place.make() == [f"{PERIOD}_r1", f"{PERIOD}_r2"]
        assert (place.send("--from-here").exit_code, new()) in {(Exit.DONE, 0), (Exit.WAITS, 0)}
        place.correct(402)
        assert place.make()[-1] == f"{PERIOD}_r3"
    else:
        assert place.make()[-1] == f"{PERIOD}_r3"
        assert (place.send("--from-here").exit_code, new()) == (Exit.WAITS, 0)


def test_a_second_output_folder_of_the_same_input_goes_on(second: Place, inbox: Inbox, tmp_path: Path) -> None:
    """It makes revision 2 again and sends nothing; its correction is revision 3, which asks where from, and goes once."""
    place, new = second.copy(tmp_path), count(inbox)
    other = Place(tmp_path, inbox, "other")
    assert other.make() == [f"{PERIOD}_r2"]
    assert new() == 0
    other.correct(402)
    assert other.make()[-1] == f"{PERIOD}_r3"
    other.approve()
    asked = other.send()
    assert (asked.exit_code, ELSEWHERE in asked.output, str(place.output) in asked.output) == (Exit.WAITS, True, True)
    assert ELSEWHERE in other.run("status").output
    assert (other.send("--from-here").exit_code, new()) == (Exit.DONE, 1)
    assert place.make()[-1] == f"{PERIOD}_r3"  # back in the first folder, the number is the same, and nobody is mailed
    assert place.send().exit_code in {Exit.DONE, Exit.WAITS}
    assert new() == 1


@pytest.mark.parametrize("file", ["post/outbox.sqlite", "register/historik.sqlite"])
@pytest.mark.parametrize("content", [b"no database" * 200, None], ids=["garbage", "torn"])
def test_a_damaged_database_is_named_and_can_be_moved_away(
    first: Place, inbox: Inbox, tmp_path: Path, file: str, content: bytes | None
) -> None:
    """Every command says which file it is and what to do; done, all go on, and nothing is sent again."""
    place = first.copy(tmp_path)
    damaged = place.output / file
    for beside in damaged.parent.glob(f"{damaged.name}-*"):
        beside.unlink()
    damaged.write_bytes(damaged.read_bytes()[:5000] if content is None else content)
    sent = len(inbox.to_forums())
    for command in (["status"], ["reports"], ["send", "--send"]):
        done = place.run(*command)
        assert (done.exit_code, f"Flyt {damaged}" in done.output) == (Exit.STORAGE, True), done.output
    damaged.rename(tmp_path / "aside")
    for command in (["reports"], ["status"], ["send", "--send"]):
        done = place.run(*command)
        assert done.exit_code == Exit.DONE, done.output
    assert len(inbox.to_forums()) == sent


def test_mails_of_an_older_revision_than_readers_have_are_not_sent(first: Place, second: Place, inbox: Inbox, tmp_path: Path) -> None:
    """Sent before the reports are made again, a new recipient gets nothing old; then revision 2."""
    place, new = second.copy(tmp_path / "now"), count(inbox)
    place.restore(first.copy(tmp_path / "then"), "output")
    shutil.copy(first.input / "indikatorer.xlsx", place.input)
    edit(place.input, lambda book: book["Modtagere"].append([book["Modtagere"]["A2"].value, "Ny", "ny@forum.example"]))
    place.send("--from-here")
    assert new() == 0


@pytest.mark.parametrize("named", ["elsewhere", "here"])
def test_only_the_machine_of_the_settings_sends(unsent: Place, inbox: Inbox, tmp_path: Path, named: str) -> None:
    """Another one says which; the file corrected, it sends."""
    place, new = unsent.copy(tmp_path), count(inbox)
    file = place.input / "indstillinger.toml"
    host = "another-machine" if named == "elsewhere" else socket.gethostname()
    file.write_text(file.read_text(encoding="utf-8").replace("[delivery]", f'[delivery]\nsends_from = "{host}"', 1), encoding="utf-8")
    done = place.send("--from-here")
    if named == "here":
        assert (done.exit_code, new()) == (Exit.DONE, 2), done.output
        return
    assert (done.exit_code, new()) == (Exit.WAITS, 0)
    for told in (done, place.run("status")):
        assert "Der sendes fra another-machine (sends_from i indstillinger.toml)" in told.output
    file.write_text(file.read_text(encoding="utf-8").replace(host, socket.gethostname()), encoding="utf-8")
    assert (place.send("--from-here").exit_code, new()) == (Exit.DONE, 2)


def test_a_damaged_line_is_named_and_put_right(first: Place, inbox: Inbox, tmp_path: Path) -> None:
    """`check`, `reports` and `send` end with 20 and its number; corrected, nothing is sent again."""
    place, new = first.copy(tmp_path), count(inbox)
    whole = (place.input / RECORD).read_bytes()
    (place.input / RECORD).write_bytes(whole.replace(b";1;", b";one;", 1))
    for command in (["check"], ["reports"], ["send", "--send"]):
        told = place.run(*command)
        assert (told.exit_code, f"input/{RECORD} [3]" in told.output) == (Exit.REJECTED, True), told.output
    assert "make check" in place.run("status").output
    (place.input / RECORD).write_bytes(whole)
    assert (place.run("check").exit_code, place.send().exit_code, new()) == (Exit.DONE, Exit.DONE, 0)


def test_without_a_record_that_can_be_written_nothing_is_sent(unsent: Place, inbox: Inbox, tmp_path: Path) -> None:
    """50 and the reason, before the first mail."""
    place, new = unsent.copy(tmp_path), count(inbox)
    (place.input / RECORD).symlink_to(tmp_path / "not there" / RECORD)
    done = place.send("--from-here")
    assert (done.exit_code, new(), "udsendt.csv i inputmappen kan ikke skrives" in done.output) == (Exit.STORAGE, 0, True)
    (tmp_path / "not there").mkdir()
    assert (place.send("--from-here").exit_code, new()) == (Exit.DONE, 2)


@pytest.mark.parametrize("lost", [1, 10, 60])
def test_a_record_torn_by_a_kill_is_joined_from_the_outbox(first: Place, inbox: Inbox, tmp_path: Path, lost: int) -> None:
    """Bytes lost at its end, the record has both mails again, each once."""
    place, new = first.copy(tmp_path), count(inbox)
    file = place.input / RECORD
    file.write_bytes(file.read_bytes()[:-lost])
    assert (place.send().exit_code, new()) == (Exit.DONE, 0)
    assert len([line for line in read_record(place.input).lines if line.period]) == 2


def test_a_mail_composed_on_another_machine_has_the_same_id(first: Place, unsent: Place, inbox: Inbox, tmp_path: Path) -> None:
    """Where a whole machine was rolled back, mail servers know the mail that comes twice; another recipient's has its own."""
    mails = dict(zip(inbox.ids(), (to for to, _ in inbox.mails), strict=True))
    unsent.copy(tmp_path).send("--from-here")
    again = list(zip(inbox.ids(), (to for to, _ in inbox.mails), strict=True))[-2:]
    assert [mails[name] for name, _ in again] == [to for _, to in again]
    assert len({name for name, _ in again}) == 2


def test_two_output_folders_with_another_report_under_one_number(first: Place, inbox: Inbox, tmp_path: Path) -> None:
    """What readers have under a number is never taken for the other's report: that one waits, gets the next number, and goes once."""
    place, new = first.copy(tmp_path), count(inbox)
    other = Place(tmp_path, inbox, "other")
    other.correct(401)
    assert other.make()[-1] == f"{PERIOD}_r2"
    place.correct(402)
    assert place.make()[-1] == f"{PERIOD}_r2"
    place.approve()
    assert (place.send().exit_code, new()) == (Exit.DONE, 1)
    other.correct(401)
    for told in (other.run("status"), other.run("send"), other.send()):
        assert "Modtagerne har andre rapporter med dette nummer" in told.output, told.output
    assert (told.exit_code, new()) == (Exit.WAITS, 1)
    assert other.make()[-1] == f"{PERIOD}_r3"
    assert "den første for sin periode" not in other.run("approve").output
    other.approve()
    assert (other.send("--from-here").exit_code, new()) == (Exit.DONE, 2)
    assert (other.send().exit_code, new()) == (Exit.DONE, 2)


def test_the_number_of_a_mail_that_may_have_arrived_is_not_given_again(first: Place, inbox: Inbox, tmp_path: Path) -> None:
    """Its release lost and the number corrected, the next is revision 3; decided on, it goes."""
    place, new = first.copy(tmp_path), count(inbox)
    place.correct(401)
    place.make()
    place.approve()
    inbox.fault = Fault("dot", "drop")
    assert (place.send().exit_code, new()) == (Exit.UNCERTAIN, 0)
    inbox.fault = None
    shutil.rmtree(next((place.output / "releases").glob("*_r2_*")))
    place.correct(402)
    assert place.make()[-1] == f"{PERIOD}_r3"
    place.approve()
    assert (place.send().exit_code, new()) == (Exit.UNCERTAIN, 1)


def test_an_outbox_carried_to_another_folder_without_the_record_asks(first: Place, inbox: Inbox, tmp_path: Path) -> None:
    """It was sent from elsewhere, so both might send from now on."""
    place, new = first.copy(tmp_path), count(inbox)
    lose_record(place)
    moved = Place(tmp_path, inbox, "moved")
    place.output.rename(moved.output)
    moved.correct()
    moved.make()
    moved.approve()
    asked = moved.send()
    assert (asked.exit_code, ELSEWHERE in asked.output, new()) == (Exit.WAITS, True, 0)
    assert ELSEWHERE in moved.run("status").output
    assert (moved.send("--from-here").exit_code, new()) == (Exit.DONE, 1)


def test_a_second_output_folder_waits_while_the_first_one_sends(unsent: Place, inbox: Inbox, tmp_path: Path) -> None:
    """75 even if a person says that it sends from now on; told again afterwards, it has nothing to send."""
    place, new = unsent.copy(tmp_path), count(inbox)
    other = Place(tmp_path, inbox, "other")
    other.make()
    command = [
        sys.executable,
        "-m",
        "pipeline",
        "send",
        "--send",
        "--from-here",
        "--input",
        str(other.input),
        "--output",
        str(other.output),
    ]
    ended: list[int] = []

    def send_too(step: str) -> None:
        if step == "taken" and not ended:
            ended.append(0)
            ended.append(subprocess.run(command, cwd=ROOT, capture_output=True, check=False, timeout=100).returncode)

    inbox.event = send_too
    assert place.send("--from-here").exit_code == Exit.DONE
    inbox.event = lambda name: None
    assert (ended, new()) == ([0, Exit.LOCKED], 2)
    assert (other.send("--from-here").exit_code, new()) == (Exit.DONE, 2)


SENT = Sent("2026-01-02T03:04:05+00:00", PERIOD, "F;1", "a@forum.example", 2, "ab", 'srv:/srv/"b"')


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content,
        lambda content: content.removeprefix(b"\xef\xbb\xbf"),
        lambda content: content.replace(b"\r\n", b"\n"),
        lambda content: content.replace(b"\r\n", b"\r"),
        lambda content: content + bytes(40),
        lambda content: content.rstrip(),
        lambda content: content + b";;;;;;\r\n",
    ],
    ids=[
        "as written",
        "without its mark",
        "ends of Linux",
        "ends of an old Mac",
        "zeros of a power cut",
        "without an end",
        "with an empty line",
    ],
)
def test_the_record_is_read_as_excel_and_people_save_it(tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    """And goes on with a line of its own."""
    append_record(tmp_path, [SENT])
    (tmp_path / RECORD).write_bytes(change((tmp_path / RECORD).read_bytes()))
    append_record(tmp_path, [SENT])
    assert read_record(tmp_path).lines == (SENT, SENT)


def test_a_folder_in_the_record_s_place_is_a_problem_of_the_input(tmp_path: Path) -> None:
    """Said as a damaged record is, by every command."""
    (tmp_path / RECORD).mkdir()
    with pytest.raises(InputRejected):
        read_record(tmp_path)


def test_a_record_torn_at_any_byte_goes_on(tmp_path: Path) -> None:
    """By a kill or a full disk: whole lines stay, the torn one is dropped, and the next line is one of its own."""
    append_record(tmp_path, [SENT, SENT])
    whole = (tmp_path / RECORD).read_bytes()
    for length in range(len(whole)):
        (tmp_path / RECORD).write_bytes(whole[:length])
        before = read_record(tmp_path).lines
        append_record(tmp_path, [SENT])
        *kept, last = read_record(tmp_path).lines
        assert (tuple(kept), last) == (before, SENT), length
        assert whole[:length].count(b"\n") - 1 <= len(before) <= 2


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content.replace(b";ab;", b';"ab;'),
        lambda content: content.replace(b";ab;", b';"' + b"a" * 200_000 + b'";'),
        lambda content: content.replace(b";", b","),
        lambda content: content.decode("utf-8-sig").encode("utf-16"),
        lambda content: content.replace(b";ab;", b";F-2;"),
        lambda content: b"hej",
    ],
    ids=["a quote too many", "an endless cell", "commas", "UTF-16", "columns moved", "another file"],
)
def test_a_record_that_is_none_names_the_line(tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    """It is a problem with its line, never a traceback, and never a line that is passed over."""
    append_record(tmp_path, [SENT, SENT])
    (tmp_path / RECORD).write_bytes(change((tmp_path / RECORD).read_bytes()))
    with pytest.raises(InputRejected) as rejected:
        read_record(tmp_path)
    assert rejected.value.problems[0].place.cell in {"1", "2"}
