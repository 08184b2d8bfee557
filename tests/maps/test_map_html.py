"""The one-file map: nothing runs that we did not write, nothing is fetched, evidence is intact."""

from __future__ import annotations

import base64
import hashlib
import json
import re

import pytest

from geo.maps import map_html, save_map
from geo.maps.html import MAX_EVENTS
from tests.map_frames import HOSTILE, frame_of, rows

DATA = re.compile(r'<script type="application/json" id="dateline-data">(.*?)</script>', re.DOTALL)


@pytest.fixture(scope="module")
def page():
    from tests.map_frames import hostile_events

    return map_html(hostile_events(), title="<b>{{7*7}}</b>", note="${x} </script>")


def _data(page):
    return json.loads(DATA.search(page).group(1))


def test_evidence_comes_through_whole(page):
    told = [event["evidence"] for event in _data(page)["events"]]
    assert sorted(set(told)) == sorted(set(HOSTILE))
    assert _data(page)["note"] == "${x} </script>"


def test_no_hostile_string_stands_in_the_markup(page):
    """Outside the JSON block there are only our own scripts, and the payload, escaped."""
    rest = DATA.sub("", page)
    for text in HOSTILE:
        if len(text) > 8:
            assert text not in rest
    assert "<" not in DATA.search(page).group(1)


def test_only_our_scripts_may_run(page):
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page).group(1)
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy.split("script-src")[1].split(";")[0]
    scripts = re.findall(r"<script>(.*?)</script>\n", page, re.DOTALL)
    allowed = set(re.findall(r"'sha256-([^']+)'", policy))
    made = {base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts}
    assert made == allowed
    assert not re.search(r"\son\w+=", DATA.sub("", page).split("<script>")[0])


def test_nothing_is_loaded_from_anywhere(page):
    outside = re.findall(r"""(?:src|href)=["']([^"']+)["']""", page.split("<script>")[0])
    assert outside == []
    assert "@import" not in page
    styles = "".join(re.findall(r"<style>(.*?)</style>", page, re.DOTALL))
    assert set(re.findall(r"url\((.*?)\)", styles)) <= {
        "data:,layers.png", "data:,layers-2x.png", "data:,marker-icon.png", "#default#VML",
    }  # fmt: skip


def test_counts_say_what_is_shown(few, tmp_path):
    data = _data(save_map(few, tmp_path / "map.html").read_text(encoding="utf-8"))
    assert (data["total"], data["shown"], data["unlocated"]) == (20, 20, 2)
    assert len(data["events"]) == 20
    assert [e for e in data["events"] if "at" not in e]


def test_a_very_large_frame_is_cut_and_says_so(monkeypatch):
    monkeypatch.setattr("geo.maps.html.MAX_EVENTS", 3)
    data = _data(map_html(frame_of(rows("Almaty", "PROTEST", 5))))
    assert (data["shown"], data["total"]) == (3, 5)
    assert MAX_EVENTS > 1000


def test_an_empty_frame_makes_a_page(few):
    assert _data(map_html(few.iloc[:0]))["events"] == []
