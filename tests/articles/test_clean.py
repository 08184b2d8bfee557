"""Lines of the page among the paragraphs go; the article's own stay letter by letter."""

from __future__ import annotations

import pytest

from geo.articles import article_from_text
from geo.articles.clean import Boilerplate, clean
from geo.errors import OntologyError
from geo.pipeline import geoparse
from geo.sentences import split


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement", "ADVERTISEMENT", "Story continues below advertisement", "Read more",
        "Read more: Why the docks stand still", "READ: Five things to know", "• Related articles",
        "Also read | Strike enters third week", "Sign up for our newsletter", "Share this article",
        "Image caption, Dock workers in Oran on Tuesday", "Photo by Amina Haddad/Getty Images",
        "Dock workers march in the port of Oran, March 5, 2024. (AP Photo/Amina Haddad)",
        "Dock workers march in Oran, Algeria [File: Amina Haddad/Reuters]",
        "A crowd outside the town hall. Amina Haddad/AFP via Getty Images",
        "Reporting by Amina Haddad; Editing by John Smith", "© 2024 The Test Courier",
        "Copyright 2024. All rights reserved.", "14:32 GMT", "2:32pm", "10.15am", "3h ago",
        "14 minutes ago", "Updated at 11.05 EST", "10:42 (09:42 GMT)", "* * *", "———", "",
        "This story has been updated.", "Last updated: March 5, 2024", "Subscribe",
        "Our Standards: The Thomson Reuters Trust Principles.",
    ],
)  # fmt: skip
def test_what_belongs_to_the_page_goes(line):
    before, after = "Police fired tear gas in Oran.", "Five people were hurt."
    assert clean(f"{before}\n{line}\n{after}") == f"{before}\n\n{after}"


@pytest.mark.parametrize(
    "line",
    [
        "ORAN, Algeria (Courier) — Police fired tear gas on Tuesday.", "By Amina Haddad",
        "Watch groups said the police had used live rounds.", "More than 40 people were arrested.",
        "Related protests were held in Blida.", "The advertisement offended thousands.",
        "At 14:32 the crowd broke through the gates.", "Sharing power, the two generals agreed.",
        "Reuters reporters saw soldiers fire at the crowd.", "Live rounds were fired.",
        "Copyright law brought hundreds into the streets of Warsaw.", "20 people died.",
        "Read out in court, the verdict set off riots.", "Photographs show burned-out cars.",
        "Latest figures put the number of dead at 12.", "Editing rooms of two papers were searched.",
        "3 hours ago, police stormed the building.", "The Reuters/Ipsos poll was conducted in May.",
        "Follow-up talks in Geneva failed.", "Listen, he told the crowd, and go home.",
    ],
)  # fmt: skip
def test_what_belongs_to_the_article_stays(line):
    assert clean(line) == line


@pytest.mark.parametrize(
    "stamp", ["14:32 GMT: ", "09.15 – ", "2:32pm - ", "14:32 — ", "10:05 UTC | "]
)
def test_a_live_blogs_time_goes_and_its_entry_stays(stamp):
    entry = "Police say the march is over."
    assert clean(stamp + entry) == entry


def test_a_score_or_a_clock_in_a_sentence_is_no_stamp():
    for line in ("10:30 was when the bomb went off.", "2.15 million people fled."):
        assert clean(line) == line


def test_a_malformed_list_names_its_file(tmp_path):
    (tmp_path / "ontology").mkdir()
    (tmp_path / "ontology" / "boilerplate.toml").write_text("exact = [3]\n")
    with pytest.raises(OntologyError, match=r"boilerplate\.toml"):
        Boilerplate.load(tmp_path)


def test_lines_of_the_page_in_pasted_text_become_spaces_and_nothing_moves() -> None:
    told = (
        "Police fire on crowd in Oran\n\nPolice shot two protesters in Oran on Monday.\n"
        "Read more: Gunmen kill nine in Lagos\n"
        "14:32 - Soldiers closed the road to Arzew.\n\n"
        "Advertisement\n\nA crowd gathered and watched the\nvideo\nof the shooting."
    )
    article = article_from_text(told)
    assert len(article.text) == len(told)
    assert "Lagos" not in article.text
    assert "Advertisement" not in article.text
    assert "14:32" not in article.text
    for kept in ("Oran on Monday.", "Soldiers closed", "watched the\nvideo\nof the shooting."):
        assert article.text.index(kept) == told.index(kept)
    assert not [s.text for s in split(article) if not s.text.strip()]
    places = {t.text for t in geoparse(article)}
    assert places == {"Oran", "Arzew"}
