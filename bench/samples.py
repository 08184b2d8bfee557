"""Score the coding of the bundled articles against a reading of them by hand.

    python bench/samples.py              the figures
    python bench/samples.py --list       and each event missed, wrong or over, by article

The reading is ``tests/golden/samples.csv``, one line an event: ``need`` says whether it must be
found (yes), may be (may) or must not be drawn (never); ``|`` parts alternatives, `` + `` several
actors, `` // `` several tellings; an empty cell is not judged. A place is a town or finer unless
``/region`` or ``/country`` follows; ``-`` is no place. ``on`` is the text that tells it.

An event is aligned, one to one, with a line of its type told in one of its sentences; of several,
with the one that agrees most. The articles are our own, and their errors were read while rules were
written: this guards, it proves nothing about other text.
"""

from __future__ import annotations

import argparse
import csv
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
GOLD = HERE.parent / "tests" / "golden" / "samples.csv"
SIDES = ("actors", "recipients")
#: Days between the first and the last of a week.
_WEEK = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the reading, its tellings as offsets into the article."""

    cells: dict[str, str]
    spans: tuple[tuple[int, int], ...]

    @property
    def types(self) -> list[str]:
        """The types that will do; none given: any."""
        return self.cells["type"].split("|") if self.cells["type"] else []

    def tells(self, start: int, end: int) -> bool:
        """Whether a telling overlaps a stretch of the article."""
        return any(start < e and s < end for s, e in self.spans)


def read_gold() -> list[tuple[Any, list[Line]]]:
    """Every bundled article with its lines; each line must quote what its article says.

    Ends the run when an article has no lines, or a line quotes what its article does not say.
    """
    from geo.articles import read_articles

    told: dict[str, list[dict[str, str]]] = defaultdict(list)
    with GOLD.open(encoding="utf-8", newline="") as stream:
        for cells in csv.DictReader(stream, delimiter=";"):
            told[cells["sample"]].append(cells)
    found = []
    for path in sorted((HERE.parent / "data" / "samples").glob("*.txt")):
        (article,) = read_articles(path)
        rows = told.pop(path.stem[len("2022-01-06-") :], [])
        if not rows:
            sys.exit(f"{GOLD.name} has no lines on {path.name}")
        found.append((article, [_line(article.text, cells) for cells in rows]))
    if told:
        sys.exit(f"no samples {sorted(told)}")
    return found


def _line(text: str, cells: dict[str, str]) -> Line:
    """A line, its tellings found in the article."""
    spans = []
    for telling in cells["on"].split(" // "):
        start = text.find(telling)
        if start < 0:
            sys.exit(f"{cells['sample']} does not say {telling!r}")
        spans.append((start, start + len(telling)))
    return Line(cells, tuple(spans))


def _fold(text: str) -> list[str]:
    """Words without case, accents, possessives and articles."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").replace("'s", ""))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    words = "".join(c if c.isalnum() else " " for c in plain).split()
    return words[1:] if words[:1] in (["the"], ["a"], ["an"]) else words


def _same(gold: str, said: str) -> bool:
    """Whether two names are one: the shorter is a run of words of the longer."""
    small, big = sorted((_fold(gold), _fold(said)), key=len)
    size = len(small)
    return size > 0 and any(big[i : i + size] == small for i in range(len(big) - size + 1))


def actor_counts(line: Line, event: Any, side: str) -> tuple[int, int, int] | None:  # noqa: ANN401
    """(right, over, missed) of one side; None when it is not judged."""
    if not line.cells[side]:
        return None
    wanted = [] if line.cells[side] == "-" else line.cells[side].split(" + ")
    said = [a for a in getattr(event, side) if not a.implied]
    right = 0
    for alternatives in wanted:
        for actor in said:
            if any(_same(g, x) for g in alternatives.split("|") for x in (actor.text, actor.name)):
                said.remove(actor)
                right += 1
                break
    return right, len(said), len(wanted) - right


def place_right(line: Line, event: Any) -> bool | None:  # noqa: ANN401
    """Whether the place and its level are the line's; None when not judged."""
    if not line.cells["place"]:
        return None
    place = event.place
    if place is None or line.cells["place"] == "-":
        return place is None and line.cells["place"] == "-"
    level = place.precision
    level = {"place": "city", "admin1": "region", "admin2": "region"}.get(level, level)
    for alternative in line.cells["place"].split("|"):
        name, _, wanted = alternative.partition("/")
        names = (place.name, event.toponym.text)
        if level == (wanted or "city") and any(_same(name, n) for n in names):
            return True
    return False


