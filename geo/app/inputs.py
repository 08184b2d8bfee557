"""Adding articles: paste, files, an address or a feed; each source with its result.

What is read is coded at once, article by article, and kept after each one, so that stopping loses
nothing. A source that fails costs only itself, and says why.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from geo.app import opened
from geo.app.markup import plain_markdown
from geo.app.said import said
from geo.app.session import Session
from geo.app.strings import Words
from geo.errors import DatelineError
from geo.model import Article, Event
from geo.settings import Settings

if TYPE_CHECKING:
    from geo.articles import Skipped

_LOG = logging.getLogger(__name__)
ENDINGS: Final = ("txt", "md", "html", "htm", "pdf", "docx", "csv", "tsv", "jsonl", "json", "zip")
_HTML_STARTS: Final = ("<!doctype", "<html", "<article", "<head", "<body", "<div", "<p>", "<h1")
_MAX_PASTE: Final = 5_500_000
#: Articles that were there before, among which a near copy's original is looked for (.5 ms each).
_LOOKED_BACK: Final = 500

OnSkip = Callable[["Skipped"], None]
Reader = Callable[[OnSkip], Iterator[Article]]


@dataclass(frozen=True, slots=True)
class Source:
    """Something to read articles from: its name for the reader, and how to read it."""

    name: str
    read: Reader


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one article or source. ``text`` is a sentence for the reader."""

    name: str
    text: str
    events: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the reader says of the articles where they do not say it themselves."""

    published: date | None = None
    title: str | None = None
    source: str | None = None


def draw(state: Session, words: Words, settings: Settings) -> None:
    """The button that opens the dialog."""
    if st.button(words("add.button"), icon=":material/add:", key="add-articles"):
        state.report = []
        open_dialog(state, words, settings)


def open_dialog(state: Session, words: Words, settings: Settings) -> None:
    """The dialog, titled in the reader's language."""

    @st.dialog(words("add.title"), width="large", on_dismiss="rerun")
    def dialog() -> None:
        _dialog(state, words, settings)

    dialog()


def _dialog(state: Session, words: Words, settings: Settings) -> None:
    tabs = st.tabs([words(f"add.{name}") for name in ("paste", "files", "url", "feed")])
    sources: list[Source] | None = None
    for tab, part in zip(tabs, (_paste, _files, _url, _feed), strict=True):
        with tab:
            sources = part(words, settings) or sources
    if sources:
        _work(state, sources, words, settings)
    if state.report:
        _report(state, words)
    else:
        note = "add.store_note" if settings.store_url else "add.session_note"
        beside = words("add.beside_file") if opened.holds_rows() else ""
        st.caption(" ".join((words(note), beside)))


def _asked(words: Words, where: str) -> bool:
    return st.button(words("add.run"), key=f"run-{where}", type="primary")


def _about(words: Words, where: str) -> About:
    left, right = st.columns(2)
    day = left.date_input(
        words("add.published"), value=None, key=f"day-{where}", help=words("add.published_help"),
        format="DD.MM.YYYY", min_value=date(1600, 1, 1), max_value=date(2200, 1, 1),
    )  # fmt: skip
    source = right.text_input(words("add.source"), key=f"source-{where}", max_chars=200)
    return About(published=day if isinstance(day, date) else None, source=source or None)


def _paste(words: Words, _settings: Settings) -> list[Source]:
    text = st.text_area(
        words("add.text"), key="paste", height=220, placeholder=words("add.text_placeholder"),
        max_chars=_MAX_PASTE,
    )  # fmt: skip
    title = st.text_input(words("add.headline"), key="title-paste", max_chars=500)
    about = replace(_about(words, "paste"), title=title or None)
    if not _asked(words, "paste"):
        return []
    if not (text or "").strip():
        st.warning(words("add.nothing"))
        return []
    return [Source(words("add.paste"), lambda on_skip: pasted(text or "", about, on_skip))]


def pasted(text: str, about: About, on_skip: OnSkip) -> Iterator[Article]:
    """The article of a pasted text, or of pasted HTML."""
    from geo.articles import article_from_text, read_articles

    if text.lstrip()[:20].lower().startswith(_HTML_STARTS):
        yield from read_articles(
            text.encode("utf-8", "replace"), format="html", on_skip=on_skip,
            published=about.published, title=about.title, source_name=about.source,
        )  # fmt: skip
    else:
        yield article_from_text(
            text, title=about.title, published=about.published, source=about.source
        )


def _files(words: Words, _settings: Settings) -> list[Source]:
    uploads = st.file_uploader(
        words("add.upload"), type=list(ENDINGS), accept_multiple_files=True, key="files",
        help=words("add.upload_help"),
    )  # fmt: skip
    about = _about(words, "files")
    if not _asked(words, "files"):
        return []
    if not uploads:
        st.warning(words("add.no_files"))
        return []
    return [_upload(upload.name, upload.getvalue(), about) for upload in uploads]


