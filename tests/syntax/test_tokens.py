"""Tokens stand where they say, and are cut as news needs them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.syntax import tokenize


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Friday's talks", ["Friday", "'s", "talks"]),
        ("the city’s office", ["the", "city", "’s", "office"]),
        ("They didn't go.", ["They", "did", "n't", "go", "."]),
        ("We cannot say", ["We", "can", "not", "say"]),
        ("U.S. troops", ["U.S.", "troops"]),
        ("a U.S.-led force", ["a", "U.S.-led", "force"]),
        ("in the U.S.", ["in", "the", "U.S."]),
        ("Gen. Ali met J. Smith.", ["Gen.", "Ali", "met", "J.", "Smith", "."]),
        ("He said no. Then he left", ["He", "said", "no", ".", "Then", "he", "left"]),
        ("2,000 people, $5m", ["2,000", "people", ",", "$", "5m"]),
        ("a 22-year-old man", ["a", "22-year-old", "man"]),
        ("protesters' camp", ["protesters", "'", "camp"]),
        ("O'Brien left", ["O'Brien", "left"]),
        ("war--and peace", ["war", "--", "and", "peace"]),
        ("“No,” he said", ["“", "No", ",", "”", "he", "said"]),
    ],
)
def test_words(text, words):
    assert tokenize(text)[0] == words


@given(st.text(), st.integers(0, 1000))
def test_every_token_is_the_text_at_its_place(text, offset):
    words, starts, ends = tokenize(text, offset)
    for word, start, end in zip(words, starts, ends, strict=True):
        assert text[start - offset : end - offset] == word
    assert "".join(words) == "".join(text.split())
    assert all(a <= b for a, b in zip(ends, starts[1:], strict=False))
