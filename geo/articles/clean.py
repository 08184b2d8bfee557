"""Take out the lines that a page puts among an article's paragraphs; nothing else is touched.

Runs before the text of the Article is fixed, so no offset ever moves. Whole lines go; what stays,
stays letter by letter. By-lines and datelines stay: they say who wrote where and when. What a page, a
feed or a PDF gave is laid out anew (``clean``); in plain text, tables and Word files, whose offsets
others may have noted, such a line becomes spaces (``blanked``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from geo import grammar
from geo.errors import OntologyError
from geo.packs import pack_path
from geo.resources import read_toml

_ENDS = " \t.:,;!…·•|-–—>»→<«()[]*#\u200e\u200f"
#: Captions are short; a longer line is a paragraph that happens to hold the phrase.
_MAX_CAPTION_WORDS = 60
_MAX_FURNITURE_WORDS = 40
_TIME = (
    r"(?:[01]?\d|2[0-3])[:.h][0-5]\d(?:[:.][0-5]\d)?"
    r"(?: ?[ap]\.?m\.?)?(?: ?\(?(?:[A-Z]{2,5}|GMT[+-]\d{1,2}|UTC[+-]\d{1,2})\)?)?"
)
_STAMPS = "|".join(grammar.phrases("articles.clean.stamps"))
_AGO = (
    rf"\d{{1,3}} ?(?:{'|'.join(sorted(grammar.words('articles.clean.units'), reverse=True))}) ago"
)
#: A live blog's time stamp alone on its line, with the labels that stand beside it.
_STAMP_LINE = re.compile(
    rf"(?:(?:{_STAMPS})(?: at)?:? ?)?(?:{_TIME}|{_AGO})"
    rf"(?: ?[|·•/-] ?(?:{_TIME}|{_AGO}))?(?: ?\({_TIME}\))?",
    re.IGNORECASE,
)
#: A time stamp in front of an entry: "14:32 GMT: Police say …".
_STAMP_START = re.compile(
    r"(?:[01]?\d|2[0-3])[:.][0-5]\d(?: ?[ap]\.?m\.?)?(?: ?(?:GMT|UTC|BST|EST|EDT|ET|CET|CEST))?"
    r"(?: ?[-–—:|] +| {2,})(?=[A-Z\"“‘'])"
)
_RULE_LINE = re.compile(r"[\W_]+")
_SENTENCE_ENDS = ".!?…\"”’'»)"


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """The phrases of ``data/ontology/boilerplate.toml``, folded."""

    exact: frozenset[str]
    prefix: tuple[str, ...]
    suffix: tuple[str, ...]
    contains: tuple[str, ...]

    @classmethod
    @lru_cache(maxsize=4)
    def load(cls, data_dir: Path | None = None) -> Boilerplate:
        """Read and check the list.

        Raises
        ------
        OntologyError
            A list is missing, or an entry is no phrase.
        """
        path = pack_path("boilerplate", data_dir=data_dir)
        lists = read_toml(path)
        for key in ("exact", "prefix", "suffix", "contains"):
            entries = lists.get(key)
            if not isinstance(entries, list):
                msg = f"{path}: the list {key!r} is missing."
                raise OntologyError(msg)
            for entry in entries:
                if not isinstance(entry, str) or not entry.strip():
                    msg = f"{path}: {key}: {entry!r} is no phrase."
                    raise OntologyError(msg)
        return cls(
            exact=frozenset(_folded(entry).strip(_ENDS) for entry in lists["exact"]),
            prefix=tuple(_folded(entry) for entry in lists["prefix"]),
            suffix=tuple(_folded(entry) for entry in lists["suffix"]),
            contains=tuple(entry.casefold() for entry in lists["contains"]),
        )

    def is_furniture(self, line: str) -> bool:
        """Whether a line belongs to the page and not to the article."""
        folded = _folded(line)
        if not folded or _RULE_LINE.fullmatch(folded) or _STAMP_LINE.fullmatch(line.strip()):
            return True
        if folded.strip(_ENDS) in self.exact:
            return True
        words = folded.count(" ") + 1
        bare = folded.lstrip(_ENDS)
        starts = folded.startswith(self.prefix) or bare.startswith(self.prefix)
        if starts and words <= _MAX_FURNITURE_WORDS:
            return True
        if words > _MAX_CAPTION_WORDS:
            return False
        return folded.endswith(self.suffix) or any(phrase in folded for phrase in self.contains)


def clean(text: str, *, data_dir: Path | None = None) -> str:
    """The text without the lines that are not the article's, a blank line between paragraphs."""
    boilerplate = Boilerplate.load(data_dir)
    kept: list[str] = []
    for line in text.split("\n"):
        stripped = " ".join(line.split())
        if not stripped or boilerplate.is_furniture(stripped):
            continue
        kept.append(_STAMP_START.sub("", stripped, count=1) if stripped[0].isdigit() else stripped)
    return "\n\n".join(kept)


def blanked(text: str, *, data_dir: Path | None = None) -> str:
    """The text with spaces for the lines that are not the article's: every other offset stays.

    The first line is the headline. A line that may be the rest of a wrapped sentence stays: the one
    before it in its paragraph must have ended.
    """
    boilerplate = Boilerplate.load(data_dir)
    first, *lines = text.split("\n")
    before, kept = first, [first]
    for line in lines:
        stripped = line.strip()
        ended = not before.strip() or before.rstrip()[-1] in _SENTENCE_ENDS
        if stripped and ended and boilerplate.is_furniture(stripped):
            kept.append(" " * len(line))
        elif stripped and ended and (stamp := _STAMP_START.match(line)):
            kept.append(" " * stamp.end() + line[stamp.end() :])
        else:
            kept.append(line)
        before = kept[-1]
    return "\n".join(kept)


def _folded(line: str) -> str:
    return " ".join(line.replace("’", "'").split()).casefold()
