"""Compose the report of each forum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, count
from typing import Final

from pipeline.report.compose.areas import compose_areas, compose_totals, find_status, mark_firm
from pipeline.report.compose.indicators import compose_decomposition, compose_indicators, compose_slopes, count_above
from pipeline.report.compose.material import Material
from pipeline.report.compose.method import compose_method
from pipeline.report.compose.money import compose_money
from pipeline.report.compose.organisation import compose_organisation
from pipeline.report.compose.overview import compose_key_figures, compose_meta, compose_tiles
from pipeline.report.compose.slugs import slug
from pipeline.report.compose.verdict import gather_facts
from pipeline.report.model.district import Answer, Areas, DistrictReport
from pipeline.report.model.overview import Tile, VerdictText
from pipeline.report.words.decomposition import head_decomposition, say_decomposition
from pipeline.report.words.headings import (
    head_areas,
    head_organisation,
    head_slopes,
)
from pipeline.report.words.questions import ask
from pipeline.report.words.verdict_checks import say_checks
from pipeline.report.words.verdict_grounds import say_grounds
from pipeline.report.words.verdicts import say_verdict

CITY_SLUG: Final = "hele-byen"  # the overview's own


def compose_districts(material: Material) -> Iterator[DistrictReport]:
    """Yield one report a forum, in the order of the workbook."""
    tiles = compose_tiles(material)
    for place, (forum, file_slug) in enumerate(
        zip(material.forums, unique_slugs([forum["forum"] for forum in material.forums]), strict=True)
    ):
        own_tile = replace(tiles[place], own=True)
        yield _compose(material, forum["forum_id"], forum["forum"], file_slug, (*tiles[:place], own_tile, *tiles[place + 1 :]))


def _compose(material: Material, forum_id: str, forum: str, file_slug: str, tiles: tuple[Tile, ...]) -> DistrictReport:
    language = material.language
    result = material.comparison.conclusions[forum_id]
    indicators = compose_indicators(material, forum_id)
    areas = compose_areas(material, forum_id)
    money = compose_money(material, forum_id)
    organisation = compose_organisation(material, forum_id)
    figures = compose_key_figures(material, forum_id, indicators)
    decomposition = compose_decomposition(material, forum_id)
    facts = gather_facts(material, forum_id, forum, indicators, decomposition)
    comparable = [
        (row, status)
        for row, status in zip(areas, find_status(material, forum_id).values(), strict=True)
        if row.before is not None and row.now is not None
    ]
    left = [row.name for row, status in comparable if status == (True, False)]
    entered = [row for row, status in comparable if status == (False, True)]
    return DistrictReport(
        forum=forum,
        forum_id=forum_id,
        slug=file_slug,
        districts=tuple(material.rows_of("tables.districts", forum_id)["district"]),
        meta=compose_meta(material),
        answer=Answer(
            verdict=VerdictText(
                kind=result.verdict,
                sentence=say_verdict(facts, language),
                background=say_grounds(facts, language),
                checks=say_checks(result, facts.indicators, language),
            ),
            tiles=tiles,
            key_figures=figures,
            indicators=indicators,
            questions=ask(
                indicators,
                [(row, row.before, row.now) for row in entered if row.before is not None and row.now is not None],
                money,
                organisation,
                material.now,
                language,
            ),
        ),
        areas=Areas(
            heading=head_areas(len(left), len(entered), language, all_compared=len(comparable) == len(areas)),
            rows=areas,
            totals=compose_totals(material, forum_id, forum, language.gettext("The whole city")),
            firmness=mark_firm(material, areas),
            decomposition=decomposition,
            decomposition_heading=(
                head_decomposition(decomposition, language) if decomposition else language.gettext("The change of the index")
            ),
            decomposition_sentence=say_decomposition(decomposition, material.before, language) if decomposition else "",
            slopes=compose_slopes(material, forum_id),
            slope_heading=head_slopes(count_above(material, forum_id), len(indicators), language),
        ),
        money=money,
        organisation=organisation,
        organisation_heading=head_organisation(money, organisation, language),
        method=compose_method(material, forum_id, areas),
    )


def unique_slugs(names: list[str]) -> list[str]:
    """Return a slug for each name, no two alike: names that differ in signs alone get a number, so that no report overwrites another."""
    taken = {CITY_SLUG}
    slugs = []
    for name in names:
        stem = slug(name) or "forum"
        candidates = chain([stem], (f"{stem}-{number}" for number in count(2)))
        slugs.append(next(candidate for candidate in candidates if candidate not in taken))
        taken.add(slugs[-1])
    return slugs
