"""Article -> Toponyms: recognise, look up, resolve, and say why.

RuleRecognizer (or any Recognizer) ─▶ Resolver ─▶ Toponym with place, score, reason, candidates
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from geo.dateline import dateline
from geo.model import Article, Sentence, Toponym
from geo.settings import Settings

if TYPE_CHECKING:
    from geo.syntax import Analysis, Syntax
    from geo.toponyms.nominatim import Chain
from geo.toponyms.gazetteer import Gazetteer
from geo.toponyms.recognition.recognize import Mention, Recognizer, RuleRecognizer
from geo.toponyms.resolution.online import ask_online
from geo.toponyms.resolution.reasons import toponyms
from geo.toponyms.resolution.resolve import Resolution, Resolver
from geo.toponyms.resolution.score import Calibration
from geo.toponyms.resolution.signs import SignReader, Signs

#: Mentions resolved together. An article has fewer; a book is resolved piece by piece, or the relations
#: of everything with everything would grow with the square of its length.
CHUNK = 200


class Geoparser:
    """Finds the places an article names and resolves each to an entry of the gazetteer.

    Parameters
    ----------
    gazetteer
        Where names are looked up.
    syntax
        Kept for recognisers that need tags; the default one does not.
    settings
        ``home_country``, ``one_sense`` and ``data_dir`` are used.
    recognizer
        Replaces the default one, e.g. ``geo.toponyms.recognition.spacy.SpacyRecognizer``.
    chain
        Online geocoder for uncertain names; by default the one of the settings (off).
    """

    def __init__(
        self,
        gazetteer: Gazetteer,
        syntax: Syntax | None,
        settings: Settings,
        *,
        recognizer: Recognizer | None = None,
        chain: Chain | None = None,
    ) -> None:
        self.gazetteer = gazetteer
        self.syntax = syntax
        self.settings = settings
        self.recognizer = recognizer or RuleRecognizer(gazetteer, settings.data_dir)
        self.resolver = Resolver.load(settings.data_dir)
        self._signs = SignReader.load(gazetteer, settings.data_dir)
        self._calibration = Calibration.load(settings.data_dir)
        self.chain = chain or _chain(settings)
        home = gazetteer.country(settings.home_country) if settings.home_country else None
        self._home = home.country if home else None

    def parse(
        self,
        article: Article,
        sentences: Sequence[Sentence],
        analyses: Sequence[Analysis] | None = None,  # noqa: ARG002 (for recognisers with tags)
    ) -> tuple[Toponym, ...]:
        """The toponyms of an article, in text order, none overlapping another.

        A name that the gazetteer does not hold is kept with ``place`` None or the place it lies
        in, and the reason says which.
        """
        mentions = self.recognizer.find(article, sentences)
        starts = [sentence.start for sentence in sentences]
        signs = self._signs.read(article.text)
        found: tuple[Toponym, ...] = ()
        for begin in range(0, len(mentions), CHUNK):
            part = mentions[begin : begin + CHUNK]
            resolution = self.resolve(article, part, signs)
            found += toponyms(part, starts, resolution, self._calibration)
        return found if self.chain is None else ask_online(found, self.chain, self.gazetteer)

    def resolve(
        self, article: Article, mentions: Sequence[Mention], signs: Signs | None = None
    ) -> Resolution:
        """Score the candidates of an article's mentions."""
        line = dateline(article.text)
        return self.resolver.resolve(
            article.text,
            mentions,
            signs or self._signs.read(article.text),
            one_sense=self.settings.one_sense,
            home=self._home,
            dateline_end=line.place.end if line else 0,
        )


def _chain(settings: Settings) -> Chain | None:
    """The online chain, geopy loaded only where it is switched on."""
    if settings.online_geocoder == "off":
        return None
    from geo.toponyms.nominatim import Chain

    return Chain.from_settings(settings)
