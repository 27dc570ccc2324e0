"""What the numbers were measured with: program, packages, Python, machine."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("weasyprint", "pandas", "openpyxl", "numpy", "jinja2", "typst")
CHROMIUM = "chromium"


def read_facts() -> dict[str, object]:
    """Return what the numbers were measured with; `changed` says that the checkout is not that commit alone."""
    return {
        "commit": _told("git", "rev-parse", "HEAD"),
        "changed": bool(_told("git", "status", "--porcelain", "--untracked-files=no")),
        "python": platform.python_version(),
        "system": platform.platform(),
        "cpu": _cpu(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 2),
        "packages": {name: _version(name) for name in PACKAGES},
        CHROMIUM: _told(CHROMIUM, "--version", "--no-sandbox") if shutil.which(CHROMIUM) else None,
    }


def _told(*command: str) -> str:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _cpu() -> str:
    """Return the processor's name; Linux has it in a file of its own."""
    listed = Path("/proc/cpuinfo")
    lines = listed.read_text(encoding="utf-8").splitlines() if listed.exists() else []
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.processor())
