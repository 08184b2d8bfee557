"""Noun phrases of a tagged sentence, cut as an annotator would mark them.

Tags alone decide where a phrase begins and ends (they are more reliable than a parse); the parse,
where there is one, only says which phrase does what.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from geo import grammar
from geo.frozen import quicken
from geo.syntax import Analysis

_INSIDE = frozenset({"DT", "PDT", "PRP$", "CD", "JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "POS", "$", "FW", "AFX", "GW"})  # fmt: skip
_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_NAMES = frozenset({"NNP", "NNPS"})
_ENDS = _NOUNS | {"CD", "POS"}
_PRONOUNS = frozenset({"PRP", "WP", "WDT", "EX"})
_VERBAL = frozenset({"VBN", "VBG"})
_ABOUT = grammar.words("actors.phrases.about")
ARTICLES = grammar.words("common.determiners.articles")
TIME_WORDS = grammar.words("actors.phrases.time")
_WEEKDAYS = grammar.words("actors.phrases.weekdays")
_NO_HEADS = grammar.words("actors.phrases.no_heads")
_DAY_LEADS = grammar.words("actors.phrases.day_leads")
_TIME_LEADS = grammar.words("actors.phrases.time_leads")
#: What a phrase must hold, or end in, to be read for days and loose ends.
_TIMED = TIME_WORDS | _WEEKDAYS | _TIME_LEADS
_LOOSE = frozenset({"POS", "PDT"})
OF_NOUNS = grammar.words("actors.phrases.of_nouns")


#: Participles before a number that a tagger takes for adjectives.
_DONE_TO = grammar.words("actors.phrases.done_to")
_DASHES = frozenset({"--", "-", "—", "–"})
#: What closes a quotation or a bracket inside a phrase, and how long a name in one may be.
_PAIRS = {'"': '"', "“": "”", "``": "''", "'": "'", "‘": "’", "(": ")", "-lrb-": "-rrb-"}
_NAME_WORDS = 6
_RELATIVE = grammar.words("common.clauses.relative")
_UNITS = grammar.words("actors.context.units") | {"$", "%"}
_CLOSING = frozenset({'"', "”", "''", "'", "’"})
_BETWEEN_NUMBERS = grammar.words("actors.phrases.between_numbers")
_NUMBER_LEADS = frozenset(
    tuple(lead.split()) for lead in grammar.phrases("actors.phrases.number_leads")
)
_DATELINE_REACH = 20


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: tokens ``first`` to ``last`` (both included) with its head noun."""

    first: int
    last: int
    head: int
    pronoun: bool = False


quicken(Phrase)


def phrases(analysis: Analysis) -> tuple[Phrase, ...]:
    """Base noun phrases, left to right, none overlapping another."""
    return _phrases(analysis.words, analysis.tags)


@lru_cache(maxsize=64)  # each trigger of a sentence asks again
def _phrases(words: tuple[str, ...], tags: tuple[str, ...]) -> tuple[Phrase, ...]:
    low = lowered(words)
    found: list[Phrase] = []
    place = 0
    count = len(tags)
    while place < count:
        if tags[place] in _PRONOUNS:
            found.append(Phrase(place, place, place, pronoun=True))
            place += 1
        elif tags[place] in _INSIDE or (low[place] in _ABOUT and _number_follows(tags, low, place)):
            last = _extent(tags, low, place)
            phrase = _trim(tags, low, place, last)
            if phrase is not None:
                found.append(phrase)
            place = last + 1
        elif low[place] in _PAIRS and (
            closed := _enclosed(tags, low, place)
        ):  # '"Red Star" rebels'
            last = _extent(tags, low, closed + 1)
            phrase = _trim(tags, low, closed + 1, last)
            if phrase is not None:
                found.append(Phrase(place, phrase.last, phrase.head))
            place = last + 1
        else:
            place += 1
    return tuple(found)


@lru_cache(maxsize=64)  # asked for every slot of every trigger of a sentence
def lowered(words: tuple[str, ...]) -> list[str]:
    """The words of a sentence in lower case; not to be changed."""
    return "\n".join(words).lower().split("\n") if words else []


def _number_follows(tags: Sequence[str], low: Sequence[str], place: int) -> bool:
    """Whether an adverb here leads up to a number."""
    if low[place] == "as" and low[place + 1 : place + 2] not in (["many"], ["few"]):
        return False  # "…, as 26 people were killed"
    if low[place] == "at" and low[place + 1 : place + 2] not in (["least"], ["most"]):
        return False  # "at 0620 rebels …"
    end = place
    while end < len(tags) and end - place < 3 and low[end] in _ABOUT and tags[end] not in _INSIDE:  # noqa: PLR2004
        end += 1
    return end > place and end < len(tags) and tags[end] == "CD"


