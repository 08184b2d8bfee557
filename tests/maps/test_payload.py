"""The one door through which data reaches a map lets nothing active through."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.maps.payload import LABEL_LIMIT, encode, safe_map_text
from tests.map_frames import HOSTILE

ACTIVE = set("{}%#<>&'`$=@/")


@pytest.mark.parametrize("text", HOSTILE)
def test_no_active_character_survives_and_the_text_does(text):
    literal = encode([[text, 1], text])
    assert not ACTIVE & set(literal)
    assert literal.isascii()
    assert json.loads(literal) == [[text, 1], text]


@given(st.recursive(st.text() | st.integers(), lambda inner: st.lists(inner, max_size=4)))
def test_any_array_comes_back_as_it_was(value):
    literal = encode(value)
    assert not ACTIVE & set(literal)
    assert json.loads(literal) == value


@given(st.text(max_size=60))
def test_the_template_engine_leaves_any_text_alone(text):
    from jinja2 import Template

    literal = encode([text])
    assert Template(literal).render() == literal


@pytest.mark.parametrize("wrong", [{"a": 1}, [{"a": 1}], {1, 2}, b"x", object()])
def test_objects_are_refused_because_their_braces_are(wrong):
    with pytest.raises(TypeError, match="arrays, strings and numbers"):
        encode(wrong)


def test_not_a_number_is_refused():
    with pytest.raises(ValueError, match="JSON compliant"):
        encode([float("nan")])


@given(st.text())
def test_a_label_is_one_visible_line(text):
    label = safe_map_text(text)
    assert len(label) <= LABEL_LIMIT
    assert label == " ".join(label.split())
    assert not any(c in label for c in "\x00\u202e\u202d\u2066\u2028\u200b")


def test_a_label_keeps_letters_of_every_script():
    assert safe_map_text("Алматы Қазақстан  القاهرة 北京") == "Алматы Қазақстан القاهرة 北京"
