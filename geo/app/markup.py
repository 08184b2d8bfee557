"""The one way for text to become HTML or Markdown on the screen.

``esc`` makes any text inert in element content and in double-quoted attributes: markup characters
become entities, control characters that are not white space become visible pictures, and
each piece of foreign text is wrapped by ``foreign`` in ``<bdi>`` so that right-to-left overrides
end where the piece ends. ``st.html`` is called without scripts allowed, and sanitises once more
in the browser; the first wall is here, and it is the one that is tested.
"""

from __future__ import annotations

import html
from typing import Final
from urllib.parse import urlsplit

#: C0 controls and DEL as their visible pictures (U+2400…); tab and newlines stay.
_PICTURES: Final = {
    **{code: 0x2400 + code for code in range(0x20) if code not in {0x09, 0x0A, 0x0D}},
    0x7F: 0x2421,
}
#: Lone surrogates cannot be sent to a browser at all.
_SURROGATES: Final = dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)
_VISIBLE: Final = {**_PICTURES, **_SURROGATES}
#: Every character that Markdown, Streamlit's colour directives or LaTeX give a meaning.
_MARKDOWN: Final = {ord(c): f"&#{ord(c)};" for c in "\\`*_{}[]()<>#+-.!|~$:&\"'=^@/"}


def esc(text: str) -> str:
    """Text, inert in HTML content and in quoted attributes; line breaks as ``<br>`` are not made."""
    inert = html.escape(text.translate(_VISIBLE), quote=True)
    # A template engine or a script literal must find nothing to start with either.
    return inert.replace("{", "&#123;").replace("$", "&#36;").replace("`", "&#96;")


def foreign(text: str, *, css: str = "") -> str:
    """Text from an article, title, address or file name, as an isolated piece of HTML."""
    return f'<bdi dir="auto"{_class(css)}>{esc(text)}</bdi>'


def tag(name: str, inner: str, *, css: str = "", title: str = "") -> str:
    """An element around HTML that is already safe; ``title`` is escaped here."""
    hint = f' title="{esc(title)}"' if title else ""
    return f"<{name}{_class(css)}{hint}>{inner}</{name}>"


def plain_markdown(text: str) -> str:
    """Text for a label that Streamlit reads as Markdown: shown as it is written."""
    return text.translate(_VISIBLE).translate(_MARKDOWN).replace("\n", " ")


def safe_link(url: str | None) -> str | None:
    """The address if it is an ordinary web address, else None: no ``javascript:``, no ``data:``."""
    if not url or any(ord(c) <= 0x20 or c == "\\" for c in url):  # noqa: PLR2004 (space, controls)
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    usable = parts.scheme in {"http", "https"} and parts.hostname and not parts.username
    return url if usable else None


def link(url: str | None, inner: str) -> str:
    """A link that leaks nothing to its target, or the bare inner HTML when it must not be one."""
    safe = safe_link(url)
    if safe is None:
        return inner
    return f'<a href="{esc(safe)}" target="_blank" rel="noopener noreferrer nofollow">{inner}</a>'


def _class(css: str) -> str:
    return f' class="{css}"' if css else ""
