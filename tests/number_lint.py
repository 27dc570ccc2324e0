"""Number lint: each number on a page is looked up in the tables of the same release.

Enters: a page's HTML and the tables attached to it. Leaves: the numbers without an address. A number has one if a value of a
table, printed as its column is printed, is the same text of the same kind (a per cent is a share or a limit in per cent, a number with a
sign a change, a whole number a count, a year or the like) and its row is about what the text is about: where the row of a page's table is
headed by an area, a plan or a year, or a sentence names an indicator or a plan, rows of other areas, plans, years and indicators do not
count. Numbers in names (»Plan 01«) belong to the name, which is a text of a table. What is no figure of the data is structural; each rule
for it is derived from the data or from the program, never typed.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise

from pipeline.language.language import NBSP, Language, lower_first
from pipeline.report.model.figures import FigureState
from pipeline.report.tables.model import ColumnKind, DataColumn, TableBook, Value
from tests.reading import READ_ALOUD, SILENT

DIGITS = r"\d+(?:[.,]\d+)*"
NUMBER = re.compile(rf"(?P<sign>[+−-])?(?P<digits>{DIGITS})(?P<percent> ?%)?")
NAMES = {
    *("unit", "unit_id", "forum", "indicator", "plan", "plan_id", "applicant", "agreement", "contract", "numerator", "denominator"),
    *("share_of", "register", "definition", "assumption", "file", "administration", "check"),
}
HEADED = ("unit", "plan", "indicator", "administration", "kind", "contract", "year")  # columns that heads of rows name
NAMED = ("indicator", "plan", "unit")  # columns that sentences name
ABOUT_IT = ("unit", "plan", "indicator", "administration", "kind", "contract")  # a headed number is of a row about what the head names
YEAR = re.compile(r"(19|20)\d\d")
YEAR_WORD = re.compile(r"\b(?:19|20)\d\d\b")
FINGERPRINT = re.compile(r"[0-9a-f]{8}(?: [0-9a-f]{8})+|[0-9a-f]{32,}")
SENTENCE_ENDS = re.compile(r"(?<=[.?!]) (?=[A-ZÆØÅÉ])")
SENTENCE = 3  # words; more than these are no label
HEAD = "head of the column"
STEM, NEAR = 5, 3  # letters that the forms of a noun share; words in which it follows its number
WORDS = range(2, 13)  # »one« is mostly no number
MACHINE = {"data-sort", "data-key"}  # by which a script sorts: the number that the cell prints, as a machine writes it
VOID = {"br", "col", "img", "meta", "link", "hr"}

Row = Mapping[str, str]


@dataclass(frozen=True)
class Found:
    """One number on a page, with the text that it stands in."""

    shown: str
    context: str


@dataclass
class Known:
    """What the tables hold, as it is printed.

    Attributes:
        names: Texts that may hold digits, longest first.
        about: Column → what its rows are about, as sentences and heads write it.
        nouns: What columns of whole numbers count, as the stems of the words of their heads.
        whole: The report's forum, in the overview every forum, and the city; `forums` every forum and the city; `city` its name.
        per_cent, signed, plain: Printed number → the rows that have it, by what stands around it. A structural one has an empty row.
    """

    names: list[str] = field(default_factory=list)
    about: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    whole: set[str] = field(default_factory=set)
    forums: set[str] = field(default_factory=set)
    city: set[str] = field(default_factory=set)
    nouns: set[str] = field(default_factory=set)
    per_cent: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    signed: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    plain: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))


class Sentences(HTMLParser):
    """A page as texts, each with the heads of the table's row that it stands in."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[tuple[str, tuple[str, ...]]] = []
        self._open: list[str] = []
        self._row: list[tuple[str, bool]] = []
        self._heads: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note texts of attributes."""
        told = [name for name, _ in attrs if name in READ_ALOUD or (name.startswith("data-") and name not in MACHINE)]
        if "http-equiv" not in dict(attrs):  # a rule for the browser, with hashes
            self.texts += [(str(value), ()) for name, value in attrs if name in told]
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close a tag; at its end a row knows its heads, also those that stand behind a cell."""
        while tag in self._open and self._open.pop() != tag:
            pass
        if tag == "tr":
            self.texts += [(text, () if is_head else tuple(self._heads)) for text, is_head in self._row]
            self._row, self._heads = [], []

    def handle_data(self, data: str) -> None:
        """Note a text, as a head of its row where it is one."""
        if SILENT & set(self._open) or not data.strip():
            return
        if "tr" not in self._open:
            self.texts.append((data, ()))
            return
        is_head = "th" in self._open
        self._row.append((data, is_head))
        if is_head:
            self._heads.append(plain(data))


def find_strangers(html: str, book: TableBook, language: Language) -> list[Found]:
    """Return the numbers of a page that no table of the book holds."""
    known = learn(book, language)
    return [found for text, heads in Sentences(html).texts for found in strangers_in(text, heads, known, language)]


