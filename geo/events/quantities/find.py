"""How many people: killed, injured, arrested, displaced, abducted, in a crowd.

A number of people is read with its bounds ("at least 26", "nearly 2,000", "dozens") and goes to
the nearest word that says what befell them, in its own clause. Ages, dates, distances and sums of
money are no people; "no one" is 0. Words are data: ``data/ontology/numbers.toml``. Linear time.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from geo import grammar
from geo.events.quantities.doers import Reading, harms
from geo.events.quantities.people import Count, counts_of
from geo.events.quantities.words import NumberWords, number_words
from geo.model import Quantity, QuantityKind, Sentence, Span

__all__ = ["find_quantities", "quantities_of"]

#: PLOVER type (and mode) -> the kinds of numbers that belong to it.
KINDS: dict[str, tuple[QuantityKind, ...]] = {
    "ASSAULT": ("killed", "injured", "abducted"),
    "PROTEST": ("crowd",),
    "COERCE": ("arrested", "displaced"),
    "SANCTION": ("arrested", "displaced"),
    "MOBILIZE": (),
    "RETREAT": (),
}
#: A number and the word it goes to are at most so many tokens apart.
_REACH = 22


def find_quantities(
    text: str, offset: int = 0, words: NumberWords | None = None
) -> tuple[Quantity, ...]:
    """Find every number of people in a sentence and what befell them.

    Parameters
    ----------
    text
        A sentence.
    offset
        Where it begins in ``Article.text``.

    Returns
    -------
    tuple of Quantity
        In the order of the text; conflicting figures are all kept.
    """
    lexicon = words or number_words()
    tokens, counts = counts_of(text, lexicon)
    reading = Reading(text, tokens, counts, harms(tokens, lexicon.kinds), lexicon)
    found = []
    for count in counts:
        kind = _kind(count, reading)
        if kind and not (kind == "crowd" and count.high == 1):
            found.append(
                Quantity(
                    kind,
                    count.low,
                    count.high,
                    text[count.start : count.end],
                    offset + count.start,
                    offset + count.end,
                )
            )
    return tuple(found)


def _kind(count: Count, reading: Reading) -> QuantityKind | None:
    """What befell the counted people: the nearest word that says it, clauses crossed at a cost."""
    best: tuple[int, QuantityKind] | None = None
    tokens = reading.tokens
    for verb in reading.claims(count):
        within = count.first <= verb.index < count.last
        after = verb.index >= count.last
        distance = verb.index - count.last if after else max(0, count.first - verb.index)
        if distance > _REACH:
            continue
        between = tokens[count.last : verb.index] if after else tokens[verb.index + 1 : count.first]
        cost = (
            distance
            + sum(_PAUSE.get(t.text, 0) for t in between)
            + (0 if after else 1)
            + (_REACH if within and verb.kind == "crowd" else 0)
        )
        if best is None or cost < best[0]:
            best = (cost, verb.kind)
    return best[1] if best else None


_PAUSE = {**grammar.numbers("quantities.find.pause"), ",": 4, ";": 20}


@lru_cache(maxsize=256)
def _of_sentence(text: str, offset: int) -> tuple[Quantity, ...]:
    """A sentence is read once for all its triggers."""
    return find_quantities(text, offset)


def quantities_of(
    trigger: Span, sentence: Sentence, event_type: str, modes: Sequence[str] = ()
) -> tuple[Quantity, ...]:
    """The numbers that belong to one trigger.

    Parameters
    ----------
    trigger
        Offsets in ``Article.text``.
    sentence
        The sentence that holds it.
    event_type, modes
        PLOVER's; they say which kinds of numbers can belong to it.
    """
    wanted = KINDS.get(event_type, ())
    if "deport" in modes:
        wanted = ("displaced",)
    elif "arrest" in modes:
        wanted = ("arrested",)
    elif "abduct" in modes:
        wanted = ("abducted", "killed", "injured")
    if not wanted:
        return ()
    found = [q for q in _of_sentence(sentence.text, sentence.start) if q.kind in wanted]
    # A number behind a semicolon or a dash from the trigger is told of something else.
    return tuple(q for q in found if not _far(q, trigger, sentence))


def _far(quantity: Quantity, trigger: Span, sentence: Sentence) -> bool:
    low, high = sorted((quantity.start, trigger.start))
    return ";" in sentence.text[low - sentence.start : high - sentence.start]
