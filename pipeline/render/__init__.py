"""The render room: one frozen report and the templates enter; HTML, then a tagged PDF leave. Nothing is fetched, nothing is computed anew.

PDFs are made by `pipeline.render.pdf`, which brings WeasyPrint. Pages, the index page and letters need none.
"""

from pipeline.render.document import render_html
from pipeline.render.index import render_index
from pipeline.render.letter import render_letter

__all__ = ["render_html", "render_index", "render_letter"]
