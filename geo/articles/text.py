"""Plain text to Article: the one place where the text that everything points into is fixed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime

from geo import grammar
from geo.articles.clean import blanked
from geo.articles.draft import Draft
from geo.articles.language import detect_language
from geo.articles.published import parse_published
from geo.errors import ArticleTooLargeError, EmptyArticleError
from geo.model import Article, article_id
from geo.settings import Settings

MAX_CHARS = Settings().max_chars
_NEWLINES = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
#: Taken out, because they stand inside words and would break a name in two: byte order marks,
#: zero-width and word-joining spaces, soft hyphens; and the bidirectional overrides, which make
#: a reader see another order than the one that is coded. Joiners (U+200C/D) belong to spelling.
_INVISIBLE = re.compile("[\x00\ufeff\u200b\u2060\u00ad\u202a-\u202e\u2066-\u2069]")
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f]")
#: No-break, thin and wide spaces; a name with one inside is spelt with a plain one elsewhere.
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
#: Composing takes quadratic time on endless runs of accents (20,000 pairs: 1.2 s, measured).
#: Unicode's stream-safe format (UAX 15) allows 30, and no language needs more.
_STREAM_SAFE_MARKS = 30
_LONG_RUN = re.compile(f"[^\x00-\u02ff]{{{_STREAM_SAFE_MARKS},}}")
_FRONT_LINE = re.compile(r"([A-Za-z][A-Za-z_ -]{0,30}):[ \t]*(.*)")
_FRONT_KEYS = {
    "title": "title", "headline": "title",
    "source": "source", "publisher": "source", "author": "",
    "published": "published", "date": "published", "pubdate": "published",
    "url": "url", "link": "url", "language": "",
}  # fmt: skip
_MAX_FRONT_LINES = 40
_MAX_FIELD = 2_000
#: A block of lines is hard-wrapped when every line but its last ends within so many characters
#: of the longest, and the longest is no longer than a page is wide.
_WRAP_SLACK = 24
_WRAP_WIDTHS = range(40, 121)
_WRAP_LINES = 3
#: A first line of so many words, without a full stop and above a longer text, is a headline.
_HEADLINE_WORDS = range(3, 26)
_HEADLINE_CHARS = 160
_MIN_HEADLINE_CHARS = 15
_BYLINE = re.compile(
    rf"(?:{'|'.join(sorted(grammar.words('articles.text.bylines')))}) ", re.IGNORECASE
)


def normalise(text: str) -> str:
    r"""One kind of newline and of space, no invisible characters, nothing that cannot be stored as UTF-8.

    Every other character stays as printed. Runs before the Article is made; afterwards its
    text never changes.
    """
    text = _NEWLINES.sub("\n", text)
    text = _INVISIBLE.sub("", text)
    text = _SPACES.sub(" ", _CONTROLS.sub(" ", text))
    return _composed(_SURROGATES.sub("�", text)).strip()


def _composed(text: str) -> str:
    """Letters with their accents as one code point (NFC), so that names match the gazetteer."""
    if text.isascii():
        return text
    for run in _LONG_RUN.finditer(text):
        marks = 0
        for character in run[0]:
            marks = marks + 1 if unicodedata.combining(character) else 0
            if marks > _STREAM_SAFE_MARKS:
                return text
    return unicodedata.normalize("NFC", text)


def unwrap(text: str) -> str:
    """Join the lines of hard-wrapped paragraphs, so that no sentence is cut by a line's end.

    A paragraph is left alone unless all its lines are about equally long: a list of short
    lines, a headline above a body and text with one paragraph a line stay as they are.
    """
    if "\n" not in text:
        return text
    return "\n\n".join(_join_wrapped(block) for block in text.split("\n\n"))


def _join_wrapped(block: str) -> str:
    lines = [line.rstrip() for line in block.split("\n")]
    if len(lines) < _WRAP_LINES:
        return block
    widest = max(map(len, lines))
    if widest not in _WRAP_WIDTHS or min(map(len, lines[:-1])) < widest - _WRAP_SLACK:
        return block
    return " ".join(line.strip() for line in lines)


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    """Fields between two ``---`` lines at the top, and the text below them.

    Known keys: title, source, published (or date), url. A block with any other line in it is
    no front matter, and stays part of the text.
    """
    lines = text.split("\n", _MAX_FRONT_LINES)
    if not lines or lines[0].strip() != "---":
        return {}, text
    fields: dict[str, str] = {}
    for number, line in enumerate(lines[1:_MAX_FRONT_LINES], start=1):
        if line.strip() == "---":
            return fields, "\n".join(lines[number + 1 :])
        found = _FRONT_LINE.fullmatch(line.strip())
        key = _FRONT_KEYS.get(found[1].strip().lower()) if found else None
        if found is None or key is None:
            return {}, text
        if key:
            fields[key] = found[2].strip().strip("\"'")
    return {}, text


def read_text(text: str, *, name: str = "", url: str | None = None) -> Iterator[Draft]:
    """The one article of a plain text, with its front matter where it has one."""
    fields, body = split_front_matter(normalise(text))
    yield Draft(
        text=body,
        title=fields.get("title"),
        url=fields.get("url") or url,
        source=fields.get("source"),
        published=parse_published(fields.get("published")),
        name=name,
    )


def article_from_text(
    text: str,
    *,
    title: str | None = None,
    published: date | datetime | str | None = None,
    url: str | None = None,
    source: str | None = None,
    max_chars: int = MAX_CHARS,
) -> Article:
    """Make the Article of a plain text.

    Parameters
    ----------
    title
        Headline; put in front of the text as its first line unless it stands there already.
    published
        Publication day: a date, or a string that :func:`parse_published` can read.
    max_chars
        Longest text accepted, in code points.

    Raises
    ------
    EmptyArticleError
        There is no text.
    ArticleTooLargeError
        It is longer than ``max_chars``.
    """
    draft = Draft(
        text=text, title=title, url=url, source=source, published=parse_published(published)
    )
    return to_article(draft, max_chars=max_chars)


def to_article(draft: Draft, *, max_chars: int = MAX_CHARS) -> Article:
    """Fix a draft's text, with its headline as the first line, and name the result.

    Raises
    ------
    EmptyArticleError, ArticleTooLargeError
        As in :func:`article_from_text`.
    """
    name = draft.name or "The article"
    if len(draft.text) > max_chars:
        msg = (
            f"{name} has {len(draft.text):,} characters; the longest text coded is {max_chars:,}. "
            "Split it into separate articles."
        )
        raise ArticleTooLargeError(msg)
    text = unwrap(blanked(normalise(draft.text)).rstrip())
    if not any(character.isalnum() for character in text):
        msg = f"{name} holds no text."
        raise EmptyArticleError(msg)
    title = field(draft.title)
    if title:
        title, text = _put_title_first(title, text)
    else:
        title = printed_headline(text)
    url = field(draft.url)
    return Article(
        id=article_id(text, published=draft.published, url=url),
        text=text,
        title=title,
        url=url,
        source=field(draft.source),
        published=draft.published,
        published_basis=draft.published_basis if draft.published else "unknown",
        language=detect_language(text),
    )


def field(value: str | None) -> str | None:
    """A title, source or address as one clean line; None when it is empty."""
    if not value:
        return None
    return " ".join(normalise(value[:_MAX_FIELD]).split()) or None


def _put_title_first(title: str, text: str) -> tuple[str, str]:
    """The title as printed in the text, and a text that begins with it."""
    first, newline, rest = text.partition("\n")
    if _is_same_headline(_folded(first), _folded(title)):
        return first.rstrip(), first.rstrip() + newline + rest
    return title, f"{title}\n\n{text}"


def _is_same_headline(printed: str, stated: str) -> bool:
    """Equal, or one of them with the paper's name behind it ("March in Oran - The Courier")."""
    shorter, longer = sorted((printed, stated), key=len)
    if shorter == longer:
        return True
    tail = longer.removeprefix(shorter)
    return len(shorter) >= _MIN_HEADLINE_CHARS and tail != longer and tail.lstrip()[:1] in "-–—|:•·"


def printed_headline(text: str) -> str | None:
    """The first line of a text, where it is set like a headline above a body; else None."""
    first, newline, rest = text.partition("\n")
    first = first.rstrip()
    words = len(first.split())
    if not newline or words not in _HEADLINE_WORDS or len(first) > _HEADLINE_CHARS:
        return None
    if first[-1] in '.,;:-–—)"”' or _BYLINE.match(first) or len(rest.strip()) < 2 * len(first):
        return None
    return first


def _folded(line: str) -> str:
    return " ".join(line.split()).casefold().rstrip(".")
