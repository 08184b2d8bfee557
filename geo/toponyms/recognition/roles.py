"""How a place name is used: as a *where*, for a government or team, as an adjective, in a name.

Only literal mentions may become the place of an event, so in doubt between literal and modifier
the words beside the name decide, and a preposition of place wins.
"""

from __future__ import annotations

from geo.model import ToponymRole
from geo.toponyms.recognition.candidates import SpanCandidate
from geo.toponyms.recognition.context import APOSTROPHES, DASHES, is_located, lower_at
from geo.toponyms.recognition.lexicon import Lexicon
from geo.toponyms.recognition.tokens import Tokens

#: Words behind "X's" in which the owned thing is looked for ("Chile's interior ministry").
_OWNED = 3
#: Longest list, in tokens to each side.
_LIST = 10


class RoleMarker:
    """Tells the role of a mention from the words around it."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def role(self, tokens: Tokens, span: SpanCandidate) -> ToponymRole:
        """The role of one span."""
        lexicon, lower = self._lexicon, tokens.lower
        if span.kind == "seat" or (span.info is not None and span.info.demonym):
            return "metonym" if span.kind == "seat" else "demonym"
        if (
            self._names_body(tokens, span)
            or self._body_before(tokens, span.first)
            or _is_party(tokens, span.first)
        ):
            return "modifier"
        first, last = self._list(tokens, span)
        if is_located(tokens, span.first, lexicon) or is_located(tokens, first, lexicon):
            return "literal"
        if lower_at(tokens, span.last) in APOSTROPHES:
            owned = lower[span.last + 2 : span.last + 2 + _OWNED]
            return "literal" if lexicon.modifier_heads.isdisjoint(owned) else "modifier"
        if lower_at(tokens, span.last) in lexicon.modifier_heads:
            return "modifier"
        speaks = lower_at(tokens, last) in lexicon.actions
        return (
            "metonym" if speaks or lower_at(tokens, first - 1) in lexicon.recipients else "literal"
        )

    def _list(self, tokens: Tokens, span: SpanCandidate) -> tuple[int, int]:
        """First and last (end exclusive) token of the list that the span stands in: "X, Y and Z"."""
        first, last = span.first, span.last
        farthest = max(1, first - _LIST)
        while first > farthest and _links(tokens, first - 1):
            first -= 1
        farthest = min(len(tokens.words) - 1, last + _LIST)
        while last < farthest and _links(tokens, last):
            last += 1
        while last < len(tokens.words) and tokens.lower[last] == "," and last > span.last:
            last -= 1
        return first, last

    def _names_body(self, tokens: Tokens, span: SpanCandidate) -> bool:
        """The name goes on in capitals: "Paris Agreement", "Ohio State University"."""
        if span.last >= len(tokens.words) or not tokens.capital[span.last]:
            return False
        if tokens.lower[span.last] in self._lexicon.time_words:
            return False  # "in Kabul Monday"
        if tokens.shouted[span.first]:
            return tokens.lower[span.last] in self._lexicon.modifier_heads
        return tokens.starts[span.last] - tokens.ends[span.last - 1] == 1

    def _body_before(self, tokens: Tokens, first: int) -> bool:
        """Whether "University of X" or "the government of X" is printed."""
        if first < 2 or tokens.lower[first - 1] != "of":  # noqa: PLR2004 (head and "of")
            return False
        head = tokens.lower[first - 2]
        if head in self._lexicon.bodies:
            return True
        return tokens.capital[first - 2] and head in self._lexicon.org_of_heads


def _is_party(tokens: Tokens, first: int) -> bool:
    """Behind a politician's name, the party and whom he represents: "(R-Ohio)", "D-S.C."."""
    return (
        first > 1
        and tokens.words[first - 1] in DASHES
        and tokens.words[first - 2] in {"R", "D", "I"}
        and tokens.ends[first - 2] + 1 == tokens.starts[first]
    )


def _links(tokens: Tokens, index: int) -> bool:
    return tokens.capital[index] or tokens.lower[index] in {",", "and", "the"}
