"""One frozen ``Settings``, passed down and never global.

The environment is read in one place, ``Settings.from_env``; nothing else looks at it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How Dateline reads, geocodes and codes.

    Attributes
    ----------
    data_dir
        Folder that holds ``gazetteer/``, ``ontology/`` …; None finds the bundled one.
    home_country
        ISO 3166-1 alpha-2 code of the source's home country ("KZ"), a mild preference when a
        name is ambiguous; None for no preference.
    max_chars
        Longest text that is coded, in Unicode code points. Longer is refused with a clear error.
    one_sense
        One meaning per place name and article (the usual case in news).
    online_geocoder
        "off" (nothing leaves the machine), "nominatim" or "photon"; asked only when the embedded
        gazetteer's margin is below ``online_margin``.
    online_domain, user_agent
        Server of the online geocoder and the contact that its usage policy demands.
    keep_nonevents
        Keep what the gate refused as flagged records (off the map) instead of dropping it.
    review_below
        Events less confident than this are marked "needs review".
    parser
        "accurate" runs the dependency parser on sentences that hold a trigger; "fast" does not.
    coder_endpoint, coder_model, coder_key
        Base address of an OpenAI-compatible server ("http://127.0.0.1:11434/v1"), a model on it, and
        its key, for a model in the place of the bundled coder. None, the default: nothing is asked.
        Otherwise **the text of every article is sent there** (docs/security.md).
    language
        ISO 639-1 code of the language pack that articles are coded by; those in another language are
        left alone. One a process: words are read once, by ``DATELINE_LANGUAGE``.
    """

    data_dir: Path | None = None
    home_country: str | None = None
    max_chars: int = 5_500_000
    one_sense: bool = True
    online_geocoder: Literal["off", "nominatim", "photon"] = "off"
    online_domain: str | None = None
    online_margin: float = 0.1
    user_agent: str | None = None
    keep_nonevents: bool = False
    review_below: float = 0.5
    parser: Literal["accurate", "fast"] = "accurate"
    coder_endpoint: str | None = None
    coder_model: str | None = None
    coder_key: str | None = field(default=None, repr=False)
    language: str = "en"
    store_url: str | None = None
    allow_fetch: bool = True

    def noted(self) -> dict[str, object]:
        """What a run writes down of its settings: all but the secret."""
        return {name: value for name, value in asdict(self).items() if name != "coder_key"}

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read ``DATELINE_DATA``, ``_LANGUAGE``, ``_STORE``, ``_CODER_KEY`` and ``_DEMO``."""
        env = os.environ if environ is None else environ
        settings = cls()
        if env.get("DATELINE_DATA"):
            settings = replace(settings, data_dir=Path(env["DATELINE_DATA"]))
        if env.get("DATELINE_LANGUAGE"):
            settings = replace(settings, language=env["DATELINE_LANGUAGE"])
        if env.get("DATELINE_STORE"):
            settings = replace(settings, store_url=env["DATELINE_STORE"])
        if env.get("DATELINE_CODER_KEY"):
            settings = replace(settings, coder_key=env["DATELINE_CODER_KEY"])
        if env.get("DATELINE_DEMO", "") not in {"", "0"}:
            settings = replace(settings, allow_fetch=False)
        return settings
