"""A forum's mail: its visible content, the same sentences and figures as in the PDF, and headers safe from injection."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import unescape

import pytest

from pipeline.delivery.message import Headers, compose_mail
from pipeline.delivery.recipients import Recipient, Recipients
from pipeline.language.language import load_language
from pipeline.render.letter import render_letter
from pipeline.report.model.district import DistrictReport
from pipeline.report.model.figures import MISSING
from pipeline.run import compose_reports
from pipeline.settings.email_address import UnfitAddress, domain_of, encode_address
from tests import sample_reports as samples
from tests.sample_release import SENDER, START, contents, drafts, guard, intake

PRESENT = intake().settings.periods.present_day


def parsed(content: bytes) -> EmailMessage:
    """Return a mail as a mail program reads it."""
    return message_from_bytes(content, policy=policy.default)  # type: ignore[return-value]  # the stubs know the older Message alone


def words(text: str) -> str:
    """Return a text's words, without marks and entities."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", re.sub("</?b>", "", text))).split())


def test_each_recipient_gets_a_mail_with_the_forums_own_pdf() -> None:
    """Nine recipients, nine mails; each attachment has the hash of its forum's PDF and a name that a person would file."""
    mails = drafts(guard())
    assert len(mails) == len(intake().tables.recipients) == 9
    letters = {letter.forum_id: letter for letter in contents().letters}
    for draft in mails:
        message = parsed(draft.message)
        letter = letters[draft.forum_id]
        assert message["To"].addresses[0].addr_spec == draft.recipient
        assert message["Message-ID"] == draft.message_id
        assert message["Auto-Submitted"] == "auto-generated"
        assert message["From"].addresses[0].display_name == "Københavns Kommune"
        (pdf,) = message.iter_attachments()
        assert hashlib.sha256(pdf.get_content()).hexdigest() == draft.pdf_sha256
        assert pdf.get_content() == contents().pdfs[letter.file]
        assert pdf.get_filename() == f"2025-12 {letter.forum.replace('/', '-')} boligsocial rapport.pdf"
        assert message["Subject"] == f"Boligsocial rapport 2011–2025: {letter.forum}"
        assert draft.message.endswith(b"\r\n")
        assert b"\n" not in draft.message.replace(b"\r\n", b"")
        assert max(map(len, draft.message.split(b"\r\n"))) <= 998


def test_the_mail_says_what_the_report_says() -> None:
    """Verdict sentence, background and key figures, in the plain text and in the HTML."""
    letters = {letter.forum_id: letter for letter in contents().letters}
    for report in compose_reports(intake()):
        if isinstance(report, DistrictReport):
            letter, figures = letters[report.forum_id], report.answer.key_figures
            for text in (words(letter.text), words(letter.html)):
                assert words(report.answer.verdict.sentence) in text
                assert words(report.answer.verdict.background) in text
                assert words(report.answer.verdict.checks) in text
                assert load_language("da").percent(figures.now.residents.value or 0) in text.replace(" %", "\N{NO-BREAK SPACE}%")
                assert load_language("da").millions(report.money.figures.now.dkk) in text
            assert "<" not in letter.text
            assert "&" not in letter.text


@pytest.mark.parametrize("language", ["da", "en"])
def test_what_the_report_does_not_know_has_a_word_and_no_number(language: str) -> None:
    """A missing share of residents is said to be missing."""
    report = samples.typical()
    figures = report.answer.key_figures
    missing = replace(figures, now=replace(figures.now, residents=MISSING))
    letter = render_letter(samples.with_answer(report, key_figures=missing), "rapport.pdf", PRESENT, load_language(language))
    word = "ikke oplyst" if language == "da" else "not stated"
    for text in (words(letter.text), words(letter.html)):
        assert re.search(rf"(udsatte delområder|deprived areas):? {word} ", text)
        assert text.count(word) == 1
        assert "None" not in text


def test_a_forums_name_cannot_bring_marks_into_the_mail() -> None:
    """What a cell says is text: in the HTML escaped, in the file's name without what file names may not hold."""
    report = replace(samples.typical(), forum='<b>A&B</b>: "C/D"')
    letter = render_letter(report, "rapport.pdf", PRESENT, load_language("da"))
    assert "<b>A&B" not in letter.html
    assert "&lt;b&gt;A&amp;B&lt;/b&gt;" in letter.html
    assert 'Til Boligsocialt Forum <b>A&B</b>: "C/D"' in letter.text
    assert letter.attachment == "2025-12 -b-A&B-b- -C-D- boligsocial rapport.pdf"


@pytest.mark.parametrize("name", ["Ud\r\nBcc: alle@forum.example", "Ud\nBcc: alle@forum.example", "Ud\rX: y"])
def test_a_name_cannot_add_a_header(name: str) -> None:
    """A line break in a name or a subject is refused; the input refuses it before."""
    letter = contents().letters[0]
    right = Headers((SENDER, "post@kommune.example"), ("Ud", "en@forum.example"), "Rapport", START)
    wrong_to, wrong_sender = replace(right, to=(name, "en@forum.example")), replace(right, sender=(name, "post@kommune.example"))
    for wrong in (wrong_to, wrong_sender, replace(right, subject=name)):
        with pytest.raises(ValueError, match=r"CR|line"):
            compose_mail(wrong, letter, b"%PDF", None)


def test_names_and_domains_with_danish_letters_arrive_as_they_were_written() -> None:
    """A name is encoded, a domain becomes IDNA."""
    look = guard(allowed_domains=("xn--rdovre-bya.dk",))
    people = (Recipient("F-NOR", 'Bjørn "Ærø" Åkjær, formand', "post@Rødovre.dk"),)
    (draft,) = drafts(replace(look, recipients=Recipients(look.recipients.forums, people)))
    to = parsed(draft.message)["To"].addresses[0]
    assert (to.display_name, to.addr_spec) == ('Bjørn "Ærø" Åkjær, formand', "post@xn--rdovre-bya.dk")
    assert draft.address == "post@xn--rdovre-bya.dk"
    assert draft.message.isascii()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "a",
        "a@b",
        "a@b.dk\r\nRCPT TO:<c@d.dk>",
        "a b@c.dk",
        "a@b.dk,c@d.dk",
        "<a@b.dk>",
        "ø@b.dk",
        "a@b..dk",
        "a\x00@b.dk",
        f"{'a' * 250}@b.dk",
    ],
)
def test_what_is_no_address_is_told_to_no_server(address: str) -> None:
    """Neither lists, nor names, nor line breaks."""
    with pytest.raises(UnfitAddress):
        encode_address(address)


def test_two_spellings_of_a_domain_are_one() -> None:
    """Case and IDNA make no difference."""
    assert domain_of("a@RØDOVRE.dk") == domain_of("b@xn--rdovre-bya.dk") == "xn--rdovre-bya.dk"


def test_a_trial_says_for_whom_it_was_and_goes_elsewhere() -> None:
    """The subject names the recipient, the mail goes to the trial's address alone, and its keys are its own."""
    trial, real = drafts(guard(redirect_all_to="proeve@forum.example")), drafts(guard())
    for draft, twin in zip(trial, real, strict=True):
        message = parsed(draft.message)
        assert [address.addr_spec for address in message["To"].addresses] == ["proeve@forum.example"]
        assert message["Subject"].startswith(f"[PRØVE for {draft.recipient}] ")
        assert draft.space != twin.space
