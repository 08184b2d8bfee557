"""Is this the report we have already? Wire copies yes; another report of the same town no."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geo.articles import samples
from geo.articles.duplicates import (
    Copies,
    bands,
    canonical_url,
    fingerprint,
    is_near_duplicate,
    signature,
    similarity,
)

WIRE = samples()[0].text


def edited(text: str) -> str:
    """As a second paper prints it: another headline, a cut end, a few words changed."""
    lines = text.split("\n\n")
    body = (
        "\n\n".join(lines[1:-1]).replace("said", "told reporters").replace(" — ", " (Courier) - ")
    )
    return f"Another headline for it\n\n{body}\n\nThe Courier's staff added to this report."


@pytest.mark.parametrize("article", samples(), ids=lambda article: article.title[:30])
def test_an_edited_wire_copy_is_the_same_report(article):
    assert is_near_duplicate(article.text, edited(article.text))


def test_case_spaces_and_punctuation_do_not_tell_copies_apart():
    assert fingerprint(WIRE) == fingerprint(WIRE.upper().replace(",", " ").replace("\n\n", "\n"))
    assert fingerprint(WIRE) != fingerprint(WIRE.replace("49", "50"))


def test_short_texts_match_only_when_equal():
    assert not is_near_duplicate(
        "Five people were hurt in Oran.", "Five people were hurt in Blida."
    )
    assert is_near_duplicate("Five people were hurt in Oran.", "five people were hurt in ORAN")


def test_a_signature_is_the_same_on_every_machine():
    # Kept in stores: changing it makes every stored signature useless.
    words = " ".join(f"word{n}" for n in range(60))
    assert len(signature(words)) == 126
    assert signature(words)[:2] == (256457883371419137, 203612428860878505)


def test_copies_meet_in_a_band_and_strangers_rarely_do():
    articles = samples()
    keys = [set(bands(signature(article.text))) for article in articles]
    for article, own in zip(articles, keys, strict=True):
        assert own & set(bands(signature(edited(article.text))))
    meetings = sum(bool(one & other) for n, one in enumerate(keys) for other in keys[n + 1 :])
    assert meetings <= 2


def test_similarity_estimates_the_share_of_common_shingles():
    words = [f"w{n}" for n in range(400)]
    one, other = signature(" ".join(words[:300])), signature(" ".join(words[100:]))
    assert similarity(one, one) == 1.0
    assert similarity(one, other) == pytest.approx(0.5, abs=0.13)
    assert similarity(one, ()) == 0.0
    assert bands(()) == ()


def test_every_copy_names_the_first_and_strangers_name_nobody():
    copies = Copies()
    assert [copies.add(article) for article in samples()] == [None] * len(samples())
    first = samples()[0]
    for paper in range(10):
        text = edited(first.text) + f" Reporting by desk {paper}."
        original = copies.add(replace(first, id=f"copy {paper}", text=text, title=None))
        assert (original.id, original.source) == (first.id, first.source)
        assert first.title.startswith(original.title)


def test_what_is_forgotten_is_named_no_more_and_leaves_nothing_behind():
    copies, (first, second, third) = Copies(limit=2), samples()[:3]
    for article in (first, second, third):
        copies.add(article)
    assert len(copies) == 2
    assert copies.add(replace(third, id="again")).id == third.id
    assert copies.add(replace(first, id="copy")) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://www.x.test/a/", "https://x.test/a"),
        ("https://x.test/a?utm_source=rss&id=1", "https://x.test/a?id=1#part"),
        ("https://x.test:443/a?b=2&a=1", "https://X.test/a?a=1&b=2"),
        ("https://m.x.test/a", "https://x.test/a"),
    ],
)
def test_addresses_of_one_page(one, other):
    assert canonical_url(one) == canonical_url(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("https://x.test/a", "https://x.test/b"), ("https://x.test/?id=1", "https://x.test/?id=2"),
     ("https://x.test/a", "https://y.test/a"), ("https://x.test/A", "https://x.test/a")],
)  # fmt: skip
def test_addresses_of_two_pages(one, other):
    assert canonical_url(one) != canonical_url(other)
