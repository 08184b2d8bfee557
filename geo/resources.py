"""Find, open and check the files of ``data/``.

The folder is looked for in this order: the ``data_dir`` of the settings, ``DATELINE_DATA`` (through
``Settings.from_env``), ``geo/_data`` (an installed wheel), and ``data/`` beside ``geo/`` (a checkout).
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from geo.errors import DataError

_HERE = Path(__file__).resolve().parent


def data_dir(override: Path | None = None) -> Path:
    """The folder of the bundled data.

    Raises
    ------
    DataError
        No such folder is found.
    """
    candidates = [override] if override else [_HERE / "_data", _HERE.parent / "data"]
    for folder in candidates:
        if folder.is_dir():
            return folder
    where = ", ".join(str(c) for c in candidates)
    msg = f"Dateline's data folder is missing (looked in {where}). Reinstall, or set DATELINE_DATA."
    raise DataError(msg)


def data_path(*parts: str, override: Path | None = None) -> Path:
    """Path of one bundled file, e.g. ``data_path("ontology", "actors.toml")``.

    Raises
    ------
    DataError
        The file is not there.
    """
    path = data_dir(override).joinpath(*parts)
    if not path.exists():
        msg = (
            f"{path} is missing. Restore it from the release, or rebuild it as data/README.md says."
        )
        raise DataError(msg)
    return path


def sha256(path: Path) -> str:
    """Hex digest of a file, read in blocks."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
