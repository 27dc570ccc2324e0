"""The three input workbooks, sheet by sheet."""

from __future__ import annotations

from pipeline.schema.columns import Column, Kind, Sheet, Workbook
from pipeline.schema.indicators import INDICATORS

ARRANGEMENTS = {"før": "before", "nu": "now"}
YES_NO = {"ja": "yes", "nej": "no"}
SOURCES = {"Landsbyggefonden": "lbf", "Kommunen": "municipality", "Boligorganisation": "housing", "Andre": "other"}
APPLICANT_TYPES = {"Boligorganisation": "housing_organisation", "Kommune": "municipality", "Anden": "other"}
LEVELS = {"by": "city", "bydel": "district", "afdeling": "estate"}
DISTRICT_THEMES = {
    "Fritidsjob, UU-vejledning og fremskudt jobindsats": "jobs_and_guidance",
    "Børne- og ungearbejde i bydelen": "children_and_youth",
    "Opsøgende sundhedsindsats": "health_outreach",
    "Møde mellem kommune og udsatte familier, ældre mv.": "meeting_the_municipality",
    "Brobygning til kultur- og foreningsliv": "culture_and_associations",
}
ESTATE_THEMES = {
    "Lokale aktiviteter i afdelingen": "local_activities",
    "Kommunikation og beboernetværk": "communication_and_networks",
}
THEMES = DISTRICT_THEMES | ESTATE_THEMES
ADMINISTRATIONS = {code: code for code in ("ØKF", "KFF", "BUF", "SUF", "SOF", "TMF", "BIF")}


def _forum(required: bool = True) -> Column:
    return Column(
        "forum_id",
        "Forum-id",
        Kind.REFERENCE,
        required=required,
        refers_to="forums.forum_id",
        note="Forummets id fra fora.xlsx, arket Fora.",
    )


def _plan() -> Column:
    return Column("plan_id", "Plan-id", Kind.REFERENCE, refers_to="plans.plan_id", note="Planens id fra arket Helhedsplaner.")


def _arrangement() -> Column:
    return Column(
        "arrangement", "Ordning", Kind.CHOICE, choices=ARRANGEMENTS, width=10, note="før: alle forvaltninger betaler. nu: TMF betaler."
    )


ABOUT = Sheet(
    "about",
    "Om",
    (
        Column("field", "Felt", Kind.TEXT, width=18, note="Kilde, Udtrukket, Kontakt, Version og Eksempeldata, hvert felt i sin række."),
        Column("value", "Værdi", Kind.TEXT, width=70, note="Ud for Eksempeldata: ja eller nej."),
    ),
    ("field",),
)
ABOUT_FIELDS = {
    "Kilde": "source",
    "Udtrukket": "extracted",
    "Kontakt": "contact",
    "Version": "version",
    "Eksempeldata": "sample",
}

AREAS = Sheet(
    "areas",
    "Områder",
    (
        Column("area_id", "Område-id", Kind.ID, width=11),
        Column("area", "Byområde", Kind.TEXT, width=30),
        Column(
            "district_id",
            "Bydel-id",
            Kind.REFERENCE,
            refers_to="districts.district_id",
            width=10,
            note="Bydelens id fra fora.xlsx; bydelen afgør forummet.",
        ),
    ),
    ("area_id",),
)

AREA_YEARS = Sheet(
    "area_years",
    None,
    (
        Column("area_id", "Område-id", Kind.REFERENCE, refers_to="areas.area_id", width=11),
        Column(
            "area",
            "Byområde",
            Kind.TEXT,
            required=False,
            optional=True,
            width=26,
            note="Kontrolnavn. Skal være områdets navn i arket Områder.",
        ),
        Column("boundary_version", "Grænseversion", Kind.TEXT, width=14, note="Områdets afgrænsning i året. Ny værdi = ny afgrænsning."),
        Column("residents", "Beboere", Kind.COUNT, width=11, note="Beboere i alt ved årets udgang."),
        *(column for indicator in INDICATORS for column in indicator.pair(withholdable=True)),
    ),
    ("area_id",),
)

CITY = Sheet(
    "city_years",
    "Byen",
    (
        Column("year", "År", Kind.YEAR, width=8),
        Column("residents", "Beboere", Kind.COUNT, width=11),
        *(column for indicator in INDICATORS for column in (*indicator.pair(withholdable=False), indicator.share())),
    ),
    ("year",),
)

DISTRICT_YEARS = Sheet(
    "district_years",
    "Bydelstal",
    (
        Column("district_id", "Bydel-id", Kind.REFERENCE, refers_to="districts.district_id", width=10, note="Bydelens id fra fora.xlsx."),
        Column("year", "År", Kind.YEAR, width=8, note="Kontrolleres, når året også står i arket Byen."),
        Column(
            "residents",
            "Beboere",
            Kind.COUNT,
            width=11,
            note="Kontroltal. Bydelene giver tilsammen byens beboere i året, på nær den afvigelse, indstillingerne tillader.",
        ),
    ),
    ("district_id", "year"),
    optional=True,
)

