"""Wording for mails: why one is refused, the state of each, and the notice to the operator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from pipeline.clock import MUNICIPALITY
from pipeline.delivery.outbox.mails import Entry, MailState, Refusal
from pipeline.delivery.refusals import DeliveryRefused, Why, read_evidence
from pipeline.language.language import N_, Language

UNKNOWN: Final = "…"  # not recorded by an older version
REASONS: Final[Mapping[Why, str]] = {
    Why.NO_SETTINGS: N_("indstillinger.toml has no [delivery]. Write sender, operator, allowed_domains and attach_tables there."),
    Why.RELEASE_MISSING: N_("There is no release in {folder}. Run make reports first."),
    Why.RELEASE_DAMAGED: N_("{file} is not as it was published. Run make reports again."),
    Why.RELEASE_WAITS: N_(
        "Its release waits, or something has to be put right. Run make reports PERIOD={period}, look why with make status, then send."
    ),
    Why.RELEASE_GONE: N_(
        "The release that it belongs to is not in output/releases. Put the folder back, or run make reports PERIOD={period} and send."
    ),
    Why.SUPERSEDED: N_("Revision {revision} has taken its place."),
    Why.FORUM_UNKNOWN: N_("The forum {forum} is not in fora.xlsx any more. Put it back, or make the reports again."),
    Why.WRONG_FORUM: N_(
        "{file} is not the report for {forum}. Nothing is sent. Run make reports again; if this is said again, do not send."
    ),
    Why.RECIPIENT_GONE: N_("The recipient is not among those for {forum} in fora.xlsx any more."),
    Why.DOMAIN_NOT_ALLOWED: N_(
        "A recipient in fora.xlsx has an address at {domain}, which is not among allowed_domains in indstillinger.toml. Correct one of them."
    ),
    Why.TRIAL_NOT_ALLOWED: N_(
        "indstillinger.toml [delivery.redirect_all_to]: found an address at {domain}, expected one at the operator's domain or at one of "
        "allowed_domains: the trial's mails hold the reports of all forums. Correct the address, or add the domain to allowed_domains."
    ),
    Why.ADDRESS_UNFIT: N_("The address in fora.xlsx is none that mail servers accept. See its cell with make check, and correct it."),
    Why.NOT_COMPOSED: N_("The mail to {forum} cannot be composed ({error}). Type the names in fora.xlsx anew."),
    Why.UNREADABLE: N_("What was queued cannot be read as a mail ({error}). Send the report by hand."),
    Why.TOO_LARGE: N_("{file} with its tables is {size} MB; mails may hold {most} MB. Send it in another way."),
    Why.TABLES_MISSING: N_("attach_tables is true, but the release has no {file}. Make the reports again, or set it to false."),
    Why.GAVE_UP: N_("It was tried for 24 hours."),
    Why.CERTIFICATE_EXPIRED: N_(
        "The mail server's certificate has expired. Nothing is sent before it has been renewed: ask who runs the server."
    ),
    Why.CERTIFICATE_OF_OTHER: N_(
        "The mail server's certificate is for another name than host in [delivery.smtp]. Write the name that the certificate has, or ask who "
        "runs the server."
    ),
    Why.CERTIFICATE_UNKNOWN: N_(
        "This machine does not know who issued the mail server's certificate ({reason}). If it is the municipality's own authority: put its "
        "certificate in the input folder, and write ca_file in [delivery.smtp]."
    ),
    Why.AUTHORITY_UNREADABLE: N_("The file of ca_file in [delivery.smtp] cannot be read. Correct it; see with make check."),
    Why.TLS_FAILED: N_(
        "The mail server and this program found no way to encrypt. Check port and tls in [delivery.smtp], or ask who runs the server:"
    ),
    Why.TLS_NOT_OFFERED: N_(
        "The mail server does not offer to encrypt (STARTTLS), so nothing is sent. Check port and tls in [delivery.smtp], or ask who runs the server."
    ),
    Why.UNCERTAIN: N_(
        "Of {number} mails it is not known whether they have arrived. The others wait until you have decided on these: make outbox, then "
        'make outbox OPTIONS="resolve 1 --delivered" or --resend'
    ),
    Why.NEVER_SENT: N_(
        "No mail has been sent from this input folder before. If the reports were sent from another copy of it, copy that one's udsendt.csv "
        "to this input folder first. Otherwise: make send SEND=1 HERFRA=1"
    ),
    Why.SENT_ELSEWHERE: N_(
        "Mails were last sent from {there}, and this is {here}. If they are to be sent from here from now on, and not from there: "
        "make send SEND=1 HERFRA=1"
    ),
    Why.OTHER_HOST: N_(
        "Mails are sent from {there} (sends_from in indstillinger.toml), and this is {here}. Send there, or change sends_from to {here}."
    ),
    Why.CREDENTIALS_HALF: N_("There is a user without a password for the mail server, or a password without a user."),
}
STATES: Final[Mapping[MailState, str]] = {
    MailState.QUEUED: N_("waits"),
    MailState.CLAIMED: N_("is being sent"),
    MailState.DATA: N_("is being handed over"),
    MailState.SENT: N_("sent"),
    MailState.UNCERTAIN: N_("uncertain"),
    MailState.STOPPED: N_("stopped"),
    MailState.SUPERSEDED: N_("replaced"),
}


def say_sample(language: Language) -> str:
    """Return what sending does with sample data."""
    return language.gettext("Sample data are not sent: make send SEND=1 writes the mails as files, which mail programs open.")


def say_refused(refused: DeliveryRefused, language: Language) -> str:
    """Return why something is not sent, and what to do."""
    facts = {name: language.number(value, 1) if isinstance(value, float) else value for name, value in refused.facts.items()}
    return language.gettext(REASONS[refused.why]).format(**facts)


def say_state(entry: Entry, language: Language) -> str:
    """Return the state of a mail, when it was sent, and when it is tried again."""
    state = language.gettext(STATES[entry.state])
    if entry.state is MailState.SENT and not entry.is_real:
        state = language.gettext("written as a file") if entry.is_file else language.gettext("sent as a trial")
    if entry.state is MailState.SENT:
        state = f"{state} {_local(entry.changed)}"
    if entry.state is MailState.QUEUED and entry.first_failed is not None:
        again = language.gettext("tried {number} times, again at {time}")
        told = again.format(number=entry.attempts, time=_local(entry.next_try))
        state = f"{state} ({told})"
    return state


def _local(time: datetime) -> str:
    return f"{time.astimezone(MUNICIPALITY):%d-%m-%Y %H:%M}"


def say_evidence(entry: Entry, language: Language) -> str:
    """Return a server's reply verbatim, or the program's own reason in words."""
    own = read_evidence(entry.evidence)
    if own is None:
        return entry.evidence
    refused, reply = own
    facts = {"forum": entry.forum, "file": "PDF", "domain": UNKNOWN, "error": UNKNOWN} | refused.facts
    return f"{say_refused(DeliveryRefused(refused.why, facts), language)} {reply}".rstrip()


def say_refusal(refusal: Refusal, language: Language) -> str:
    """Return why there is no mail to a recipient."""
    return f"{language.gettext(STATES[MailState.STOPPED])}: {say_halted(refusal.evidence, language)}"


def say_halted(evidence: str, language: Language) -> str:
    """Return why sending was stopped."""
    own = read_evidence(evidence)
    return f"{say_refused(own[0], language)} {own[1]}".rstrip() if own else evidence


def say_nothing_sent(why: str, language: Language) -> tuple[str, str]:
    """Return subject and text of the mail to the operator when nothing is sent."""
    todo = language.gettext("See it with: make status. This mail comes once.")
    return language.gettext("The reports are not sent"), f"{why}\n\n{todo}\n"


def say_notice(news: Sequence[Entry], language: Language) -> tuple[str, str]:
    """Return subject and text of the mail to the operator."""
    subject = language.ngettext("{number} report could not be delivered", "{number} reports could not be delivered", len(news))
    lines = [
        language.gettext("Mail {number}, {forum}, {period}: {state}. {evidence}").format(
            number=entry.id,
            forum=entry.forum,
            period=entry.period,
            state=say_state(entry, language),
            evidence=say_evidence(entry, language),
        )
        for entry in news
    ]
    todo = language.gettext("See all of it with: make outbox. What is uncertain waits for you: make outbox OPTIONS=--help")
    return subject.format(number=len(news)), "\n".join([*(line.rstrip() for line in lines), "", todo, ""])
