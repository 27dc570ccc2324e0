"""Draw the pictures of the shared folder into docs/billeder/: a save with a mistake, what waits for an approval, a preview.

Run as ``python -m scripts.shared_folder_pictures`` from the root, after a change that people see there. Needs Debian's chromium.
Enters: a copy of `input/`. Leaves: PNG files with a palette. Never: a picture that the program did not make.
"""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pypdfium2
from playwright.sync_api import sync_playwright

from scripts.guide_pictures import SCALE, browse, run, save, trim
from tests.broken_inputs import INDICATORS, cells
from tests.build import copy_as_real
from tests.test_shared_folder import Hands, watch

PREVIEW: Final = "proeve-rapport_noerrebro.pdf"
LONG: Final = timedelta(minutes=1)


def main() -> None:
    """Draw all pictures."""
    with TemporaryDirectory() as name, sync_playwright() as driver:
        folder = Path(name)
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"))
        (folder / "share" / "godkendelse").mkdir(parents=True)
        source = copy_as_real(folder / "share")
        answers, clock = folder / "share" / "kontrol", Hands()
        settings = source / "indstillinger.toml"
        settings.write_text(
            settings.read_text(encoding="utf-8").replace('approval = "corrections"', 'approval = "required"'), encoding="utf-8"
        )
        right = (source / INDICATORS).read_bytes()
        run("reports", "--input", str(source), "--output", str(folder / "output"))
        cells(INDICATORS, "2025", {"G17": "n/a"})(source)
        watcher = watch(folder, clock, tells=True)
        clock.wait(watcher.step, LONG)
        save(browse(browser, (answers / "Kontrol.html").as_uri(), 1000, 400, whole=True), "faelles-kontrol")
        (source / INDICATORS).write_bytes(right)
        clock.wait(watcher.step, LONG)
        save(browse(browser, (answers / "Status.html").as_uri(), 1000, 860), "faelles-status")
        save(trim(pypdfium2.PdfDocument(answers / PREVIEW)[0].render(scale=SCALE).to_pil()), "faelles-proeve")
        browser.close()


if __name__ == "__main__":
    main()
