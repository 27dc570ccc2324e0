"""The example's plans, money and organisation, read back from disk."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest
from example_tables import SIZES, Row, Tables, example, forum_of_area

from pipeline.input.schema.workbooks import ADMINISTRATIONS, DISTRICT_THEMES, THEMES

HOURLY_RATE_DKK = 320
CLEAN = {"lbf": 0.75, "tmf": 0.125, "housing": 0.125}


def money(tables: Tables, arrangement: str) -> dict[str, Counter[str]]:
    """Return each plan's kroner by source and in all, hours at their rate."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for row in tables["budget"]:
        if row["arrangement"] == arrangement:
            amount = row["hours"] * HOURLY_RATE_DKK if row["budget_dkk"] is None else row["budget_dkk"]
            source = "tmf" if arrangement == "now" and row["administration"] == "TMF" else row["source"]
            found[row["plan_id"]].update({source: amount, "total": amount})
    return found


def shares(amounts: Counter[str]) -> dict[str, float]:
    """Return each source's part of the total."""
    return {source: amount / amounts["total"] for source, amount in amounts.items() if source != "total"}


def years_of(plan: Row) -> int:
    """Return the years from start to end, both full."""
    assert (plan["start"].month, plan["start"].day, plan["end"].month, plan["end"].day) == (1, 1, 12, 31)
    return int(plan["end"].year - plan["start"].year + 1)


def test_plans_pay_the_agreed_shares_but_one() -> None:
    """Of 33 plans exactly one gets 11.5 % from TMF, and its housing organisation pays the difference; all others are exact."""
    by_plan = {plan: shares(amounts) for plan, amounts in money(example(), "now").items()}
    assert len(by_plan) == 33
    off = [parts for parts in by_plan.values() if parts != CLEAN]
    assert [{source: round(part, 9) for source, part in parts.items()} for parts in off] == [{"lbf": 0.75, "tmf": 0.115, "housing": 0.135}]


@pytest.mark.parametrize("size", ["default", "larger", "many areas"])
def test_one_plan_lacks_approval_and_one_lasts_too_long(size: str) -> None:
    """The blank approval belongs to a plan that starts in 2026; one plan lasts five years; three flaws, three plans, three forums."""
    tables = example(size)
    plans = {plan["plan_id"]: plan for plan in tables["plans"]}
    unapproved = [plan for plan in plans.values() if plan["approval_date"] is None]
    long = [plan for plan in plans.values() if years_of(plan) != 4]
    low = [plans[plan] for plan, amounts in money(tables, "now").items() if shares(amounts) != CLEAN]
    assert [len(found) for found in (unapproved, long, low)] == [1, 1, 1]
    assert years_of(long[0]) == 5
    assert unapproved[0]["start"].year == 2026 or size != "default"
    assert len({plan[0]["forum_id"] for plan in (unapproved, long, low)}) == 3


def test_few_plans_are_clean() -> None:
    """Below four plans there is no room for flaws."""
    tables = example("one year")
    assert all(plan["approval_date"] and years_of(plan) == 4 for plan in tables["plans"])
    assert all(shares(amounts) == CLEAN for amounts in money(tables, "now").values())


def test_steps_towards_a_plan_come_in_order() -> None:
    """Approval, commitment and agreement are working days in order before the start; agreements are the plan's own."""
    plans = example("larger")["plans"]
    for plan in plans:
        steps = [plan["approval_date"] or plan["commitment_date"], plan["commitment_date"], plan["agreement_date"], plan["start"]]
        assert steps == sorted(steps)
        assert plan["commitment_date"] < plan["start"]
        assert all(day.weekday() < 5 for day in steps[:3])
        assert plan["applicant_type"] == "housing_organisation"
    assert len({plan["agreement"] for plan in plans}) == len(plans)


def test_portfolio_has_its_shape() -> None:
    """Each forum has four to seven plans; a few ended in 2025, most run, some begin in 2026; each has one to six estates in its forum."""
    tables = example()
    plans = {plan["plan_id"]: plan for plan in tables["plans"]}
    assert set(Counter(plan["forum_id"] for plan in plans.values()).values()) <= {4, 5, 6, 7}
    starts = Counter(plan["start"].year for plan in plans.values())
    assert starts == {2022: 5, 2023: 9, 2024: 8, 2025: 6, 2026: 5}
    estates = Counter(estate["plan_id"] for estate in tables["estates"])
    assert estates.keys() == plans.keys()
    assert set(estates.values()) <= set(range(1, 7))
    forum = forum_of_area(tables)
    assert all(forum[estate["area_id"]] == plans[estate["plan_id"]]["forum_id"] for estate in tables["estates"])


