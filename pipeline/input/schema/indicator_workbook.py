"""`indikatorer.xlsx`, sheet by sheet: the areas, the city, a sheet of areas a year, the districts' residents, the definitions."""

from __future__ import annotations

from pipeline.input.schema.about_sheet import ABOUT
from pipeline.input.schema.columns import Column, Kind, Sheet, Workbook
from pipeline.input.schema.indicators import INDICATORS

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
        Column(
            "boundary_version",
            "Grænseversion",
            Kind.TEXT,
            width=14,
            note="Det samme i alle år, fx A, så længe områdets grænse er den samme. Er der en ny værdi, sammenlignes årene ikke.",
        ),
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

DEFINITIONS = Sheet(
    "definitions",
    "Definitioner",
    (
        Column(
            "indicator",
            "Indikator",
            Kind.CHOICE,
            choices={indicator.header: indicator.id for indicator in INDICATORS},
            width=28,
            note="Har indikatoren én række, skal den have en for hvert år, der har et ark.",
        ),
        Column("year", "År", Kind.YEAR, width=8, note="Et år, der har et ark med områdernes tal."),
        Column(
            "definition",
            "Definition",
            Kind.TEXT,
            width=44,
            note="Kort tekst eller version. Ny tekst = ny definition; så sammenlignes årene ikke.",
        ),
        Column(
            "line_dkk",
            "Grænse, kr.",
            Kind.AMOUNT,
            required=False,
            width=14,
            note="Grænsen i kroner for en relativ indikator. Er den flyttet med indkomsterne, sammenlignes årene stadig. Står den i ét år, skal den stå i alle.",
        ),
    ),
    ("indicator", "year"),
    optional=True,
)

INDICATOR_WORKBOOK = Workbook("indicators", "indikatorer.xlsx", (ABOUT, AREAS, CITY, AREA_YEARS, DISTRICT_YEARS, DEFINITIONS))
