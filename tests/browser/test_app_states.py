"""Pictures of every state, kept with the run; and that a phone and the dark show the same."""

from __future__ import annotations

import os

import pytest
from PIL import Image

from tests.browser.conftest import ARTIFACTS, ROOT

pytestmark = pytest.mark.browser
SCREENS = {"desktop": (1440, 900), "laptop": (1280, 800), "phone": (390, 844)}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_the_main_screen_fits_its_window(app, tab, screen, theme):
    width, height = SCREENS[screen]
    tab.page.set_viewport_size({"width": width, "height": height})
    tab.page.emulate_media(color_scheme=theme)
    tab.open(app)
    tab.shot(f"{screen}-{theme}")
    wide = tab.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width, "nothing sticks out at the side"
    frame = tab.page.locator('iframe[title="streamlit_folium.st_folium"]').bounding_box()
    assert frame["height"] >= 0.4 * height, "the map comes first"
    assert frame["y"] + frame["height"] <= height + 1, "and is whole in view"
    background = tab.page.evaluate(
        "getComputedStyle(document.querySelector('.stApp')).backgroundColor"
    )
    red = int(background.split("(")[1].split(",")[0])
    assert (red < 60) == (theme == "dark")
    tab.choose_row(0)
    card = tab.page.locator(".dl-card").bounding_box()
    table = tab.page.locator(".st-key-table").bounding_box()
    if screen == "phone":
        assert card["y"] < table["y"], "on a phone the chosen event stands before the table"
    tab.shot(f"{screen}-{theme}-event")


@pytest.mark.parametrize("view", ["actors", "numbers", "review", "about"])
def test_the_other_views_are_drawn_in_both_languages(app, tab, view):
    for language in ("en", "ru"):
        tab.open(f"{app}/?view={view}&lang={language}", wait_for_map=False)
        assert tab.page.get_by_text("Something went wrong").count() == 0
        assert tab.page.get_by_text("произошла ошибка").count() == 0
        if view == "about":
            said = tab.page.locator(".st-key-about").inner_text()
            figures = [cell for cell in said.split() if cell.startswith(".") and cell[1:].isdigit()]
            assert len(figures) > 10, "the measured figures"
            assert "CC BY 4.0" in tab.page.locator(".stMain").inner_text()
            assert tab.page.locator(".dl-offline").count() == 1
        tab.shot(f"view-{view}-{language}")


def test_every_control_can_be_reached_by_keyboard_and_has_a_name(app, tab):
    tab.open(app)
    names = tab.page.evaluate(
        """() => [...document.querySelectorAll('button, input, [role=button], iframe')]
        .filter(e => e.offsetParent && e.getAttribute('aria-hidden') !== 'true' && e.tabIndex >= 0)
        .filter(e => !(e.textContent.trim() || e.getAttribute('aria-label') || e.title || e.placeholder
            || (e.labels && e.labels.length) || e.getAttribute('aria-labelledby')))
        .map(e => e.outerHTML.slice(0, 160))"""
    )
    assert names == []


def test_the_picture_of_the_readme(app, tab):
    """Written to docs/ only on request, so that a test run changes no file of the tree."""
    tab.open(app + "/?text=Almaty&at=34,40,3", wait_for_map=True)
    tab.choose_row(0)
    tab.page.locator(".st-key-clear-all button").click()
    tab.settled()
    tab.page.locator("[data-testid=stSidebarContent]").evaluate("e => e.scrollTo(0, 0)")
    tab.settled()
    tab.shot("readme")
    picture = ARTIFACTS / "readme.png"
    assert picture.stat().st_size > 50_000
    if os.environ.get("DATELINE_WRITE_SCREENSHOT"):
        small = Image.open(picture).convert("RGB").quantize(256)
        small.save(ROOT / "docs" / "screenshot.png", optimize=True)


@pytest.mark.parametrize("screen", ["phone", "desktop"])
def test_the_filters_are_closed_by_their_own_button(app, tab, screen):
    width, height = SCREENS[screen]
    tab.page.set_viewport_size({"width": width, "height": height})
    tab.open(app)
    sidebar = tab.page.get_by_test_id("stSidebar")
    if screen == "phone":
        tab.page.get_by_test_id("stExpandSidebarButton").click()
        tab.settled()
    sidebar.hover(position={"x": 30, "y": 300})
    shut = sidebar.get_by_test_id("stSidebarCollapseButton").get_by_role("button")
    box = shut.bounding_box()
    for across in (0.1, 0.3, 0.5, 0.7, 0.9):  # nothing may lie over any part of it
        at = [box["x"] + across * box["width"], box["y"] + box["height"] / 2]
        free = "at => !!document.elementFromPoint(...at).closest('[data-testid=stSidebarCollapseButton]')"
        assert tab.page.evaluate(free, at), across
    tab.shot(f"filters-{screen}")
    tab.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    tab.page.get_by_test_id("stExpandSidebarButton").wait_for()