def test_estates_leave_room_in_their_area() -> None:
    """The estates of an area hold fewer dwellings than the area."""
    tables = example()
    held = Counter[str]()
    for estate in tables["estates"]:
        held[estate["area_id"]] += estate["dwellings"]
    dwellings = {row["area_id"]: row["smaa_boliger_base"] for row in tables["area_years"] if row["year"] == 2025}
    assert all(count < dwellings[area] for area, count in held.items())


def test_money_before_came_from_all_administrations() -> None:
    """Before, LBF paid about 70 % and the housing organisation about 10 %; each forum knew all seven administrations."""
    tables = example()
    forum = {plan["plan_id"]: plan["forum_id"] for plan in tables["plans"]}
    before, now = money(tables, "before"), money(tables, "now")
    for plan, amounts in before.items():
        assert shares(amounts)["lbf"] == pytest.approx(0.70, abs=0.021)
        assert shares(amounts)["housing"] == pytest.approx(0.10, abs=0.006)
        assert 0.4 < amounts["total"] / now[plan]["total"] < 0.6
        assert 8_000_000 <= now[plan]["total"] <= 24_000_000
    paid: dict[str, set[str]] = defaultdict(set)
    posts: dict[str, set[str]] = defaultdict(set)
    for row in tables["budget"]:
        assert (row["budget_dkk"] is None) != (row["hours"] is None)
        assert (row["administration"] is None) == (row["source"] != "municipality")
        if row["arrangement"] == "before" and row["administration"]:
            assert row["hours"] is None or row["administration"] == "SOF"
            paid[forum[row["plan_id"]]].add(row["administration"])
            posts[row["plan_id"]].add(row["administration"])
    assert all(codes == set(ADMINISTRATIONS) for codes in paid.values())
    assert all(2 <= len(codes) <= 5 for codes in posts.values())


def test_social_services_gave_cash_and_hours() -> None:
    """SOF's hours are worth about as much as its cash."""
    lines = [row for row in example()["budget"] if row["arrangement"] == "before" and row["administration"] == "SOF"]
    cash = sum(row["budget_dkk"] or 0 for row in lines)
    hours = sum(row["hours"] or 0 for row in lines)
    assert 0.6 < hours * HOURLY_RATE_DKK / cash < 1.1


def test_steering_groups_and_contracts() -> None:
    """From 26 steering groups to one forum each, and one contract with SOF a forum."""
    tables = example()
    groups = Counter(row["arrangement"] for row in tables["steering_groups"])
    assert groups == {"before": 26, "now": 6}
    forums = [row["forum_id"] for row in tables["forums"]]
    assert [row["forum_id"] for row in tables["steering_groups"] if row["arrangement"] == "now"] == forums
    assert [row["forum_id"] for row in tables["contracts"]] == forums
    assert all(row["administration"] == "SOF" and 2023 <= row["signed"].year <= 2025 for row in tables["contracts"])


@pytest.mark.parametrize("size", SIZES)
def test_activities_follow_their_level(size: str) -> None:
    """City and district activities have a district theme; before they keep to the plan's own estates, now to the forum's."""
    tables = example(size)
    forum = {plan["plan_id"]: plan["forum_id"] for plan in tables["plans"]}
    owner = {estate["estate_id"]: estate["plan_id"] for estate in tables["estates"]}
    for row in tables["activities"]:
        assert row["level"] == "estate" or row["theme"] in DISTRICT_THEMES.values()
        reached = {owner[estate] for estate in row["estates"]}
        assert row["arrangement"] == "now" or reached == {row["plan_id"]}
        assert {forum[plan] for plan in reached} == {forum[row["plan_id"]]}


def test_activities_reach_further_now() -> None:
    """Before, activities mostly served one estate; now they mostly cover several and bridge to the municipality; all themes occur."""
    activities = example()["activities"]
    assert {row["theme"] for row in activities} == set(THEMES.values())
    parts = {}
    for arrangement in ("before", "now"):
        rows = [row for row in activities if row["arrangement"] == arrangement]
        assert set(Counter(row["plan_id"] for row in rows).values()) <= {3, 4, 5}
        several = sum(len(row["estates"]) > 1 for row in rows) / len(rows)
        bridges = sum(row["bridges"] == "yes" for row in rows) / len(rows)
        parts[arrangement] = (several, bridges)
    assert max(parts["before"]) < 0.25
    assert min(parts["now"]) > 0.6
