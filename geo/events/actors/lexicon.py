"""Who a mention means: country, PLOVER sectors and a fuller name, from ``data/ontology/actors/``.

Five tables, each readable and open to additions: ``countries.csv`` (names, adjectives of origin,
capitals that stand for a government), ``groups.csv`` (armed groups, parties), ``organizations.csv``
(international bodies, agencies, media, companies), ``leaders.csv`` (people by name and period),
``roles.toml`` (words that tell a sector). ``people.csv`` lists further nouns for persons,
``ambiguous.csv`` names that are also everyday words or common surnames.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from geo import grammar
from geo.errors import OntologyError
from geo.events.inflect import noun_forms
from geo.frozen import quicken
from geo.packs import pack_path
from geo.resources import read_toml

Kind = Literal["country", "demonym", "metonym", "group", "organization", "leader"]
Key = tuple[str, ...]

_MANS = grammar.words("actors.lexicon.mans")
SECTORS = frozenset(
    "GOV COP JUD LEG MIL SPY PRM PTY OPP REB UAF UNK CRM CVL JRN EDU LAB MED REL REF BUS AGR ELI "
    "SOC PRE NGO".split()
)

#: Names of this length or shorter are abbreviations, or too short to stand alone.
_SHORT = 3
#: Words that are remembered folded (a bound on memory, not a tuning knob).
_MOST_FOLDED = 50_000


@dataclass(frozen=True, slots=True)
class Entry:
    """A named actor. ``countries`` holds more than one code for shared adjectives (Congolese)."""

    name: str
    country: str | None
    sectors: tuple[str, ...]
    kind: Kind


@dataclass(frozen=True, slots=True)
class Match:
    """An entry or a role found in a mention, by token positions [first, last)."""

    first: int
    last: int
    entry: Entry | None = None
    sector: str = ""
    body: bool = False


quicken(Match)


@dataclass(frozen=True, slots=True)
class Identity:
    """What a mention was resolved to; ``country`` and ``sectors`` only where something says so."""

    name: str
    country: str | None
    sectors: tuple[str, ...]
    known: bool


def _fold(word: str) -> str:
    if word.isascii():
        plain = word
    else:
        split = unicodedata.normalize("NFKD", word.replace("’", "'").replace("‘", "'"))
        plain = "".join(c for c in split if not unicodedata.combining(c))
    return plain.lower().replace(".", "").removeprefix("'")


class _Folded(dict[str, str]):
    """Words as the tables know them, worked out once: all words of a story are asked about."""

    def __missing__(self, word: str) -> str:
        if len(self) >= _MOST_FOLDED:
            self.clear()
        folded = self[word] = _fold(word)
        return folded


#: A word as the tables know it: lower case, no accents, straight apostrophe, no full stops.
fold: Callable[[str], str] = _Folded().__getitem__


def key_of(text: str) -> Key:
    """A name cut into folded words ("Boko Haram" -> ("boko", "haram"))."""
    cut = text.replace("'s ", " 's ").replace("s' ", "s ' ").replace("(", " ( ").replace(")", " ) ")
    return tuple(fold(word) for word in cut.split() if fold(word))


@dataclass(frozen=True, slots=True, eq=False)  # hashed by identity: what is found is kept by it
class ActorLexicon:
    """The tables, indexed by the first word of each name."""

    names: dict[str, tuple[tuple[Key, Entry], ...]]
    #: Names of one word, and the first two words of the others: most words that open a name open none here.
    alone: frozenset[str]
    pairs: frozenset[Key]
    roles: dict[str, tuple[tuple[Key, str, bool], ...]]
    people: frozenset[str]
    ambiguous: dict[str, str]
    held: frozenset[str]
    parts: frozenset[str]
    #: Those of them that are no building: towns and areas.
    areas: frozenset[str]
    data_dir: Path | None = None

    @classmethod
    def load(cls, data_dir: Path | None = None) -> ActorLexicon:
        """Read and check the tables (once a process).

        Raises
        ------
        OntologyError
            A row names an unknown sector or is cut short; the message names file and row.
        """
        return _load(data_dir)

    def find_names(self, words: Sequence[str], *, mono: bool = False) -> Iterator[Match]:
        """Named actors among words, left to right, the longest at each place.

        Parameters
        ----------
        words
            Tokens as printed.
        mono
            The text is in one case throughout, so capitals tell nothing.
        """
        folded = list(map(fold, words))
        names, alone, pairs = self.names, self.alone, self.pairs
        done = 0
        for place in [
            place
            for place, word in enumerate(folded)
            if word in names and (word in alone or tuple(folded[place : place + 2]) in pairs)
        ]:
            if place < done:
                continue
            found = self._name_at(words, folded, place, mono=mono)
            if found is not None:
                yield found
                done = found.last

    @lru_cache(maxsize=4096)  # noqa: B019 (a lexicon lives as long as its process)
    def names_in(self, words: tuple[str, ...], *, mono: bool = False) -> tuple[Match, ...]:
        """As ``find_names``, remembered: sentences and phrases are asked about several times."""
        return tuple(self.find_names(words, mono=mono))

    @lru_cache(maxsize=2048)  # noqa: B019 (a lexicon lives as long as its process)
    def roles_in(self, words: tuple[str, ...]) -> tuple[Match, ...]:
        """As ``find_roles``, remembered."""
        return tuple(self.find_roles(words))

    def _name_at(
        self, words: Sequence[str], folded: list[str], place: int, *, mono: bool
    ) -> Match | None:
        after = folded[place + 1] if place + 1 < len(folded) else ""
        for key, entry in self.names.get(folded[place], ()):
            last = place + len(key)
            if len(key) > 1 and (key[1] != after or tuple(folded[place:last]) != key):
                continue
            if len(key) == 1 and not self._believable(words[place], key[0], mono=mono):
                continue
            if not mono and not any(w[:1].isupper() for w in words[place:last]):
                if entry.kind != "group" or words[place][:1].isalpha() is False:
                    continue
                if len(key) == 1 and len(key[0]) <= _SHORT + 1:
                    continue
            return Match(place, last, entry)
        return None

    def _believable(self, word: str, key: str, *, mono: bool) -> bool:
        """Whether a one-word name stands there as a name and not as an everyday word."""
        kind = self.ambiguous.get(key, "surname")
        if kind == "surname":
            return True
        if mono:
            return kind == "name"
        if len(key) <= _SHORT:
            return word.replace(".", "").isupper()
        return word[:1].isupper()

    def find_roles(self, words: Sequence[str]) -> Iterator[Match]:
        """Words that tell a sector, left to right, the longest at each place."""
        folded = list(map(fold, words))
        roles = self.roles
        done = 0
        for place in [i for i, word in enumerate(folded) if word in roles]:
            if place < done:
                continue
            for key, sector, body in roles[folded[place]]:
                if tuple(folded[place : place + len(key)]) == key:
                    yield Match(place, place + len(key), sector=sector, body=body)
                    done = place + len(key)
                    break

    def is_namesake(self, words: Sequence[str], names: Sequence[int], fuller: str) -> bool:
        """Whether a mention's given name is not that of the person named before: "Ana Ruiz", "Luis Ruiz".

        Parameters
        ----------
        words, names
            The mention's words, and which of them are names.
        fuller
            The person named before, by the same last name.
        """
        given = words[names[-2]] if len(names) > 1 and names[-2] == names[-1] - 1 else ""
        known = self.is_person_noun(given) or fold(given) in fold(fuller).split()
        return bool(given) and not known

    def is_person_noun(self, word: str) -> bool:
        """Whether a noun, singular or plural, means people."""
        low = fold(word)
        return low in self.people or any(key == (low,) for key, _, _ in self.roles.get(low, ()))


@cache
def _load(data_dir: Path | None) -> ActorLexicon:
    folder = pack_path("actors", data_dir=data_dir)
    names: dict[str, dict[Key, Entry]] = {}
    for key, entry in _entries(folder):
        names.setdefault(key[0], {}).setdefault(key, entry)
    roles: dict[str, dict[Key, tuple[str, bool]]] = {}
    for key, sector, body in _roles(folder / "roles.toml"):
        roles.setdefault(key[0], {}).setdefault(key, (sector, body))
    people: set[str] = set()
    for row in _rows(folder / "people.csv", ("word",)):
        people.update(_forms(row["word"]))
    ambiguous = {r["word"]: r["kind"] for r in _rows(folder / "ambiguous.csv", ("word", "kind"))}
    keys = [key for found in names.values() for key in found]
    return ActorLexicon(
        {
            word: tuple(sorted(found.items(), key=lambda kv: -len(kv[0])))
            for word, found in names.items()
        },
        frozenset(key[0] for key in keys if len(key) == 1),
        frozenset(key[:2] for key in keys if len(key) > 1),
        {
            word: tuple((k, *v) for k, v in sorted(found.items(), key=lambda kv: -len(kv[0])))
            for word, found in roles.items()
        },
        frozenset(people),
        ambiguous,
        _nouns(folder / "roles.toml", "places", "held")
        | _nouns(folder / "roles.toml", "places", "areas"),
        _nouns(folder / "roles.toml", "parts", "words"),
        _nouns(folder / "roles.toml", "places", "areas"),
        data_dir,
    )


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for number, row in enumerate(rows, start=2):
        if any(row.get(column) is None for column in columns):
            msg = f"{path}, line {number}: needs the columns {', '.join(columns)}."
            raise OntologyError(msg)
        yield row


def _sectors(path: Path, row: dict[str, str]) -> tuple[str, ...]:
    found = tuple(part for part in row["sectors"].split(";") if part)
    unknown = [part for part in found if part not in SECTORS]
    if unknown:
        msg = f"{path}: {row['name']} has the unknown sector {unknown[0]!r}."
        raise OntologyError(msg)
    return found


def _entries(folder: Path) -> Iterator[tuple[Key, Entry]]:
    yield from _named(folder / "groups.csv", "group")
    yield from _named(folder / "organizations.csv", "organization")
    yield from _countries(folder / "countries.csv")
    yield from _leaders(folder / "leaders.csv")


def _named(path: Path, kind: Kind) -> Iterator[tuple[Key, Entry]]:
    for row in _rows(path, ("name", "aliases", "country", "sectors")):
        entry = Entry(row["name"], row["country"] or None, _sectors(path, row), kind)
        for name in (row["name"], *row["aliases"].split(";")):
            key = key_of(name.removeprefix("the ").removeprefix("The "))
            if key:
                own = entry
                # An alias that is a name of its own keeps it ("The Guardian" is not the BBC).
                if kind == "organization" and name != row["name"] and not name.isupper():
                    own = Entry(name, entry.country, entry.sectors, kind)
                yield key, own


def _countries(path: Path) -> Iterator[tuple[Key, Entry]]:
    for row in _rows(path, ("iso3", "name", "aliases", "demonyms", "metonyms")):
        kinds: tuple[tuple[Kind, str, tuple[str, ...]], ...] = (
            ("country", f"{row['name']};{row['aliases']}", ()),
            ("demonym", row["demonyms"], ()),
            ("metonym", row["metonyms"], ("GOV",)),
        )
        for kind, listed, sectors in kinds:
            for name in listed.split(";"):
                key = key_of(name.removeprefix("the ").removeprefix("The "))
                if key:
                    yield key, Entry(row["name"], row["iso3"], sectors, kind)


def _leaders(path: Path) -> Iterator[tuple[Key, Entry]]:
    rows = list(_rows(path, ("name", "country", "sectors", "from", "to")))
    common = {r["word"] for r in _rows(path.parent / "ambiguous.csv", ("word", "kind"))}
    holders: dict[str, set[str]] = {}
    for row in rows:
        holders.setdefault(key_of(row["name"])[-1], set()).add(row["country"])
    for row in rows:
        entry = Entry(row["name"], row["country"], _sectors(path, row), "leader")
        key = key_of(row["name"])
        yield key, entry
        alone = len(holders[key[-1]]) == 1 and len(key[-1]) > _SHORT
        if len(key) > 1 and alone and key[-1] not in common:
            yield key[-1:], entry


def _nouns(path: Path, part: str, key: str) -> frozenset[str]:
    """The nouns of one list of the table of roles, singular and plural."""
    words = _phrases(read_toml(path).get(part, {}).get(key, ""))
    return frozenset(form for word in words for form in _forms(word))


def _roles(path: Path) -> Iterator[tuple[Key, str, bool]]:
    content = read_toml(path)
    for part in ("titles", "bodies"):
        for sector, block in content.get(part, {}).items():
            if sector not in SECTORS:
                msg = f"{path}: {sector!r} under [{part}] is not a sector."
                raise OntologyError(msg)
            for phrase in _phrases(block):
                first, of, rest = phrase.partition(" of ")
                *front, last = first.split()
                for form in _forms(last):
                    yield key_of(" ".join((*front, form)) + of + rest), sector, part == "bodies"


def _forms(noun: str) -> tuple[str, ...]:
    """Singular and plural; policeman -> policemen."""
    if noun.endswith("man") and noun not in _MANS:
        return (noun, noun[:-2] + "en")
    if noun.endswith("child"):
        return (noun, noun + "ren")
    return noun_forms(noun, {})


def _phrases(block: str) -> Iterable[str]:
    return (part.strip() for line in block.splitlines() for part in line.split(",") if part.strip())
