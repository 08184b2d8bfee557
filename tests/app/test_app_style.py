"""Colours that can be read, and a server that only this computer reaches."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from geo.app import style, telling
from geo.app.event_card import badge

ROOT = Path(__file__).resolve().parents[2]
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb (WCAG 2.1)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_can_be_read_on_its_ground(theme):
    colours = style.COLOURS[theme]
    grounds = [
        CONFIG["theme"][theme]["backgroundColor"],
        CONFIG["theme"][theme]["sidebar"]["backgroundColor"],
    ]
    assert style.BACKGROUND[theme] == grounds[0]
    for ground in grounds:
        for name in ("ink", "quiet", "accent", "warn", "good"):
            assert contrast(colours[name], ground) >= 4.5, (name, ground)
    for name, colour in colours.items():
        if name.startswith("c-"):
            assert contrast(colour, colours["lit"]) >= 3, f"underline {name} on the lit sentence"
    assert contrast(colours["ink"], colours["lit"]) >= 7


def test_every_type_has_its_letter_in_chips_and_badges():
    sheet = style._sheet("light", "50vh")
    for kind in telling.ontology().types.values():
        assert f'content:"{kind.letter}"' in sheet
        assert f">{kind.letter}</span>" in badge(kind.code)
    assert "http" not in sheet, "the style sheet fetches nothing"


def test_the_server_is_private_and_quiet():
    assert CONFIG["server"]["address"] == "127.0.0.1"
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["server"]["maxUploadSize"] == 20
    assert CONFIG["client"]["showErrorDetails"] == "none"
