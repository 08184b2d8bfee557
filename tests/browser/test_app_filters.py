"""Each filter says beforehand how many events it leaves, under all the others that are set."""

from __future__ import annotations

import pytest

from tests.browser.conftest import SLOW

pytestmark = pytest.mark.browser


def number(text):
    """The last number of a label."""
    digits = text.replace("\u202f", "").split()
    return int(next(word for word in reversed(digits) if word.isdigit()))


def chosen(tab, option, in_address):
    """Choose an option; what it said is what is shown."""
    said = number(option.inner_text())
    option.click()
    tab.page.wait_for_function(f"location.search.includes('{in_address}')", timeout=SLOW)
    tab.settled()
    assert tab.counts()[0] == said, in_address
    return said


def test_every_option_says_what_choosing_it_leaves(app, tab):
    tab.open(f"{app}/?view=about", wait_for_map=False)
    total = tab.counts()[0]
    page = tab.page
    assert number(page.locator(".st-key-filter-preset button").last.inner_text()) == total
    page.locator(".st-key-more-filters summary").click()
    tab.settled()
    chips = page.locator(".st-key-filter-precisions button")
    town = chosen(tab, chips.filter(has_text="town"), "precisions=city")
    assert town < total

    slider = page.locator(".st-key-filter-confidence input")
    slider.focus()
    for _ in range(9):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("location.search.includes('min_confidence=0.45')", timeout=SLOW)
    tab.settled()
    surer = tab.counts()[0]
    assert slider.get_attribute("aria-valuetext") == f"0.45 · {surer} events"
    assert 0 < surer < town

    chosen(tab, page.locator(".st-key-filter-review button").filter(has_text="not rev"), "review=")
    for key in ("sources", "actors", "countries", "admin1"):
        chosen(tab, tab.open_options(f"filter-{key}").first, f"{key}=")
        page.keyboard.press("Escape")
    roles = page.locator(".st-key-filter-role button")
    left = tab.counts()[0]
    assert number(roles.first.inner_text()) == left
    role = max(roles.all()[1:], key=lambda button: number(button.inner_text()))
    chosen(tab, role, "actor_role=")
    preset = page.locator(".st-key-filter-preset button").first
    assert number(preset.inner_text()) <= left
    tab.shot("filters-all")
    page.get_by_role("button", name="Clear all filters").click()
    tab.settled()
    assert tab.counts()[0] == total
    field = page.get_by_placeholder("Words in sentence, title, names")
    field.fill("Almaty")
    field.press("Enter")
    page.wait_for_function("location.search.includes('text=Almaty')", timeout=SLOW)
    tab.settled()
    assert 0 < tab.counts()[0] < total
