"""The process that others are forked from imports this: each of them then has the renderer and the Danish templates, compiled once."""

from __future__ import annotations

import pipeline.releases.make.one_pdf  # noqa: F401 - each process makes PDFs with it
from pipeline.language.language import load_language
from pipeline.render.document import compile_templates

compile_templates(load_language("da"))
