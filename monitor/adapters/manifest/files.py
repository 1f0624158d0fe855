"""Whether the files that keys name are there; who reads them later finds out whether they can be read."""

from __future__ import annotations

from pathlib import Path

from monitor.adapters.manifest.tree import Document


def is_file(document: Document, name: str) -> bool:
    """Whether ``name``, read from where ``document`` lies, is a file."""
    try:
        return (Path(document.file).parent / name).is_file()
    except (OSError, ValueError):  # ValueError: a NUL in the name
        return False
