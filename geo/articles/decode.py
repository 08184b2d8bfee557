"""Bytes to text: which encoding, and whether it is text at all."""

from __future__ import annotations

import codecs
import re

from geo.errors import UnsupportedFormatError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: First bytes of things that people drop by mistake, with the words to tell them so.
_MAGIC = (
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"RIFF", "a sound, film or picture (RIFF)"),
    (b"ID3", "a sound (MP3)"),
    (b"OggS", "a sound or film (Ogg)"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive (unpack it, or use .zip)"),
    (b"Rar!", "a RAR archive (unpack it, or use .zip)"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (save it as .docx or .txt)"),
    (b"SQLite format 3", "a database"),
)
_CHARACTER_SET = re.compile(
    r"utf|ascii|latin|iso8859|iso2022|cp\d|koi8|mac|gb|big5|shift_jis|euc|tis|hp-|ptcp|johab|kz"
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f�]")
#: More control or undecodable characters than this share is no news text.
_BINARY_SHARE = 0.02
#: The detector reads this much; encodings do not change halfway.
_LOOK_AT = 200_000
#: Every second byte NUL on this share of the pairs is UTF-16 without its mark.
_UTF16_SHARE = 0.4


def decode(data: bytes, *, declared: str | None = None, name: str = "the source") -> str:
    """Text of some bytes.

    Parameters
    ----------
    declared
        Encoding named by the source (an HTTP header, a front page), believed only when the
        bytes agree and no byte order mark says otherwise.
    name
        What to call the source in an error message.

    Raises
    ------
    UnsupportedFormatError
        The bytes are no text.
    """
    text = data.decode(encoding_of(data, declared=declared, name=name), errors="replace")
    sample = text[:_LOOK_AT]
    if sample and len(_CONTROL.findall(sample)) > _BINARY_SHARE * len(sample):
        msg = (
            f"{name} looks like binary data, not text. "
            "Give a text, HTML, PDF, Word, CSV, JSON lines or ZIP file."
        )
        raise UnsupportedFormatError(msg)
    return text


def encoding_of(data: bytes, *, declared: str | None = None, name: str = "the source") -> str:
    """Python's name of the encoding of some bytes; parameters and errors as in :func:`decode`."""
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            msg = f"{name} is {kind}, not a text that can be coded."
            raise UnsupportedFormatError(msg)
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding
    if wide := _utf16(data):
        return wide
    for likely in ("utf-8", declared):
        if likely and _agrees(data, likely):
            return likely
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_LOOK_AT], threshold=0.3).best()
    return best.encoding if best else "cp1252"


def _agrees(data: bytes, encoding: str) -> bool:
    """Whether the bytes are in this encoding, and it is a character set at all."""
    try:
        # Python also knows "punycode" and "idna", which take quadratic time.
        if not _CHARACTER_SET.match(codecs.lookup(encoding).name):
            return False
        data.decode(encoding)
    except (LookupError, ValueError):
        return False
    return True


def _utf16(data: bytes) -> str | None:
    """UTF-16 without its mark: every second byte of Latin text is zero."""
    sample = data[:_LOOK_AT]
    pairs = len(sample) // 2
    if not pairs or 0 not in sample:
        return None
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if sample[first::2].count(0) > _UTF16_SHARE * pairs:
            return encoding
    return None
