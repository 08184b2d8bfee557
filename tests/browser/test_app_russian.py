"""The Russian interface in a real browser: no English word is left on it."""

from __future__ import annotations

import re

import pytest

from geo.app.strings import catalogue
from tests.browser.conftest import ARTIFACTS, SLOW

pytestmark = pytest.mark.browser
#: Every text that can be seen, but for what people wrote: articles, and names from them or the data.
_SEEN = """(foreign) => {
    const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const at = walk.currentNode.parentElement;
        if (!at || at.closest('script, style, noscript') || at.closest(foreign)) continue;
        const box = at.getBoundingClientRect(), look = getComputedStyle(at);
        if (look.visibility !== 'hidden' && parseFloat(look.fontSize) > 0 && box.width > 2
            && box.height > 2 && box.right > 0 && box.bottom > 0)
            found.push(walk.currentNode.data);
    }
    for (const at of document.querySelectorAll('[placeholder]')) found.push(at.placeholder);
    for (const at of document.querySelectorAll('[class*="dl-"][title], .leaflet-control [title]'))
        if (!at.closest(foreign)) found.push(at.title);
    return found;
}"""
#: Article text; people and towns as articles and gazetteer name them; PLOVER's codes in tooltips;
#: icons (a font's ligatures); the quoted docs/quality.md, of which the page says that it is English.
_FOREIGN = (
    ".dl-article, .dl-quote, .dl-card bdi, .dl-heading bdi, .dl-card [title], [class*='st-key-open-'],"
    " [class*='st-key-look-'], [class*='st-key-choose-'], [class*='st-key-quality-'], [data-testid=stIconMaterial],"
    " kbd, .dl-matrix, svg"
)
#: Names of formats, programs, data sets and codes, the same in every language; letters of a date box.
ALLOWED = frozenset(
    """PLOVER ACLED GeoJSON CSV Excel KML Google GeoPackage GeoParquet HTML PNG SVG JSON lines RFC UTF
    QGIS ArcGIS geopandas DuckDB Dateline GeoNames CC BY Natural Earth OpenStreetMap RSS Atom docs
    quality md Kept http https txt html pdf docx csv jsonl zip km dd mm yyyy geonames org""".split()
)


def english(tab) -> list[str]:
    """What is on the page and in the map's frame in Latin letters and not allowed."""
    texts = []
    for frame in tab.page.frames:
        texts += frame.evaluate(_SEEN, _FOREIGN)
    return [
        text
        for text in dict.fromkeys(texts)
        if set(re.findall(r"[A-Za-z]{2,}", re.sub("[«“][^»”]*[»”]", "", text))) - ALLOWED
    ]


@pytest.mark.parametrize("view", ["map", "actors", "numbers", "review", "about"])
def test_every_view_is_russian(app, tab, view):
    tab.open(f"{app}/?view={view}&lang=ru", wait_for_map=view == "map")
    assert english(tab) == []


def test_card_form_dialog_and_downloads_are_russian(app, tab):
    tab.open(f"{app}/?lang=ru&text=Almaty")
    tab.choose_row(0)
    assert english(tab) == []
    card = tab.page.locator(".dl-card").inner_text()
    assert re.search("Почему|назван|место", card)
    tab.page.locator(".st-key-wrong-button button").click()
    tab.settled()
    assert english(tab) == []
    tab.page.get_by_test_id("stPopoverButton").filter(has_text="Скачать").click()
    tab.settled()
    assert english(tab) == []
    tab.page.keyboard.press("Escape")
    tab.page.locator(".st-key-add-articles button").click()
    for name in ("paste", "files", "url", "feed"):
        tab.page.get_by_role("tab", name=catalogue("ru")["add"][name]).click()
        tab.settled()
        assert english(tab) == []


def test_the_map_file_is_russian(app, tab, chromium):
    tab.open(f"{app}/?lang=ru&text=Kazakhstan")
    tab.page.get_by_test_id("stPopoverButton").filter(has_text="Скачать").click()
    with tab.page.expect_download(timeout=SLOW) as waiting:
        tab.page.locator(".st-key-download-html button").first.click()
    path = ARTIFACTS / "russian.html"
    waiting.value.save_as(path)
    page = chromium.new_context(offline=True).new_page()
    page.goto(path.as_uri())
    page.locator("article").first.wait_for()
    words = page.evaluate(
        """() => [...document.querySelectorAll('#panel *')]
        .filter(e => !e.children.length && !e.matches('blockquote, .source, .source *'))
        .map(e => e.textContent)"""
    )
    told = " ".join(words)
    assert "Казахстан" in told
    assert "событий" in told or "события" in told
    places = page.locator(".facts").all_inner_texts()
    assert not any("Kazakhstan" in place for place in places if "→" not in place and "," in place)
    assert page.locator(".leaflet-control-zoom-in").get_attribute("title") == "Приблизить"
    for english_word in (
        "stated",
        "only",
        "confidence",
        "All events",
        "not drawn",
        "Filters",
    ):
        assert english_word not in told
    page.context.close()