def _upload(name: str, content: bytes, about: About) -> Source:
    def read(on_skip: OnSkip) -> Iterator[Article]:
        from geo.articles import read_articles

        return read_articles(
            content, name=name, published=about.published, source_name=about.source,
            on_skip=on_skip, allow_fetch=False,
        )  # fmt: skip

    return Source(name, read)


def _url(words: Words, settings: Settings) -> list[Source]:
    return _address(words, settings, "url")


def _feed(words: Words, settings: Settings) -> list[Source]:
    return _address(words, settings, "feed")


def _address(words: Words, settings: Settings, where: str) -> list[Source]:
    if not settings.allow_fetch:
        st.info(words("add.demo"))
        return []
    address = (st.text_input(words(f"add.{where}_field"), key=where, max_chars=2000) or "").strip()
    about = _about(words, where)
    st.caption(words("add.fetch_note"))
    if not _asked(words, where):
        return []
    if not address.lower().startswith(("http://", "https://")):
        st.warning(words("add.no_address"))
        return []

    def read(on_skip: OnSkip) -> Iterator[Article]:
        from geo.articles import read_articles

        return read_articles(
            address, format="feed" if where == "feed" else None, published=about.published,
            source_name=about.source, on_skip=on_skip, allow_fetch=settings.allow_fetch,
        )  # fmt: skip

    return [Source(address, read)]


def _work(state: Session, sources: list[Source], words: Words, settings: Settings) -> None:
    """Read and code, with a bar and a way to stop; each article is kept as soon as it is coded."""
    from geo.pipeline import pipeline

    state.report = []
    known = state.dataset.article_ids() if state.dataset else set()
    place = st.empty()
    with place.container(horizontal=True, vertical_alignment="center"):
        bar = st.progress(0.0)
        # Any press of a button stops the run at its next step; what was coded is in the session.
        st.button(words("add.cancel"), key="stop-adding")
    coder = pipeline(settings)
    for earlier in _before(state):
        state.copies.add(earlier)
    for i, source in enumerate(sources):
        told = words("add.working", i=i + 1, n=len(sources), name=plain_markdown(source.name[:80]))
        bar.progress(i / len(sources), told)
        for outcome in code_source(state, source, coder.code, known, words):
            state.report.append(outcome)
            bar.progress((i + 0.5) / len(sources), told)
    place.empty()


def _before(state: Session) -> Iterable[Article]:
    """The articles on the screen or last stored: what is added may be a copy of one of them."""
    if state.corrections.shared:
        stored: Iterable[Article] = state.corrections.newest(_LOOKED_BACK)
        return stored
    events = state.dataset.events.values() if state.dataset else ()
    return islice({e.article.id: e.article for e in events}.values(), _LOOKED_BACK)


def code_source(
    state: Session,
    source: Source,
    code: Callable[[Article], tuple[Event, ...]],
    known: set[str],
    words: Words,
) -> Iterator[Outcome]:
    """Code the articles of a source into the session; say what became of each part of it."""
    skipped: list[Any] = []
    try:
        for article in source.read(skipped.append):
            yield _keep(state, article, code, known, words)
    except DatelineError as error:
        yield Outcome(source.name, words("add.failed", why=said(words, str(error))))
    except Exception:  # noqa: BLE001 (hostile bytes may fail in any way; it costs this source)
        _LOG.exception("could not read a source")
        yield Outcome(source.name, words("add.failed", why=words("add.unexpected")))
    for skip in skipped:
        yield Outcome(skip.name, words("add.skipped", why=said(words, skip.reason)))


def _keep(
    state: Session,
    article: Article,
    code: Callable[[Article], tuple[Event, ...]],
    known: set[str],
    words: Words,
) -> Outcome:
    name = article.title or article.text.strip()[:80]
    if article.id in known or article.id in state.own:
        return Outcome(name, words("add.duplicate"))
    events = code(article)
    state.corrections.add(article, events)
    if not state.own:
        state.with_samples = False  # the reader wants to see what was added, not to search for it
    state.own[article.id] = events
    state.fit = True
    told = words.plural("count.events", len(events)) if events else words("add.found_none")
    if original := state.copies.add(article):
        key = "add.signed" if original.source else "add.unsigned"
        named = words(key, title=original.title, source=original.source)
        told = words("add.copy", told=told, original=named)
    return Outcome(name, told, len(events))


def _report(state: Session, words: Words) -> None:
    import pandas as pd

    read = [o for o in state.report if o.events is not None]
    events = words.plural("count.events", sum(o.events or 0 for o in read))
    with st.container(key="report"):
        st.markdown(
            words("add.done", articles=words.plural("count.articles", len(read)), events=events)
        )
        st.dataframe(
            pd.DataFrame(
                {
                    words("add.source_col"): [o.name for o in state.report],
                    words("add.result_col"): [o.text for o in state.report],
                }
            ),
            hide_index=True,
        )
    if st.button(words("add.close"), key="close-adding", type="primary"):
        st.rerun()
