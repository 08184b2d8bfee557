"""Groups, bodies and leaders that a story names -> the countries they belong to, as evidence of its own.

A communiqué seldom names its country: "the Front", "our troops", "U.S. advisers". The group says where it
is told from, and so it speaks for that country as the name of its people would: for the country of the
story, never for a finer place, and never against a place that is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from geo.events.actors.lexicon import ActorLexicon
from geo.events.countries import country_place
from geo.model import Sentence, Toponym
from geo.syntax import sentence_tokens

__all__ = ["homes"]

#: So much of a story tells where it is at home.
_READ_CHARS = 20_000
_KINDS = frozenset({"group", "organization", "leader", "demonym"})


def homes(
    text: str,
    sentences: Sequence[Sentence],
    lexicon: ActorLexicon,
    toponyms: Sequence[Toponym] = (),
) -> tuple[Toponym, ...]:
    """Every mention of somebody with a country, standing for that country.

    Parameters
    ----------
    text, sentences
        Of the article.
    lexicon
        The actor tables; ``data/ontology/actors/`` holds the country of each.
    toponyms
        What is found already and not to be counted twice.
    """
    known = {t.start for t in toponyms}
    mono = text.isupper()
    found = []
    for sentence in takewhile(lambda s: s.start < _READ_CHARS, sentences):
        words, starts, ends = sentence_tokens(sentence.text, sentence.start)
        for match in lexicon.names_in(tuple(words), mono=mono):
            entry = match.entry
            if entry is None or entry.kind not in _KINDS:
                continue
            country = country_place(entry.country) if entry.country else None
            start, end = starts[match.first], ends[match.last - 1]
            if country is None or (entry.kind == "demonym" and start in known):
                continue
            found.append(
                Toponym(
                    start, end, text[start:end],
                    role="demonym" if entry.kind == "demonym" else "metonym",
                    place=country, reason=f"the country that {entry.name} belongs to",
                )
            )  # fmt: skip
    return tuple(found)