def _extent(tags: Sequence[str], low: Sequence[str], first: int) -> int:
    """Last token of the run of phrase words that begins at ``first``."""
    place = first
    noun = False
    while place < len(tags) and low[place] in _ABOUT and tags[place] not in _INSIDE:
        place += 1
    last = place - 1
    while place < len(tags):
        tag = tags[place]
        if tag in _INSIDE:
            restart = tag in {"DT", "PRP$", "PDT"} and place > first
            if restart and tags[place - 1] not in {"PDT", "DT"}:
                break
            if noun and tag == "CD" and not low[place].isdigit():
                break
            noun = (noun or tag in _NOUNS) and tag != "POS"
        elif low[place] in _PAIRS and place > first and (closed := _enclosed(tags, low, place)):
            last, place = closed, closed + 1
            continue
        elif not _passes(tags, low, first, place):
            break
        last = place
        place += 1
    return max(last, first)


def _enclosed(tags: Sequence[str], low: Sequence[str], place: int) -> int:
    """Last token of a name in quotes or brackets inside a phrase ("the 'Red Star' rebels"), or 0."""
    closing = _PAIRS[low[place]]
    end = place + 1
    while end < len(tags) - 1 and end - place <= _NAME_WORDS and tags[end] in _INSIDE | {"IN"}:
        end += 1
    whole = end > place + 1 and end < len(tags) - 1 and low[end] in closing
    return end if whole and tags[end + 1] in _NOUNS else 0


def _passes(tags: Sequence[str], low: Sequence[str], first: int, place: int) -> bool:
    """Whether a word of another class still belongs inside the phrase."""
    tag = tags[place]
    after = tags[place + 1] if place + 1 < len(tags) else ""
    before = tags[place - 1] if place > first else ""
    if tag in _VERBAL:
        return before in {"DT", "PRP$", "JJ", "CD", "POS"} and after in _NOUNS | {"JJ", "POS"}
    if tag in {"RB", "RBR", "RBS"}:
        return before in {"DT", "PRP$", "CD", "JJ", "POS", ""} and after in {"JJ", "VBN", "CD"}
    if tag == "CC":
        two = before in {"JJ", "NNP"} and after in {"JJ", "NNP"} and place + 2 < len(tags)
        # "Ana Ruiz and mayoral candidate Luis Gil" are two, "U.S. and British forces" one.
        nouns = two and tags[place + 2] in (
            {"NNS", "NNPS"} if before == "NNP" else {"NNS", "NN", "NNPS"}
        )
        return nouns and (before == "JJ" or after == "JJ") and low[place] == "and"
    if low[place] in _BETWEEN_NUMBERS and before == "CD":
        return after == "CD" or low[place + 1 : place + 2] == ["several"]
    if tag == "HYPH" or (low[place] == "&"):
        return after in _INSIDE
    return False


def _trim(tags: Sequence[str], low: Sequence[str], first: int, last: int) -> Phrase | None:
    """Drop days and loose ends; None when no noun or number is left."""
    if first < last and low[first] in _DONE_TO and tags[first + 1] == "CD":
        first += 1  # "killed 9 people and injured 36"
    noun = next((i for i in range(last, first, -1) if tags[i] in _ENDS), last)
    lead = _number_lead(low, first) if tags[first] in {"CD", "DT", "JJ", "JJS", "JJR", "IN"} else 0
    first, last = first - lead, noun
    if (
        not _TIMED.isdisjoint(low[first : last + 1])
        or low[first][:1] == "0"
        or tags[last] in _LOOSE
    ):
        first, last = _undated(tags, low, first, last)
    head = last
    while head >= first and tags[head] not in _NOUNS:
        head -= 1
    if head < first:
        head = last
        if tags[head] == "DT" and low[head] in _NO_HEADS:
            return None
    elif head < last and tags[last] != "CD":
        last = head
    return Phrase(first, last, head)


def _undated(tags: Sequence[str], low: Sequence[str], first: int, last: int) -> tuple[int, int]:
    """The ends of a phrase without the days and dates at them."""
    inner = [i for i in range(first, last) if low[i] in _WEEKDAYS]
    if inner and tags[inner[-1] + 1] in _NOUNS | {"JJ", "CD"}:  # "this past Wednesday gunmen …"
        first = inner[-1] + 1
    while first < last and low[first][:1] == "0" and low[first].isdigit():  # "0620 rebels"
        first += 1
    dated = first + (low[first] in _TIME_LEADS)  # "this month gunmen …"
    while dated < last and (low[dated] in TIME_WORDS or low[dated].isdigit()):
        dated += 1
    if any(low[i] in TIME_WORDS for i in range(first, dated)) and tags[dated] in _NOUNS | {"JJ"}:
        first = dated
    end = last
    while end > first and (low[end] in TIME_WORDS or low[end] in _TIME_LEADS):
        end -= 1
    if end < last and tags[end] in _NOUNS and low[last] in TIME_WORDS:
        last = end
    while last > first and (low[last] in _WEEKDAYS or tags[last] in _LOOSE):
        last -= 1
    while first < last and low[first] in _WEEKDAYS:
        first += 1
        while first < last and tags[first] in {"POS", "JJ"} and low[first] in _DAY_LEADS:
            first += 1
    return first, last


