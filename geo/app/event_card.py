"""One event as a card: type, place, date and its basis, actors, numbers, confidence, as inert HTML."""

from __future__ import annotations

from geo.app import telling
from geo.app.looking import look
from geo.app.markup import esc, foreign, link, tag
from geo.app.said import said
from geo.app.strings import Words
from geo.events.pins.trust import UNSURE, least_sure
from geo.model import Candidate, Event

_SHOWN_CANDIDATES = 5
#: Signs that weigh less than this in a candidate's score explain nothing.
_TELLING = 0.3
_SHOWN_SIGNS = 4
#: What kind of place it is weighs in its score too, but is no reason a reader would give.
_KINDS = frozenset({"city", "country", "admin1", "admin2", "region", "physical", "site"})


def card_html(event: Event, words: Words, *, folded: bool = False, on_map: bool = False) -> str:
    """The card of one event, or only its head; every piece of foreign text in it is escaped.

    ``on_map``: there is a map beside it, which its place can be shown on.
    """
    if folded:
        return f'<div class="dl-card">{_head(event, words)}</div>'
    rows = [
        _row(words("card.date"), _date(event, words)),
        _row(words("card.who"), _people(event, words, acting=True)),
        _row(words("card.whom"), _people(event, words, acting=False)),
        _row(words("card.numbers"), _numbers(event, words)),
        _row(words("card.place"), _place(event, words, on_map=on_map)),
        _row(words("card.confidence"), _confidence(event, words)),
    ]
    if event.acled_event_type:
        label = words.label("acled", event.acled_event_type)
        sub = words.label("acled_sub", event.acled_sub_event_type or "")
        rows.append(_row(words("card.acled"), esc(" · ".join(p for p in (label, sub) if p))))
    told = _told_by(event, words)
    rows.append(_row(words("card.told_by"), told))
    return f'<div class="dl-card">{_head(event, words)}<dl>{"".join(rows)}</dl></div>'


def badge(code: str) -> str:
    """The letter of a type on its colour."""
    kind = telling.kind_of(code)
    css = f"dl-badge dl-{kind.shape}"
    return f'<span class="{css}" style="--c:{kind.colour}" aria-hidden="true">{kind.letter}</span>'


def _head(event: Event, words: Words) -> str:
    title = telling.headline(words, event.event_type, event.modes)
    code = "/".join((event.event_type, *event.modes))
    hint = words("card.code", code=code)
    status = words.label("status", event.review_status)
    quote = foreign(event.evidence.text)
    return (
        f'<div class="dl-head">{badge(event.event_type)}'
        f"{tag('span', esc(title), css='dl-title', title=hint)}"
        f"{tag('span', esc(status), css='dl-status dl-st-' + event.review_status.replace(' ', '-'))}"
        f'</div><blockquote class="dl-quote" tabindex="0">{quote}</blockquote>'
    )


def _row(name: str, value: str) -> str:
    return f"<dt>{esc(name)}</dt><dd>{value}</dd>"


def _note(text: str) -> str:
    return f'<span class="dl-note">{text}</span>'


def _date(event: Event, words: Words) -> str:
    return esc(telling.when(words, event.event_date)) + _note(
        foreign(telling.why_when(words, event))
    )


def _people(event: Event, words: Words, *, acting: bool) -> str:
    people = event.actors if acting else event.recipients
    if not people:
        return _note(esc(words("card.not_stated")))
    lines = []
    for person in people:
        codes = "·".join(c for c in (person.country, *person.sectors) if c)
        told = ", ".join(telling.kinds_of(words, person))
        known = tag("span", esc(told), css="dl-code", title=codes) if codes else ""
        as_printed = ""
        if person.implied:
            as_printed = _note(esc(words("card.implied")))
        elif person.text.casefold() != person.name.casefold():
            as_printed = _note(foreign(f"“{person.text}”"))
        lines.append(f"<div>{foreign(person.name)} {known}{as_printed}</div>")
    return "".join(lines)


