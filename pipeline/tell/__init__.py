"""Tell what is wrong: on the screen, as a page, and as marked copies of the workbooks. Problems enter; no original is ever touched."""

from pipeline.tell.conclusions import tell_conclusions
from pipeline.tell.firmness import tell_firmness
from pipeline.tell.folder import CHECK, PAGE, has_copies, write_check
from pipeline.tell.screen import tell_findings, tell_problems

__all__ = ["CHECK", "PAGE", "has_copies", "tell_conclusions", "tell_findings", "tell_firmness", "tell_problems", "write_check"]
