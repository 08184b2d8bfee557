"""The ACLED view's words: ``data/ontology/acled.toml``, loaded and checked once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from geo import grammar
from geo.errors import OntologyError
from geo.packs import pack_path
from geo.resources import read_toml

_TOKEN = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
#: The shortest stem of an entry that ends in ``*``.
_MIN_STEM = 3
#: A side within so many tokens of a word of saying is a source, no party.
_SOURCE_REACH = 4
_SOURCE: Final = grammar.words("events.acled.source")
#: Cue groups that geo/events/acled/scenes.py asks for; each must be in the file.
_GROUPS = (
    "demo", "peaceful", "riot", "intervention", "lethal", "state", "nonstate", "clash", "twosided",
    "armed_target", "civilians", "takes", "retakes", "territory", "handover", "violent", "mob",
    "chemical", "suicide", "air", "shelling", "grenade", "ied", "sexual", "abduct", "weapons", "found",
    "base", "establish", "change", "agreement", "parties", "failed", "driven", "saying",
    "alone", "mutual",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cues:
    """Which cue groups a text hits, and at which tokens."""

    at: dict[str, tuple[int, ...]]

    def __contains__(self, group: object) -> bool:
        return group in self.at

    def near(self, first: str, second: str, reach: int) -> bool:
        """Whether hits of two groups, not the same token, stand within ``reach`` tokens."""
        others = self.at.get(second, ())
        return any(a != b and abs(a - b) <= reach for a in self.at.get(first, ()) for b in others)

    def after(self, first: str, second: str, reach: int) -> bool:
        """Whether a hit of ``second`` follows one of ``first`` within ``reach`` tokens."""
        others = self.at.get(second, ())
        return any(0 < b - a <= reach for a in self.at.get(first, ()) for b in others)

    def last_before(self, group: str, index: int) -> int:
        """The last hit of a group before a token; -1 without one."""
        return max((i for i in self.at.get(group, ()) if i < index), default=-1)


@dataclass(frozen=True, slots=True)
class AcledWords:
    """What ``acled.toml`` says. ``types`` maps sub-event type -> event type, in ACLED's order."""

    types: dict[str, str]
    disorder: dict[str, str]
    state: frozenset[str]
    rebel: frozenset[str]
    armed: frozenset[str]
    unarmed: frozenset[str]
    homes: dict[str, frozenset[str]]
    whole: dict[str, tuple[tuple[tuple[str, ...], str], ...]]
    stems: dict[str, tuple[tuple[str, str], ...]]

    def cues(self, text: str) -> Cues:
        """The cues of a text; linear in its length."""
        tokens = [word.casefold().replace("’", "'") for word in _TOKEN.findall(text)]
        whole, stems = self.whole, self.stems
        at: dict[str, list[int]] = {}
        for i in [i for i, t in enumerate(tokens) if t in whole or t[:_MIN_STEM] in stems]:
            token = tokens[i]
            for phrase, group in whole.get(token, ()):
                if _matches(tokens, i, phrase):
                    at.setdefault(group, []).append(i)
            for stem, group in stems.get(token[:_MIN_STEM], ()):
                if token.startswith(stem):
                    at.setdefault(group, []).append(i)
        _drop_sources(at, tokens)
        return Cues({group: tuple(hits) for group, hits in at.items()})


def _drop_sources(at: dict[str, list[int]], tokens: list[str]) -> None:
    """Forget sides that only tell the news: "police said", "according to security forces"."""
    saying = set(at.get("saying", ()))
    for group in ("state", "nonstate"):
        hits = at.get(group, [])
        kept = [
            i for i in hits
            if not (saying & set(range(i + 1, i + _SOURCE_REACH)))
            and _SOURCE.isdisjoint(tokens[max(0, i - _SOURCE_REACH) : i])
        ]  # fmt: skip
        if kept:
            at[group] = kept
        else:
            at.pop(group, None)


def _matches(tokens: list[str], i: int, phrase: tuple[str, ...]) -> bool:
    """Whether a phrase stands at token ``i``; its last word may be a stem (``*``)."""
    if len(tokens) - i < len(phrase):
        return False
    *body, last = phrase
    if tuple(tokens[i : i + len(body)]) != tuple(body):
        return False
    word = tokens[i + len(body)]
    return word.startswith(last[:-1]) if last.endswith("*") else word == last


@lru_cache(maxsize=4)
def acled_words(folder: Path | None = None) -> AcledWords:
    """Load the words of the ACLED view.

    Raises
    ------
    OntologyError
        A table or a group of cues is missing, or a stem is too short.
    """
    path = pack_path("acled", data_dir=folder)
    table = read_toml(path)
    missing = [g for g in _GROUPS if g not in table.get("cues", {})]
    if missing or not table.get("sub_event_type") or "sectors" not in table or "homes" not in table:
        what = ", ".join(missing) or "sub_event_type, sectors or homes"
        msg = f"{path}: missing: {what}."
        raise OntologyError(msg)
    whole, stems = _index(path, table["cues"])
    return AcledWords(
        types={row["sub"]: row["type"] for row in table["sub_event_type"]},
        disorder={row["sub"]: row["disorder"] for row in table["sub_event_type"]},
        state=frozenset(table["sectors"]["state"]),
        rebel=frozenset(table["sectors"]["rebel"]),
        armed=frozenset(table["sectors"]["armed"]),
        unarmed=frozenset(table["sectors"]["unarmed"]),
        homes={k: frozenset(v) for k, v in table["homes"].items()},
        whole=whole,
        stems=stems,
    )


def _index(
    path: Path, cues: dict[str, list[str]]
) -> tuple[
    dict[str, tuple[tuple[tuple[str, ...], str], ...]], dict[str, tuple[tuple[str, str], ...]]
]:
    """Entries by their first word, and stems by themselves."""
    whole: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    stems: dict[str, list[tuple[str, str]]] = {}
    for group, entries in cues.items():
        for entry in entries:
            phrase = tuple(entry.casefold().split())
            if len(phrase) == 1 and entry.endswith("*"):
                if len(entry) <= _MIN_STEM:
                    msg = f"{path}: [cues] {group}: {entry!r} is too short a stem."
                    raise OntologyError(msg)
                stems.setdefault(phrase[0][:_MIN_STEM], []).append((phrase[0][:-1], group))
            else:
                whole.setdefault(phrase[0], []).append((phrase, group))
    return {k: tuple(v) for k, v in whole.items()}, {k: tuple(v) for k, v in stems.items()}