def plain(text: str) -> str:
    """Return a text as it is compared: without soft hyphens, with plain and single spaces."""
    return " ".join(text.replace("\N{SOFT HYPHEN}", "").replace(NBSP, " ").split())


def strangers_in(text: str, heads: tuple[str, ...], known: Known, language: Language) -> Iterator[Found]:
    """Yield the numbers of one text that are not known, sentence by sentence."""
    for sentence in SENTENCE_ENDS.split(plain(text)):
        yield from strangers_in_sentence(sentence, heads, known, language)


def strangers_in_sentence(sentence: str, heads: tuple[str, ...], known: Known, language: Language) -> Iterator[Found]:
    """Yield the numbers of one sentence that are not known."""
    subject = find_subject(sentence, heads, known)
    masked = mask(sentence, known.names)
    for match in NUMBER.finditer(masked):
        noun = find_noun(masked[match.end() :], known) if is_count(match) else ""
        if not any(subject.fits(row, noun) for row in rows_of(match, masked, known)):
            yield Found(match[0], sentence)
    by_word = {language.words(number): language.number(number) for number in WORDS}
    for match in re.finditer(r"\w+", masked.casefold()):
        number = by_word.get(match[0])
        noun = find_noun(masked[match.end() :], known)
        if number and not any(subject.fits(row, noun) for row in known.plain.get(number, ())):
            yield Found(match[0], sentence)


def is_count(match: re.Match[str]) -> bool:
    """Tell whether a number may count something: it is whole, and neither a per cent nor a year."""
    return match["digits"].isdigit() and not match["percent"] and not YEAR.fullmatch(match["digits"])


def find_noun(behind: str, known: Known) -> str:
    """Return the stem of what a whole number counts: the first of the next words that the head of such a column has; empty without one."""
    clause = re.split(r"[,;:.()]", behind, maxsplit=1)[0]
    words = (word.casefold()[:STEM] for word in re.findall(r"\b\w+\b(?!['’])", clause)[:NEAR])
    return next((word for word in words if word in known.nouns), "")


@dataclass(frozen=True)
class Subject:
    """What a text is about.

    Attributes:
        named: Column → what heads its row or stands in the sentence; no column that is not named.
        headed: The columns that a head names and that a row must have.
    """

    named: Mapping[str, set[str]]
    headed: frozenset[str]

    def fits(self, row: Row, noun: str = "") -> bool:
        """Tell whether a table's row is about it, and its column about the noun; a structural number is about anything."""
        if row and noun and noun not in row[HEAD]:
            return False
        if any(column in row and row[column] not in names for column, names in self.named.items()):
            return False
        return not row or not self.headed or any(column in row for column in self.headed)


def find_subject(sentence: str, heads: tuple[str, ...], known: Known) -> Subject:
    """Return what a text is about; one that names no unit is about the report's forum or the city, not one of their areas.

    A label of numbers alone may be that of any forum on the map.
    """
    small = sentence.casefold()
    by_head = {column: known.about[column] & set(heads) for column in HEADED}
    named = {
        column: names | ({name for name in known.about[column] if name.casefold() in small} if column in NAMED else set())
        for column, names in by_head.items()
    }
    if len(sentence.split()) > SENTENCE:  # it may hold the city's number beside its own, and says of which year each is
        named["unit"] |= known.city if named["unit"] else set()
        named["year"] |= set(YEAR_WORD.findall(sentence)) if named["year"] else set()
    named["unit"] = named["unit"] or (known.whole if re.search(r"[^\W\d]", sentence) else known.forums)
    headed = frozenset(column for column in ABOUT_IT if by_head[column])
    return Subject({column: names for column, names in named.items() if names}, headed)


def mask(text: str, names: Iterable[str]) -> str:
    """Take names out, each as a whole word, so that their digits are no numbers."""
    for name in names:
        if name in text:
            text = re.sub(rf"(?<![\w,.]){re.escape(name)}(?!\w)", " ", text)
    return FINGERPRINT.sub(" ", text)


def rows_of(match: re.Match[str], text: str, known: Known) -> Iterable[Row]:
    """Return the rows that hold a number as it is written."""
    sign, digits = match["sign"] or "", match["digits"]
    if match["percent"]:
        return known.per_cent.get(digits, ())
    between = sign == "-" or (sign and match.start() and text[match.start() - 1].isdigit())  # »16-64« is no −64
    return known.signed.get(f"{sign}{digits}", ()) if sign and not between else known.plain.get(digits, ())


