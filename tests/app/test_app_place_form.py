"""What a correction offers: every option of a list bears a label of its own, and means itself."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from geo.app.controls import told_apart
from geo.app.local_names import gazetteer
from geo.app.place_form import choices, labels
from geo.app.strings import Words
from tests.builders import make_event


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("name", ["Islamabad", "Springfield", "Almaty", "San José"])
def test_no_two_places_offered_are_called_alike(name, language):
    offered = choices(make_event(), (), tuple(gazetteer().find(name)))
    told = labels(offered, Words(language))
    assert set(told) == {*offered, ""}
    assert len(set(told.values())) == len(told)


def test_a_town_and_the_region_of_its_name_are_told_apart_by_their_kind():
    offered = choices(make_event(), (), tuple(gazetteer().find("Islamabad")))
    told = labels(offered, Words("en"))
    alike = [told[p.id].removeprefix("Islamabad, Pakistan, ") for p in offered.values()
             if p.name == "Islamabad" and p.country == "PAK"]  # fmt: skip
    assert {"town", "region"} <= set(alike)


def test_what_stays_alike_is_numbered():
    told = told_apart(
        ["a", "b", "c", "d"], lambda o: "same" if o < "d" else "same (2)", lambda _: "x"
    )
    assert len(set(told.values())) == 4
    assert told["a"] == "same, x"
    assert told["d"] == "same (2)"


def page():
    """A form for an event without a place; nothing has been typed yet."""
    from geo.app.data import make_dataset
    from geo.app.place_form import draw
    from geo.app.session import Session
    from geo.app.strings import Words
    from tests.builders import make_event

    event = make_event(toponym=None)
    draw(Session(), make_dataset([event]), event, Words("en"))


def test_a_fresh_form_says_of_no_name_that_it_is_unknown():
    form = AppTest.from_function(page, default_timeout=60).run()
    assert not form.exception
    assert not form.caption
    form.text_input[0].input("Qqqxyzzy").run()
    assert "No place of this name" in form.caption[0].value