def day_right(line: Line, event: Any) -> bool | None:  # noqa: ANN401
    """Whether the days claimed all lie within the line's; None when not judged."""
    if not line.cells["date"]:
        return None
    first, last = _days(line)
    day = event.event_date
    return day is not None and bool(first <= day.start <= day.end <= last)


def date_right(line: Line, event: Any) -> bool | None:  # noqa: ANN401
    """Whether the days claimed hold one of the line's and are a week at most; None when not judged."""
    if not line.cells["date"]:
        return None
    first, last = _days(line)
    day = event.event_date
    if day is None:
        return False
    narrow = (day.end - day.start).days <= max(_WEEK, (last - first).days)
    return bool(narrow and day.start <= last and day.end >= first)


def _days(line: Line) -> tuple[date, date]:
    first, _, last = line.cells["date"].partition("..")
    return date.fromisoformat(first), date.fromisoformat(last or first)


def number_right(line: Line, event: Any) -> bool | None:  # noqa: ANN401
    """Whether a bound of the line's kind is the line's ("more than 40" is 41); None: not judged."""
    if not line.cells["number"]:
        return None
    kind, _, low = line.cells["number"].partition(" ")
    wanted = (int(low), int(low) + 1)
    return any(q.kind == kind and (q.low in wanted or q.high == int(low)) for q in event.quantities)


def mode_right(line: Line, event: Any) -> bool | None:  # noqa: ANN401
    """Whether one of the event's modes is one of the line's; None when not judged."""
    if not line.cells["mode"]:
        return None
    return bool(set(line.cells["mode"].split("|")) & set(event.modes))


ASPECTS = {
    "mode": mode_right,
    "place": place_right,
    "date": date_right,
    "day": day_right,
    "number": number_right,
}


def _likeness(line: Line, event: Any) -> float:  # noqa: ANN401
    """How much an event agrees with a line; 0 when it cannot be the line's."""
    tellings = (event.evidence, *event.more_evidence)
    typed = event.event_type in line.types
    if not typed or not any(line.tells(e.start, e.end) for e in tellings):
        return 0.0
    score: float = 1.0 + 2.0 * line.tells(event.trigger.start, event.trigger.end)
    score += 0.5 * (line.types[0] == event.event_type) + 0.4 * (line.cells["need"] == "yes")
    score += sum(bool(judge(line, event)) for judge in ASPECTS.values())
    for side in SIDES:
        right, over, missed = actor_counts(line, event, side) or (0, 0, 0)
        score += right - 0.5 * (over + missed)
    return max(score, 0.1)


def align(lines: list[Line], events: list[Any]) -> list[tuple[Line, Any]]:
    """Pairs of a line and its event, the likest first."""
    pairs = sorted(
        (
            (s, i, j)
            for i, x in enumerate(lines)
            for j, e in enumerate(events)
            if (s := _likeness(x, e))
        ),
        key=lambda p: (-p[0], p[1], p[2]),
    )
    taken: tuple[set[int], set[int]] = (set(), set())
    found = []
    for _, i, j in pairs:
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            found.append((lines[i], events[j]))
    return found


