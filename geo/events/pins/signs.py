"""What is known of an act that could be drawn, as numbers: its word, sentence, place, people, day and story.

The questions of ``pinning`` each look at one thing and say no. These numbers are weighed together
(``trust``): a day in the sentence, a place right behind the verb and a story in the past tense make up
for a doubt that alone would stand. No word of a text is among them: only entries of the lexicon, kinds of
words, and distances.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from geo import grammar
from geo.events.pins.case import BODILY, Case
from geo.model import Article, EventDate

__all__ = ["manner_of", "signs_of"]

_MARKERS = {str(k): str(v) for k, v in grammar.pairs("pins.signs.markers").items()}
_MODALS = grammar.words("pins.signs.modals")
_NEGATIONS = grammar.words("pins.signs.negations")
_SAYS = grammar.words("pins.signs.says")
_NEAR = grammar.words("pins.signs.near")
_CALENDAR = grammar.words("pins.signs.calendar")
_GONE = grammar.words("pins.signs.gone")
_LEADS = grammar.words("pins.signs.leads")
_WITHIN = grammar.words("pins.signs.within")
_PRONOUNS = grammar.words("pins.signs.pronouns")
_BEHIND = grammar.words("pins.signs.behind")
_JOINTS = grammar.words("pins.places.joints")
_HAD = grammar.words("pins.signs.had")
_INFINITIVE = grammar.words("pins.signs.infinitive")
_BE = grammar.words("common.verbs.be")
_HAVE = grammar.words("common.verbs.have")
_ARTICLES = grammar.words("common.determiners.articles")
_INDEFINITE = grammar.words("common.determiners.indefinite")
#: Lists whose share of a story's words is counted, and what makes the share about 1.
_SHARES: Final = (
    ("self", grammar.words("pins.signs.self"), 20),
    ("you", grammar.words("pins.signs.you"), 40),
    ("gone", _GONE, 100),
    ("told", grammar.words("pins.signs.told"), 50),
    ("says_now", grammar.words("pins.signs.says_now"), 50),
    ("modals", _MODALS, 50),
    ("persons", grammar.words("pins.signs.persons"), 20),
    ("past_tense", grammar.words("pins.signs.past_tense"), 20),
    ("present_tense", grammar.words("pins.signs.present_tense"), 20),
)
_YEAR = re.compile(r"\b(?:1[89]|20)[0-9][0-9]\b")
_WORD = re.compile(r"[a-z'’]+")
_STOP = re.compile(r"[.!?][\"”]?\s")
_QUOTES = frozenset({'"', "“", "”", "``", "''"})
#: Marks behind which an earlier word no longer opens the clause of an act.
_BREAKS = frozenset({";", ":", "--", "“", '"'})
#: From an act back to the word that opens its clause, and to its auxiliaries.
_CLAUSE, _AUXILIARY = 12, 4
_READ_CHARS = 20_000
_LEAD, _LEAD_CHARS = 3, 400
#: Shortest word, and its first letters, by which an act is known again in a headline.
_STEM_FROM, _STEM = 4, 5
#: Days from an act to publication that a story of the week, and of the month, leaves.
_WEEK, _FORTNIGHT = 3, 14
_MODIFIERS = frozenset({"DT", "PRP$", "CD", "JJ", "JJS", "POS", "VBN", "VBG", "RB"})


def manner_of(text: str) -> dict[str, float]:
    """How a story is told: shares of pronouns, tenses, years and questions among its words.

    Parameters
    ----------
    text
        ``Article.text``; its first 20,000 characters are read.
    """
    text = text[:_READ_CHARS]
    words = Counter(_WORD.findall(text.lower()))
    n = max(50, words.total())
    sentences = max(1, len(_STOP.findall(text)))
    found = {
        f"story {name}": scale * sum([words[word] for word in listed]) / n
        for name, listed, scale in _SHARES
    }
    quotes = text.count("“") + text.count('"') / 2
    return found | {
        "story years": 100 * len(_YEAR.findall(text)) / n,
        "story questions": text.count("?") / sentences,
        "story quotes": quotes / sentences,
        "story sentence": n / sentences / 30,
        "story length": min(n, 2000) / 1000,
    }


def signs_of(
    case: Case, article: Article, manner: Mapping[str, float], doubt: str
) -> dict[str, float]:
    """What is known of one act, by name; what is not named is 0.

    Parameters
    ----------
    case
        The act.
    article
        Where it is told.
    manner
        What ``manner_of`` says of the article.
    doubt
        What ``Pinning.why_not`` said of it.
    """
    found: dict[str, float] = {**manner}
    found.update(_of_word(case))
    found.update(_of_sentence(case, article))
    found.update(_of_place(case, article))
    if case.own_place:
        found.update(_of_way(case))
    found.update(_of_people(case))
    found.update(_of_day(case, article))
    found["undoubted"] = not doubt
    return {name: float(value) for name, value in found.items()}


def _of_word(case: Case) -> dict[str, float]:
    """The word of the act, and how it stands in its clause."""
    trigger, low, tags = case.trigger, case.low, case.analysis.tags
    entry, first, last, anchor = trigger.entry, trigger.first, trigger.last, trigger.anchor
    before = set(low[max(0, first - _AUXILIARY) : first])
    found = {
        entry.kind: 1.0, f"tag {tags[anchor]}": 1.0, f"type {case.kind}": 1.0,
        f"finer {entry.tag}": bool(entry.tag),
        f"entry {entry.text}": 1.0, "bodily": case.kind in BODILY,
        "weight": entry.weight, "words": min(3, len(trigger.tokens) - 1) / 3,
        "had": not _HAD.isdisjoint(before), "has": not (_HAVE - _HAD).isdisjoint(before),
        "be": not _BE.isdisjoint(before), "modal": not _MODALS.isdisjoint(before),
        "denied": not _NEGATIONS.isdisjoint(before), "infinitive": first > 0 and low[first - 1] in _INFINITIVE,
        "factors": len(case.verdict.factors),
        "sure": case.sure, "violence": min(case.share * 10, 3), "politics": case.politics,
    }  # fmt: skip
    stems = {low[i][:_STEM] for i in trigger.tokens if len(low[i]) >= _STEM_FROM}
    found["in headline"] = any(word[:_STEM] in stems for word in case.title)
    found["in opening"] = any(word[:_STEM] in stems for word in case.opening)
    for factor in case.verdict.factors:
        found[f"factor {factor}"] = 1.0
    if low[last + 1 : last + 2] and low[last + 1] in _BEHIND:
        found[f"before {low[last + 1]}"] = 1.0
    for back in range(1, min(_CLAUSE, first) + 1):
        word = low[first - back]
        if word in _BREAKS:
            break
        if word in _MARKERS:
            found[f"clause {_MARKERS[word]}"] = 1.0
            found["clause length"] = back / _CLAUSE
            break
    return found if entry.kind == "verb" else found | _of_noun(case)


def _of_noun(case: Case) -> dict[str, float]:
    """What stands before the noun of an act: "after the attack", "an attack", "attacks"."""
    low, tags, first = case.low, case.analysis.tags, case.trigger.first
    at = first - 1
    while at >= 0 and (tags[at] in _MODIFIERS or tags[at].startswith("NN")):
        at -= 1
    verb = at >= 0 and tags[at].startswith("VB")
    led = low[at] if at >= 0 and low[at] in _LEADS else "verb" if verb else "" if at < 0 else "-"
    return {
        f"led by {led}": 1.0,
        "definite": first > 0 and low[first - 1] in _ARTICLES - _INDEFINITE,
        "indefinite": first > 0 and low[first - 1] in _INDEFINITE,
        "plural": tags[case.trigger.anchor] == "NNS",
    }


def _of_sentence(case: Case, article: Article) -> dict[str, float]:
    """Where the sentence stands, and what else it tells."""
    sentence, low, tags = case.sentence, case.low, case.analysis.tags
    words, first = set(low), case.trigger.first
    quotes = [i for i, word in enumerate(low) if word in _QUOTES]
    years = len(_YEAR.findall(sentence.text))
    return {
        "index": min(sentence.index, 30) / 30, "head": sentence.index == 0,
        "lead": sentence.index < _LEAD, "headline": sentence.kind in {"headline", "heading"},
        "position": sentence.start / max(_LEAD_CHARS, len(article.text)),
        "length": min(len(sentence.text), 600) / 300,
        "verbs": min(10, sum([tag.startswith("VB") for tag in tags])) / 10,
        "commas": min(8, low.count(",")) / 8,
        "acts": min(6, len(case.beside)) / 6,
        "like acts": sum([t.entry.event_type == case.kind for t in case.beside]) / 4,
        "place of word": first / max(1, len(low)), "words before": min(first, 30) / 30,
        "quotes": bool(quotes), "quoted": len([i for i in quotes if i < first]) % 2,
        "question": sentence.text.rstrip().endswith("?"),
        "any modal": not _MODALS.isdisjoint(words), "any denial": not _NEGATIONS.isdisjoint(words),
        "said": not _SAYS.isdisjoint(words), "said at the end": not _SAYS.isdisjoint(low[-12:]),
        "years": years, "calendar": not _CALENDAR.isdisjoint(words), "near": not _NEAR.isdisjoint(words), "gone": not _GONE.isdisjoint(words),
        "pronoun": not _PRONOUNS.isdisjoint(low[:first]),
    }  # fmt: skip


def _of_place(case: Case, article: Article) -> dict[str, float]:
    """What the place is, and how the story names it."""
    toponym, place = case.toponym, case.toponym.place
    if place is None:
        return {}
    start, end = case.span
    gap = max(toponym.start - end, start - toponym.end)
    name, title = toponym.text.lower(), (article.title or "").lower()
    text = article.text[:_READ_CHARS].lower()
    at = text.find(name)
    named = {t.place.id for t in case.named if t.role == "literal" and t.place is not None}
    finer = {
        t.place.id for t in case.named
        if t.role == "literal" and t.place is not None and t.place.kind != "country"
    }  # fmt: skip
    return {
        f"place {place.kind}": 1.0, "capital": place.feature_code == "PPLC",
        "place score": toponym.score or 0.0, "remote": case.remote, "scene": case.scene,
        "own place": case.own_place,
        "gap": min(max(gap, 0), 200) / 100, "place behind": toponym.start > start,
        "tied": case.attached is True, "apart": case.attached is False,
        "description": "stands for" in case.reason,
        "places": min(5, len(named)) / 5, "other place": bool(finer - {place.id}),
        "in title": name in title, "no title": not title,
        "country in title": bool(place.country_name) and (place.country_name or "").lower() in title,
        "mentions": min(6, text.count(name)) / 6,
        "first named": min(1.0, at / 2000) if at >= 0 else 1.0,
        "named in lead": 0 <= at < _LEAD_CHARS,
    }  # fmt: skip


def _of_way(case: Case) -> dict[str, float]:
    """What stands between an act and the place that its sentence names."""
    low, tags = case.low, case.analysis.tags
    inside = case.analysis.between(case.toponym.start, case.toponym.end)
    if not inside:
        return {}
    before = low[inside[0] - 1] if inside[0] else ""
    led = before if before in _WITHIN else "," if before in {",", "("} else ""
    led = "the" if before in _ARTICLES - _INDEFINITE else led
    first, last = case.trigger.first, case.trigger.last
    ahead = inside[0] > last
    way = range(last + 1, inside[0]) if ahead else range(inside[-1] + 1, first)
    words = [low[i] for i in way]
    behind = inside[-1] + 1
    return {
        f"place led by {led}": 1.0,
        "verbs on the way": min(4, sum([tags[i].startswith("VB") for i in way])) / 4,
        "way": min(30, len(words)) / 30, "comma on the way": "," in words,
        "clause on the way": not _MARKERS.keys().isdisjoint(words),
        "joint on the way": not _JOINTS.isdisjoint(words),
        "owner": behind < len(low) and low[behind] in {"'s", "’s", "'"},
        "modifier": behind < len(tags) and tags[behind].startswith("NN"),
    }  # fmt: skip


def _of_people(case: Case) -> dict[str, float]:
    """Who takes part."""
    people = (*case.actors, *case.recipients)
    country = case.toponym.place.country if case.toponym.place else None
    sectors = {f"actor {s}": 1.0 for a in case.actors for s in a.sectors}
    harmed = {f"recipient {s}": 1.0 for a in case.recipients for s in a.sectors}
    return sectors | harmed | {
        "public": case.public / 2, "actor": any(not a.implied for a in case.actors),
        "recipients": min(4, len(case.recipients)) / 4, "recipient": bool(case.recipients),
        "numbers": bool(case.numbers),
        "actor of country": any(a.country == country for a in case.actors),
        "recipient of country": any(a.country == country for a in case.recipients),
        "foreigner": any(a.country is not None and a.country != country for a in people),
    }  # fmt: skip


def _of_day(case: Case, article: Article) -> dict[str, float]:
    """When it was, how that is known, and how long before publication."""
    day = case.day
    if day is None:
        return {"no day": 1.0}
    own = case.says_day
    how = "published" if day.basis == "publication" else "own" if own else "carried"
    found: dict[str, float] = {
        f"day {how}": 1.0, "days": min(14, (day.end - day.start).days) / 14,
        "one day": day.end == day.start, "ahead": case.ahead, "timeless": case.timeless,
    }  # fmt: skip
    if own:
        found |= _of_distance(case, day, article)
    if article.published is not None:
        ago = (article.published - day.end).days
        found |= {
            "ago": min(max(ago, 0), 60) / 30, "fresh": ago <= 0, "days ago": ago > _WEEK,
            "weeks ago": ago > _FORTNIGHT,
        }  # fmt: skip
    return found


def _of_distance(case: Case, day: EventDate, article: Article) -> dict[str, float]:
    """How far the words of its day stand from an act in its sentence, and whether a clause opens between."""
    if day.start_offset is None:
        return {}
    start, end = case.span
    said, done = day.start_offset, day.end_offset or day.start_offset
    gap = max(said - end, start - done)
    between: Sequence[str] = article.text[min(said, start) : max(said, start)].lower().split()
    return {
        "day gap": min(200, max(0, gap)) / 100, "day behind": said > start,
        "clause before day": not (_MARKERS.keys() | _SAYS).isdisjoint(between),
    }  # fmt: skip
