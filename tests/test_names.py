"""Others' spellings of our names: accepted once by a person, never replaced by a similar name."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline.__main__ import app
from pipeline.problems.model import Code
from pipeline.problems.rejected import InputRejected
from pipeline.settings.accepted_names import Names, add_alias, read_names
from tests.broken_inputs import FORUMS, INDICATORS, Case, Edit, accepted, case_name, cell, cells, codes, refused, small_input, told
from tests.foreign import PERSONS, column, described, lay, read, refused_sources

KNOWN = ["Vesterbro-Kongens Enghave", "Østerbro", "Nørrebro"]
NEAR = "Vesterbro-Kongens Enghave"
DISTRICTS = described(column("district", "Bydel", "name", 'names = "districts"'), column(*PERSONS))


def aliases(text: str) -> Edit:
    """Write navne.toml."""
    return lambda folder: (folder / "navne.toml").write_text(text, encoding="utf-8")


def district(name: str) -> Edit:
    """Add a source with one district."""
    return lambda folder: lay(folder.parent, [["Bydel", "Personer"], [name, 30]], DISTRICTS)


CASES = [
    Case(
        Code.NAME_UNKNOWN,
        district("Vesterbro/Kgs. Enghave"),
        (
            "input/kilde.xlsx [Tabel!A2]: fandt »Vesterbro/Kgs. Enghave« i »Bydel«, forventede et af vores navne; "
            "nærmest: Vesterbro-Kongens Enghave. Ret det; er det det samme, så godkend det med "
            'make alias LIST=bydele FROM="Vesterbro/Kgs. Enghave" TO="Vesterbro-Kongens Enghave" og kør igen.',
        ),
    ),
    Case(
        Code.ALIAS_TARGET_UNKNOWN,
        aliases('[bydele]\n"Kgs. Enghave" = "Kongens Enghave"\n'),
        (
            "input/navne.toml [bydele.Kgs. Enghave]: fandt »Kongens Enghave«, forventede et af vores navne; "
            "nærmest: Vesterbro-Kongens Enghave. Ret det, eller slet linjen.",
        ),
    ),
    Case(
        Code.ALIAS_IS_NAME,
        aliases('[bydele]\n"NØRREBRO" = "Østerbro"\n'),
        ("input/navne.toml [bydele.NØRREBRO]: fandt »NØRREBRO« som en anden stavemåde, men det er selv et af vores navne. Slet linjen.",),
    ),
    Case(
        Code.ALIAS_TAKEN,
        aliases('[bydele]\n"Kgs. Enghave" = "Vesterbro-Kongens Enghave"\n"KGS. Enghave" = "Valby"\n'),
        (
            "input/navne.toml [bydele.KGS. Enghave]: fandt »KGS. Enghave« som en anden stavemåde af »Vesterbro-Kongens Enghave« i forvejen. "
            "Ret linjen i filen, hvis det er forkert.",
        ),
    ),
    Case(
        Code.SETTING_UNKNOWN,
        aliases('[bydel]\n"Kgs. Enghave" = "Vesterbro-Kongens Enghave"\n'),
        ("input/navne.toml [bydel]: fandt en nøgle, som programmet ikke kender. Ret stavningen, eller slet den.",),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=case_name)
def test_what_is_wrong_with_a_name_is_told(case: Case, tmp_path: Path) -> None:
    """An unknown name is reported with the nearest ones and how to accept one; an alias must lead to a known name."""
    found = refused_sources(small_input(tmp_path, district("Valby"), case.edit))
    if case.code is not Code.NAME_UNKNOWN:  # the check of our own workbooks reads the aliases, and no source
        assert refused(tmp_path, case.edit) == found
    assert codes(found) == [case.code]
    assert told(found) == list(case.told)
    assert "{" not in told(found, "en")[0]


@pytest.mark.parametrize(
    "name",
    ["Vesterbro-Kongens Enghave", "vesterbro / kongens enghave", "VESTERBRO–KONGENS\N{NO-BREAK SPACE}ENGHAVE", "Vesterbro/Kgs. Enghave"],
)
def test_a_name_is_found_by_reading_or_by_alias(name: str) -> None:
    """Case, spaces and dashes make no difference, abbreviations need an alias."""
    names = Names(bydele={"Vesterbro/Kgs. Enghave": NEAR})
    assert names.resolve("bydele", name, KNOWN) == NEAR
    assert names.resolve("bydele", unicodedata.normalize("NFD", name), KNOWN) == NEAR


@pytest.mark.parametrize("name", ["Vesterbro", "Vesterbro-Kgs Enghave", "", "  "])
def test_a_near_name_is_never_taken(name: str) -> None:
    """What is only similar is nobody's name, and an alias counts for its own list alone."""
    names = Names(fora={"Vesterbro": NEAR})
    assert names.resolve("bydele", name, KNOWN) is None


