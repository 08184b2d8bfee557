"""One article's sentences and toponyms -> its events.

    sentence ─▶ triggers ─▶ gate ─▶ actors · date · place · numbers ─▶ Event

Cheap questions come first: a sentence whose words allow no trigger is never tagged, a sentence
without an asserted trigger never parsed, an act that is no event never dated or placed. Within a sentence the main act comes first.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geo.events.actor_context import ActorContext
from geo.events.actor_lexicon import ActorLexicon
from geo.events.actors import find_actors
from geo.events.attachment import attached
from geo.events.confidence import Confidence, features_of
from geo.events.contexts import Contexts
from geo.events.dates import Calendar
from geo.events.domains import Domain
from geo.events.gate import Gate, Verdict
from geo.events.lexicon import Lexicon
from geo.events.locate import Locator
from geo.events.modes import modes_of
from geo.events.ontology import Ontology
from geo.events.pinning import Case, Pinning
from geo.events.quantities import quantities_of
from geo.events.salience import salience
from geo.events.speakers import announcer
from geo.events.standing import is_crowd, is_force, is_public, public_sides
from geo.events.triggers import Laid, Trigger, find_triggers, lay_patterns, lower
from geo.model import Actor, Article, Event, Evidence, Sentence, Span, Toponym, event_id
from geo.settings import Settings
from geo.syntax import Analysis, Syntax, tokenize

#: Types that are acts of saying: the day of the saying is their day.
VERBAL = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})  # fmt: skip
#: Tags of ASSAULT that are damage to things.
_DAMAGE = frozenset({"destroy", "loot"})
#: Tags of COERCE that ordinary words share ("the hills occupy the centre").
_RESTRAINTS = frozenset({"restrict", "seize", "misinformation"})
_YEAR = re.compile(r"\b(1[5-9]\d\d|20[0-3]\d)\b")
_OLD_WARS = ("world war", "wwii", "d-day", "cold war", "civil war era", "middle ages")
_READ_CHARS = 50_000
#: An event is history when every year its sentence names lies so far back.
_PAST_YEARS = 2
#: A date so near the start of a sentence ("In 1984, …") frames all of it.
_OPENING = 12
#: The first sentences of a story tell its news: a noun there is an event without more ado.
_LEAD = 2
_SHORT = 25
#: Types that are events whoever acts; the others are so only in public affairs.
FORCE = frozenset({"ASSAULT", "PROTEST", "COERCE"})
#: Languages that are coded; everything else is detected and left alone.
LANGUAGES = frozenset({"en"})


@dataclass(frozen=True, slots=True)
class Held:
    """A tagged sentence with the patterns that its words allow."""

    sentence: Sentence
    analysis: Analysis
    laid: Sequence[Laid]


@dataclass(frozen=True, slots=True)
class Found:
    """A trigger with what the gate said of it."""

    trigger: Trigger
    verdict: Verdict
    sentence: Sentence
    analysis: Analysis


class Coder:
    """Codes articles; keeps no state between them.

    Parameters
    ----------
    ontology
        Types and modes; the lexicons are read from the folder it came from.
    syntax
        Tagger and parser.
    settings
        ``parser``, ``keep_nonevents`` and ``review_below`` are used.
    """

    def __init__(self, ontology: Ontology, syntax: Syntax, settings: Settings) -> None:
        self.ontology = ontology
        self.syntax = syntax
        self.settings = settings
        self.lexicon = Lexicon.load(ontology)
        self.gate = Gate.load(ontology.data_dir)
        self.confidence = Confidence.load(ontology.data_dir)
        self.contexts = Contexts.load(ontology)
        self.people = ActorLexicon.load(ontology.data_dir)
        self.pinning = Pinning.load(self.lexicon.classes["person"], ontology.data_dir)

    def why_not(self, article: Article) -> str:
        """Why an article is not coded at all; "" when it is."""
        if article.language in LANGUAGES or article.language is None:
            return ""
        if article.language == "pcm" and len(article.text.split()) < _SHORT:
            return ""  # a headline's worth of English is easily taken for Nigerian Pidgin
        return f"not coded yet: the text is in another language ({article.language})"

    def code(
        self,
        article: Article,
        sentences: Sequence[Sentence],
        toponyms: Sequence[Toponym],
        analyses: Sequence[Analysis] | None = None,
    ) -> tuple[Event, ...]:
        """Code one article.

        Parameters
        ----------
        article, sentences, toponyms
            As the earlier stages made them, in the order of the text.
        analyses
            One a sentence, where they have been made already.

        Returns
        -------
        tuple of Event
            In the order of the sentences, the main act of each first; not yet merged. Flagged
            non-events only with ``Settings.keep_nonevents``.
        """
        if self.why_not(article):
            return ()
        held = self._held(sentences, analyses)
        if not held:
            return ()
        political = self.lexicon.classes["political"]
        story = _Story(
            article, sentences, toponyms, self.people, political, self.settings.home_country,
            self.pinning,
        )  # fmt: skip
        found = self._found(story, held)
        events = [
            event
            for one in found
            if (event := self._event(one, story)) is not None
            and (not event.gate or self.settings.keep_nonevents)
        ]
        return tuple(events)

    def _held(
        self, sentences: Sequence[Sentence], analyses: Sequence[Analysis] | None
    ) -> list[Held]:
        """The sentences whose words allow a trigger, tagged."""
        if analyses is not None:
            pairs = zip(sentences, analyses, strict=True)
            laid = [(s, a, lay_patterns(self.lexicon, a.words)) for s, a in pairs]
            return [Held(*one) for one in laid if one[2]]
        kept = []
        for sentence in sentences:
            tokens = tokenize(sentence.text, sentence.start)
            if found := lay_patterns(self.lexicon, tokens[0]):
                kept.append((sentence, tokens, found))
        tagged = self.syntax.tag_tokens([tokens for _, tokens, _ in kept])
        return [Held(s, a, found) for (s, _, found), a in zip(kept, tagged, strict=True)]

    def _found(self, story: _Story, held: Sequence[Held]) -> list[Found]:
        domain = Domain.of(story.article.text, self.gate)
        judged = [self._judged(one, domain, story) for one in held]
        tagged = [one.analysis for one in held]
        # Parsed together: many sentences at once cost a third of one by one.
        wanted = [i for i, pairs in enumerate(judged) if any(not v.reason for _, v in pairs)]
        trees = dict(enumerate(tagged))
        if self.settings.parser == "accurate":
            trees.update(zip(wanted, self.syntax.parse_all(tagged[i] for i in wanted), strict=True))
        found: list[Found] = []
        for i, (one, pairs) in enumerate(zip(held, judged, strict=True)):
            low = lower(trees[i].words)
            pairs.sort(key=lambda pair: -salience(pair[0], pair[1], low))
            found.extend(Found(t, v, one.sentence, trees[i]) for t, v in pairs)
        return found

    def _judged(self, held: Held, domain: Domain, story: _Story) -> list[tuple[Trigger, Verdict]]:
        """The triggers of one sentence with what the gate says of them."""
        analysis = held.analysis
        triggers = find_triggers(self.lexicon, analysis, held.laid)
        if not triggers:
            return []
        low = lower(analysis.words)
        # Only a noun needs a day or a place beside it, and to find the days takes time.
        nouns = any(t.entry.kind == "noun" for t in triggers)
        anchored = not nouns or story.anchored(held.sentence)
        judged = [(t, self.gate.judge(t, analysis, low, anchored=anchored)) for t in triggers]
        return [(t, v if v.reason else domain.judge(t, v, low)) for t, v in judged]

    def score(self, name: str, features: Mapping[str, float]) -> float:  # noqa: ARG002 (bench)
        """Confidence of the event called ``name``; a fit overrides this to see the features."""
        return self.confidence.of(features)

    def _public(
        self,
        found: Found,
        actors: Sequence[Actor],
        recipients: Sequence[Actor],
        story: _Story,
    ) -> bool:
        """Whether an act is one of public affairs: done by or to an office, a force, a state."""
        kind, entry = found.verdict.event_type, found.trigger.entry
        if kind in FORCE and not (kind == "COERCE" and entry.tag in _RESTRAINTS):
            return True
        if any(is_public(actor) for actor in (*actors, *recipients)):
            return True
        if story.strict or any(actor.sectors for actor in actors):
            return False
        low = lower(found.analysis.words)
        return story.political(found.sentence, low, self.lexicon)

    def _somebody(self, low: Sequence[str], analysis: Analysis) -> bool:
        """Whether a sentence names anybody at all."""
        classes = self.lexicon.classes
        people = classes["person"] | classes["armed"] | classes["security"]
        return any(
            word in people or tag in {"NNP", "NNPS"}
            for word, tag in zip(low, analysis.tags, strict=True)
        )

    def _event(self, found: Found, story: _Story) -> Event | None:
        article, sentence, analysis = story.article, found.sentence, found.analysis
        trigger, verdict = found.trigger, found.verdict
        kind = verdict.event_type
        start, end = analysis.starts[trigger.first], analysis.ends[trigger.last]
        span = Span(start, end, article.text[start:end])
        low = lower(analysis.words)
        modes = modes_of(trigger, kind, self.ontology)
        people = find_actors(trigger, analysis, story.people)
        actors = people.actors
        one_sided = trigger.entry.args.endswith(">") and "&" not in trigger.entry.args
        recipients = () if one_sided else people.recipients
        if not actors and "gerund" in verdict.factors:
            actors = story.main_actors(sentence)
        if speaker := announcer(trigger, verdict, analysis, low):
            actors = find_actors(speaker, analysis, story.people).actors or actors
        if not actors and kind in {"MOBILIZE", "AID"} and is_force(recipients):
            actors, recipients = recipients, ()
        if kind == "ASSAULT" and trigger.entry.tag in _DAMAGE and is_crowd(actors):
            kind, modes = "PROTEST", ("riot",)
        story.keep_actors(sentence, actors, verdict)
        public = self._public(found, actors, recipients, story)
        gate = verdict.reason
        keep = self.settings.keep_nonevents
        if not keep and (gate or not public):
            return None
        if not gate and story.historical(span, sentence):
            gate = "historical"
        if gate and not keep:
            return None
        verbal = kind in VERBAL
        day, day_reason = story.calendar.date_of(span, sentence, verbal=verbal)
        where, where_reason = story.locator.locate(
            span, sentence, kind, modes=modes, actors=(*actors, *recipients)
        )
        if not gate and not (actors or recipients or where or self._somebody(low, analysis)):
            gate = "no anchor"
        belongs = attached(trigger, analysis, where) if where else None
        if (
            where is not None
            and kind in VERBAL
            and (belongs is False or (belongs is None and analysis.heads is not None))
        ):
            where_reason = (
                f"“{where.text}” is not where this was said, as far as the sentence tells"
            )
            where = None
        if not gate and not public:
            gate = "private"
        numbers = quantities_of(span, sentence, kind, modes)
        identity = event_id(article.id, start, end, kind)
        sure = self.score(
            identity,
            features_of(
                trigger, verdict, sentence, actors=actors, recipients=recipients, toponym=where,
                day=day, numbers=numbers, public=any(map(is_public, (*actors, *recipients))),
                attached=belongs, story=story.public_share,
            ),
        )  # fmt: skip
        if not gate and sure < self.confidence.floor:
            gate = "unsure"
        doubt = self.pinning.why_not(Case(
            kind, trigger, verdict, analysis, low, sentence, where, where_reason, belongs,
            actors, recipients, numbers, public_sides(actors, recipients, span),
            story.violence, story.public_share, sure, story.opening,
        )) if where is not None and story.strict else ""  # fmt: skip
        return Event(
            id=identity,
            article=article,
            event_type=kind,
            trigger=span,
            evidence=Evidence(
                article.id, sentence.start, sentence.end, sentence.text,
                article.title, article.source, article.url,
            ),
            modes=modes,
            actors=actors,
            recipients=recipients,
            event_date=day,
            date_reason=day_reason,
            toponym=where,
            geo_reason=where_reason,
            quantities=numbers,
            contexts=self.contexts.of(low, kind, modes),
            gate=gate,
            confidence=sure,
            pin_doubt=doubt,
            review_status="needs review" if doubt or sure < self.settings.review_below else "unreviewed",
        )  # fmt: skip


class _Story:
    """What the sentences of one article share."""

    def __init__(
        self,
        article: Article,
        sentences: Sequence[Sentence],
        toponyms: Sequence[Toponym],
        people: ActorLexicon,
        political: frozenset[str],
        home: str | None,
        pinning: Pinning,
    ) -> None:
        #: Share of its words that tell of violence or unrest, and the words it opens with.
        self.violence, self.opening = pinning.story_of(article.text)
        self.article = article
        self.people = ActorContext(people, article.text)
        self.calendar = Calendar(article, sentences, home=home)
        self.locator = Locator(article, sentences, toponyms)
        #: In a text of one sentence there is nothing else to anchor an event to.
        self.strict = len(sentences) > 1
        years = [int(y) for y in _YEAR.findall(article.text[:_READ_CHARS])]
        published = self.calendar.published
        #: The year from which the story looks back; without a date, the latest year it names.
        self._year = published.year if published else max(years, default=None)
        words = article.text[:_READ_CHARS].lower().split()
        hits = sum(word.strip(".,;:'\"”“’()") in political for word in words)
        #: How much of the story is about public affairs: share of its words, 0.1 and more is 1.
        self.public_share = min(1.0, 10 * hits / max(20, len(words)))
        self._main: dict[int, tuple[Actor, ...]] = {}
        self._toponyms = toponyms
        self._starts = [t.start for t in toponyms]
        self._named = [t.start for t in toponyms if t.place is not None]

    def keep_actors(self, sentence: Sentence, actors: tuple[Actor, ...], verdict: Verdict) -> None:
        """Remember who does the main act of a sentence."""
        if actors and not verdict.reason and "noun" not in verdict.factors:
            self._main.setdefault(sentence.index, actors)

    def main_actors(self, sentence: Sentence) -> tuple[Actor, ...]:
        """Who does the main act: "He asked for help, calling the protesters terrorists"."""
        return self._main.get(sentence.index, ())

    def historical(self, span: Span, sentence: Sentence) -> bool:
        """Whether a trigger is told as the past: "in 1984", "30 years ago"."""
        if self._year is None:
            return False
        if self.calendar.published is not None:
            if self.calendar.historical(span, sentence) is not None:
                return True
            first = self.calendar.phrases(sentence)[:1]
            if first and first[0].historical and first[0].start - sentence.start < _OPENING:
                return True
        low = sentence.text.lower()
        if any(phrase in low for phrase in _OLD_WARS):
            return True
        years = [int(y) for y in _YEAR.findall(sentence.text)]
        return bool(years) and max(years) <= self._year - _PAST_YEARS

    def political(self, sentence: Sentence, low: Sequence[str], lexicon: Lexicon) -> bool:
        """Whether a sentence is about public affairs: an office, a force, a state."""
        if not lexicon.classes["political"].isdisjoint(low):
            return True
        at = bisect_left(self._starts, sentence.start)
        while at < len(self._toponyms) and self._toponyms[at].start < sentence.end:
            toponym = self._toponyms[at]
            if toponym.role in {"metonym", "demonym"} or (
                toponym.place is not None
                and (toponym.place.kind == "country" or toponym.place.feature_code == "PPLC")
            ):
                return True
            at += 1
        return False

    def anchored(self, sentence: Sentence) -> bool:
        """Whether a sentence names a day or a place."""
        if sentence.index < _LEAD or sentence.kind == "headline":
            return True
        if any(not phrase.historical for phrase in self.calendar.phrases(sentence)):
            return True
        at = bisect_left(self._named, sentence.start)
        return at < len(self._named) and self._named[at] < sentence.end
