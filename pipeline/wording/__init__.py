"""Words and numbers as readers see them: catalogs, number formats, and every composed sentence."""

from pipeline.wording.language import N_, Language, load_language

__all__ = ["N_", "Language", "load_language"]