def test_a_source_uses_the_aliases(tmp_path: Path) -> None:
    """A source's name becomes ours once it is accepted."""
    folder = small_input(tmp_path)
    aliases(f'[bydele]\n"Kgs. Enghave" = "{NEAR}"\n')(folder)
    table = read(tmp_path, [["Bydel", "Personer"], ["kgs. enghave", 30], ["Uden for inddeling", 2]], DISTRICTS)
    assert table.frame["district"].tolist() == [NEAR, "Uden for inddeling"]


def test_other_names_may_be_allowed(tmp_path: Path) -> None:
    """»also« lets names stand that are none of ours."""
    small_input(tmp_path)
    description = described(column("district", "Bydel", "name", 'names = "districts"', 'also = ["Uoplyst"]'), column(*PERSONS))
    assert read(tmp_path, [["Bydel", "Personer"], ["uoplyst", 30]], description).frame["district"].tolist() == ["Uoplyst"]


def test_the_yearly_sheets_names_may_be_written_otherwise(tmp_path: Path) -> None:
    """The control name of an area is compared as a person reads it, or is an accepted alias."""
    edits = [
        cells(INDICATORS, "2025", {"B2": "indre\N{NO-BREAK SPACE}nørrebro", "B3": "Ydre N."}),
        aliases('[omraader]\n"Ydre N." = "Ydre Nørrebro"\n'),
    ]
    assert accepted(tmp_path, *edits).tables.areas["area"].tolist()[:2] == ["Indre Nørrebro", "Ydre Nørrebro"]


def test_ids_are_compared_as_a_person_reads_them(tmp_path: Path) -> None:
    """An en dash for a hyphen or another case is the same id, and the table has the spelling of the id's own sheet."""
    intake = accepted(tmp_path, cell(INDICATORS, "2025", "A2", "nor–01"), cell(FORUMS, "Modtagere", "A2", "F–NOR"))
    assert set(intake.tables.area_years["area_id"]) == {"NOR-01", "NOR-02", "NOR-03", "AMO-01", "AMV-01"}
    assert set(intake.tables.recipients["forum_id"]) == {"F-NOR", "F-AMS"}


def test_keys_that_read_the_same_are_one_key(tmp_path: Path) -> None:
    """Two spellings of an id are a duplicate."""
    found = refused(tmp_path, cell(INDICATORS, "Områder", "A3", "nor–01"))
    assert (found[0].code, found[0].facts["first"]) == (Code.DUPLICATE_KEY, "A2")


def run(*command: str | Path) -> Result:
    """Run the command that accepts an alias."""
    return CliRunner().invoke(app, ["alias", *(str(part) for part in command)])


def test_the_command_remembers_a_name(tmp_path: Path) -> None:
    """The alias is added under its list; comments and other lines stay."""
    folder = small_input(tmp_path)
    aliases('# Vores bemærkning\n[fora]\n"Amager" = "Amager/Sundby" # sådan\n\n[bydele] # her\n"N" = "Nørrebro"\n')(folder)
    result = run("bydele", 'Kgs. "Enghave"', NEAR, "--input", folder)
    assert (result.exit_code, result.stdout.strip()) == (0, f'{folder}/navne.toml: »Kgs. "Enghave"« er »{NEAR}« fra nu af.')
    assert (folder / "navne.toml").read_text(encoding="utf-8") == (
        '# Vores bemærkning\n[fora]\n"Amager" = "Amager/Sundby" # sådan\n\n'
        f'[bydele] # her\n"Kgs. \\"Enghave\\"" = "{NEAR}"\n"N" = "Nørrebro"\n'
    )
    assert read_names(folder).bydele == {'Kgs. "Enghave"': NEAR, "N": "Nørrebro"}