def _numbers(event: Event, words: Words) -> str:
    if not event.quantities:
        return _note(esc(words("card.not_stated")))
    return "".join(
        f"<div>{esc(telling.how_many(words, q))}"
        f"{_note(foreign(words('card.stated', text=q.text)))}</div>"
        for q in event.quantities
    )


def _place(event: Event, words: Words, *, on_map: bool) -> str:
    place = event.place
    named = foreign(telling.where(words, place))
    parts = [look(place, named, words) if place and on_map else named]
    if place:
        how = words(f"precision.{event.precision}")
        if place.radius_km:
            how += ", " + words("card.radius", km=f"{place.radius_km:.0f}")
        parts.append(tag("span", esc(how), css="dl-code"))
        if place.disputed:
            parts.append(_note(foreign(words("card.disputed", who=place.disputed))))
    reason = event.geo_reason or (event.toponym.reason if event.toponym else "")
    parts.append(_note(foreign(said(words, reason) or words("card.not_said_why"))))
    if event.pin_doubt:
        parts.append(_note(esc(words("card.why_not_drawn", why=said(words, event.pin_doubt)))))
    if event.toponym and len(event.toponym.candidates) > 1:
        parts.append(_candidates(event, words))
    return " ".join(parts)


def _candidates(event: Event, words: Words) -> str:
    toponym = event.toponym
    if toponym is None:
        return ""
    chosen = toponym.place.id if toponym.place else ""
    others = [c for c in toponym.candidates if c.place.id != chosen][:_SHOWN_CANDIDATES]
    items = "".join(
        f"<li>{foreign(telling.where(words, c.place))} "
        f"{tag('span', words.decimal(c.score), css='dl-code', title=reasons(c, words))}</li>"
        for c in others
    )
    summary = esc(words("card.candidates"))
    return f"<details><summary>{summary}</summary><ul>{items}</ul></details>" if items else ""


def reasons(candidate: Candidate, words: Words) -> str:
    """What spoke most for a candidate, and what against it, in the reader's language."""
    ranked = sorted(candidate.features, key=lambda f: -abs(f[1]))
    ranked = [(name, value) for name, value in ranked if name not in _KINDS]
    told = [(words.label("sign", name), value) for name, value in ranked if abs(value) >= _TELLING]
    return ", ".join(f"{'+' if v > 0 else '−'}\u00a0{name}" for name, v in told[:_SHOWN_SIGNS])


def _confidence(event: Event, words: Words) -> str:
    """How sure all of it is, where that is known, and below it how sure its parts are; else the act."""
    # What a person has decided since, the score does not speak of.
    judged = None if event.review_status in telling.SETTLED else event.pin_score
    sure = event.confidence if judged is None else judged
    word = telling.confidence_word(words, sure)
    notes = []
    if judged is not None:
        word = words("card.pin_with_day" if event.event_date else "card.pin", sure=word)
        if (least := least_sure()) > judged and _is_withheld_as_unsure(event):
            word += words("card.not_below", least=words.decimal(least))
        notes.append(words("card.act_score", score=words.decimal(event.confidence)))
    if event.toponym and event.toponym.score is not None:
        notes.append(words("card.score", score=words.decimal(event.toponym.score)))
    meter = f'<span class="dl-meter" aria-hidden="true"><i style="width:{sure:.0%}"></i></span>'
    return f"{words.decimal(sure)} {meter} {esc(word)}" + "".join(_note(esc(n)) for n in notes)


def _is_withheld_as_unsure(event: Event) -> bool:
    """Also of a row, which keeps the doubt in its reason alone."""
    return not event.pinned and UNSURE in f"{event.pin_doubt} {event.geo_reason}"


def _told_by(event: Event, words: Words) -> str:
    article = event.article
    name = article.source or article.title or words("article.untitled")
    first = link(article.url, foreign(name))
    day = telling.published(words, article.published, article.published_basis)
    others = {
        e.article_id: (e.source or e.title or words("article.untitled"), e.url)
        for e in event.more_evidence
        if e.article_id != article.id
    }
    more = "".join(f"<div>{link(url, foreign(title))}</div>" for title, url in others.values())
    return f"{first}{_note(esc(day))}{more}"
