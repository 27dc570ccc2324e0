"""The render room: one frozen report and the templates enter; HTML, then a tagged PDF leave. Nothing is fetched, nothing is computed anew.

WeasyPrint is imported by whoever asks for a PDF. Pages, the index page and letters need none.
"""

from typing import TYPE_CHECKING

from pipeline.render.document import compile_templates, render_html, render_report
from pipeline.render.index import render_index
from pipeline.render.letter import render_letter

if TYPE_CHECKING:
    from pipeline.render.pdf import RenderingFailed, render_pdf, warm_up

__all__ = ["RenderingFailed", "compile_templates", "render_html", "render_index", "render_letter", "render_pdf", "render_report", "warm_up"]


def __getattr__(name: str) -> object:
    """Return what makes PDFs, as soon as it is asked for."""
    if name not in __all__:
        raise AttributeError(name)
    from pipeline.render import pdf  # noqa: PLC0415 - the point of it

    return getattr(pdf, name)
