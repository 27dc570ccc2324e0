"""The guard against the wrong forum: row, PDF and recipient agree, or nothing is sent."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from email import message_from_bytes, policy
from io import BytesIO
from itertools import permutations
from pathlib import Path

import pikepdf
import pytest

from pipeline.delivery.files import write_queued
from pipeline.delivery.outbox.mails import MailState
from pipeline.delivery.outbox.store import open_outbox
from pipeline.delivery.recipients import Recipients
from pipeline.delivery.refusals import DeliveryRefused, Why
from pipeline.delivery.release import read_release
from pipeline.releases.checks.own_report import read_pdf
from pipeline.report.imprint import Imprint
from tests.sample_release import Clock, any_release, contents, copy_release, delivery, draft, drafts, guard, reasons


def test_every_sample_pdf_names_its_forum_twice() -> None:
    """Its metadata hold the forum's id and the period, and every page ends with the forum's name."""
    for letter in contents().letters:
        words = read_pdf(contents().pdfs[letter.file])
        assert words.imprint == Imprint(letter.forum_id, 2011, 2025)
        assert len(words.pages) >= 4
        guard().check_pdf(letter.forum_id, "2011-2025", contents().pdfs[letter.file], letter.file)
        with pytest.raises(DeliveryRefused):
            guard().check_pdf(letter.forum_id, "2015-2025", contents().pdfs[letter.file], letter.file)


@pytest.mark.parametrize("keywords", ["forum:F-VAL, period:2011-2025", "city, period:2011-2025", "forum:F-NOR, period:2011-2024", ""])
def test_metadata_alone_stop_a_mail(keywords: str) -> None:
    """The forum's own pages under the imprint of another forum, the city, another year, or none."""
    with pytest.raises(DeliveryRefused):
        guard().check_pdf("F-NOR", "2011-2025", with_keywords("rapport_noerrebro.pdf", keywords), "rapport.pdf")


@pytest.mark.parametrize("file", ["rapport_valby-vigerslev.pdf", "rapport_amager-sundby.pdf"])
def test_pages_alone_stop_a_mail(file: str) -> None:
    """Another forum's pages under the forum's own imprint."""
    with pytest.raises(DeliveryRefused):
        guard().check_pdf("F-NOR", "2011-2025", with_keywords(file, "forum:F-NOR, period:2011-2025"), "rapport.pdf")
    guard().check_pdf("F-NOR", "2011-2025", with_keywords("rapport_noerrebro.pdf", "forum:F-NOR, period:2011-2025"), "rapport.pdf")


def with_keywords(file: str, keywords: str) -> bytes:
    """Return a report with other keywords."""
    saved = BytesIO()
    with pikepdf.open(BytesIO(contents().pdfs[file])) as pdf:
        pdf.docinfo["/Keywords"] = keywords
        pdf.save(saved)
    return saved.getvalue()


def test_all_719_wrong_permutations_are_refused() -> None:
    """Six PDFs over six forums in any order but the right one: nothing is composed at all."""
    right = contents()
    files = [letter.file for letter in right.letters]
    look, outcomes = guard(), []
    for order in permutations(files):
        pdfs = dict(zip(files, (right.pdfs[file] for file in order), strict=True))
        try:
            draft(look, replace(right, pdfs=pdfs))
            outcomes.append("composed")
        except DeliveryRefused as error:
            outcomes.append(error.why)
    assert Counter(outcomes) == {Why.WRONG_FORUM: 719, "composed": 1}


def test_a_wrong_pdf_in_the_outbox_is_refused_when_sent(tmp_path: Path) -> None:
    """Each of the 30 wrong pairs, had it ever been queued, is stopped with its whole batch: nothing is written."""
    look = guard()
    letters, mails = {letter.forum_id: letter for letter in contents().letters}, drafts(look)
    pairs = [(mine, other) for mine in letters for other in letters if mine != other]
    assert len(pairs) == 30
    for number, (mine, other) in enumerate(pairs):
        mail = next(one for one in mails if one.forum_id == mine)
        stranger = next(one for one in mails if one.forum_id == other)
        # the other forum's mail, addressed to mine, in a row that says it is mine
        message = stranger.message.replace(stranger.address.encode(), mail.address.encode())
        mixed = replace(mail, message=message, pdf_sha256=stranger.pdf_sha256)
        with open_outbox(tmp_path / str(number), Clock()) as outbox:
            outbox.queue([mixed])
            write_queued(outbox, look, any_release, tmp_path / str(number))
            entry = outbox.entries()[0]
        assert entry.state is MailState.STOPPED
        assert entry.evidence.startswith("refused: wrong_forum ")
        assert list((tmp_path / str(number)).glob("**/*.eml")) == []


def test_a_row_whose_forum_was_changed_is_refused() -> None:
    """The recipient must be one of the row's forum, in the workbook as it is now."""
    mails = drafts(guard())
    mine, other = mails[0], next(one for one in mails if one.forum_id != mails[0].forum_id)
    for wrong in (
        replace(mine, forum_id=other.forum_id),
        replace(mine, recipient=other.recipient),
        replace(mine, address=other.address),
        replace(mine, pdf_sha256=other.pdf_sha256),
        replace(mine, message=other.message),
    ):
        with pytest.raises(DeliveryRefused):
            guard().check_draft(wrong)
    guard().check_draft(mine)


