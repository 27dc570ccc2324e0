"""Draw the pictures of the analysts' guide into docs/billeder/: a check on screen, its page, a marked copy, index page, mail, report.

Run as ``python -m scripts.guide_pictures`` from the root, after a change that analysts can see. Needs Debian's chromium and LibreOffice.
Enters: `input/`, and a copy of it with three mistakes. Leaves: PNG files with a palette. Never: a picture that the program did not make.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from email import policy
from email.parser import BytesParser
from io import BytesIO, StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pypdfium2
from openpyxl import Workbook, load_workbook
from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageOps
from playwright.sync_api import Browser, sync_playwright
from rich.console import Console
from rich.text import Text

from pipeline.releases.find import SAMPLE_TREE
from pipeline.workbooks.control_sheet import CONTROL_TITLE, HEAD_ROW
from tests.broken_inputs import FORUMS, INDICATORS, cells

ROOT: Final = Path(__file__).resolve().parents[1]
FOLDER: Final = ROOT / "docs" / "billeder"
COLOURS: Final = 48
SCALE: Final = 100 / 72  # pixels a point of paper
WHITE: Final = (255, 255, 255)
FRAME: Final = (170, 176, 184)
COLUMNS: Final = 132  # characters of the terminal in the picture
RELEASE: Final = "current"
REPORT: Final = "rapport_noerrebro.pdf"
MISTAKES: Final = (
    cells(INDICATORS, "2025", {"G17": "n/a", "E12": 99999}),
    cells(FORUMS, "Modtagere", {"C5": "bispebjerg.forum.example"}),
)
# Typed into the sheet 2025: an id twice, text for a number, a count above its base, a negative one, a decimal one, nothing, a percent.
TYPED: Final = {"A4": "NOR-01", "E3": "n/a", "G5": 999999, "E7": -653, "G8": 743.5, "H9": None, "I10": "17 %"}
# What each number on the report's first page stands beside, in the order of the guide's list.
CALLOUTS: Final = (
    "i forhold til byen.",
    "Beboere i udsatte delområder i pct.",
    "Grænserne er antagelser.",
    "Indikator",
    "tæt på grænsen: kan",
    "Til drøftelse",
)
INSTALLED: Final = (
    "import sys; sys.argv[0] = 'boligsocial'; from pipeline.__main__ import main; main()"  # so it names the commands of the guide
)
BADGE: Final = (176, 42, 18)
MARGIN: Final = 46  # pixels; the middle of the report's left margin
DANISH: Final = "[$-406]#,##0"


def save(picture: Image.Image, name: str) -> None:
    """Save a picture with a palette and a thin frame: most are white, and so is the page that shows them."""
    FOLDER.mkdir(exist_ok=True)
    ImageOps.expand(picture.convert("RGB"), 1, FRAME).quantize(COLOURS, dither=Image.Dither.NONE).save(
        FOLDER / f"{name}.png", optimize=True
    )


def run(*arguments: str) -> str:
    """Run a command of the program as in a wide terminal with colours, and return what it shows."""
    terminal = {"COLUMNS": str(COLUMNS), "FORCE_COLOR": "1", "TTY_COMPATIBLE": "1"}
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", INSTALLED, *arguments],
        cwd=ROOT,
        env=os.environ | terminal,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return "\n".join(
        line for line in done.stdout.splitlines() if not Text.from_ansi(line).plain.rstrip().endswith(" …")
    )  # work that is over


def browse(browser: Browser, address: str, width: int, height: int, *, whole: bool = False) -> Image.Image:
    """Return a page as a browser shows it."""
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(address)
    shown = page.screenshot(full_page=whole)
    page.close()
    return Image.open(BytesIO(shown))


def draw_screen(browser: Browser, shown: str, folder: Path) -> Image.Image:
    """Return a terminal's text as a picture, cut to the text."""
    console = Console(record=True, width=COLUMNS, file=StringIO(), force_terminal=True)
    console.print(Text.from_ansi(shown))
    look = "body { margin: 24px; background: #fff; color: #111; font-size: 14px } pre { margin: 0 }"
    file = folder / "screen.html"
    file.write_text(console.export_html(inline_styles=True).replace("<head>", f"<head><style>{look}</style>"), encoding="utf-8")
    return trim(browse(browser, file.as_uri(), 1240, 400, whole=True))


def draw_copy(copy: Path, folder: Path) -> Image.Image:
    """Return the marked sheet of a checked workbook as LibreOffice prints it, with numbers as Danish Excel writes them."""
    return print_cells(load_workbook(copy), "2025", "A8:J19", folder)


def draw_typed(folder: Path) -> Iterator[Image.Image]:
    """Yield mistakes as the workbook itself shows them, before any command: the sheet in which they were typed, and the sheet of counts."""
    for title, area in (("2025", "A1:J12"), (CONTROL_TITLE, "A1:F102")):
        book = load_workbook(ROOT / "input" / INDICATORS)
        for cell, value in TYPED.items():
            book["2025"][cell].value = value
        for row in book[CONTROL_TITLE].iter_rows(min_row=HEAD_ROW + 1):
            book[CONTROL_TITLE].row_dimensions[row[0].row].hidden = row[0].value != "2025"
        yield print_cells(book, title, area, folder)


