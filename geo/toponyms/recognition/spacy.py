"""Any installed spaCy pipeline as the recogniser (``pip install dateline[spacy]``).

    Geoparser(gazetteer, syntax, settings, recognizer=SpacyRecognizer(gazetteer, "en_core_web_sm"))

spaCy finds the spans; looking up, roles and resolution stay ours. A pipeline without an entity
recogniser works too if it sets ``doc.ents`` in another way, e.g. by an entity ruler.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import DataError
from geo.model import Article, Sentence
from geo.toponyms.recognition.candidates import CandidateFinder, NameInfo, SpanCandidate
from geo.toponyms.recognition.lexicon import Lexicon
from geo.toponyms.recognition.recognize import Mention
from geo.toponyms.recognition.roles import RoleMarker
from geo.toponyms.recognition.tokens import Tokens, tokenize

if TYPE_CHECKING:
    from geo.toponyms.gazetteer import Gazetteer

#: Entity labels of common spaCy models that can be places: OntoNotes, WikiNER, UD.
LABELS = frozenset({"GPE", "LOC", "FAC", "NORP", "LOCATION", "PLACE"})
#: spaCy does not say how sure it is; this stands in the mention's ``probability``.
_PROBABILITY = 0.9
_EDGES = " \n\t'’.,"


class SpacyRecognizer:
    """Takes the entities of a spaCy pipeline for place names.

    Parameters
    ----------
    gazetteer
        Where the names are looked up.
    pipeline
        A loaded ``spacy.Language``, or the name of an installed pipeline.
    labels
        Entity labels that are taken; "NORP" (nationalities) only where the gazetteer knows the word.

    Raises
    ------
    DataError
        spaCy or the named pipeline is not installed.
    """

    def __init__(
        self,
        gazetteer: Gazetteer,
        pipeline: Any,  # noqa: ANN401 (spacy.Language; spaCy is optional)
        *,
        labels: frozenset[str] = LABELS,
        data_dir: Path | None = None,
    ) -> None:
        lexicon = Lexicon.load(data_dir)
        self._finder = CandidateFinder(gazetteer, lexicon)
        self._roles = RoleMarker(lexicon)
        self._labels = labels
        self._pipeline = _load(pipeline) if isinstance(pipeline, str) else pipeline

    def find(self, article: Article, sentences: Sequence[Sentence]) -> tuple[Mention, ...]:
        """The place names of an article, in text order, none overlapping another."""
        tokens = tokenize(article.text, [(s.start, s.end) for s in sentences])
        index_at = {start: i for i, start in enumerate(tokens.starts)}
        mentions: list[Mention] = []
        for entity in self._pipeline(article.text).ents:
            if entity.label_ not in self._labels:
                continue
            mention = self._mention(article.text, entity, tokens, index_at)
            if mention and (not mentions or mentions[-1].end <= mention.start):
                mentions.append(mention)
        return tuple(mentions)

    def _mention(
        self,
        text: str,
        entity: Any,  # noqa: ANN401 (spacy.tokens.Span)
        tokens: Tokens,
        index_at: dict[int, int],
    ) -> Mention | None:
        start, end = _trimmed(text, entity.start_char, entity.end_char)
        first = index_at.get(start)
        if first is None:
            return None
        last = first + 1
        while last < len(tokens) and tokens.ends[last - 1] < end:
            last += 1
        name = " ".join(text[start:end].split())
        info = self._finder.info(name)
        if info is None and entity.label_ == "NORP":
            return None
        return self._made(
            text, (start, end), SpanCandidate(first, last, "name", name, info), tokens
        )

    def _made(
        self, text: str, span: tuple[int, int], candidate: SpanCandidate, tokens: Tokens
    ) -> Mention:
        info: NameInfo | None = candidate.info
        return Mention(
            start=span[0],
            end=span[1],
            text=text[span[0] : span[1]],
            name=candidate.name,
            kind="unknown" if info is None else "name",
            role=self._roles.role(tokens, candidate),
            probability=_PROBABILITY,
            info=info,
        )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without a leading article, and without "'s" and punctuation at its ends."""
    if text[start:end].lower().startswith("the "):
        start += 4
    if text[start:end].endswith(("'s", "’s")):
        end -= 2
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES and not text[end - 2 : end - 1].isupper():
        end -= 1
    return start, end


def _load(name: str) -> Any:  # noqa: ANN401 (spacy.Language)
    try:
        import spacy

        return spacy.load(name)
    except ImportError as error:
        msg = "spaCy is not installed. Install it with: pip install 'dateline[spacy]'."
        raise DataError(msg) from error
    except OSError as error:
        msg = f"The spaCy pipeline {name!r} is not installed. Install it, e.g. with: python -m spacy download {name}."
        raise DataError(msg) from error
