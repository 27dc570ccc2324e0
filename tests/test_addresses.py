"""Addresses accepted by `check` can be mailed: any address and name survives a mail header unchanged."""

from __future__ import annotations

import smtplib
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipeline.delivery.message import Headers, compose_mail
from pipeline.input.schema.workbooks import FORUMS
from pipeline.input.tables import RawTable
from pipeline.input.validate.advice import advise_email
from pipeline.input.validate.cells import parse_table
from pipeline.language.printable import one_line
from pipeline.language.typeface import missing_glyphs
from pipeline.settings.email_address import ForeignLetters, UnfitAddress, encode_address
from tests.sample_release import START, contents

SIGNS = "abcxyzABC0129!#$%&'*+-/=?^_`{|}~.@ ,;:<>()[]\\\"\t\nøåÆé\u00ad\u200b\u202eß。"
LETTERS = st.sampled_from("abcxyzABC0129!#$%&'*+-/=?^_`{|}~.")
DOMAINS = st.lists(st.text(st.sampled_from("abcøÅ019-"), min_size=1, max_size=63), min_size=2, max_size=5).map(".".join)
ADDRESSES = st.one_of(
    st.emails(),
    st.builds(lambda local, domain: f"{local}@{domain}", st.text(LETTERS, min_size=1, max_size=64), DOMAINS),
    st.builds(lambda local, domain: f"{local}@{domain}", st.text(st.sampled_from(SIGNS), max_size=12), st.just("forum.example")),
    st.text(st.sampled_from(SIGNS), max_size=20),
    st.text(max_size=20).map(lambda text: f"{text}@forum.example"),
)
GLYPHS = [chr(code) for code in range(32, 0x2200) if not missing_glyphs(chr(code))]
NAMES = st.lists(st.sampled_from([*GLYPHS, *["\n", "\t", "=?", "?=", "=?utf-8?q?"] * 20, *'"\\,<@:;()']), min_size=1, max_size=120).map(
    "".join
)


def checked(column: str, text: str) -> str | None:
    """Return what check makes of a cell of the recipients' sheet; None where it is an error."""
    sheet = FORUMS.sheets[3]
    raw = RawTable(sheet, "input/fora.xlsx", "Modtagere", pd.DataFrame({column: [text]}, index=[2], dtype=object), {column: "B"})
    parsed, problems = parse_table(raw)
    told = [problem for problem in problems if problem.place.cell == "B2"]
    value = parsed[column].iloc[0]
    assert (value is None) == bool(told)
    return value if value is None else str(value)


def composed(**changed: object) -> EmailMessage:
    """Compose a mail and read it as a mail program does."""
    headers = Headers(("Kommunen", "post@kommune.example"), ("Ud", "en@forum.example"), "Rapport", START)
    _, content = compose_mail(replace(headers, **changed), contents().letters[0], b"%PDF", None)
    return message_from_bytes(content, policy=policy.default)  # type: ignore[return-value]  # the stubs know the older Message alone


@settings(deadline=None, max_examples=50)
@given(ADDRESSES)
def test_an_address_that_check_accepts_can_be_mailed(text: str) -> None:
    """As recipient and as sender: the mail is composed, says that address and no other, and the relay is told the same."""
    address = checked("email", text)
    assume(address is not None)
    encoded = encode_address(str(address))
    message = composed(to=("Ud", address), sender=("Kommunen", address))
    assert [one.addr_spec for one in message["To"].addresses] == [encoded]
    assert [one.addr_spec for one in message["From"].addresses] == [encoded]
    assert (smtplib.quoteaddr(encoded), encoded.isascii()) == (f"<{encoded}>", True)


@settings(deadline=None, max_examples=50)
@given(NAMES)
def test_a_name_that_check_accepts_can_be_mailed(text: str) -> None:
    """As recipient's, sender's and forum's: one line, one address, no header more; a long name may gain a space where it is folded."""
    name = checked("recipient", text)
    assume(name)
    message = composed(to=(name, "en@forum.example"), sender=(name, "post@kommune.example"), subject=f"Rapport: {name}")
    assert message.keys() == composed().keys()
    assert [one.addr_spec for one in message["To"].addresses] == ["en@forum.example"]
    shown = str(name).replace("=?", "= ?").replace(" ", "")
    assert message["To"].addresses[0].display_name.replace(" ", "") == shown
    assert message["Subject"].removeprefix("Rapport: ").replace(" ", "") == shown