def print_cells(book: Workbook, title: str, area: str, folder: Path) -> Image.Image:
    """Return some cells of a sheet as LibreOffice prints them."""
    for other in book:
        other.sheet_state = "visible" if other.title == title else "hidden"
    book.active = book.index(book[title])
    sheet = book[title]
    for row in sheet.iter_rows(min_row=2, min_col=4) if title == "2025" else ():
        for cell in row:
            cell.number_format = DANISH
    sheet.print_area = area
    sheet.print_title_rows = None
    sheet.print_options.headings = sheet.print_options.gridLines = True
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.left.text = sheet.oddFooter.center.text = sheet.oddFooter.right.text = ""
    book.save(folder / "copy.xlsx")
    command = ["soffice", "--headless", f"-env:UserInstallation={(folder / 'office').as_uri()}", "--convert-to", "pdf", "copy.xlsx"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)  # noqa: S603 - LibreOffice, on our own file
    return trim(pypdfium2.PdfDocument(folder / "copy.pdf")[0].render(scale=SCALE).to_pil())


def draw_report(pdf: Path) -> Image.Image:
    """Return a report's first page with a number in the margin beside each thing that the guide explains."""
    page = pypdfium2.PdfDocument(pdf)[0]
    picture, words = page.render(scale=SCALE).to_pil().convert("RGB"), page.get_textpage()
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(15)
    for number, text in enumerate(CALLOUTS, 1):
        found = words.search(text, match_case=True).get_next()
        if found is None:
            raise LookupError(text)
        left, _, _, top = words.get_charbox(found[0])
        x, y, radius = left * SCALE - 18, (page.get_height() - top) * SCALE + 6, 12
        x = MARGIN if x < 2 * MARGIN else x  # a sign may stand before the first word
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=BADGE)
        pen.text((x, y), str(number), fill=WHITE, font=font, anchor="mm")
    return picture


def draw_mail(browser: Browser, file: Path, folder: Path) -> Image.Image:
    """Return a mail's head and its HTML part as a mail program shows them."""
    message = BytesParser(policy=policy.default).parsebytes(file.read_bytes())
    body = message.get_body(("html",))
    if body is None:
        raise LookupError(file.name)
    names = ", ".join(part.get_filename() or "" for part in message.iter_attachments())
    heads = {"Fra": message["From"], "Til": message["To"], "Emne": message["Subject"], "Vedhæftet": names}
    head = "".join(f"<div><b>{name}:</b> {str(value).replace('<', '&lt;')}</div>" for name, value in heads.items())
    box = f'<div style="font:15px sans-serif;padding:14px 20px;background:#eef1f4;border-bottom:1px solid #99a">{head}</div>'
    page = folder / "mail.html"
    page.write_text(body.get_content().replace("<body", "<body data-mail", 1).replace("</head>", f"</head>{box}", 1), encoding="utf-8")
    return browse(browser, page.as_uri(), 640, 400, whole=True)


def trim(picture: Image.Image, margin: int = 16) -> Image.Image:
    """Cut the white around what is drawn, but for a margin."""
    picture = picture.convert("RGB")
    box = ImageChops.difference(picture, Image.new("RGB", picture.size, WHITE)).getbbox() or (0, 0, *picture.size)
    left, top, right, bottom = box
    return picture.crop((max(left - margin, 0), max(top - margin, 0), right + margin, bottom + margin))


def main() -> None:
    """Draw all pictures."""
    with TemporaryDirectory() as name, sync_playwright() as driver:
        folder = Path(name)
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"))
        broken, output = folder / "input", folder / "output"
        shutil.copytree(ROOT / "input", broken)
        for mistake in MISTAKES:
            mistake(broken)
        shown = run("check", "--input", str(broken), "--output", str(output))
        save(draw_screen(browser, shown.replace(f"{folder}/", ""), folder), "skaerm-check")
        save(browse(browser, (output / "check" / "index.html").as_uri(), 1100, 400, whole=True), "check-side")
        save(draw_copy(output / "check" / INDICATORS, folder), "kontrolkopi")
        for shown_as, picture in zip(("fejl-i-excel", "kontrol"), draw_typed(folder), strict=True):
            save(picture, shown_as)
        run("reports", "--output", str(output))
        run("send", "--send", "--output", str(output))
        sample = output / SAMPLE_TREE
        save(browse(browser, (sample / RELEASE / "index.html").as_uri(), 1100, 1240), "oversigt")
        save(draw_report(sample / RELEASE / REPORT), "rapport-side-1")
        (mail,) = (sample / "post").glob("*/F-NOR noerrebro@*.eml")
        save(draw_mail(browser, mail, folder), "mail")
        browser.close()


if __name__ == "__main__":
    main()
