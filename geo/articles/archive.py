"""ZIP archives of articles: read member by member, never unpacked to disk.

A member's name is a label and an ending, never a path. Bytes are counted as they come out, not
as the archive says; an archive inside an archive is refused.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import BinaryIO

from geo.articles.draft import Part, Skipped
from geo.articles.formats import HEAD_BYTES, Context, format_of, known_suffixes, reader_of
from geo.errors import ArticleError, ArticleTooLargeError, UnsupportedFormatError

MAX_MEMBERS = 20_000
MAX_MEMBER_BYTES = 200_000_000
MAX_TOTAL_BYTES = 2_000_000_000
_METHODS = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
_CONTAINERS = frozenset(("zip", "warc", "gzip"))
_BLOCK = 1 << 16
#: What ``zipfile`` raises on damaged files, as found by fuzzing it.
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, KeyError,
    IndexError, RuntimeError, OverflowError,
)  # fmt: skip
_ENCRYPTED = 0x1
_MAX_LABEL = 120


def read(stream: BinaryIO, context: Context) -> Iterator[Part]:
    """The articles of every readable member, in the order of their names.

    Raises
    ------
    UnsupportedFormatError, ArticleTooLargeError
        It is no ZIP archive, lies inside another one, or has too many members.
    """
    if context.depth:
        msg = f"{context.name}: an archive inside an archive is not read. Unpack the outer one."
        raise UnsupportedFormatError(msg)
    archive = open_archive(stream, context.name)
    members = sorted(
        (m for m in archive.infolist() if m.filename and not m.is_dir()), key=lambda m: m.filename
    )
    left = MAX_TOTAL_BYTES
    for member in members:
        label = f"{context.name} › {_label(member.filename)}"
        suffix = PurePosixPath(member.filename.lower()).suffix
        if _is_hidden(member.filename):
            continue
        if suffix not in known_suffixes():
            yield Skipped(label, f"{suffix or 'files without an ending'}: not read", ignored=True)
            continue
        try:
            data = member_bytes(archive, member, min(left, MAX_MEMBER_BYTES), label)
            left -= len(data)
            yield from _read_member(data, replace(context, name=label, depth=context.depth + 1))
        except ArticleError as error:
            yield Skipped.because(label, error)


def _read_member(data: bytes, context: Context) -> Iterator[Part]:
    format_ = format_of(context.name, data[:HEAD_BYTES])
    if format_ in _CONTAINERS:
        msg = f"{context.name}: an archive inside an archive is not read."
        raise UnsupportedFormatError(msg)
    yield from reader_of(format_, context.name)(io.BytesIO(data), context)


def open_archive(stream: BinaryIO, name: str) -> zipfile.ZipFile:
    """Open a ZIP archive and check how many members it has.

    Raises
    ------
    UnsupportedFormatError, ArticleTooLargeError
        It is no ZIP archive; it has more than ``MAX_MEMBERS`` members.
    """
    try:
        archive = zipfile.ZipFile(stream)
    except _DAMAGED as error:
        msg = f"{name} is damaged: it cannot be opened as a ZIP archive."
        raise UnsupportedFormatError(msg) from error
    if len(archive.infolist()) > MAX_MEMBERS:
        msg = f"{name} has more than {MAX_MEMBERS:,} members."
        raise ArticleTooLargeError(msg)
    return archive


def member_bytes(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limit: int, name: str) -> bytes:
    """The bytes of one member, refused as soon as more than ``limit`` have come out.

    Raises
    ------
    ArticleTooLargeError, UnsupportedFormatError
        Too large; locked, damaged or packed in a way that is not read.
    """
    if member.flag_bits & _ENCRYPTED:
        msg = f"{name} is locked with a password."
        raise UnsupportedFormatError(msg)
    if member.compress_type not in _METHODS:
        # bzip2 and LZMA members can ask for gigabytes before the first byte comes out.
        msg = f"{name} is packed by a method that is not read (only stored and deflated are)."
        raise UnsupportedFormatError(msg)
    out = bytearray()
    try:
        with archive.open(member) as packed:
            while len(out) <= limit and (block := packed.read(_BLOCK)):
                out += block
    except _DAMAGED as error:
        msg = f"{name} is damaged and cannot be unpacked."
        raise UnsupportedFormatError(msg) from error
    if len(out) > limit:
        msg = f"{name} unpacks to more than {limit:,} bytes."
        raise ArticleTooLargeError(msg)
    return bytes(out)


def _is_hidden(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return any(part.startswith(("__MACOSX", ".")) and part != ".." for part in parts)


def _label(name: str) -> str:
    printable = "".join(character if character.isprintable() else "?" for character in name)
    return printable if len(printable) <= _MAX_LABEL else "…" + printable[1 - _MAX_LABEL :]
