"""Which date phrase of a sentence is the day of one of its acts: grammar of one sentence, no story.

``nearest`` is asked by ``geo.events.dates.calendar``, which knows the other sentences.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from geo import grammar
from geo.events.dates.phrases import DatePhrase
from geo.events.dates.words import DateWords
from geo.model import Sentence, Span

__all__ = ["ahead_of", "comes_before", "is_end", "lasts", "nearest", "opens", "tells_a_day"]

#: Characters between a word of saying and the date of the saying ("police said late on Tuesday").
_SPEECH_REACH = 24
#: Words between the day of a noun and the verb that tells more of it.
_OF_ACTS_WORDS = 6
#: Words from "told" to its day: who was told.
_TOLD_WORDS = 3
#: Crossing one of these between trigger and phrase costs as much as so many characters.
_CLAUSE_COST = 60
#: Characters before a noun in which a word of mere mentioning is looked for.
_MENTION_REACH = 40
#: An opening "A day after …" ends with its comma.
_OPENING = 4
#: Its own day ("since Monday") is read as such; here what began then stands between.
_SINCE = re.compile(r"\bsince [^,;]*$")
#: "Since starting the siege on Monday", "since the battle began on Monday": it went on from then.
_BEGUN = re.compile(
    r"\bsince \w+ing [^,;]*$"
    rf"|\bsince (?:\w+ ){{1,4}}(?:{'|'.join(grammar.phrases('dates.calendar.begun'))}) [^,;]*$"
)
_RELATIVE = tuple(f" {word} " for word in sorted(grammar.words("common.clauses.apart")))
#: "the square where he was killed", but not "in Kabul, where".
_WHERE = re.compile(rf"[^,] (?:{'|'.join(sorted(grammar.words('dates.calendar.where')))}) ")
_LASTING = re.compile(
    rf"\bfor (?:\w+ ){{0,2}}(?:{'|'.join(sorted(grammar.words('dates.calendar.lengths')))})\b"
)
_ENDS = grammar.words("dates.calendar.ends")
_SUSPECTED = re.compile(
    rf"\b(?:{'|'.join(sorted(grammar.words('dates.calendar.suspected')))}) of \w+ing\b"
)
_BEFORE_DAY = grammar.words("dates.calendar.before_day")
_OPENERS = grammar.words("dates.calendar.openers")
_AHEAD = grammar.words("dates.calendar.ahead")
_FOR = grammar.words("dates.calendar.charged_with")
_OF_ACTS = grammar.words("dates.calendar.of_acts")
_TELLS = grammar.words("dates.calendar.tells")
_AFTER = tuple(f" {word} " for word in sorted(grammar.words("dates.calendar.after")))
_CLAUSE_MARKS = (
    ", ",
    "; ",
    " — ",
    " – ",
    *(f" {word} " for word in grammar.phrases("dates.calendar.clauses")),
)


def nearest(
    phrases: Sequence[DatePhrase],
    trigger: Span,
    sentence: Sentence,
    words: DateWords,
    *,
    verbal: bool,
) -> DatePhrase | None:
    """The phrase that costs least to reach from a trigger, of those that are not plainly another's.

    Parameters
    ----------
    phrases
        Of that sentence.
    trigger
        Offsets in ``Article.text``.
    words
        The words of time.
    verbal
        The act is one of saying, so that the day of the saying is its day.
    """
    best: tuple[int, DatePhrase] | None = None
    mentioned = bool(phrases) and _is_mention(trigger, sentence, words)
    for phrase in phrases:
        if mentioned and not phrase.onward and phrase.start < trigger.start:
            continue  # a mention takes no other act's day
        between = _between(phrase, trigger, sentence)
        if not _may_date(phrase, trigger, sentence, words, between, verbal=verbal):
            continue
        cost = len(between) + _CLAUSE_COST * sum(map(between.count, _CLAUSE_MARKS))
        if phrase.historical and any(mark in between for mark in _CLAUSE_MARKS):
            continue  # background of another clause: "… the worst since the war 30 years ago"
        if phrase.start < trigger.start:
            cost += _CLAUSE_COST // 4  # a date follows its verb more often than it precedes it
        if phrase.onward:  # "a month after a blast at the stadium on May 1"
            cost += _CLAUSE_COST // 2
        if best is None or cost < best[0]:
            best = (cost, phrase)
    return best[1] if best else None


def tells_a_day(phrase: DatePhrase, sentence: Sentence, words: DateWords) -> bool:
    """Whether a phrase moves the story to its day: one day, of what was done, not said."""
    exact = phrase.first is not None and phrase.first == phrase.last
    if not exact or phrase.historical or phrase.future or phrase.onward:
        return False
    nothing = Span(sentence.start, sentence.start, "")
    return not (
        _is_since(phrase, sentence, nothing) or _dates_the_saying(phrase, nothing, sentence, words)
    )


def opens(before: str) -> bool:
    """Whether a day opens its sentence, which sets a scene of its own: "On Thursday, a bomb …".

    Parameters
    ----------
    before
        What stands before it in the sentence.
    """
    return _OPENERS.issuperset(before.lower().replace(",", " ").split())


def ahead_of(phrase: DatePhrase, sentence: Sentence) -> str:
    """What stands before a phrase in its sentence."""
    return sentence.text[: phrase.start - sentence.start]


def lasts(trigger: Span, sentence: Sentence, phrase: DatePhrase) -> bool:
    """Tell "arrived on Thursday as protests rocked the country for days": not Thursday's."""
    rest = sentence.text[trigger.end - sentence.start :].lower()
    own = rest[: min((at for m in _CLAUSE_MARKS if (at := rest.find(m)) >= 0), default=len(rest))]
    return phrase.start < trigger.start and _LASTING.search(own) is not None