@pytest.mark.parametrize(
    "name",
    [
        "=?utf-8?q?a=0D=0ABcc:_alle@forum.example?=",
        "x =?utf-8?b?YQ0KQmNjOiBhbGxlQGZvcnVtLmV4YW1wbGU=?=",
        "=?utf-8?q?=22_=3Calle=40forum.example=3E?=",
        "=?=?utf-8?q?a=0D=0ABcc:_alle@forum.example?=",
    ],
)
def test_an_encoded_word_in_a_name_is_not_decoded(name: str) -> None:
    """What a cell says is text: no line break is unpacked from it, and so no header."""
    assert checked("recipient", name) == name
    message = composed(to=(name, "en@forum.example"), sender=(name, "post@kommune.example"), subject=name)
    assert message.keys() == composed().keys()
    assert [one.addr_spec for one in message["To"].addresses] == ["en@forum.example"]
    assert [one.addr_spec for one in message["From"].addresses] == ["post@kommune.example"]
    assert all("\n" not in header and "utf-8" in header for header in (message["Subject"], message["To"].addresses[0].display_name))


@pytest.mark.parametrize(
    "typed", ["Sekretariatet for\nforum Nørrebro", "Sekretariatet\r\n for\tforum\u2028Nørrebro ", "Sekretariatet\xa0for forum  Nørrebro"]
)
def test_a_name_over_several_lines_is_one_line(typed: str) -> None:
    """Alt+Enter, a tab, a no-break space: each is one space."""
    assert checked("recipient", typed) == one_line(typed) == "Sekretariatet for forum Nørrebro"


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("nørrebro@forum.example", ForeignLetters),
        ("SØREN.Å@rødovre.dk", ForeignLetters),
        ("søren..å@forum.example", UnfitAddress),
        ("anna..hansen@forum.example", UnfitAddress),
        (".anna@forum.example", UnfitAddress),
        ("anna.@forum.example", UnfitAddress),
        ('"anna hansen"@forum.example', UnfitAddress),
        ("anna@forum_x.example", UnfitAddress),
        ("anna@-forum.example", UnfitAddress),
        ("anna@forum.example.", UnfitAddress),
        ("anna@[192.0.2.25]", UnfitAddress),
        ("anna@forum\u200b.example", UnfitAddress),
        ("a=?utf-8?q?b?=@forum.example", UnfitAddress),
        (f"{'a' * 65}@forum.example", UnfitAddress),
        (f"a@{'b' * 64}.example", UnfitAddress),
        (f"{'a' * 60}@{'.'.join(['b' * 60] * 4)}", UnfitAddress),
    ],
)
def test_what_no_server_would_take_is_unfit(address: str, why: type[UnfitAddress]) -> None:
    """And letters before the @ have a reason of their own, where nothing else is wrong."""
    with pytest.raises(UnfitAddress) as unfit:
        encode_address(address)
    assert type(unfit.value) is why


@pytest.mark.parametrize(
    "address", ["o'neil+x@forum.example", "a@b.dk", f"{'a' * 64}@forum.example", "POST@Rødovre.dk", "a/b=c@x--y.example"]
)
def test_what_servers_take_is_fit(address: str) -> None:
    """Plain signs before the @, and letters of any language after it."""
    assert encode_address(address).rpartition("@")[0] == address.rpartition("@")[0]


@pytest.mark.parametrize(
    ("domain", "encoded"),
    [
        ("straße.dk", "xn--strae-oqa.dk"),  # by IDNA 2003 it would be strasse.dk, which is somebody else's
        ("STRAßE.dk", "xn--strae-oqa.dk"),
        ("βόλος.gr", "xn--nxasmm1c.gr"),
        ("rødovre.dk", "xn--rdovre-bya.dk"),
        ("ro\u0308dovre.dk", "xn--rdovre-wxa.dk"),
        ("xn--rdovre-bya.dk", "xn--rdovre-bya.dk"),
        ("😀.dk", None),
        ("xn--e28h.dk", None),  # the same, written by a program
        ("a\u200db.dk", None),
        ("forum☎.example", None),
        (f"{'ø' * 60}.dk", None),
        ("xn--abc-.dk", None),
    ],
)
def test_a_domain_is_written_by_idna_2008(domain: str, encoded: str | None) -> None:
    """A letter stays itself, and what is no letter is told in the cell with what to do."""
    if encoded is None:
        with pytest.raises(UnfitAddress):
            encode_address(f"post@{domain}")
        assert checked("email", f"post@{domain}") is None
    else:
        assert encode_address(f"post@{domain}") == f"post@{encoded}"


def test_a_picture_in_a_domain_is_told_in_words() -> None:
    """Not as a general mistake."""
    assert advise_email("post@😀.dk").name == "email_symbols"
    assert advise_email("post@forum").name == "email_ending"
