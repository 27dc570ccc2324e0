"""Render a forum's mail from the same frozen report and sentences as its PDF."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pipeline.language.language import Language
from pipeline.render import lines
from pipeline.render.assets import TEMPLATES
from pipeline.render.formats import Formats, Number
from pipeline.report.letter import Letter
from pipeline.report.model.district import DistrictReport
from pipeline.report.model.figures import Figure

UNFIT: Final = re.compile(r'[\\/:*?"<>|]+')  # characters forbidden in file names on some system


class _Plain(Formats):
    """The page filters, with words instead of signs: a mail is read without our stylesheet."""

    def _shown(self, value: Number, write: Callable[[float], str]) -> str:
        if isinstance(value, Figure) and value.value is None:
            return self.language.gettext("not stated")
        return super()._shown(value, write)


def render_letter(report: DistrictReport, file: str, present_day: date, language: Language) -> Letter:
    """Return a forum's letter.

    Args:
        report: The frozen report, with the note on page 1 if it is a correction.
        file: Name of its PDF in the release.
        present_day: The date of the present count; the attachment's name starts with its year and month.
        language: The report's language.
    """
    values = {"report": report, "meta": report.meta, "figures": report.answer.key_figures, "plans": report.money.figures}
    subject = language.gettext("Social housing report {before}–{now}: {name}").format(
        before=report.meta.before, now=report.meta.now, name=report.forum
    )
    if report.revision is not None:
        subject = language.gettext("Correction: {subject}").format(subject=subject)
    if report.meta.sample:
        subject = f"{language.gettext('SAMPLE DATA')}: {subject}"
    return Letter(
        forum_id=report.forum_id,
        forum=report.forum,
        file=file,
        attachment=name_attachment(report.forum, present_day, language, report.revision.number if report.revision else 1),
        language=language.code,
        subject=subject,
        text=_environment(language, html=False).get_template("mail/letter.txt.j2").render(values),
        html=_environment(language, html=True).get_template("mail/letter.html.j2").render(values, subject=subject),
        conclusion=report.answer.verdict.plain,
    )


def name_attachment(forum: str, present_day: date, language: Language, revision: int) -> str:
    """Return the attachment's name: ``2025-12 Nørrebro boligsocial rapport.pdf``, of a correction ``… rapport, revision 2.pdf``."""
    named = language.gettext("{month} {forum} social housing report.pdf")
    if revision > 1:
        named = language.gettext("{month} {forum} social housing report, revision {revision}.pdf")
    return named.format(month=f"{present_day:%Y-%m}", forum=UNFIT.sub("-", forum), revision=revision)


@cache
def _environment(language: Language, *, html: bool) -> Environment:
    """Return the mail templates of one language; plain text is not escaped, and sentences lose their markup there."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=html,  # noqa: S701 - off for plain text alone, where &amp; would be printed
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def translated(text: str) -> str:
        return Markup(language.gettext(text)) if html else language.gettext(text)  # noqa: S704 - a text of our catalogs

    environment.filters.update(_Plain(language).filters(), plain=lambda text: Markup(text).striptags())  # noqa: S704 - only its marks go
    environment.globals.update(_=translated, ngettext=language.ngettext, counts=lines.counts, language=language)
    return environment
