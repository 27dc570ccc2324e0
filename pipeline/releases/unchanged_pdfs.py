"""Find PDFs of the previous release that can be reused because their content is the same. Reads only.

Never: a PDF that differs from the one in a genuine manifest.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.input.record import Sent
from pipeline.language.language import Language
from pipeline.releases.checks.failed_checks import name_pdf
from pipeline.releases.find import Release
from pipeline.releases.next_revision import read_revision, sent_revision
from pipeline.report.revision import Revision
from pipeline.storage import write_file

NO_HASH: Final = ""  # the hash of a missing file


@dataclass(frozen=True)
class Kept:
    """A PDF of the previous release.

    Attributes:
        path: Its path; the file may be missing.
        made_from: Hash of the data that it is made from; `says` of its content. Empty in releases of version 0.1.0, which recorded neither.
        revision: The revision that last changed it, with the input whose fingerprints it prints.
    """

    path: Path
    size: int
    sha256: str
    made_from: str
    says: str
    revision: Revision

    def lay_into(self, folder: Path) -> bool:
        """Link the file into a folder, or copy it if it cannot be linked; return False if it is lost or damaged.

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


def keep_sent(sent: Mapping[str, Sent], files: Mapping[str, str], inputs: Mapping[str, str], language: Language) -> Mapping[str, Kept]:
    """Return file name → report that readers have and no release has; its PDF is made again.

    Args:
        sent: Forum id → a mail with the newest revision that was sent.
        files: Forum id → name of its PDF.
        inputs: The input that it is made again from.
        language: Language of the reports.
    """
    return {
        file: Kept(Path(file), 0, NO_HASH, "", mail.says, sent_revision(mail.revision, inputs, language))
        for forum_id, file in files.items()
        if (mail := sent.get(forum_id))
    }


def read_kept(edition: Release, editions: Sequence[Release], language: Language) -> Mapping[str, Kept]:
    """Return file name → PDF of a release. If its manifest is not genuine, no file is reused; only the revisions are used.

    Args:
        edition: The release.
        editions: All releases of the period, for the notes of their corrections on page 1.
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
        if "revision" in one and one["name"] not in unsound  # an unsound PDF is made again, or its fault would be forgotten
    }
