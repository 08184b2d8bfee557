"""The bundled articles: enough of them, over the world, each dated, and none cut or doubled."""

from __future__ import annotations

from geo.articles import samples
from geo.articles.duplicates import is_near_duplicate


def test_a_newcomer_sees_a_full_map():
    articles = samples()
    assert len(articles) >= 30
    assert all(article.language == "en" for article in articles)
    assert all(article.source == "Dateline sample" for article in articles)
    assert all(150 <= len(article.text.split()) <= 350 for article in articles)


def test_each_says_when_it_was_published_and_begins_with_its_headline():
    for article in samples():
        assert article.published_basis == "stated"
        assert 2019 <= article.published.year <= 2025
        assert article.headline_end == len(article.title) > 20
        assert "---" not in article.text


def test_they_come_oldest_first_and_no_two_share_an_id():
    articles = samples()
    days = [article.published for article in articles]
    assert days == sorted(days)
    assert len({article.id for article in articles}) == len(articles)


def test_no_sample_retells_another():
    articles = samples()
    for number, one in enumerate(articles):
        for other in articles[number + 1 :]:
            assert not is_near_duplicate(one.text, other.text)