def test_a_recipient_who_left_the_workbook_gets_nothing() -> None:
    """A mail queued before waits for nobody."""
    look = guard()
    mail = drafts(look)[0]
    people = tuple(person for person in look.recipients.people if person.email != mail.recipient)
    with pytest.raises(DeliveryRefused) as refused:
        replace(look, recipients=Recipients(look.recipients.forums, people)).check_draft(mail)
    assert refused.value.why is Why.RECIPIENT_GONE


def test_domains_are_checked_when_queued_and_when_sent() -> None:
    """The same list, asked twice; a domain that ends like an allowed one is another."""
    mail = drafts(guard())[0]
    for allowed in ("another.example", "example", "m.example", "sub.forum.example"):
        look = guard(allowed_domains=(allowed,))
        assert (drafts(look), reasons(draft(look))) == ((), {Why.DOMAIN_NOT_ALLOWED})
        with pytest.raises(DeliveryRefused) as sent:
            look.check_draft(mail)
        assert sent.value.why is Why.DOMAIN_NOT_ALLOWED


def test_a_trial_goes_to_the_operator_s_domain_or_an_allowed_one() -> None:
    """Redirecting is no way around the list, when queued or when sent, and the recipients' own domains are looked at all the same."""
    for address in ("somebody@kommune.example", "SOMEBODY@Kommune.example", "somebody@forum.example"):
        look = guard(redirect_all_to=address)
        look.check_draft(drafts(look)[0])
    mail = drafts(guard(redirect_all_to="somebody@kommune.example"))[0]
    for look in (
        guard(redirect_all_to="somebody@elsewhere.example"),
        guard(redirect_all_to="somebody@kommune.example", operator="a@elsewhere.example"),
    ):
        with pytest.raises(DeliveryRefused) as refused:
            drafts(look)
        assert refused.value.why is Why.TRIAL_NOT_ALLOWED
        with pytest.raises(DeliveryRefused):
            look.check_draft(mail)
    for redirect in ("somebody@kommune.example", None):
        look = guard(redirect_all_to=redirect, allowed_domains=("another.example",))
        assert (drafts(look), reasons(draft(look))) == ((), {Why.DOMAIN_NOT_ALLOWED})
    with pytest.raises(DeliveryRefused):
        guard().check_address("analyse@kommune.example")


@pytest.mark.parametrize("damage", ["a byte", "gone", "forum", "no manifest", "no letters"])
def test_a_release_that_is_not_as_it_was_published_is_refused(damage: str, tmp_path: Path) -> None:
    """Every file that is sent has the hash of the manifest, and letters and manifest name the same forums."""
    folder = copy_release(tmp_path)
    file, manifest = folder / "rapport_noerrebro.pdf", folder / "manifest.json"
    if damage == "a byte":
        file.write_bytes(file.read_bytes() + b"\n")
    elif damage == "gone":
        file.unlink()
    elif damage == "forum":
        content = json.loads(manifest.read_text(encoding="utf-8"))
        next(record for record in content["outputs"] if record["name"] == file.name)["forum"] = "F-VAL"
        manifest.write_text(json.dumps(content), encoding="utf-8")
    elif damage == "no manifest":
        manifest.unlink()
    else:
        (folder / "breve.json").unlink()
    with pytest.raises(DeliveryRefused) as refused:
        read_release(folder)
    expected = {"no manifest": Why.RELEASE_MISSING, "forum": Why.WRONG_FORUM}
    assert refused.value.why is expected.get(damage, Why.RELEASE_DAMAGED)


def test_7_megabytes_are_too_many() -> None:
    """One byte more than mails may hold, and that forum gets none; the other five get theirs."""
    right = contents()
    heavy_one, *others = right.letters
    file = heavy_one.file
    heavy = replace(right, pdfs={**right.pdfs, file: right.pdfs[file] + bytes(7_000_001 - len(right.pdfs[file]))})
    drafted = draft(guard(), heavy)
    assert {mail.forum_id for mail in drafted.drafts} == {letter.forum_id for letter in others}
    assert ({refusal.forum_id for refusal in drafted.refusals}, reasons(drafted)) == ({heavy_one.forum_id}, {Why.TOO_LARGE})


def test_tables_go_along_where_the_settings_say_so() -> None:
    """Without them in the release, the wish is refused."""
    with pytest.raises(DeliveryRefused) as refused:
        draft(guard(attach_tables=True), replace(contents(), tables=None))
    assert refused.value.why is Why.TABLES_MISSING
    for mail in drafts(guard(attach_tables=True)):
        guard(attach_tables=True).check_draft(mail)
        _, workbook = message_from_bytes(mail.message, policy=policy.SMTP).iter_attachments()  # type: ignore[attr-defined]  # the stubs know the older Message alone
        assert (workbook.get_filename(), workbook.get_content()) == ("tabeller.xlsx", contents().tables)
    assert delivery().attach_tables is False
