"""The render room: one frozen report and the templates enter; HTML, then a tagged PDF leave. Nothing is fetched, nothing is computed anew."""

from pipeline.render.document import render_html, render_report
from pipeline.render.index import render_index
from pipeline.render.letter import render_letter
from pipeline.render.pdf import RenderingFailed, render_pdf, warm_up

__all__ = ["RenderingFailed", "render_html", "render_index", "render_letter", "render_pdf", "render_report", "warm_up"]
