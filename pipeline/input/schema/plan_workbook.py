"""`helhedsplaner.xlsx`, sheet by sheet: the plans, their estates and money, and how the work is organised."""

from __future__ import annotations

from typing import Final

from pipeline.input.schema.about_sheet import ABOUT
from pipeline.input.schema.choices import ADMINISTRATIONS, APPLICANT_TYPES, LEVELS, SOURCES, THEMES, UNITS, YES_NO
from pipeline.input.schema.columns import HEADER, Column, Kind, Sheet, Wide, Workbook
from pipeline.input.schema.shared_columns import arrangement, first_day, forum_reference, last_day, plan_reference

MUNICIPAL: Final = ("source", "municipality")
PAYER: Final = (
    plan_reference(),
    arrangement(),
    Column("source", "Kilde", Kind.CHOICE, choices=SOURCES, width=18),
    Column(
        "administration",
        "Forvaltning",
        Kind.CHOICE,
        required=False,
        choices=ADMINISTRATIONS,
        exactly_where=MUNICIPAL,
        width=12,
        note="Kun når kilden er Kommunen.",
    ),
)
BUDGET: Final = Sheet(
    "budget",
    "Budget",
    (
        *PAYER,
        Column("year", "År", Kind.YEAR, width=8),
        Column("budget_dkk", "Kroner", Kind.AMOUNT, required=False, width=14, note="Hele kroner. Tom, når linjen er timer."),
        Column("hours", "Timer", Kind.AMOUNT, required=False, width=10, note="Medarbejdertimer. Tom, når linjen er kroner."),
    ),
    (),
    wide=Wide(
        "Budget med en kolonne pr. år",
        (
            *PAYER,
            Column(
                "unit",
                "Enhed",
                Kind.CHOICE,
                required=False,
                optional=True,
                choices=UNITS,
                when_empty="dkk",
                width=10,
                note="Tom er kroner. Skriv timer ud for medarbejdertimer.",
            ),
        ),
        ("plan_id", "arrangement", "unit", "source", "administration"),
        Column("year", HEADER, Kind.YEAR),
        Column(
            "amount",
            "et årstal, som 2025",
            Kind.AMOUNT,
            required=False,
            width=12,
            note="Årets kroner eller timer. Tom, når der ingen er. Tilføj eller slet kolonner, så hvert af planernes år har sin.",
        ),
    ),
)
ABOUT_ACTIVITY: Final = (
    Column("activity_id", "Indsats-id", Kind.ID, width=11),
    Column("activity", "Indsats", Kind.TEXT, width=40),
    plan_reference(),
    arrangement(),
    Column("level", "Niveau", Kind.CHOICE, choices=LEVELS, width=10),
    Column("theme", "Tema", Kind.CHOICE, choices=THEMES, width=46, note="På niveauet bydel: et af forummets fem temaer."),
)
BRIDGES: Final = (
    Column("bridges", "Bro til kommunale tilbud", Kind.CHOICE, choices=YES_NO, width=22),
    first_day("Indsatsens første dag. Tom, når den følger planen. Gælder kun ordningen nu."),
    last_day("Indsatsens sidste dag. Tom, når den følger planen."),
)
ACTIVITIES: Final = Sheet(
    "activities",
    "Indsatser",
    (
        *ABOUT_ACTIVITY,
        Column(
            "estates",
            "Afdelinger dækket",
            Kind.REFERENCES,
            refers_to="estates.estate_id",
            width=40,
            note="Afdeling-id'er adskilt af semikolon.",
        ),
        *BRIDGES,
    ),
    ("activity_id",),
    wide=Wide(
        "Indsatser med en kolonne pr. afdeling",
        (*ABOUT_ACTIVITY, *BRIDGES),
        ("activity_id",),
        Column("estate_id", HEADER, Kind.REFERENCE, refers_to="estates.estate_id"),
        Column(
            "covered",
            "en afdelings id, som A-101",
            Kind.MARK,
            required=False,
            width=14,
            note="x, hvor indsatsen dækker afdelingen; ellers tom. Skriv afdelingens id i overskriften, og tilføj en kolonne for hver.",
        ),
    ),
)

PLANS = Workbook(
    "plans",
    "helhedsplaner.xlsx",
    (
        ABOUT,
        Sheet(
            "plans",
            "Helhedsplaner",
            (
                Column("plan_id", "Plan-id", Kind.ID, width=9),
                Column("plan", "Helhedsplan", Kind.TEXT, width=30),
                forum_reference(),
                Column("applicant", "Ansøger", Kind.TEXT, width=30, note="Ansøger er også arbejdsgiver og driftsansvarlig."),
                Column("applicant_type", "Ansøgertype", Kind.CHOICE, choices=APPLICANT_TYPES, width=18),
                Column("start", "Start", Kind.DATE, width=12),
                Column("end", "Slut", Kind.DATE, after="start", width=12, note="Højst fire år efter start."),
                Column("agreement", "Samarbejdsaftale", Kind.TEXT, required=False, width=18, note="Hver plan har sin egen aftale."),
                Column("agreement_date", "Aftale indgået", Kind.DATE, required=False, width=14, note="Senest den dag, planen starter."),
                Column(
                    "approval_date", "Kommunens godkendelse", Kind.DATE, required=False, width=20, note="Senest samme dag som tilsagnet."
                ),
                Column("commitment_date", "LBF-tilsagn", Kind.DATE, required=False, width=14, note="Før planens start."),
                Column(
                    "budget_total_dkk",
                    "Budget i alt",
                    Kind.AMOUNT,
                    required=False,
                    optional=True,
                    width=14,
                    note="Kontroltal i hele kroner. Skal være summen af planens linjer i arket Budget under ordningen nu. Timer tæller ikke med.",
                ),
            ),
            ("plan_id",),
        ),
        Sheet(
            "estates",
            "Afdelinger",
            (
                Column("estate_id", "Afdeling-id", Kind.ID, width=12),
                Column("estate", "Boligafdeling", Kind.TEXT, width=24),
                Column("housing_organisation", "Boligorganisation", Kind.TEXT, width=30),
                plan_reference(),
                Column(
                    "area_id", "Område-id", Kind.REFERENCE, refers_to="areas.area_id", width=11, note="Delområdet fra indikatorer.xlsx."
                ),
                Column("dwellings", "Boliger", Kind.COUNT, width=10),
            ),
            ("estate_id",),
        ),
        BUDGET,
        Sheet(
            "steering_groups",
            "Styregrupper",
            (
                Column("group_id", "Styregruppe-id", Kind.ID, width=15),
                Column("group", "Styregruppe", Kind.TEXT, width=40),
                arrangement(),
                forum_reference(),
                first_day("Styregruppens første dag. Gælder kun ordningen nu."),
                last_day("Styregruppens sidste dag; tom, så længe den findes."),
            ),
            ("group_id",),
        ),
        ACTIVITIES,
        Sheet(
            "contracts",
            "Samarbejdskontrakter",
            (
                Column("contract_id", "Kontrakt-id", Kind.ID, width=12),
                forum_reference(),
                Column("administration", "Forvaltning", Kind.CHOICE, choices=ADMINISTRATIONS, width=12),
                Column("signed", "Indgået", Kind.DATE, width=12),
                last_day("Kontraktens sidste dag; tom, så længe den gælder.", after="signed"),
            ),
            ("contract_id",),
        ),
    ),
)
