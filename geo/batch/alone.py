"""One piece coded in a process of its own, which it may end as it likes.

The child says when it is ready, so that what keeps it from starting is not laid at the piece's door.
"""

from __future__ import annotations

import contextlib
import json
import signal
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from geo.batch.coding import NOT_ITS_FAULT, Outcome, code_piece, set_aside
from geo.batch.pieces import records
from geo.errors import StoreError
from geo.records import event_from_record, event_record
from geo.settings import Settings

_START = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); "
    "from geo.batch.alone import main; main()"
)
_READY = b"ready\n"


def code_alone(
    record: dict[str, Any], number: int, *, out: Path, part: str, settings: Settings
) -> Outcome:
    """Code piece ``number`` of a part in a fresh process; it is set aside when that one ends of it.

    Raises
    ------
    StoreError
        The process failed for another reason.
    """
    given = {"settings": _plain(settings), "out": str(out), "part": part, "number": number}
    child = subprocess.run(  # noqa: S603 (our own interpreter, fixed arguments)
        [sys.executable, "-c", _START, json.dumps(sys.path)],
        input=json.dumps(given).encode(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    ready, _, answer = child.stdout.partition(_READY)
    if ready or not child.stdout:
        msg = f"A process for piece {number} of {part} could not start ({_end(child.returncode)})."
        raise StoreError(msg)
    if child.returncode:
        error = f"it ended the process that coded it, twice ({_end(child.returncode)})"
        return Outcome(bad=[set_aside(error, part, record)])
    found = json.loads(answer)
    if "failed" in found:
        raise StoreError(found["failed"])
    events = [event_from_record(e) for e in found["events"]]
    return Outcome(found["articles"], found["uncoded"], events, found["bad"])


def _plain(settings: Settings) -> dict[str, Any]:
    folder = settings.data_dir
    return {**asdict(settings), "data_dir": str(folder) if folder else None}


def _end(status: int) -> str:
    """How a process ended, in words."""
    with contextlib.suppress(ValueError):
        return signal.Signals(-status).name
    return f"exit status {status}"


def main() -> None:
    """The child: code one piece, write what came of it."""
    answers = sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library prints must not be taken for an answer
    given = json.load(sys.stdin)
    folder = given["settings"]["data_dir"]
    settings = Settings(**{**given["settings"], "data_dir": Path(folder) if folder else None})
    _be_the_first_to_go()
    from geo.pipeline import pipeline

    coder = pipeline(settings).open()
    answers.write(_READY)
    answers.flush()
    out, part = Path(given["out"]), given["part"]
    try:
        record = next(r for i, r in enumerate(records(out, part)) if i == given["number"])
        outcome = code_piece(record, coder, out, part)
    except NOT_ITS_FAULT as error:
        answer: dict[str, Any] = {"failed": str(error)}
    else:
        events = [event_record(event) for event in outcome.events]
        answer = {
            "articles": outcome.articles, "uncoded": outcome.uncoded, "events": events,
            "bad": outcome.bad,
        }  # fmt: skip
    answers.write(json.dumps(answer, ensure_ascii=False).encode())
    answers.flush()


def _be_the_first_to_go() -> None:
    """When memory runs out, Linux ends this process and not its worker."""
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", "ascii")
