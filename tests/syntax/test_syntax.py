"""Tags and trees of sentences written for the purpose, in every case news is printed in."""

import pytest

from geo.errors import DataError
from geo.syntax import Syntax, lemma


@pytest.fixture(scope="module")
def syntax():
    return Syntax.load()


@pytest.mark.parametrize(
    "text",
    [
        "Soldiers killed three rebels near the border on Monday.",
        "SOLDIERS KILLED THREE REBELS NEAR THE BORDER ON MONDAY.",
        "soldiers killed three rebels near the border on monday.",
    ],
)
def test_a_verb_is_a_verb_in_any_case(syntax, text):
    analysis = syntax.tag(text)
    tags = dict(zip((w.lower() for w in analysis.words), analysis.tags, strict=True))
    assert tags["killed"] == "VBD"
    assert tags["soldiers"].startswith("NN")
    assert tags["three"] == "CD"


def test_offsets_count_from_the_article(syntax):
    analysis = syntax.tag("Police fired.", offset=40)
    assert analysis.starts == (40, 47, 52)
    assert list(analysis.between(47, 52)) == [1]


def test_many_at_once_as_one_by_one(syntax):
    texts = ["Troops left the town.", "", "A court jailed two men.", "He said so."]
    together = syntax.parse_all(syntax.tag_all((t, 0) for t in texts))
    alone = tuple(syntax.parse(syntax.tag(t)) for t in texts)
    assert [a.tags for a in together] == [a.tags for a in alone]
    assert [a.heads for a in together] == [a.heads for a in alone]


def test_active_and_passive_trees(syntax):
    active = syntax.parse(syntax.tag("The army attacked the village."))
    verb = active.words.index("attacked")
    roles = {active.words[k]: active.deps[k] for k in active.children(verb)}
    assert roles["army"] == "nsubj"
    assert roles["village"] == "obj"
    passive = syntax.parse(syntax.tag("The village was attacked by the army."))
    verb = passive.words.index("attacked")
    roles = {passive.words[k]: passive.deps[k] for k in passive.children(verb)}
    assert roles["village"] == "nsubj:pass"
    assert roles["army"].startswith("obl")


def test_every_tree_has_one_root_and_no_cycle(syntax):
    long = " and ".join(f"the minister number {i} met the envoy" for i in range(60)) + "."
    odd = ["!!! ??? ...", "a", "- - -", "Dozens of demonstrators killed by security forces", long]
    for analysis in syntax.parse_all(syntax.tag_all((t, 0) for t in odd)):
        assert analysis.heads is not None
        assert sum(head < 0 for head in analysis.heads) == 1
        for start in range(len(analysis)):
            node, steps = start, 0
            while node >= 0:
                node, steps = analysis.heads[node], steps + 1
                assert steps <= len(analysis)


def test_parsing_twice_changes_nothing(syntax):
    once = syntax.parse(syntax.tag("Workers struck."))
    assert syntax.parse(once) is once


@pytest.mark.parametrize(
    ("word", "tag", "base"),
    [
        ("were", "VBD", "be"), ("shot", "VBD", "shoot"), ("stopped", "VBD", "stop"),
        ("released", "VBN", "release"), ("carries", "VBZ", "carry"), ("accusing", "VBG", "accuse"),
        ("opened", "VBD", "open"), ("attacks", "NNS", "attack"), ("policemen", "NNS", "policeman"),
        ("countries", "NNS", "country"), ("n't", "RB", "not"), ("exchanged", "VBD", "exchange"),
    ],
)  # fmt: skip
def test_base_forms(word, tag, base):
    assert lemma(word, tag) == base


def test_a_missing_model_says_what_to_do(tmp_path):
    (tmp_path / "models").mkdir()
    with pytest.raises(DataError, match=r"tagger\.npz is missing"):
        Syntax.load(tmp_path)
