"""Convert our attachments to WeasyPrint's, with their media type and a fixed date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

import weasyprint
from weasyprint.urls import URLFetcher, URLFetcherResponse

from pipeline.report.attachment import Attachment

MOMENT: Final = datetime(2026, 2, 2, 12, tzinfo=UTC)  # as in the workbooks we write: the same attachment gives the same bytes
SCHEME: Final = "attachment:"


class _AttachmentFetcher(URLFetcher):  # type: ignore[misc]  # because WeasyPrint carries no types
    """Serve one attachment from memory: WeasyPrint only accepts a media type together with an address."""

    def __init__(self, attachment: Attachment) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self._attachment = attachment

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Return the attachment, whatever the address."""
        return URLFetcherResponse(url, self._attachment.content, {"Content-Type": self._attachment.media_type})


def embed(attachments: Sequence[Attachment]) -> list[weasyprint.Attachment]:
    """Return attachments for WeasyPrint, sorted by name, as a PDF's name list must be.

    Raises:
        ValueError: two have the same name.
    """
    if len({attachment.name for attachment in attachments}) < len(attachments):
        raise ValueError("two attachments have the same name")
    return [
        weasyprint.Attachment(
            url=f"{SCHEME}{attachment.name}",
            url_fetcher=_AttachmentFetcher(attachment),
            name=attachment.name,
            description=attachment.description,
            created=MOMENT,
            modified=MOMENT,
            relationship="Data",
        )
        for attachment in sorted(attachments, key=lambda attachment: attachment.name)
    ]
