"""The PDFs of the release that stands, for the next one to keep where nothing that they show has changed. Reads only.

Never: a PDF that is not, to the byte, the one that a genuine manifest names.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.language.language import Language
from pipeline.releases.checks.failed_checks import name_pdf
from pipeline.releases.find import Release
from pipeline.releases.next_revision import read_revision
from pipeline.report.revision import Revision
from pipeline.storage import write_file

NO_HASH: Final = ""  # of no file


@dataclass(frozen=True)
class Kept:
    """A PDF of the release that stands.

    Attributes:
        path: Where it lies, if nobody has taken it away.
        made_from: Hash of what it is made of; `says` of what it says. Empty in releases of version 0.1.0, which recorded neither.
        revision: The revision that changed it last, with the input of which it prints the fingerprints.
    """

    path: Path
    size: int
    sha256: str
    made_from: str
    says: str
    revision: Revision

    def lay_into(self, folder: Path) -> bool:
        """Lay the very file into a folder too, or a copy where files cannot have two places; return False where it is lost or damaged.

        Raises:
            OSError: the copy cannot be written.
        """
        try:
            content = self.path.read_bytes()
        except OSError:
            return False
        if hashlib.sha256(content).hexdigest() != self.sha256:
            return False
        try:
            os.link(self.path, folder / self.path.name)
        except (NotImplementedError, OSError):
            write_file(folder / self.path.name, content)
        return True


def read_kept(edition: Release, editions: Sequence[Release], language: Language) -> Mapping[str, Kept]:
    """Return the PDFs of a release by name. Where its manifest is not genuine no file of it is laid anywhere; only the revisions are believed.

    Args:
        edition: The release.
        editions: All releases of the period, for what their corrections said on page 1.
        language: Language of the reports.
    """
    if "revision" not in edition.manifest:
        return {}
    genuine = edition.is_genuine()
    manifest = edition.manifest
    told = [{**manifest["revision"], "inputs": manifest["inputs"]}, *manifest.get("earlier_revisions", ())]
    revisions = {one["number"]: read_revision(one, editions, language) for one in told}
    unsound = {name_pdf(check) for check in manifest["gates"]["failed_checks"]}
    return {
        one["name"]: Kept(
            edition.folder / one["name"],
            one["size"],
            one["sha256"] if genuine else NO_HASH,
            one.get("made_from", ""),
            one.get("says", ""),
            revisions[one["revision"]],
        )
        for one in manifest["outputs"]
        if "revision" in one and one["name"] not in unsound  # a fault has to be found again, or it would be forgotten
    }