INDICATOR_WORKBOOK = Workbook("indicators", "indikatorer.xlsx", (ABOUT, AREAS, CITY, AREA_YEARS, DISTRICT_YEARS))

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
                _forum(),
                Column("applicant", "Ansøger", Kind.TEXT, width=30, note="Ansøger er også arbejdsgiver og driftsansvarlig."),
                Column("applicant_type", "Ansøgertype", Kind.CHOICE, choices=APPLICANT_TYPES, width=18),
                Column("start", "Start", Kind.DATE, width=12),
                Column("end", "Slut", Kind.DATE, width=12, note="Højst fire år efter start."),
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
                _plan(),
                Column("area_id", "Område-id", Kind.REFERENCE, refers_to="areas.area_id", width=11, note="Byområdet fra indikatorer.xlsx."),
                Column("dwellings", "Boliger", Kind.COUNT, width=10),
            ),
            ("estate_id",),
        ),
        Sheet(
            "budget",
            "Budget",
            (
                _plan(),
                _arrangement(),
                Column("source", "Kilde", Kind.CHOICE, choices=SOURCES, width=18),
                Column(
                    "administration",
                    "Forvaltning",
                    Kind.CHOICE,
                    required=False,
                    choices=ADMINISTRATIONS,
                    width=12,
                    note="Kun når kilden er Kommunen.",
                ),
                Column("year", "År", Kind.YEAR, width=8),
                Column("budget_dkk", "Kroner", Kind.AMOUNT, required=False, width=14, note="Hele kroner. Tom, når linjen er timer."),
                Column("hours", "Timer", Kind.AMOUNT, required=False, width=10, note="Medarbejdertimer. Tom, når linjen er kroner."),
            ),
            (),
        ),
        Sheet(
            "steering_groups",
            "Styregrupper",
            (
                Column("group_id", "Styregruppe-id", Kind.ID, width=15),
                Column("group", "Styregruppe", Kind.TEXT, width=40),
                _arrangement(),
                _forum(),
            ),
            ("group_id",),
        ),
        Sheet(
            "activities",
            "Indsatser",
            (
                Column("activity_id", "Indsats-id", Kind.ID, width=11),
                Column("activity", "Indsats", Kind.TEXT, width=40),
                _plan(),
                _arrangement(),
                Column("level", "Niveau", Kind.CHOICE, choices=LEVELS, width=10),
                Column(
                    "theme",
                    "Tema",
                    Kind.CHOICE,
                    choices=THEMES,
                    width=46,
                    note="På niveauet bydel: et af forummets fem temaer.",
                ),
                Column(
                    "estates",
                    "Afdelinger dækket",
                    Kind.REFERENCES,
                    refers_to="estates.estate_id",
                    width=40,
                    note="Afdeling-id'er adskilt af semikolon.",
                ),
                Column("bridges", "Bro til kommunale tilbud", Kind.CHOICE, choices=YES_NO, width=22),
            ),
            ("activity_id",),
        ),
        Sheet(
            "contracts",
            "Samarbejdskontrakter",
            (
                Column("contract_id", "Kontrakt-id", Kind.ID, width=12),
                _forum(),
                Column("administration", "Forvaltning", Kind.CHOICE, choices=ADMINISTRATIONS, width=12),
                Column("signed", "Indgået", Kind.DATE, width=12),
            ),
            ("contract_id",),
        ),
    ),
)

FORUMS = Workbook(
    "forums",
    "fora.xlsx",
    (
        ABOUT,
        Sheet(
            "forums",
            "Fora",
            (
                Column("forum_id", "Forum-id", Kind.ID, width=12),
                Column("forum", "Forum", Kind.TEXT, width=30),
                Column("map_column", "Kort: kolonne", Kind.COUNT, width=14, note="Plads i rapportens skematiske kort, fra vest mod øst."),
                Column("map_row", "Kort: række", Kind.COUNT, width=12, note="Plads i rapportens skematiske kort, fra nord mod syd."),
            ),
            ("forum_id",),
        ),
        Sheet(
            "districts",
            "Bydele",
            (
                Column("district_id", "Bydel-id", Kind.ID, width=10),
                Column("district", "Bydel", Kind.TEXT, width=30),
                Column(
                    "forum_id",
                    "Forum-id",
                    Kind.REFERENCE,
                    required=False,
                    refers_to="forums.forum_id",
                    width=12,
                    note="Tom, når bydelen ikke hører til et forum.",
                ),
            ),
            ("district_id",),
        ),
        Sheet(
            "recipients",
            "Modtagere",
            (
                _forum(),
                Column("recipient", "Navn", Kind.TEXT, width=34),
                Column("email", "E-mail", Kind.EMAIL, width=40),
            ),
            ("forum_id", "email"),
        ),
    ),
)

WORKBOOKS: tuple[Workbook, ...] = (INDICATOR_WORKBOOK, PLANS, FORUMS)
