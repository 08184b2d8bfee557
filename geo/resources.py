"""Find, open and check the files of ``data/``.

The folder is looked for in this order: the ``data_dir`` of the settings, ``DATELINE_DATA`` (through
``Settings.from_env``), ``geo/_data`` (an installed wheel), and ``data/`` beside ``geo/`` (a checkout).
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from geo.errors import DataError, OntologyError

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


@contextmanager
def open_model(path: Path) -> Iterator[Any]:
    """The arrays of a fitted model (``.npz``, no pickle) by name, while they are read.

    Raises
    ------
    DataError
        The file is missing, damaged, or lacks what was asked of it meanwhile.
    """
    import numpy as np

    try:
        with np.load(path, allow_pickle=False) as stored:
            yield stored
    except (OSError, ValueError, KeyError) as error:
        msg = f"{path} is not a readable model: {error}. Restore it from the release."
        raise DataError(msg) from error


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of one file of knowledge.

    Raises
    ------
    OntologyError
        It is not TOML; the message names the file and the line.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        msg = f"{path} is not valid TOML: {error}. Correct the line, or restore the file."
        raise OntologyError(msg) from error


def sha256(path: Path) -> str:
    """Hex digest of a file, read in blocks."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def damaged_files(override: Path | None = None) -> dict[str, str]:
    """Compare every file of ``data/`` with ``SHA256SUMS``: name -> what is wrong; empty when whole.

    Raises
    ------
    DataError
        The list of sums itself is missing.
    """
    folder = data_dir(override)
    lines = data_path("SHA256SUMS", override=override).read_text(encoding="utf-8").splitlines()
    bad = {}
    for line in lines:
        digest, _, name = line.partition("  ")
        path = folder / name
        if not path.is_file():
            bad[name] = "missing"
        elif sha256(path) != digest:
            bad[name] = "changed since the release"
    return bad


def digest(folder: str, *, override: Path | None = None) -> str | None:
    """A hash that names the state of a folder of ``data/``: 16 hex digits of its sums.

    None where there are no sums, as in a data folder of the user's own.
    """
    sums = data_dir(override) / "SHA256SUMS"
    if not sums.is_file():
        return None
    lines = sums.read_text(encoding="utf-8").splitlines()
    told = "\n".join(line for line in lines if line.partition("  ")[2].startswith(f"{folder}/"))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def write_sums(folder: Path) -> None:
    """Write ``SHA256SUMS`` over every file below a data folder (a step of the release)."""
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.name != "SHA256SUMS")
    lines = [f"{sha256(p)}  {p.relative_to(folder).as_posix()}\n" for p in files]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def app_script() -> Path:
    """The script Streamlit runs: ``streamlit_app.py`` of a checkout, or the one in the wheel.

    Raises
    ------
    DataError
        It is not there.
    """
    for path in (_HERE.parent / "streamlit_app.py", _HERE / "_streamlit_app.py"):
        if path.is_file():
            return path
    msg = "streamlit_app.py is missing. Reinstall Dateline."
    raise DataError(msg)
