"""What `gates` and `approve` show: the current release with the input as it is now. Imported by these commands alone: pandas comes with it."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import typer

from pipeline.commands.app import Exit, err
from pipeline.commands.check import reject
from pipeline.commands.words import say_revised_reports
from pipeline.delivery.gates import GateResult
from pipeline.delivery.refusals import DeliveryRefused
from pipeline.delivery.release import TABLES, read_release
from pipeline.input.check_input import Intake, check_input
from pipeline.language.language import Language
from pipeline.language.printable import printable
from pipeline.language.typed_command import as_typed
from pipeline.problems.describe import describe_in_place
from pipeline.problems.rejected import InputRejected
from pipeline.releases.changed_reports import read_revised
from pipeline.releases.find import Release, current_release, list_releases
from pipeline.report.letter import LETTERS, read_letters
from pipeline.report.printed_figures import FigureKind, PrintedFigure, find_changes, read_printed
from pipeline.report.words.revision import describe_change, say_reason, say_rest, write_figure
from pipeline.run_once import want_period

SHOWN: Final = 12


def read_current(input_folder: Path, tree: Path, output_folder: Path, language: Language) -> tuple[Intake, Release]:
    """Return the checked input and the current release, or say what is missing and end."""
    try:
        intake, edition = find_current(input_folder, tree)
    except InputRejected as rejected:
        reject(rejected, language, input_folder, output_folder)
    if edition is None:
        err.print(language.gettext("There is no release yet. Run: make reports"))
        raise typer.Exit(Exit.WAITS)
    return intake, edition


def find_current(input_folder: Path, tree: Path) -> tuple[Intake, Release | None]:
    """Return the input, checked for the years of the current release, and the release.

    Raises:
        InputRejected: the input has errors.
    """
    edition = current_release(tree)
    return check_input(input_folder, replace(want_period(tree), years=edition.years if edition else None)), edition


def say_refused_code(code: str, result: GateResult, language: Language) -> str:
    """Return why a code approves nothing; empty if it approves what was shown."""
    if code != result.code:
        told = language.gettext(
            "Not approved: »{code}« is not the code of what waits now. It is misspelt, or the reports or the recipients have changed since it was shown."
        )
        return told.format(code=code)
    return language.gettext("Not approved: it has to be put right first.") if result.is_final else ""


def say_approved(edition: Release, language: Language) -> str:
    """Return that a release is approved."""
    told = language.gettext("Approved: {release}. Any change of the reports or the recipients voids it.")
    return told.format(release=edition.name)


def tell_release(
    intake: Intake, edition: Release, output_folder: Path, language: Language, all_findings: str = "make check"
) -> Iterator[str]:
    """Say what would be sent: changes since the release before, findings, recipients; `all_findings` is where to see those left out."""
    manifest = edition.manifest
    yield language.gettext("Release {release}, revision {number}").format(release=edition.name, number=edition.number)
    replaces = manifest["revision"]["replaces"]
    earlier = next((one for one in list_releases(output_folder, edition.period) if one.name == replaces), None)
    if edition.number == 1:
        yield language.gettext("It is the first of its period: there is nothing to compare it with.")
    else:
        yield say_reason(manifest["revision"]["reason"], language)
        yield say_revised_reports(edition, language)
        before, now = read_printed(earlier.folder) if earlier else None, read_printed(edition.folder)
        if earlier is None or before is None or now is None or earlier.manifest["language"] != manifest["language"]:
            yield say_rest(0, 0, unknown=True, language=language)
        else:
            facts = manifest["gates"]
            told = language.gettext("{flipped} of {areas} areas have another status. Changed figures, the weightiest first:")
            yield told.format(flipped=facts["flipped"], areas=facts["areas"])
            changes = find_changes(before.figures, now.figures)
            for one in changes[:SHOWN]:
                yield f"  [{one.figure.report}] {describe_change(one, language)}"
            rest = say_rest(len(changes), min(len(changes), SHOWN), unknown=False, language=language)
            if rest:
                yield f"  {rest}"
    yield from _tell_conclusions(edition, language)
    findings = intake.tables.findings
    yield language.gettext("Findings:") if findings else language.gettext("No findings in the data")
    for problem in findings[:SHOWN]:
        yield f"  {printable(describe_in_place(problem, language))}"
    if len(findings) > SHOWN:
        yield "  " + language.gettext("… and {number} more: {where}").format(number=len(findings) - SHOWN, where=as_typed(all_findings))
    yield language.gettext("Recipients:")
    forums = dict(zip(intake.tables.forums["forum_id"], intake.tables.forums["forum"], strict=True))
    recipients = intake.tables.recipients
    kept = read_revised(edition).kept
    for forum_id, name in forums.items():
        addresses = ", ".join(recipients.loc[recipients["forum_id"] == forum_id, "email"])
        told = language.gettext("unchanged since revision {number}: recipients who have had it get no mail")
        yield f"  {name}: {addresses} ({told.format(number=kept[name])})" if name in kept else f"  {name}: {addresses}"
    for problem in intake.tables.of_one_mail:
        yield f"  {printable(describe_in_place(problem, language))}"
    yield from _tell_letters(intake, edition, kept, language)


def _tell_letters(intake: Intake, edition: Release, kept: Container[str | None], language: Language) -> Iterator[str]:
    """Yield the mails as they will be: sender, subject, attachments and text of each that is new."""
    delivery = intake.settings.delivery
    if delivery is None:
        return
    try:
        letters = read_release(edition.folder).letters
    except DeliveryRefused:  # the gates say what is damaged
        return
    yield language.gettext("The mails, from {name} <{address}>:").format(name=intake.settings.municipality, address=delivery.sender)
    subject, attached = language.gettext("Subject"), language.gettext("Attached")
    for letter in letters:
        if letter.forum not in kept:
            yield f"  {subject}: {letter.subject}"
            files = [letter.attachment, *([TABLES] if delivery.attach_tables else [])]
            yield f"  {attached}: {', '.join(files)}"
            yield from (f"    {line}".rstrip() for line in letter.text.splitlines())
            yield ""


def _tell_conclusions(edition: Release, language: Language) -> Iterator[str]:
    """Yield each forum's conclusion, as its report says it with grounds and checks; of a release of version 0.1 the word alone."""
    letters = read_letters((edition.folder / LETTERS).read_bytes())
    printed = read_printed(edition.folder)
    if all(letter.conclusion for letter in letters):
        yield language.gettext("Conclusions:")
        yield from (f"  {printable(letter.forum)}: {printable(letter.conclusion)}" for letter in letters)
        return
    if printed is None:
        return
    yield language.gettext("Conclusions:")
    for slug, name in printed.forums:
        figure = PrintedFigure(slug, "", FigureKind.VERDICT, printed.now)
        yield f"  {name}: {write_figure(figure, printed.figures.get(figure), language) or language.gettext('not stated')}"
