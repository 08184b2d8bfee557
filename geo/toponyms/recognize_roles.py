"""How a place name is used: as a *where*, for a government or team, as an adjective, in a name.

Only literal mentions may become the place of an event, so in doubt between literal and modifier
the words beside the name decide, and a preposition of place wins.
"""

from __future__ import annotations

from geo.model import ToponymRole
from geo.toponyms.recognize_candidates import SpanCandidate
from geo.toponyms.recognize_lexicon import Lexicon
from geo.toponyms.recognize_tokens import Tokens

_APOSTROPHES = frozenset("'’")
_QUIET = frozenset({"also", "has", "had", "have", "is", "was", "itself", "not", "never", "again"})


class RoleMarker:
    """Tells the role of a mention from the words around it."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def role(self, tokens: Tokens, span: SpanCandidate) -> ToponymRole:
        """The role of one span."""
        lexicon, lower = self._lexicon, tokens.lower
        if span.kind == "seat":
            return "metonym"
        if span.info is not None and span.info.demonym:
            return "demonym"
        before = lower[span.first - 1] if span.first else ""
        after = lower[span.last] if span.last < len(tokens) else ""
        if span.last < len(tokens) and tokens.capital[span.last] and self._organisation(tokens, span):
            return "modifier"
        if before == "of" and span.first > 1 and self._named_body(tokens, span.first - 2):
            return "modifier"
        if before in lexicon.locatives:
            return "literal"
        if after in _APOSTROPHES and span.last + 2 < len(tokens):
            owned = lower[span.last + 2]
            return "metonym" if owned in lexicon.modifier_heads else "literal"
        if after in lexicon.modifier_heads:
            return "modifier"
        if after in lexicon.actions:
            return "metonym"
        if before in lexicon.recipients:
            return "metonym"
        return "literal"

    def _organisation(self, tokens: Tokens, span: SpanCandidate) -> bool:
        if tokens.shouted[span.first]:
            return tokens.lower[span.last] in self._lexicon.modifier_heads
        return True

    def _named_body(self, tokens: Tokens, index: int) -> bool:
        return tokens.capital[index] and tokens.lower[index] in self._lexicon.org_of_heads