class Tally:
    """Counts of what was right of what was judged, and the words about what was not."""

    def __init__(self) -> None:
        self.right: dict[str, int] = defaultdict(int)
        self.of: dict[str, int] = defaultdict(int)
        self.words: list[str] = []

    def add(self, name: str, right: int, of: int) -> None:
        """Count ``right`` of ``of`` under a name."""
        self.right[name] += right
        self.of[name] += of

    def share(self, name: str) -> float:
        """What share was right."""
        return self.right[name] / max(1, self.of[name])

    def article(self, lines: list[Line], events: list[Any]) -> None:
        """Count one article: its lines, and the events that are shown of it."""
        wanted = [x for x in lines if x.cells["need"] != "never"]
        pairs = align(wanted, events)
        required = [x for x in wanted if x.cells["need"] == "yes"]
        found = [(x, e) for x, e in pairs if x.cells["need"] == "yes"]
        self.add("found", len(found), len(required))
        self.add("shown", len(pairs), len(events))
        drawn = [e for e in events if e.pinned]
        right = [e for x, e in pairs if e.pinned and place_right(x, e) is not False]
        self.add("drawn", len(right), len(drawn))
        held = {id(x) for x, _ in found}
        self.words += [f"  MISSED {_told(x)}" for x in required if id(x) not in held]
        kept = {id(e) for _, e in pairs}
        self.words += [f"  OVER   {_said(e)}" for e in events if id(e) not in kept]
        for line, event in pairs:
            self._pair(line, event)
        self._never([x for x in lines if x.cells["need"] == "never"], events)

    def _pair(self, line: Line, event: Any) -> None:  # noqa: ANN401
        """Count what is right of an aligned event; only required ones count, all are listed."""
        wrong = []
        for name, judge in ASPECTS.items():
            verdict = judge(line, event)
            if verdict is not None and line.cells["need"] == "yes":
                self.add(name, int(verdict), 1)
            wrong += [name] if verdict is False else []
        for side in SIDES:
            counts = actor_counts(line, event, side)
            if counts is not None and line.cells["need"] == "yes":
                right, over, missed = counts
                self.add(side, 2 * right, 2 * right + over + missed)
            wrong += [side] if counts and sum(counts[1:]) else []
        if wrong:
            self.words.append(f"  {'/'.join(wrong)}: {_said(event)}\n        wanted {_told(line)}")

    def _never(self, lines: list[Line], events: list[Any]) -> None:
        """Count the events shown of what must not be."""
        for line in lines:
            bad = [
                e
                for e in events
                if line.tells(e.trigger.start, e.trigger.end)
                and (not line.types or e.event_type in line.types)
            ]
            self.add("silent", int(not bad), 1)
            self.words += [f"  NEVER  {_said(e)}" for e in bad]


def _told(line: Line) -> str:
    """A line in words."""
    return " | ".join(v for k, v in line.cells.items() if k not in {"sample", "need"} and v)


def _said(event: Any) -> str:  # noqa: ANN401
    """An event in words."""
    sides = " -> ".join("; ".join(a.text for a in getattr(event, s)) for s in SIDES)
    day = event.event_date
    when = f"{day.start}..{day.end}" if day and day.end != day.start else str(day and day.start)
    where = f"{event.place.name}/{event.place.precision}" if event.place else "no place"
    sizes = ", ".join(f"{q.kind} {q.low}" for q in event.quantities)
    parts = (event.event_type, ",".join(event.modes), f"'{event.trigger.text}'", sides, where)
    pin = "pin" if event.pinned else "---"
    return " | ".join(p for p in (pin, *parts, when, sizes, event.evidence.text[:70]) if p)


def measure(pipeline: Any) -> Tally:  # noqa: ANN401
    """Code every bundled article and count."""
    tally = Tally()
    for article, lines in read_gold():
        tally.words.append(f"== {article.published} {article.title}")
        tally.article(lines, [e for e in pipeline.code(article) if not e.gate])
    return tally


NAMES = {
    "found": "required events found",
    "shown": "events shown that are in the reading, one each",
    "drawn": "pins that are such an event at its place",
    "silent": "of what must not come out: silent",
    "actors": "actors, F1 of the found",
    "recipients": "recipients, F1 of the found",
    "mode": "mode right of the found",
    "place": "place and its level right of the found",
    "date": "date right of the found: the days claimed hold it, a week at most",
    "day": "no day claimed but those of the reading, of the found",
    "number": "number right of the found",
}


def figures(tally: Tally) -> Iterator[str]:
    """The figures, a line each."""
    for name, words in NAMES.items():
        counts = "" if name in SIDES else f" ({tally.right[name]} of {tally.of[name]})"
        yield f"{name:11}{tally.share(name):.3f}{counts}  {words}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Score the coding of the bundled articles.")
    parser.add_argument("--list", action="store_true", help="each event missed, wrong or over")
    options = parser.parse_args()
    from geo.pipeline import Pipeline
    from geo.settings import Settings

    tally = measure(Pipeline(Settings()))
    print("\n".join([*(tally.words if options.list else []), *figures(tally)]))


if __name__ == "__main__":
    main()