def test_the_command_makes_the_file(tmp_path: Path) -> None:
    """Without a file there is one afterwards, and the same alias twice changes nothing."""
    folder = small_input(tmp_path)
    for _ in range(2):
        assert run("bydele", "Vesterbro/Kgs. Enghave", NEAR, "--input", folder).exit_code == 0
    assert read_names(folder) == Names(bydele={"Vesterbro/Kgs. Enghave": NEAR})


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("bydele", "Vb", "Vesterbro"), "nærmest: Vesterbro-Kongens"),
        (("bydele", "Vb", "nørrebro"), "nærmest: Nørrebro"),
        (("bydele", "NØRREBRO", "Østerbro"), "er selv et af vores"),
        (("bydel", "Vb", NEAR), "bydele, omraader, fora"),
    ],
)
def test_the_command_refuses_what_leads_nowhere(arguments: tuple[str, str, str], said: str, tmp_path: Path) -> None:
    """A name that is not exactly ours is refused with the nearest ones, and nothing is written."""
    folder = small_input(tmp_path)
    result = run(*arguments, "--input", folder)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.replace("│", " ").split())
    assert not (folder / "navne.toml").exists()


def test_an_alias_with_another_target_is_not_replaced(tmp_path: Path) -> None:
    """Who would change an accepted alias edits the file: the command never turns one around."""
    add_alias(tmp_path, "bydele", "Vb", NEAR)
    for spelling in ("Vb", "VB"):
        with pytest.raises(InputRejected) as rejected:
            add_alias(tmp_path, "bydele", spelling, "Valby")
        assert codes(rejected.value.problems) == [Code.ALIAS_TAKEN]
    assert read_names(tmp_path).bydele == {"Vb": NEAR}


@pytest.mark.parametrize(
    "text",
    [
        '[ "bydele" ]\n',
        '[fora] # [bydele]\n"[bydele]" = """\n[bydele]\n"""\n[bydele]',
        'bydele."N" = "Nørrebro"\nfora = { Amager = "Amager/Sundby" }\n',
        '[fora]\n"A\u2028B" = "Amager/Sundby"\n',
        '\ufeff[bydele]\r\n"N" = "Nørrebro"\r\n',
    ],
    ids=["quoted head", "a text like a head", "dotted keys", "a line of Unicode", "a file of Notepad"],
)
def test_an_alias_finds_its_place_however_the_file_is_written(text: str, tmp_path: Path) -> None:
    """The alias is read afterwards, everything else is read as before, and every line that was there is there still."""
    (tmp_path / "navne.toml").write_text(text, encoding="utf-8", newline="")
    before = read_names(tmp_path).model_dump()
    alias = 'Kgs. "Eng\\have"\t\x7f'
    add_alias(tmp_path, "bydele", alias, NEAR)
    assert read_names(tmp_path).model_dump() == before | {"bydele": before["bydele"] | {alias: NEAR}}
    lines = (tmp_path / "navne.toml").read_text(encoding="utf-8").split("\n")
    assert [line for line in text.removeprefix("\ufeff").replace("\r", "").split("\n") if line not in lines] == []


def test_a_file_without_lines_for_its_names_is_told_and_stays(tmp_path: Path) -> None:
    """Where no line can be added, the file is left as it is and the command says what it needs."""
    folder, text = small_input(tmp_path), 'bydele = { "N" = "Nørrebro" }\n'
    aliases(text)(folder)
    result = run("bydele", "Vb", NEAR, "--input", folder)
    assert result.exit_code == 20
    assert "forventede en tabel [bydele] med en linje for hvert navn" in " ".join(result.stderr.split())
    assert (folder / "navne.toml").read_text(encoding="utf-8") == text
