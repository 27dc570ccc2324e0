"""The check page: all problems on one HTML page without external files."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pipeline import SHIPPED
from pipeline.language.language import Language
from pipeline.problems.rows import ProblemRow, by_file, filled_columns

TEMPLATES: Final = SHIPPED / "templates"
# A page of the shared folder loads itself anew by a script, which keeps the reader's place, as a timed refresh of the browser does not.
RELOAD: Final = Markup("setTimeout(() => location.reload(), 30000)")
RELOAD_HASH: Final = f"sha256-{b64encode(sha256(RELOAD.encode()).digest()).decode()}"


def compose_page(rows: Sequence[ProblemRow], copies: Mapping[str, str | None], language: Language, *, shared: bool = False) -> str:
    """Return the page as HTML.

    Args:
        rows: All problems, errors and findings.
        copies: File as in the rows → name of its marked copy beside the page, None if it could not be made. A missing file
            has nothing to mark.
        language: Language of the page.
        shared: It lies in a shared folder, whose readers have no terminal, and is loaded anew every so often.
    """
    errors = [row for row in rows if not row.finding]
    findings = [row for row in rows if row.finding]
    return render_page(
        "check.html.j2",
        language,
        errors=by_file(errors),
        findings=by_file(findings),
        number_of_errors=len(errors),
        number_of_findings=len(findings),
        copies=copies,
        filled_columns=filled_columns,
        shared=shared,
    )


def render_page(template: str, language: Language, **facts: object) -> str:
    """Return a page for a browser from its template and the facts on it."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(language.gettext, language.ngettext, newstyle=False)  # type: ignore[attr-defined]  # because the extension adds it
    return environment.get_template(template).render(language=language.code, reload=RELOAD, reload_hash=RELOAD_HASH, **facts)
