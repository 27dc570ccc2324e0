"""Words and numbers as readers see them: catalogs, number formats, and every composed sentence."""

from pipeline.wording.language import Language, N_, load_language

__all__ = ["Language", "N_", "load_language"]
