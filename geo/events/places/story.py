"""What a story says of places as a whole: its country, where it was filed, what it speaks of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Final

from geo.dateline import dateline
from geo.events.countries import country_place
from geo.events.places.company import Company
from geo.events.places.words import LocateWords
from geo.model import Article, Place, Sentence, Toponym

FINENESS: Final = {
    "poi": 0, "city": 1, "admin2": 2, "admin1": 3, "region": 4, "physical": 4, "country": 5,
    "continent": 6,
}  # fmt: skip
#: A city of so many people may be the place of an event in a story about another country.
_WELL_KNOWN = 500_000
#: And one of so many is known where only its country's people are named.
_KNOWN = 100_000
#: A mention in the lead of a story counts so many times for its country.
_LEAD_WEIGHT = 2
#: And the country named, or its people, so many times more than one of its towns.
_NAMED_WEIGHT, _PLACE_WEIGHT = 3, 2
_NAMESAKE = "the story is told from there, and nothing speaks for the namesake abroad"


class StoryPlaces:
    """The places of one article.

    Attributes
    ----------
    country
        The mention that names the country most of the story's places lie in, if it has at least
        ``dominant_share`` of them; ``share`` is its share.
    home
        That country's code, also where no mention names the country itself.
    line, filed
        The dateline and the toponym in it.
    """

    def __init__(
        self,
        article: Article,
        sentences: Sequence[Sentence],
        toponyms: Sequence[Toponym],
        words: LocateWords,
        homes: Sequence[Toponym] = (),
    ) -> None:
        self.words = words
        self.sentences = sentences
        self.line = dateline(article.text)
        self.filed: Toponym | None = None
        self.share = 0.0
        self.home: str | None = None
        self._in: dict[int, list[Toponym]] = {}
        self._share_out(toponyms)
        self._toponyms = (*toponyms, *(t for t in homes if t.role != "demonym"))
        #: Every adjective of origin, also those that are no name of their own ("the Peruvian capital").
        self.peoples = {t.end: t for t in (*toponyms, *homes) if t.role == "demonym"}
        self._company = Company(self._toponyms)
        self._told = self._company.told()
        self._mentions: dict[str, Toponym | None] = {}
        self.country = self._dominant(self._toponyms)

    def mention_of(self, country: str) -> Toponym | None:
        """The mention that stands for a country the story speaks of; None for another."""
        if country not in self._mentions:
            told = country in self._told
            self._mentions[country] = self._mention(country, self._toponyms) if told else None
        return self._mentions[country]

    def capital_of(self, country: str) -> Toponym | None:
        """The first mention of a country's capital; None where the story does not name it."""
        return self._capitals.get(country)

    @cached_property
    def _capitals(self) -> dict[str, Toponym]:
        capitals: dict[str, Toponym] = {}
        for toponym in self._toponyms:
            place = toponym.place
            if place and place.country and self.words.is_capital(place):
                capitals.setdefault(place.country, toponym)
        return capitals

    def names_in(self, sentence: Sentence) -> Sequence[Toponym]:
        """The resolved toponyms of a sentence, its dateline's left out."""
        return [self._at_home(t) for t in self._in.get(sentence.index, ())]

    def _at_home(self, toponym: Toponym) -> Toponym:
        """A small town abroad that has a namesake in the story's own country is taken for that."""
        place = toponym.place
        if place is None or self.home in {None, place.country} or place.kind == "country":
            return toponym
        namesake = next((c.place for c in toponym.candidates if c.place.country == self.home), None)
        if namesake is None:
            return toponym
        if self.is_well_known(toponym) and not self._outweighs(namesake, place):
            return toponym
        return replace(toponym, place=namesake, reason=f"{namesake.country_name}: {_NAMESAKE}")

    def _outweighs(self, namesake: Place, abroad: Place) -> bool:
        """Whether a namesake at home goes before a city known the world over: where nobody speaks of its country."""
        large = namesake.kind == "admin1" or (
            namesake.kind == "city" and namesake.population >= _KNOWN
        )
        return large and abroad.country not in self._told

    def is_well_known(self, toponym: Toponym) -> bool:
        """Whether a place is known without its country: a capital, or a city of half a million."""
        place = toponym.place
        return place is not None and (
            place.population >= _WELL_KNOWN or self.words.is_capital(place)
        )

    def _share_out(self, toponyms: Sequence[Toponym]) -> None:
        """Put each resolved toponym into its sentence; the dateline's own is kept apart."""
        index = 0
        for toponym in toponyms:
            while index < len(self.sentences) and self.sentences[index].end <= toponym.start:
                index += 1
            if index == len(self.sentences) or toponym.place is None:
                continue
            if self._is_in_line(toponym):
                self._file(toponym)
                continue
            self._in.setdefault(self.sentences[index].index, []).append(toponym)

    def _file(self, toponym: Toponym) -> None:
        """Keep the finest name of the dateline's place; an agency's name is none."""
        if self.line is None or toponym.start >= self.line.place.end:
            return
        if self.filed is None or fineness(toponym) < fineness(self.filed):
            self.filed = toponym

    def _dominant(self, toponyms: Sequence[Toponym]) -> Toponym | None:
        """The mention that stands for the country most of the story's places lie in."""
        beside = [t for t in toponyms if t is not self.filed and self._is_in_line(t)]
        counts = self._weights(toponyms, beside)
        if not counts:
            return None
        (country, most), *others = counts.most_common(2)
        filed = self._filed_country()
        ahead = not others or most >= self.words.dominant_lead * others[0][1]
        if most < self.words.dominant_share * counts.total() and not ahead:
            if filed not in {country, others[0][0]}:
                return None
            country = filed or country  # two countries are told of: the reporter is in one of them
        elif country == filed:  # a reporter there names it with good reason
            counts = self._weights(toponyms)
        self.home, self.share = country, counts[country] / counts.total()
        return self._mention(country, toponyms)

    def _weights(
        self, toponyms: Sequence[Toponym], left_out: Collection[Toponym] = ()
    ) -> Counter[str]:
        """How much speaks for each country: names of the country itself most, a lone name least."""
        counts: Counter[str] = Counter()
        seen: set[str] = set()
        lead = self.sentences[min(2, len(self.sentences) - 1)].end if self.sentences else 0
        for toponym in toponyms:
            place = toponym.place
            if place is None or place.country is None or toponym in left_out:
                continue
            counts[place.country] += self._weight(toponym, place, lead, repeated=place.id in seen)
            seen.add(place.id)
        if filed := self._filed_country():
            counts[filed] += _NAMED_WEIGHT
        return counts

    def _is_in_line(self, toponym: Toponym) -> bool:
        """Whether a name stands in the dateline: the reporter is there, the news may be abroad."""
        return self.line is not None and self.line.start <= toponym.start < self.line.end

    def _filed_country(self) -> str | None:
        """The country of the dateline; a capital's name tells it even where no place was found."""
        if self.filed:
            return country_of(self.filed)
        return self.words.capital_country(self.line.place.text) if self.line else None

    def _weight(self, toponym: Toponym, place: Place, lead: int, *, repeated: bool) -> int:
        """What one mention says of the story's country: a government's name says least."""
        weight = _LEAD_WEIGHT if toponym.start < lead else 1
        if toponym.role in {"modifier", "metonym", "demonym"}:  # who acts is not where
            return weight
        if place.kind == "country":
            return weight * _NAMED_WEIGHT
        return weight * (1 if repeated else _PLACE_WEIGHT)

    def _mention(self, country: str, toponyms: Sequence[Toponym]) -> Toponym | None:
        """The country's own name in the story, or else a place in it that shows which it is."""
        there = [t for t in toponyms if t.place and t.place.country == country]
        named = next((t for t in there if t.place and t.place.kind == "country"), None)
        place = country_place(country)
        if named or place is None:
            return named
        if not there:
            return self._shown_by_dateline(place)
        shown = there[0]
        why = f"the country that {shown.text} lies in"
        return replace(shown, role="literal", place=place, reason=why, candidates=())

    def _shown_by_dateline(self, country: Place) -> Toponym | None:
        """The country as the dateline shows it, where no other name of the story does."""
        if self.line is None or self._filed_country() != country.country:
            return None
        at = self.line.place
        return Toponym(
            at.start, at.end, at.text, place=country, reason="its capital files the story"
        )

    def is_remote(self, toponym: Toponym) -> bool:
        """Whether it is a small place of a country, or a province, that nothing else in the story lies in.

        A demonym or a government's name says who acts, and draws a namesake of its own country; a
        quarter of a town that the gazetteer does not know draws one from another province.
        """
        place = toponym.place
        if place is None or place.kind == "country" or place.country is None:
            return False
        at_home = place.country == self.home
        known = place.population >= _KNOWN and (at_home or place.kind != "admin2")
        if known or self.words.is_capital(place):
            return False  # many people make a city known, not the district of a small one
        if at_home:
            return self._company.is_out_of_province(place)
        return not (self._company.in_country(place) or self._company.near(toponym, literal=True))

    def is_likely(self, toponym: Toponym) -> bool:
        """Whether a place fits the story: a lone small town in a country not spoken of near it does not."""
        place = toponym.place
        if place is None:
            return False
        if self.home is None or place.country in {None, self.home}:
            return True
        if self.is_remote(toponym) and not self._company.near(toponym, literal=False):
            return False
        return self.is_well_known(toponym) or place.country in self._told or place.kind == "country"


def fineness(toponym: Toponym) -> int:
    """How fine a place is: 0 finest."""
    return FINENESS[toponym.place.kind] if toponym.place else len(FINENESS)


def country_of(toponym: Toponym) -> str | None:
    """ISO3 code of the country a toponym lies in."""
    return toponym.place.country if toponym.place else None


def holds(outer: Toponym, inner: Toponym) -> bool:
    """Whether one place is the other, or holds it; a place unknown holds nothing."""
    a, b = outer.place, inner.place
    if a is None or b is None:
        return False
    return a.id == b.id or a.name == b.name or lies_in(inner, outer)


def lies_in(inner: Toponym, outer: Toponym) -> bool:
    """Whether one place lies in the other and is finer."""
    a, b = inner.place, outer.place
    if a is None or b is None or FINENESS[a.kind] >= FINENESS[b.kind] or a.country != b.country:
        return False
    return b.kind == "country" or a.admin1_id in {b.admin1_id, b.id} or a.admin1 == b.name