def learn(book: TableBook, language: Language) -> Known:
    """Print every value of the tables as the reports print such a value."""
    known = Known()
    facts = {piece for _, text in book.facts for piece in SENTENCE_ENDS.split(text)}
    names = facts | {f"v{text}" for text in facts}
    for dataset in book.datasets:
        columns = {column.id: column for column in dataset.columns}
        for row in dataset.rows:
            values: dict[str, Value] = dict(zip(columns, row.values, strict=True))
            unit = {"unit": values["forum"]} if values.get("forum") and "unit" not in values else {}
            about = {name: plain(str(value)) for name, value in {**values, **unit}.items() if name in HEADED and value not in (None, "")}
            known.city |= {plain(str(values["unit"]))} if values.get("forum") == "" and "unit" in values else set()
            known.forums |= {plain(str(values["forum"]))} if values.get("forum") else set()
            known.whole |= {plain(str(values["forum"]))} if dataset.id == "conclusions" else set()
            for name, text in about.items():
                known.about[name].add(text)
            for name, value in values.items():
                if isinstance(value, FigureState) or value is None:
                    continue
                head = stems(" ".join(str(values.get(one, "")) for one in ("setting", "unit_of_value"))) or stems(columns[name].header)
                known.nouns |= head if columns[name].kind is ColumnKind.COUNT else set()
                verdict = stems(str(values["verdict"])) if dataset.id == "verdicts" else set()  # »for to er det uklart«
                here = {**about, HEAD: " ".join(sorted(head | verdict))}
                if isinstance(value, str) and columns[name].kind in {ColumnKind.COUNT, ColumnKind.SHARE}:
                    learn_class(known, value, here)
                elif isinstance(value, str):
                    names |= {value, lower_first(value)} if name in NAMES else set()
                elif isinstance(value, date):
                    names |= {language.day(value), language.short_day(value), language.day_of_year(value)}
                    known.plain[str(value.year)].append(here)
                else:
                    learn_number(known, columns[name], value, here, language, str(values.get("unit_of_value", "")))
    learn_structure(known, book, language, names)
    words = {language.words(number) for number in WORDS}
    numbered = (
        name for name in map(plain, names) if re.search(r"\D", name) and (re.search(r"\d", name) or words & set(name.casefold().split()))
    )
    known.names = sorted(numbered, key=len, reverse=True)
    return known


def stems(text: str) -> set[str]:
    """Return the beginnings of a text's words, without those too short to be a noun; the first is one all the same, as in »Tjek, der holder«."""
    words = re.findall(r"\w+", text.casefold())
    return {word[:STEM] for word in words if len(word) >= STEM} | {word for word in words[:1] if len(word) == STEM - 1}


def learn_number(known: Known, column: DataColumn, value: float, row: Row, language: Language, unit: str) -> None:
    """Print one number in every way in which the reports print its kind."""
    number = language.number
    if column.kind is ColumnKind.SHARE:
        value = abs(value)  # how far below the city is said in words
        texts = {number(100 * value, digits) for digits in (0, 1)}
        learn_texts(known.per_cent, texts, row)
        learn_texts(known.plain, {number(100 * value, 1)}, row)
    elif column.kind in {ColumnKind.POINTS, ColumnKind.INDEX}:
        learn_texts(known.signed, {language.signed(value, 1)}, row)
        whole = {number(value)} if column.id in {"relative", "index"} else set()
        learn_texts(known.plain, {number(abs(value), 1), *whole}, row)
    elif column.kind is ColumnKind.KRONER:
        for text in {number(value), language.millions(value, 1), language.millions(value, 2)}:
            learn_texts(known.signed if text[0] in "−+" else known.plain, {text}, row)
    elif column.kind is ColumnKind.YEAR:
        learn_texts(known.plain, {str(value)}, row)
    elif column.kind is ColumnKind.COUNT:
        learn_texts(known.plain, {number(value)}, row)
    else:
        texts = {number(value, digits) for digits in range(3) if abs(round(value, digits) - value) < 1e-9}
        learn_texts(known.plain, texts, row)
        learn_texts(known.signed, {f"{sign}{text}" for sign in "+−" for text in texts}, row)
        if unit == language.gettext("per cent"):
            learn_texts(known.per_cent, texts, row)


def learn_class(known: Known, text: str, row: Row) -> None:
    """Take the numbers of a small count's class, or of what is told of its share: a page writes it in words or with a sign."""
    numbers = [match["digits"] for match in NUMBER.finditer(plain(text))]
    learn_texts(known.plain, numbers, row)
    if "%" in text:
        learn_texts(known.per_cent, numbers, row)


def learn_texts(printed: dict[str, list[Row]], texts: Iterable[str], row: Row) -> None:
    """Note the row of each printed number."""
    for text in texts:
        printed[plain(text)].append(row)


def learn_structure(known: Known, book: TableBook, language: Language, names: set[str]) -> None:
    """Add what is no figure: numbers of rows, years between two years, nothing and the whole, a hash's name."""
    names.add(f"SHA-{8 * hashlib.sha256().digest_size}")
    findings = next(dataset for dataset in book.datasets if dataset.id == "findings")
    names |= {f"DK-{number:02d}" for number in range(1, len(findings.rows) + 1)}
    years = sorted(int(text) for text in known.plain if YEAR.fullmatch(text))
    between = {str(year) for one, next_ in pairwise(years) for year in range(one, next_)}
    learn_texts(known.plain, {*between, "0"}, {})
    learn_texts(known.per_cent, {language.number(100)}, {})
