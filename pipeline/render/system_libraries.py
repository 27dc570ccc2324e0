"""Find which of the system libraries needed by WeasyPrint are missing; run as a file it prints them, and exits with 1 if any is.

scripts/setup.sh runs it before anything is installed, so it needs nothing but Python itself. The names are those of
weasyprint/text/ffi.py. WeasyPrint 70 still runs without HarfBuzz-Subset, but warns and makes larger files, so it counts as missing too.
"""

import ctypes
import sys

# On macOS Homebrew's folders are searched by name: its libraries are not on the loader's own path.
FOLDERS = ("", "/opt/homebrew/lib/", "/usr/local/lib/") if sys.platform == "darwin" else ("",)

LIBRARIES = {
    "GObject": ("libgobject-2.0.so.0", "libgobject-2.0.0.dylib"),
    "Pango": ("libpango-1.0.so.0", "libpango-1.0.dylib"),
    "PangoFT2": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
    "HarfBuzz": ("libharfbuzz.so.0", "libharfbuzz.0.dylib"),
    "HarfBuzz-Subset": ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"),
    "Fontconfig": ("libfontconfig.so.1", "libfontconfig.1.dylib"),
}


def is_loadable(names: tuple[str, ...]) -> bool:
    """Return whether the system's loader finds a library under one of its names."""
    for path in (folder + name for folder in FOLDERS for name in names):
        try:
            ctypes.CDLL(path)
        except OSError:
            continue
        return True
    return False


def missing_libraries() -> list[str]:
    """Return the libraries that are missing; on Windows WeasyPrint alone knows where to look."""
    if sys.platform == "win32":
        return []
    return [title for title, names in LIBRARIES.items() if not is_loadable(names)]


if __name__ == "__main__":
    missing = missing_libraries()
    if missing:
        sys.stdout.write(", ".join(missing) + "\n")
        sys.exit(1)
