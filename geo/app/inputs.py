"""Adding articles: paste, files, an address or a feed; each source with its result.

What is read is coded at once (geo/app/adding.py), with a bar and a way to stop.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Final

import streamlit as st

from geo.app import opened, reopened
from geo.app.adding import Adding, Found, OnSkip, Source
from geo.app.markup import plain_markdown
from geo.app.session import Session
from geo.app.strings import Words
from geo.model import Article
from geo.settings import Settings

#: A tab of the dialog: what its button asked to be read.
Part = Callable[[Words, Settings], list[Source]]
ENDINGS: Final = ("txt", "md", "html", "htm", "pdf", "docx", "csv", "tsv", "jsonl", "json", "zip")
_HTML_STARTS: Final = ("<!doctype", "<html", "<article", "<head", "<body", "<div", "<p>", "<h1")
_MAX_PASTE: Final = 5_500_000
#: Seconds of work between two looks at the reader.
_SLICE: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the reader says of the articles where they do not say it themselves."""

    published: date | None = None
    title: str | None = None
    source: str | None = None


def draw(state: Session, words: Words, settings: Settings) -> None:
    """The button that opens the dialog."""
    state.adding, state.in_dialog = None, False
    if st.button(words("add.button"), icon=":material/add:", key="add-articles"):
        state.report, state.in_dialog = [], True
        if state.draft == state.handed_in:
            state.draft = ""
        open_dialog(state, words, settings)


def open_dialog(state: Session, words: Words, settings: Settings) -> None:
    """The dialog, titled in the reader's language.

    Only its buttons close it: Escape or a click beside it would throw away what was pasted, which
    the browser has not told of before the field is left.
    """

    @st.dialog(words("add.title"), width="large", dismissible=False)
    def dialog() -> None:
        _dialog(state, words, settings)

    dialog()


def _dialog(state: Session, words: Words, settings: Settings) -> None:
    tabs = st.tabs([words(f"add.{name}") for name in ("paste", "files", "url", "feed")])
    sources: list[Source] | None = None
    parts: tuple[Part, ...] = (partial(_paste, state), _files, _url, _feed)
    for tab, part in zip(tabs, parts, strict=True):
        with tab:
            sources = part(words, settings) or sources
    if sources:
        _begin(state, sources, words, settings)
    if state.adding:
        _go_on(state, state.adding, words)
    if state.report:
        _report(state, words)
    else:
        note = "add.store_note" if settings.store_url else "add.session_note"
        beside = words("add.beside_file") if opened.holds_rows() else ""
        st.caption(" ".join((words(note), beside)))
        if st.button(words("card.close"), key="leave-adding"):
            st.rerun()


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


def _paste(state: Session, words: Words, _settings: Settings) -> list[Source]:
    st.session_state.setdefault("paste", state.draft)
    text = state.draft = st.text_area(
        words("add.text"), key="paste", height=220, placeholder=words("add.text_placeholder"),
        max_chars=_MAX_PASTE,
    ) or ""  # fmt: skip
    title = st.text_input(words("add.headline"), key="title-paste", max_chars=500)
    about = replace(_about(words, "paste"), title=title or None)
    if not _asked(words, "paste"):
        return []
    if not text.strip():
        st.warning(words("add.nothing"))
        return []
    state.handed_in = text
    return [Source(words("add.paste"), lambda on_skip: pasted(text, about, on_skip))]


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
    def read(on_skip: OnSkip) -> Iterator[Found]:
        from geo.articles import read_articles

        if reopened.holds_events(content):
            return reopened.read_events(content, name, on_skip)
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


def _begin(state: Session, sources: list[Source], words: Words, settings: Settings) -> None:
    """Put sources in hand; those of a second press follow those of the first."""
    from geo.pipeline import pipeline

    if state.adding is None:
        state.report = []
        coder = pipeline(settings)
        state.adding = Adding(state, coder.code, words, why_not=coder.why_not)
    state.adding.sources += sources


def _go_on(state: Session, adding: Adding, words: Words) -> None:
    """A slice of the work under a bar and a way to stop, and this dialog anew."""
    source, n = adding.sources[adding.done], len(adding.sources)
    told = words("add.working", i=adding.done + 1, n=n, name=plain_markdown(source.name[:80]))
    if adding.articles:
        told += f" · {words.plural('count.articles', adding.articles)}"
    with st.container(horizontal=True, vertical_alignment="center", key="adding"):
        st.progress(adding.share, told)
        if st.button(words("add.cancel"), key="stop-adding"):
            adding.stop()
    adding.work(_SLICE)
    if not adding.waits:
        state.adding = None
    st.rerun(scope="fragment")


def _report(state: Session, words: Words) -> None:
    import pandas as pd

    read = [o for o in state.report if o.events is not None]
    # What was not read comes first: it would be lost below a thousand that were.
    rows = sorted(state.report, key=lambda o: (not o.stopped, o.events is not None))
    events = words.plural("count.events", sum(o.events or 0 for o in read))
    with st.container(key="report"):
        st.markdown(
            words("add.done", articles=words.plural("count.articles", len(read)), events=events)
        )
        uncoded = sum(o.uncoded for o in read)
        if uncoded and len(read) > 1:
            st.caption(words("add.not_coded", n=uncoded, articles=len(read)))
        if any(o.stopped for o in state.report):
            st.caption(words("add.cancelled"))
        st.dataframe(
            pd.DataFrame(
                {
                    words("add.source_col"): [o.name for o in rows],
                    words("add.result_col"): [o.text for o in rows],
                }
            ),
            hide_index=True,
        )
    if st.button(words("add.close"), key="close-adding", type="primary"):
        st.rerun()