def _number_lead(low: Sequence[str], first: int) -> int:
    """How many words before a phrase belong to its number ("at least", "more than", "up to")."""
    before = tuple(low[max(0, first - 2) : first])
    if low[first] in {"least", "most"} and before[-1:] == ("at",):
        return 1
    if before in _NUMBER_LEADS:
        return 2
    if low[first] == "than" and before[-1:] in {("more",), ("less",), ("fewer",)}:
        return 1
    return 1 if before[-1:] == ("than",) else 0


def phrase_at(found: Sequence[Phrase], index: int) -> Phrase | None:
    """The phrase that holds a token."""
    for phrase in found:
        if phrase.first <= index <= phrase.last:
            return phrase
    return None


def extended(phrase: Phrase, found: Sequence[Phrase], analysis: Analysis) -> Phrase:
    """The phrase with an "of" phrase, an abbreviation in brackets or a name in apposition."""
    if phrase.pronoun:
        return phrase
    tags, low = analysis.tags, lowered(analysis.words)
    last = phrase.last
    for _ in range(2):
        belongs = low[last + 1 : last + 3] == ["belonging", "to"]
        begin = last + 3 if belongs else last + 2
        nxt = phrase_at(found, begin) if begin < len(low) else None
        if nxt is None or nxt.first != begin:
            break
        link = "of" if belongs else low[last + 1]
        # "guerrillas of the Red Star": people by the name they fight under
        named = tags[phrase.head] in _NAMES or tags[phrase.head] == "NNS"
        if (
            link == "of"
            and not nxt.pronoun
            and (low[phrase.head] in OF_NOUNS or (named and tags[nxt.head] in _NAMES))
        ):
            last = nxt.last
        elif (
            link in {"(", "-lrb-"}
            and nxt.last + 1 < len(low)
            and low[nxt.last + 1] in {")", "-rrb-"}
        ):
            if not analysis.words[nxt.head].isupper() or nxt.first != nxt.last:
                break
            last = nxt.last + 1
        elif link == "," and _apposed(phrase, nxt, analysis):
            last = nxt.last
            break
        else:
            break
    return phrase if last == phrase.last else Phrase(phrase.first, last, phrase.head)


def _apposed(phrase: Phrase, name: Phrase, analysis: Analysis) -> bool:
    """Whether a title is followed by the name in commas ("the president, Ana Ruiz, …")."""
    tags = analysis.tags
    closed = name.last + 1 >= len(tags) or analysis.words[name.last + 1] in {",", "."}
    title = tags[phrase.head] == "NN"
    return closed and title and all(t in _NAMES for t in tags[name.first : name.last + 1])


def named_before(phrase: Phrase, found: Sequence[Phrase], analysis: Analysis) -> Phrase | None:
    """The name that a phrase describes in apposition: "*Ana Ruiz*, the woman accused of …"; or None."""
    words, tags = analysis.words, analysis.tags
    first = phrase.first
    if first < 2 or (words[first - 1] != "," and words[first - 2] != ","):  # noqa: PLR2004
        return None
    if tags[phrase.head] in _NAMES or tags[first] in {"CD", "PRP$"}:
        return None
    last = first - 1
    while last > 0 and (words[last] == "," or words[last] in _CLOSING):
        last -= 1
    name = phrase_at(found, last)
    if name is None or name.last != last or name.pronoun:
        return None
    quoted = words[name.last + 1] in _CLOSING or words[name.last + 2] in _CLOSING
    after = phrase.last + 1
    # "a warrant for X, the man who …" is of X; "according to X, a man …" is not
    told = after < len(words) and words[after].lower() in _RELATIVE
    tied = name.first > 0 and tags[name.first - 1] in {"IN", "TO"} and not told
    return name if (tags[name.head] in _NAMES or quoted) and not tied else None


def measured(analysis: Analysis, phrase: Phrase) -> bool:
    """Whether a number counts something that is no person ("$5 million", "20 percent")."""
    words = [w.lower() for w in analysis.words[phrase.first : phrase.last + 2]]
    if any(w.startswith("0") and w.isdigit() for w in words[:-1] or words):  # 0230 GMT
        return True
    return any(w in _UNITS for w in words)


def is_bare(analysis: Analysis, phrase: Phrase) -> bool:
    """Whether a phrase says how many ("killed 22") or how ("left dead"), and nobody.

    "The two" and "two of them" are somebody.
    """
    tags, after = analysis.tags, phrase.head + 1
    if tags[phrase.head] != "CD":
        return phrase.first == phrase.last and tags[phrase.head].startswith(("JJ", "VB"))
    of = after < len(tags) and analysis.words[after].lower() == "of"
    return tags[phrase.first] not in {"DT", "PRP$"} and not of


def dateline_end(analysis: Analysis) -> int:
    """First token behind a dateline ("BEIJING (AP) --"); 0 where the sentence has none."""
    for i, word in enumerate(analysis.words[:_DATELINE_REACH]):
        if word in _DASHES:
            return i + 1 if i else 0
        if analysis.tags[i] not in {
            "NNS",
            "FW",
            "HYPH",
            "NFP",
            "SYM",
            "NNP",
            "NNPS",
            "NN",
            "CD",
            ",",
            ".",
            "-LRB-",
            "-RRB-",
            ":",
            "JJ",
        }:
            return 0
    return 0
