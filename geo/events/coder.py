"""One article's sentences and toponyms -> its events.

    sentence ─▶ triggers ─▶ gate ─▶ actors · date · place · numbers ─▶ Event

Cheap questions come first: a sentence whose words allow no trigger is never tagged, a sentence
without an asserted trigger never parsed, an act that is no event never dated or placed. Within a sentence the main act comes first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from geo.dateline import dateline
from geo.errors import OntologyError
from geo.events.actors.accused import with_accused
from geo.events.actors.find import find_actors
from geo.events.actors.identified import with_identified
from geo.events.actors.lexicon import ActorLexicon
from geo.events.actors.sites import without_sites
from geo.events.actors.speakers import spoken
from geo.events.asides import plain
from geo.events.attachment import attached
from geo.events.background import is_background
from geo.events.confidence import Confidence, features_of
from geo.events.contexts import Contexts
from geo.events.domains import Domain
from geo.events.found import Found, Held, Who
from geo.events.gate import Gate, Verdict
from geo.events.incidents import BRIEF, MAYBE, Incidents
from geo.events.known.history import told_as_history
from geo.events.known.table import KnownEvents
from geo.events.lexicon import Lexicon
from geo.events.modes import modes_of
from geo.events.ontology import Ontology
from geo.events.parties.beside import beside_acts
from geo.events.parties.judging import Parties
from geo.events.pins.case import BODILY, Case
from geo.events.pins.doubts import Doubts
from geo.events.pins.pinning import Pinning
from geo.events.quantities.find import quantities_of
from geo.events.quantities.owners import owned
from geo.events.readings import reread
from geo.events.salience import salience
from geo.events.series import in_each_place
from geo.events.standing import is_force, is_public, public_sides
from geo.events.story import LEAD, Story
from geo.events.triggers import Trigger, find_triggers, lay_patterns, lower
from geo.model import Actor, Article, Event, Evidence, Sentence, Span, Toponym, event_id
from geo.packs import bound, check_bound, language_name, packs
from geo.settings import Settings
from geo.syntax import Analysis, Syntax, sentence_tokens

#: Types that are acts of saying: the day of the saying is their day.
VERBAL = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})  # fmt: skip
#: Tags of COERCE that ordinary words share ("the hills occupy the centre").
_RESTRAINTS = frozenset({"restrict", "seize", "misinformation"})
_NAMES = frozenset({"NNP", "NNPS"})
#: Sentences tagged and parsed together. An article has fewer; a book at once would take a gigabyte.
_RUN = 400
#: Types that are events whoever acts; the others are so only in public affairs.
FORCE = frozenset({"ASSAULT", "PROTEST", "COERCE"})


def why_not_coded(article: Article, language: str | None = None) -> str:
    """Why an article is not coded by a coder of some language (None: the process's); "" when it is."""
    if article.language is None or article.language == (language or bound()[0]):
        return ""
    return f"not coded yet: the text is in {language_name(article.language)}"


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
    language
        The language pack, else that of the settings; articles in any other language are left alone.

    Raises
    ------
    OntologyError
        The pack is missing, not marked as one that can be coded, or its words are not those that
        this process has read.
    """

    def __init__(
        self, ontology: Ontology, syntax: Syntax, settings: Settings, *, language: str | None = None
    ) -> None:
        language = language or settings.language
        pack = packs(ontology.data_dir).get(language)
        if pack is None or not pack.coded:
            msg = f"languages.toml has no pack for {language!r} that is coded."
            raise OntologyError(msg)
        check_bound(language, ontology.data_dir)
        self.language = language
        self.ontology = ontology
        self.syntax = syntax
        self.settings = settings
        self.lexicon = Lexicon.load(ontology, language)
        self.gate = Gate.load(ontology.data_dir, language)
        self.confidence = Confidence.load(ontology.data_dir)
        self.incidents = Incidents.load(ontology.data_dir)
        self.parties = Parties.load(ontology.data_dir)
        self.known = KnownEvents.load(ontology.data_dir)
        self.contexts = Contexts.load(ontology, language)
        self.people = ActorLexicon.load(ontology.data_dir)
        classes = self.lexicon.classes
        self.pinning = Pinning.load(classes["person"], ontology.data_dir)
        self.doubts = Doubts.load(self.pinning, ontology.data_dir)
        #: Who does what is no event is asked only for the sake of the pronouns that follow.
        self._hasty = settings.parser == "fast" and not settings.keep_nonevents
        self._people = classes["person"] | classes["armed"] | classes["security"]

    def why_not(self, article: Article) -> str:
        """Why an article is not coded at all; "" when it is."""
        return why_not_coded(article, self.language)

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
        political = self.lexicon.classes["political"]
        story = Story(
            article, sentences, toponyms, self.people, political, self.settings.home_country,
            self.pinning,
        )  # fmt: skip
        events: list[Event] = []
        for first in range(0, len(sentences), _RUN):
            run = slice(first, first + _RUN)
            held = self._held(article, sentences[run], analyses and analyses[run])
            found = self._found(story, held) if held else []
            events += self._coded(found, story)
            if not story.strict and all(event.gate for event in events):
                # A headline says no more than "protests in Quito": what it names is what it tells.
                named = [
                    replace(f, verdict=Verdict("", f.verdict.event_type))
                    for f in found
                    if f.is_named
                ]
                told = self._coded(named, story)[:1]
                events = told + [e for e in events if e.id not in {t.id for t in told}]
        events = with_identified(
            events, sentences, self.syntax, story.people, parse=self.settings.parser == "accurate"
        )
        if story.strict:
            events = list(self.incidents.sort_out(events, article.text))
            events = with_accused(events, sentences, self.syntax, story.people)
            if len(article.text) >= BRIEF:
                beside = beside_acts(events, story.acts, story.people, story.within)
                events = self.parties.sort_out(events, beside)
            events = self.doubts.settled(events, story)
        known = told_as_history(owned(events), sentences, story.calendar.published, self.known)
        return tuple(e for e in known if self.settings.keep_nonevents or not e.gate)

    def _coded(self, found: Sequence[Found], story: Story) -> list[Event]:
        return [
            each
            for one in found
            if (event := self._event(one, story)) is not None
            and not self._is_dropped(event.event_type, event.gate, story)
            for each in in_each_place(event, one.sentence, story.locator)
        ]

    def _is_dropped(self, kind: str, gate: str, story: Story) -> bool:
        """Whether nobody asks for an act any more; of violence the whole telling is still asked."""
        if not gate or self.settings.keep_nonevents:
            return False
        return not (story.strict and kind == "ASSAULT" and gate in MAYBE)

    def _held(
        self,
        article: Article,
        sentences: Sequence[Sentence],
        analyses: Sequence[Analysis] | None,
    ) -> list[Held]:
        """The sentences whose words allow a trigger, tagged."""
        if analyses is not None:
            pairs = zip(sentences, analyses, strict=True)
            laid = [(s, a, lay_patterns(self.lexicon, a.words)) for s, a in pairs]
            return [Held(*one) for one in laid if one[2]]
        kept = []
        line = dateline(article.text)
        for sentence in sentences:
            tokens = sentence_tokens(plain(sentence, line), sentence.start)
            if found := lay_patterns(self.lexicon, tokens[0]):
                kept.append((sentence, tokens, found))
        tagged = self.syntax.tag_tokens([tokens for _, tokens, _ in kept])
        return [Held(s, a, found) for (s, _, found), a in zip(kept, tagged, strict=True)]

    def _found(self, story: Story, held: Sequence[Held]) -> list[Found]:
        domain = story.domain(self.gate)
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
            beside = tuple(trigger for trigger, _ in pairs)
            found.extend(self._at(story, one.sentence, trees[i], *pair, beside) for pair in pairs)
        return found

    def _at(
        self, story: Story, sentence: Sentence, tree: Analysis, trigger: Trigger, verdict: Verdict,
        beside: tuple[Trigger, ...],
    ) -> Found:  # fmt: skip
        start, end = tree.starts[trigger.first], tree.ends[trigger.last]
        span = Span(start, end, story.article.text[start:end])
        return Found(trigger, verdict, sentence, tree, span, beside)

    def _judged(self, held: Held, domain: Domain, story: Story) -> list[tuple[Trigger, Verdict]]:
        """The triggers of one sentence with what the gate says of them."""
        analysis = held.analysis
        triggers = find_triggers(self.lexicon, analysis, held.laid)
        if not triggers:
            return []
        low = lower(analysis.words)
        anchored = partial(story.anchored, held.sentence)
        judged = [(t, self.gate.judge(t, analysis, low, anchored)) for t in triggers]
        return [(t, domain.judge(t, v, low)) for t, v in judged]

    def score(self, name: str, features: Mapping[str, float]) -> float:  # noqa: ARG002 (bench)
        """Confidence of the event called ``name``; a fit overrides this to see the features."""
        return self.confidence.of(features)

    def _public(
        self,
        found: Found,
        actors: Sequence[Actor],
        recipients: Sequence[Actor],
        story: Story,
    ) -> bool:
        """Whether an act is one of public affairs: done by or to an office, a force, a state."""
        kind, entry = found.verdict.event_type, found.trigger.entry
        if kind in FORCE and not (kind == "COERCE" and entry.tag in _RESTRAINTS):
            return True
        if any(is_public(actor) for actor in (*actors, *recipients)):
            return True
        if story.strict:
            return False
        low = lower(found.analysis.words)
        return story.political(found.sentence, low, self.lexicon)

    def _somebody(self, low: Sequence[str], analysis: Analysis) -> bool:
        """Whether a sentence names anybody at all."""
        return not self._people.isdisjoint(low) or not _NAMES.isdisjoint(analysis.tags)

    def _event(self, found: Found, story: Story) -> Event | None:
        """The event of a trigger; None where it is none and non-events are not kept."""
        gate = found.verdict.reason
        if self._hasty and self._is_dropped(found.verdict.event_type, gate, story):
            return None
        who = self._who(found, story)
        story.keep_actors(found.sentence, who.actors, found.verdict)
        if not self.settings.keep_nonevents and not who.public:
            return None
        if gate in {"", *MAYBE} and story.historical(found.span, found.sentence):
            gate = "historical"
        if self._is_dropped(who.kind, gate, story):
            return None
        event = self._told(found, who, story, gate)
        if event.gate in {"", *MAYBE} and story.strict:
            if who.kind == "ASSAULT" and len(story.acts) < _RUN:
                story.acts[found.span.start] = found
            lead = found.sentence.index < LEAD
            if is_background(event, found.trigger, found.analysis, lead=lead):
                return replace(event, gate="background")
        return event

    def _who(self, found: Found, story: Story) -> Who:
        """Who did it to whom, and what it is in the light of that."""
        trigger, verdict, analysis = found.trigger, found.verdict, found.analysis
        kind = verdict.event_type
        modes = modes_of(trigger, kind, self.ontology)
        people = find_actors(trigger, analysis, story.people, found.beside)
        actors = people.actors
        one_sided = trigger.entry.args.endswith(">") and "&" not in trigger.entry.args
        recipients = () if one_sided else people.recipients
        if not actors and "gerund" in verdict.factors:
            actors = story.main_actors(found.sentence)
        actors, recipients = spoken(trigger, verdict, analysis, story.people, actors, recipients)
        if not actors and kind in {"MOBILIZE", "AID"} and is_force(recipients):
            actors, recipients = recipients, ()
        within = partial(story.within, found.sentence)
        if recipients:
            recipients = without_sites(recipients, actors, within, story.article.text, act=kind)
        kind, modes = reread(kind, modes, trigger, found.span, actors, within)
        public = self._public(found, actors, recipients, story)
        return Who(kind, modes, actors, recipients, public)

    def _where(
        self, found: Found, who: Who, story: Story
    ) -> tuple[Toponym | None, str, bool | None, bool]:
        """Place, its reason, whether the sentence ties it to the trigger, whether one was near."""
        where, reason = story.locator.locate(
            found.span, found.sentence, who.kind, modes=who.modes, actors=who.people
        )
        near = where is not None
        belongs = attached(found.trigger, found.analysis, where) if where else None
        parsed = found.analysis.heads is not None
        if where and who.kind in VERBAL and (belongs is False or (belongs is None and parsed)):
            reason = f"“{where.text}” is not where this was said, as far as the sentence tells"
            where = None
        if where is None and (home := story.locator.under_threat(who.kind, who.people)):
            return *home, None, near
        return where, reason, belongs, near

    def _told(self, found: Found, who: Who, story: Story, gate: str) -> Event:
        """The event with its day, its place, its numbers and how sure it is."""
        article, sentence, analysis = story.article, found.sentence, found.analysis
        span, kind, low = found.span, who.kind, lower(analysis.words)
        day, day_reason = story.calendar.date_of(span, sentence, verbal=kind in VERBAL)
        where, where_reason, belongs, near = self._where(found, who, story)
        if gate in {"", *MAYBE} and not (who.people or near or self._somebody(low, analysis)):
            gate = "no anchor"
        if not gate and not who.public:
            gate = "private"
        numbers = quantities_of(span, sentence, kind, who.modes)
        identity = event_id(article.id, span.start, span.end, kind)
        sure = self.score(
            identity,
            features_of(
                found.trigger, found.verdict, sentence, actors=who.actors,
                recipients=who.recipients, toponym=where, day=day, numbers=numbers,
                public=any(map(is_public, who.people)), attached=belongs, story=story.public_share,
            ),
        )  # fmt: skip
        if not gate and sure < self.confidence.floor:
            gate = "unsure"
        doubt = self.doubts.why_not(identity, Case(
            kind, found.trigger, found.verdict, analysis, low, sentence, where, where_reason,
            belongs, who.actors, who.recipients, numbers,
            public_sides(who.actors, who.recipients, span),
            story.violence, story.public_share, sure, story.opening, story.title,
            day,
            story.within(sentence), story.locator.story.is_remote(where),
            story.is_scene(where, sentence), found.beside, story.is_ahead(day),
            bool(day and day.basis == "publication" and story.calendar.is_timeless),
        ), story) if where is not None and story.strict else ""  # fmt: skip
        if where is not None and not doubt and kind in BODILY:
            story.keep_scene(where, sentence)
        return Event(
            id=identity,
            article=article,
            event_type=kind,
            trigger=span,
            evidence=Evidence(
                article.id, sentence.start, sentence.end, sentence.text,
                article.title, article.source, article.url,
            ),
            modes=who.modes,
            actors=who.actors,
            recipients=who.recipients,
            event_date=day,
            date_reason=day_reason,
            toponym=where,
            geo_reason=where_reason,
            quantities=numbers,
            contexts=self.contexts.of(low, kind, who.modes),
            gate=gate,
            confidence=sure,
            pin_doubt=doubt,
            review_status="needs review" if doubt or sure < self.settings.review_below else "unreviewed",
        )  # fmt: skip