def is_end(phrase: DatePhrase, sentence: Sentence) -> bool:
    """Whether a phrase only says how long something goes on: "in custody till March 22"."""
    before = ahead_of(phrase, sentence).lower().split()
    return bool(before) and before[-1] in _ENDS


def comes_before(phrase: DatePhrase, trigger: Span, sentence: Sentence, words: DateWords) -> bool:
    """Tell "soldiers were deployed on Friday after nine people were killed": killed by then."""
    if phrase.onward or phrase.first is None or phrase.first != phrase.last:
        return False
    between = _between(phrase, trigger, sentence) if phrase.end <= trigger.start else ""
    return any(mark in between for mark in _AFTER) or _is_told(between, words)


def _is_told(between: str, words: DateWords) -> bool:
    """Tell "on Tuesday sources said that troops had been sent" from "on Tuesday, they said, …"."""
    said = between.split()
    return any(word in words.lists["speech"] for word in said) or said[:1] == ["that"]


def _between(phrase: DatePhrase, trigger: Span, sentence: Sentence) -> str:
    """What stands between a trigger and a phrase.

    Nothing does for a phrase inside the trigger, and in "the bombing on July 20, which killed thirty".
    """
    low, high = (
        sorted((trigger.end, phrase.start))
        if phrase.start >= trigger.end
        else (phrase.end, trigger.start)
    )
    between = sentence.text[max(0, low - sentence.start) : max(0, high - sentence.start)].lower()
    words = between.replace(",", " ").split()  # "in which eight people were" too
    told_of = len(words) <= _OF_ACTS_WORDS and not _OF_ACTS.isdisjoint(words[:2])
    return "" if told_of else between


def _may_date(
    phrase: DatePhrase,
    trigger: Span,
    sentence: Sentence,
    words: DateWords,
    between: str,
    *,
    verbal: bool,
) -> bool:
    """Whether a phrase is not plainly another act's: ahead, of the saying, of the clause above."""
    if phrase.onward:
        if not _is_behind(phrase, trigger, sentence, words, between, verbal=verbal):
            return False
    elif phrase.future:
        return False  # what happened lies behind
    if not verbal and _dates_the_saying(phrase, trigger, sentence, words):
        return False
    if between and _is_since(phrase, sentence, trigger):
        return False
    if phrase.end <= trigger.start:
        return not (_is_above(between) or _is_charge(phrase, trigger, sentence, words))
    # "has met the minister and will meet another this week"
    return phrase.start < trigger.end or not (
        _is_suspicion(between) or not _AHEAD.isdisjoint(between.split())
    )


def _is_suspicion(between: str) -> bool:
    """Whether a day is that of what somebody is held for: "two suspected of torching a car on Friday"."""
    return _SUSPECTED.search(between) is not None


def _is_behind(
    phrase: DatePhrase,
    trigger: Span,
    sentence: Sentence,
    words: DateWords,
    between: str,
    *,
    verbal: bool,
) -> bool:
    """Whether a trigger stands in the clause that "a day after …" opens, and is not only told in it."""
    first = phrase.start - sentence.start < _OPENING
    if phrase.end > trigger.start or (first and ", " in between):
        return False
    return verbal or words.lists["speech"].isdisjoint(between.split())


def _is_above(between: str) -> bool:
    """Whether a day is that of the clause above: "on Monday police held a man who killed two"."""
    return any(mark in between for mark in _RELATIVE) or _WHERE.search(between) is not None


def _is_since(phrase: DatePhrase, sentence: Sentence, trigger: Span) -> bool:
    """Whether a clause only says since when: "100,000 have fled since the battle began on Feb. 19"."""
    before = ahead_of(phrase, sentence).lower()
    since = _SINCE.search(before)
    if since is None or _BEGUN.search(before):
        return since is not None
    return not since.start() < trigger.start - sentence.start < len(before)


def _is_charge(phrase: DatePhrase, trigger: Span, sentence: Sentence, words: DateWords) -> bool:
    """Tell "was charged on Sunday with the rape": nobody was raped on Sunday."""
    clause = sentence.text[: trigger.start - sentence.start].lower().rpartition(", ")[2]
    if phrase.start < trigger.start - len(clause):
        return False
    said = clause.split()
    charged = [i for i, word in enumerate(said) if word in words.lists["charge"]]
    return bool(charged) and not _FOR.isdisjoint(said[charged[-1] :])


def _is_mention(trigger: Span, sentence: Sentence, words: DateWords) -> bool:
    """Tell "he spoke yesterday about the murder": yesterday is not the day of the murder."""
    start = trigger.start - sentence.start
    before = sentence.text[max(0, start - _MENTION_REACH) : start].lower().split()[-3:]
    return any(word.strip(",") in words.lists["mention"] for word in before)


def _dates_the_saying(
    phrase: DatePhrase, trigger: Span, sentence: Sentence, words: DateWords
) -> bool:
    """Tell "… were killed, police said on Tuesday": Tuesday is not its day."""
    start = phrase.start - sentence.start
    before = sentence.text[max(0, start - _SPEECH_REACH) : start].lower().replace(",", " ").split()
    reach = [w for w in before if w not in _BEFORE_DAY]
    told = not _TELLS.isdisjoint(reach[-_TOLD_WORDS:])  # "told the BBC on Tuesday"
    if not reach or (reach[-1] not in words.lists["speech"] and not told):
        return False
    return not trigger.start <= phrase.start <= trigger.end
