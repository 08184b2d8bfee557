"""The place of an event: which toponym of the story belongs to its trigger, and by which rule.

Rules in order; the first that finds a place wins, and ``geo_reason`` says which one it was:

1. a literal toponym in the trigger's own sentence, nearest clause first, the finest of an address;
2. "the city", "the region", "the country" near the trigger, for the last such place named, or the
   next one where none was named before;
3. a place named in the sentences before, in the same paragraph;
4. the dateline's place, for the first sentence of a story filed from the country it tells of;
5. the only place the story names, for acts of bodies on bodies;
6. the country of the story, or of the people in it.

Demonyms, names that stand for a government and a speaker's capital are no places. Acts of saying
(CONSULT, REQUEST …) use rule 1 only: without a place in their own clause they stay unlocated, but for
threats among people at home, which are put at their country.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from geo import grammar
from geo.events.countries import country_place
from geo.events.places.cues import Description
from geo.events.places.named import MAX_COST, Found, Named
from geo.events.places.story import FINENESS, StoryPlaces, country_of, fineness, lies_in
from geo.events.places.words import locate_words
from geo.model import Actor, Article, Place, Sentence, Span, Toponym

__all__ = ["BORROWED", "LISTED", "Locator"]

#: How the reasons of a place end that was not said of the event itself but of its surroundings.
BORROWED = (
    "is named in the sentence before", "is named below the headline",
    "where the story was filed", "is the only place the story names",
)  # fmt: skip
#: How the reason of a place ends that is one of several an act is told of.
LISTED = "is one of the places named in the same sentence"

#: What a description may stand for.
_KINDS = {
    "city": frozenset({"city"}),
    "town": frozenset({"city", "poi", "admin2"}),
    "admin1": frozenset({"admin1", "region", "admin2"}),
    "country": frozenset({"country"}),
}
#: A province no wider than this is a city of its own (Almaty, Vienna, Bogota).
_CITY_RADIUS_KM = 40
_CAPITAL = grammar.words("places.locate.capital")
_RULED = frozenset({"COERCE", "RETREAT"})


class Locator:
    """Places the events of one article.

    Parameters
    ----------
    article, sentences, toponyms
        As the earlier stages made them; toponyms in the order of the text.
    homes
        Names that speak for the story's country alone (``geo.events.places.homes``).
    """

    def __init__(
        self,
        article: Article,
        sentences: Sequence[Sentence],
        toponyms: Sequence[Toponym],
        homes: Sequence[Toponym] = (),
    ) -> None:
        self.words = locate_words()
        self.sentences = tuple(sentences)
        self.story = StoryPlaces(article, self.sentences, toponyms, self.words, homes)
        self.country = self.story.country
        self.named = Named(self.story, self.words)

    def locate(
        self,
        trigger: Span,
        sentence: Sentence,
        event_type: str,
        *,
        modes: Sequence[str] = (),
        actors: Sequence[Actor] = (),
    ) -> tuple[Toponym | None, str]:
        """Place one event.

        Parameters
        ----------
        trigger
            Offsets in ``Article.text``.
        sentence
            The sentence that holds it.
        event_type, modes
            PLOVER's.
        actors
            Actors and recipients of the event: a name inside one of them is no place.

        Returns
        -------
        (Toponym or None, reason)
            The mention that names the place; its offsets may lie in another sentence.
        """
        saying = event_type in self.words.diplomatic
        own = self.named.own(trigger, sentence, actors, event_type)
        if saying:
            return own or (None, "an act of saying, and no place is named with it")
        described = self._described(trigger, sentence)
        if own and described and fineness(described[0]) < fineness(own[0]):
            return described
        found = own
        if described and fineness(described[0]) < FINENESS["country"]:
            found = found or described
        decree = bool(self.words.national.intersection(modes))
        names = self.story.names_in(sentence) if decree and event_type in _RULED else ()
        if names and (ruled := self.named.cues(sentence).ruled(names, actors)):
            return ruled, f"“{ruled.text}” is what the office rules that decrees it"
        low = sentence.text.lower()
        wide = decree or any(phrase in low for phrase in self.words.wide)
        if found is None and not wide:
            found = self._before(sentence) or self._from_dateline(sentence)
        found = found or described
        if found is None and not wide and event_type in self.words.physical:
            found = self._only_place
        found = found or self._countrywide(sentence, actors, event_type)
        return found or (None, "no place is named in the sentence or near it")

    def under_threat(self, event_type: str, actors: Sequence[Actor]) -> Found | None:
        """The country in which people live under a threat: the story's, where all sides are at home.

        What one state says to another is said anywhere, and is an act at no place.

        Parameters
        ----------
        event_type
            PLOVER's; of all acts of saying only threats have such a place.
        actors
            Who threatens whom.
        """
        abroad = {a.country for a in actors if a.country} - {self.story.home}
        if event_type != "THREATEN" or self.country is None or abroad:
            return None
        return self.country, "no place is named: the country the story tells of"

    # -- rule 2: "the city" ----------------------------------------------------------------------

    def _described(self, trigger: Span, sentence: Sentence) -> Found | None:
        if capital := self._capital_of(trigger, sentence):
            return capital
        found = self.named.cues(sentence).descriptions()
        if not found:
            return None
        nearest = min(found, key=lambda d: abs(d.start - trigger.start))
        if abs(nearest.start - trigger.start) > MAX_COST:
            return None
        if nearest.kind != "country":
            return self._antecedent(nearest, sentence)
        if self.country is None:
            return None
        return self.country, f"“the {nearest.noun}” stands for {self.country.text}"

    def _capital_of(self, trigger: Span, sentence: Sentence) -> Found | None:
        """“The Peruvian capital”: the capital where the story names it, or else the country."""
        cues = self.named.cues(sentence)
        for before, noun in enumerate(() if _CAPITAL.isdisjoint(cues.low) else cues.low[1:]):
            people = self.story.peoples.get(cues.end(before)) if noun in _CAPITAL else None
            country = country_of(people) if people else None
            apart = abs(cues.starts[before + 1] - trigger.start)
            if people is None or country is None or apart > MAX_COST:
                continue
            where = self.story.capital_of(country) or self.story.mention_of(country)
            if where:
                return where, f"“the {people.text} capital” stands for {where.text}"
        return None

    def _antecedent(self, said: Description, sentence: Sentence) -> Found | None:
        """The last place of that kind named before, or else the next one."""
        kinds = _KINDS[said.kind]
        back, forward = self.words.sentences_back, self.words.sentences_forward
        filed = self.story.filed
        if said.near and filed and filed.place and filed.place.kind in kinds:
            return filed, f"“this {said.noun}” is {filed.text}, from where it reports"
        steps = (*range(0, -back - 1, -1), *range(1, forward + 1))
        for step in steps:
            index = sentence.index + step
            if not 0 <= index < len(self.sentences):
                continue
            names = [
                t for t in self.named.names(self.sentences[index])
                if t.place and self._is_kind(t.place, kinds) and self._fits(t, said)
            ]  # fmt: skip
            if step == 0:
                names = [t for t in names if t.start < said.start]
            if names:
                name = names[0] if step > 0 else names[-1]
                when = "next" if step > 0 else "before"
                return name, f"“the {said.noun}” stands for {name.text}, named {when}"
        if said.noun in _CAPITAL and filed and self._fits(filed, said):
            return filed, f"“the capital” stands for {filed.text}, where the story was filed"
        return None

    def _is_kind(self, place: Place, kinds: frozenset[str]) -> bool:
        """Whether a place is of a described kind; a city that is a province of its own is a city."""
        if "city" in kinds and place.kind in {"admin1", "admin2"}:
            return place.radius_km is not None and place.radius_km <= _CITY_RADIUS_KM
        return place.kind in kinds

    def _fits(self, toponym: Toponym, said: Description) -> bool:
        if toponym.place is None or (self.story.home not in {None, country_of(toponym)}):
            return False
        return said.noun not in _CAPITAL or self.words.is_capital(toponym.place)

    # -- rules 3 and 4: the sentences before, the dateline -----------------------------------------

    def _before(self, sentence: Sentence) -> Found | None:
        if sentence.kind in {"headline", "heading"}:
            return self._below(sentence)
        for back in range(1, self.words.sentences_back + 1):
            index = sentence.index - back
            previous = self.sentences[index] if index >= 0 else None
            if previous is None or previous.kind != sentence.kind:
                break
            if previous.paragraph != sentence.paragraph and back > 1:
                break
            names = [t for t in self.named.placed(previous) if fineness(t) < FINENESS["country"]]
            if names:
                finest = self.named.finest(names[-1], names, previous)
                return finest, f"“{finest.text}” is named in the sentence before"
        return None

    def _below(self, headline: Sentence) -> Found | None:
        """A headline's place is told in the sentence below it."""
        for following in self.sentences[headline.index + 1 : headline.index + 2]:
            if names := self.named.placed(following):
                return names[0], f"“{names[0].text}” is named below the headline"
        return None

    def _from_dateline(self, sentence: Sentence) -> Found | None:
        filed, line = self.story.filed, self.story.line
        if filed is None or line is None or not sentence.start <= line.start < sentence.end:
            return None
        abroad = self.story.home not in {None, country_of(filed)}
        if abroad or fineness(filed) >= FINENESS["country"]:
            return None
        # From a capital the whole country is reported: half of what is told happened elsewhere.
        here = "here" in self.named.cues(sentence).low
        if filed.place and self.words.is_capital(filed.place) and not here:
            return None
        return filed, f"{filed.text} is where the story was filed"

    @cached_property
    def _places(self) -> tuple[Toponym, ...]:
        """One mention of each place below the country that the story puts something at."""
        kept: dict[str, Toponym] = {}
        for sentence in self.sentences:
            if self.story.names_in(sentence):
                for toponym in self.named.placed(sentence):
                    if toponym.place and fineness(toponym) < FINENESS["country"]:
                        kept.setdefault(toponym.place.id, toponym)
        return tuple(kept.values())

    @cached_property
    def _only_place(self) -> Found | None:
        """The one place of a story that names no other."""
        places = self._places
        finest = [t for t in places if not any(lies_in(o, t) for o in places if o is not t)]
        if len(finest) != 1:
            return None
        return finest[0], f"{finest[0].text} is the only place the story names"

    def _countrywide(
        self, sentence: Sentence, actors: Sequence[Actor], event_type: str
    ) -> Found | None:
        """The country, where nothing finer is said: the story's, or that of the people in it."""
        home, physical = self.story.home, event_type in self.words.physical
        countries = {a.country for a in actors if a.country and country_place(a.country)}
        sure = self.story.share >= self.words.sure_share
        if physical and sure:  # foreigners act and suffer here too; police and rebels are at home
            countries = {a.country for a in actors if a.country and a.sector in self.words.at_home}
        elif physical:  # told of two countries: the sentence's own word decides
            named = map(country_of, self.story.names_in(sentence))
            countries = countries or set(filter(None, named))
        if countries and home not in countries and (physical or not sure):
            alone = len(countries) == 1 and physical
            where = self.story.mention_of(min(countries)) if alone else None
            return (where, "no place is named: the country of those it tells of") if where else None
        elsewhere = {country_of(t) for t in self.named.placed(sentence)}
        if self.country is None or (elsewhere and country_of(self.country) not in elsewhere):
            return None
        return self.country, "no place is named: the country the story tells of"
