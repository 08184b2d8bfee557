import shutil

import pytest

from geo.errors import OntologyError
from geo.events import Ontology
from geo.model import QUAD_CLASS
from geo.resources import data_path

PALE, DARK = "#F7F7F5", "#1B1F24"


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a, b):
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.fixture(scope="module")
def ontology():
    return Ontology.load()


def test_sixteen_types_with_the_models_quad_classes(ontology):
    assert {code: kind.quad for code, kind in ontology.types.items()} == QUAD_CLASS
    assert set(ontology.quads) == {1, 2, 3, 4}


def test_thirty_seven_contexts(ontology):
    assert len(ontology.contexts) == 37
    assert ontology.contexts["human_rights"] == "Human rights"


@pytest.mark.parametrize("ground", [PALE, DARK])
def test_every_mark_is_readable_on_both_basemaps(ontology, ground):
    weak = {
        kind.code: round(contrast(kind.colour, ground), 2)
        for kind in ontology.types.values()
        if contrast(kind.colour, ground) < 3
    }
    assert not weak


def test_no_two_types_of_a_quad_class_share_letter_or_shape_and_colour(ontology):
    assert len({k.letter for k in ontology.types.values()}) == 16
    assert len({(k.shape, k.colour) for k in ontology.types.values()}) == 16


def test_modes_of_the_manual(ontology):
    counts = {code: len(kind.modes) for code, kind in ontology.types.items()}
    assert counts["ASSAULT"] == 15
    assert counts["COERCE"] == 10
    assert counts["PROTEST"] == 7
    assert counts["AGREE"] == 0


def test_label_speaks_plain_words(ontology):
    assert ontology.label("COERCE", ("arrest",)) == "Coercion: arrest"
    assert ontology.label("AID") == "Aid"


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("quad = 4\nscore = -9.0", "quad = 3\nscore = -9.0", "quad class"),
        ('colour = "#D6402F"', 'colour = "red"', "#RRGGBB"),
        ('letter = "A"', 'letter = "P"', "share a letter"),
        ("version = 1", "version = 99", "version"),
        ('short = "Aid"\n', "", "lacks 'short'"),
    ],
)
def test_a_damaged_file_is_refused_with_its_name(tmp_path, old, new, complaint):
    source = data_path("ontology", "plover.toml").read_text(encoding="utf-8")
    assert old in source
    (tmp_path / "ontology").mkdir()
    (tmp_path / "ontology" / "plover.toml").write_text(
        source.replace(old, new, 1), encoding="utf-8"
    )
    with pytest.raises(OntologyError, match=complaint):
        Ontology.load(tmp_path)
    shutil.rmtree(tmp_path / "ontology")
