"""Every error Dateline raises on purpose, as one tree.

    DatelineError
    ├── ArticleError (ValueError)          a source could not be read as an article
    │   ├── EmptyArticleError              there is no text in it
    │   ├── ArticleTooLargeError           more text than Settings.max_chars
    │   └── UnsupportedFormatError         not a format Dateline reads
    ├── FetchError (OSError)               an address could not be, or must not be, fetched
    ├── DataError (RuntimeError)           a file of data/ is missing, damaged or of another version
    │   └── OntologyError                  a lexicon entry is malformed; names file and line
    ├── GeocoderError (RuntimeError)       a gazetteer or online geocoder failed (not "nothing found")
    ├── CoderError (RuntimeError)          the endpoint of a model coder cannot be asked
    ├── FilterError (ValueError)           a filter value that cannot be understood
    ├── StoreError (RuntimeError)          the event store cannot be opened, read or written
    └── ExportError (ValueError)           an export cannot be written

Each is also the standard-library kind beside it, so that code which has never heard of Dateline
still catches it. "Nothing found" is never an error: it is ``None`` with a reason.
Messages are written for the person at the screen: what is wrong, then what to do.
"""

from __future__ import annotations


class DatelineError(Exception):
    """Root of the tree; catch this to catch everything Dateline raises on purpose."""


class ArticleError(DatelineError, ValueError):
    """A source could not be read as an article."""


class EmptyArticleError(ArticleError):
    """The source holds no text."""


class ArticleTooLargeError(ArticleError):
    """The text is longer than ``Settings.max_chars``."""


class UnsupportedFormatError(ArticleError):
    """The source is of a format that Dateline does not read."""


class FetchError(DatelineError, OSError):
    """An address could not be fetched, or is one that must not be fetched."""


class DataError(DatelineError, RuntimeError):
    """A file of ``data/`` is missing, damaged, or made for another version."""


class OntologyError(DataError):
    """A lexicon entry is malformed. The message names the file and the entry."""


class GeocoderError(DatelineError, RuntimeError):
    """A gazetteer or an online geocoder failed; never raised for "nothing found"."""


class CoderError(DatelineError, RuntimeError):
    """The endpoint of a model coder cannot be asked; never raised for "no events found"."""


class FilterError(DatelineError, ValueError):
    """A filter value that cannot be understood."""


class StoreError(DatelineError, RuntimeError):
    """The event store cannot be opened, read or written."""


class ExportError(DatelineError, ValueError):
    """An export cannot be written."""
