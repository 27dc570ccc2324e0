"""Render one report through its template. Enters: a frozen report and a language. Leaves: HTML, or only its pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.meta import find_referenced_templates
from markupsafe import Markup

from pipeline.language.language import NBSP, Language
from pipeline.render import lines
from pipeline.render.assets import TEMPLATES
from pipeline.render.charts.all_charts import CHARTS
from pipeline.render.formats import Formats
from pipeline.render.sums import rounded_apart, split_columns
from pipeline.report.model.city import CityReport
from pipeline.report.model.district import DistrictReport

DISTRICT: Final = "district.html.j2"
CITY: Final = "city.html.j2"


def render_pages(report: DistrictReport | CityReport, language: Language) -> str:
    """Return only a report's pages, without the document around them, for the index page."""
    template = environment(language).get_template(_template_of(report))
    return _keep_units("".join(template.blocks["pages"](template.new_context({"report": report}))))


def render_html(report: DistrictReport | CityReport, language: Language, *, preview: bool = False) -> str:
    """Return a report as HTML: all texts in the language, every value escaped; a preview has a stamp of its own on every page."""
    return _keep_units(environment(language).get_template(_template_of(report)).render(report=report, preview=preview))


def compile_templates(language: Language) -> None:
    """Compile the templates of reports now, with those that they include, so that processes forked from this one have them."""
    engine, waiting, seen = environment(language), [DISTRICT, CITY], set[str]()
    while waiting:
        name = waiting.pop()
        seen.add(name)
        engine.get_template(name)
        source, _, _ = FileSystemLoader(TEMPLATES).get_source(engine, name)
        waiting += {other for other in find_referenced_templates(engine.parse(source)) if other} - seen


def _keep_units(html: str) -> str:
    """Keep a number and its unit on one line; the labels stay as they are stored."""
    return html.replace(" m²", f"{NBSP}m²")


def _template_of(report: DistrictReport | CityReport) -> str:
    return DISTRICT if isinstance(report, DistrictReport) else CITY


@cache
def environment(language: Language) -> Environment:
    """Return the template environment with the filters, texts and charts of one language."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters.update(Formats(language).filters())
    environment.globals.update(CHARTS)
    environment.globals.update(
        **_texts(language),
        language=language,
        counts=lines.counts,
        cells_before=lines.cells_before,
        cells_now=lines.cells_now,
        leave_open=lines.leave_open,
        plain_cells=lines.plain_cells,
        pips=lines.pips,
        has_small=lines.has_small,
        papers=lines.papers,
        paper_sign=lines.paper_sign,
        plan_signs=lines.plan_signs,
        verdicts_in=lines.verdicts_in,
        rounded_apart=rounded_apart,
        split_columns=split_columns,
        grouped=lines.grouped,
    )
    return environment


def _texts(language: Language) -> dict[str, Callable[..., Markup]]:
    """Return the translation functions for templates. Our own texts are trusted; `Markup.format` escapes the values in them."""

    def translated(text: str) -> Markup:
        return Markup(language.gettext(text))  # noqa: S704 - a text of our catalogs

    def counted(singular: str, plural: str, count: int) -> Markup:
        return Markup(language.ngettext(singular, plural, count))  # noqa: S704 - a text of our catalogs

    return {"_": translated, "ngettext": counted}
