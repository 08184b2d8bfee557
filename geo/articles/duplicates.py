"""Is this the article we have already? By address, by content, and nearly so (wire copies).

Near-duplicates are found by MinHash over shingles of words: the share of equal entries of two
signatures estimates the Jaccard similarity of their shingles (Broder 1997). ``Copies`` names them
while articles come in; nothing is left out for being one, as two reports from one template ("police in
X said that N …") may tell of two events.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import numpy as np

from geo.model import Article

_WORD = re.compile(r"[^\W_]+")
#: Words a shingle; three survive an edited word nearby and are rare enough to tell texts apart.
_SHINGLE_WORDS = 3
#: Entries a signature: the estimate's standard error is at most .045.
SIGNATURE_LENGTH = 126
#: Signatures are cut into bands of three to find candidates without comparing all pairs.
BANDS = 42
#: Similarity from which two texts are one report. On the bundled samples: copies with another
#: headline, another end and edited words .54 and more; copies cut to their first paragraphs .42
#: and more; two different reports .06 at most.
NEAR = 0.4
#: A copy shows within this many words; what follows costs time only.
_MAX_WORDS = 5_000
#: Shorter texts (headlines, briefs) share too many shingles by chance; only equal ones match.
_MIN_WORDS = 20
#: Articles that ``Copies`` remembers: 9 kB each and .5 ms of processor time, where coding takes 27
#: to 36 ms (tracemalloc and process_time over the samples, 1.4 kB each).
REMEMBERED = 2_000
#: Characters of a title that name an article in a message.
_NAMED = 80
_TRACKING = ("utm_", "at_", "fbclid", "gclid", "mc_", "cmp", "ref", "ocid", "ns_", "igshid", "smid")


def canonical_url(url: str) -> str:
    """An address without what does not name the page: tracking, fragment, default port, case."""
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("amp.")
    try:
        port = f":{parts.port}" if parts.port not in {None, 80, 443} else ""
    except ValueError:
        port = ""
    query = [
        (key, value)
        for key, value in parse_qsl(parts.query, keep_blank_values=True)
        if not key.lower().startswith(_TRACKING)
    ]
    path = parts.path.rstrip("/") or "/"
    return urlunsplit(("https", host + port, path, urlencode(sorted(query)), ""))


def fingerprint(text: str) -> str:
    """Hash of a text's words: the same for copies that differ in case, spaces and punctuation."""
    words = " ".join(_words(text))
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def signature(text: str) -> tuple[int, ...]:
    """MinHash signature of a text: ``SIGNATURE_LENGTH`` numbers, or none for a short text."""
    words = _words(text)[:_MAX_WORDS]
    if len(words) < _MIN_WORDS:
        return ()
    shingles = {
        " ".join(words[start : start + _SHINGLE_WORDS])
        for start in range(len(words) - _SHINGLE_WORDS + 1)
    }
    digests = b"".join(
        hashlib.blake2b(shingle.encode(), digest_size=8).digest() for shingle in sorted(shingles)
    )
    return _min_hash(np.frombuffer(digests, dtype="<u8"))


def similarity(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Estimated share of common shingles, 0 to 1; 0 where a text was too short for a signature."""
    if not one or not other:
        return 0.0
    return sum(a == b for a, b in zip(one, other, strict=True)) / len(one)


def is_near_duplicate(one: str, other: str) -> bool:
    """Whether two texts are one report: equal word for word, or mostly so."""
    if fingerprint(one) == fingerprint(other):
        return True
    return similarity(signature(one), signature(other)) >= NEAR


def bands(of: tuple[int, ...]) -> tuple[str, ...]:
    """Keys for a look-up: near-duplicates share at least one with high probability.

    At similarity .4 two texts share a key with probability .94, at .5 with .996; at .06, the
    most that two different samples share, with .01.
    """
    rows = len(of) // BANDS
    return tuple(
        f"{band:02d}:{hash_of(of[band * rows : (band + 1) * rows])}"
        for band in range(BANDS if rows else 0)
    )


def hash_of(numbers: tuple[int, ...]) -> str:
    """Short hash of some numbers."""
    data = b"".join(number.to_bytes(8, "little") for number in numbers)
    return hashlib.blake2b(data, digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Original:
    """The earlier article that a text is nearly a copy of.

    ``title`` is cut to fit a message, and the text's first words where the article has none.
    """

    id: str
    title: str
    source: str | None


class Copies:
    """The articles that came in so far, and which of them a new one is nearly a copy of."""

    def __init__(self, limit: int = REMEMBERED) -> None:
        self._limit = limit
        self._known: dict[str, tuple[Original, tuple[int, ...]]] = {}
        #: Key of a band -> id of the first article that has it, so that the tenth copy names the first.
        self._first: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self._known)

    def add(self, article: Article) -> Original | None:
        """Remember an article, and forget the oldest beyond the limit.

        Returns
        -------
        The first article that it is nearly a copy of; None where there is none, where it is too short
        to tell, and where it is here already.
        """
        if article.id in self._known:
            return None
        own = signature(article.text)
        keys = bands(own)
        found = self._original(own, keys)
        title = (article.title or article.text.strip())[:_NAMED]
        self._known[article.id] = (Original(article.id, title, article.source), own)
        for key in keys:
            self._first.setdefault(key, article.id)
        if len(self._known) > self._limit:
            self._forget(next(iter(self._known)))
        return found

    def _original(self, own: tuple[int, ...], keys: tuple[str, ...]) -> Original | None:
        candidates = {self._first[key] for key in keys if key in self._first}
        near = {one for one in candidates if similarity(own, self._known[one][1]) >= NEAR}
        # In the order in which they came: of ten copies the first is named, not one another.
        return (
            next((self._known[one][0] for one in self._known if one in near), None)
            if near
            else None
        )

    def _forget(self, article_id: str) -> None:
        for key in bands(self._known.pop(article_id)[1]):
            if self._first.get(key) == article_id:
                del self._first[key]


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


@cache
def _coefficients() -> tuple[np.ndarray, np.ndarray]:
    numbers = np.frombuffer(
        b"".join(
            hashlib.blake2b(index.to_bytes(4, "little"), digest_size=8, person=b"dateline").digest()
            for index in range(2 * SIGNATURE_LENGTH)
        ),
        dtype="<u8",
    )
    return numbers[:SIGNATURE_LENGTH] | np.uint64(1), numbers[SIGNATURE_LENGTH:]


def _min_hash(digests: np.ndarray) -> tuple[int, ...]:
    """The least of each of the permutations a*x + b over the shingles (modulo 2**64)."""
    factors, offsets = _coefficients()
    with np.errstate(over="ignore"):
        least = [
            int((digests * factor + offset).min())
            for factor, offset in zip(factors, offsets, strict=True)
        ]
    return tuple(least)
