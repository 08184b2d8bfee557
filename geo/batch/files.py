"""Where a batch keeps what, and how a file is written: whole, or not there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

#: What a name ends in until the file is whole.
_PARTIAL = ".partial"


def plan_file(out: Path) -> Path:
    """What the run is: parts, buckets, version, settings."""
    return out / "parts" / "plan.json"


def part_file(out: Path, part: str) -> Path:
    """The pieces of a part, as JSON lines."""
    return out / "parts" / f"{part}.jsonl"


def bytes_file(out: Path, part: str) -> Path:
    """The documents of a part, packed, as their archive holds them."""
    return out / "parts" / f"{part}.bytes"


def trace_file(out: Path, part: str) -> Path:
    """Which piece of a part is being coded, until all are."""
    return out / "working" / part


def told_file(out: Path, part: str) -> Path:
    """The events of a part, before those of other parts are joined to them."""
    return out / "told" / f"{part}.jsonl.gz"


def quarantine_file(out: Path, part: str) -> Path:
    """What of a part could not be read or coded."""
    return out / "quarantine" / f"{part}.jsonl"


def done_file(out: Path, name: str) -> Path:
    """The report of a part or a bucket, written when all else of it is."""
    return out / "done" / f"{name}.json"


def unpublished(out: Path) -> Path:
    """The folder that becomes ``published`` when the last bucket is in it."""
    return out / "events.partial"


def published(out: Path) -> Path:
    """The events of the whole archive."""
    return out / "events"


@contextmanager
def replaced(path: Path) -> Iterator[BinaryIO]:
    """A file to write that is there whole at the end, or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + _PARTIAL)
    with partial.open("wb") as file:
        yield file
    partial.replace(path)


def write(path: Path, content: bytes) -> None:
    """Write a file that is there whole or not at all."""
    with replaced(path) as file:
        file.write(content)


def write_json(path: Path, value: Any) -> None:  # noqa: ANN401 (anything that JSON holds)
    """The same for a value as JSON."""
    write(path, json.dumps(value, ensure_ascii=False).encode())


def read_json(path: Path) -> Any:  # noqa: ANN401
    """Read what ``write_json`` wrote."""
    return json.loads(path.read_text("utf-8"))
