import pytest

from geo.errors import OntologyError
from geo.events.inflect import noun_forms, verb_forms
from geo.events.lexicon import Lexicon
from geo.events.ontology import Ontology
from geo.events.triggers import find_triggers
from geo.resources import data_path
from geo.syntax import Syntax


@pytest.fixture(scope="module")
def lexicon():
    return Lexicon.load(Ontology.load())


@pytest.fixture(scope="module")
def syntax():
    return Syntax.load()


def found(lexicon, syntax, text):
    return [(t.entry.event_type, t.entry.tag) for t in find_triggers(lexicon, syntax.tag(text))]


@pytest.mark.parametrize(
    ("lemma", "surface"),
    [
        ("seize", "seizing"), ("ban", "banned"), ("deny", "denied"), ("visit", "visited"),
        ("panic", "panicked"), ("die", "dying"), ("clash", "clashes"), ("veto", "vetoes"),
    ],
)  # fmt: skip
def test_regular_verbs_by_rule(lemma, surface):
    assert surface in verb_forms(lemma)


def test_irregular_verbs_and_plurals_are_taken_from_the_table():
    forms = verb_forms("shoot", {"shoot": ("shot", "shot")})
    assert forms["shot"] == {"ed", "pp"}
    assert "shooted" not in forms
    assert noun_forms("gunman", {"gunman": "gunmen"}) == ("gunman", "gunmen")


def test_breadth(lexicon):
    assert len(lexicon.entries) > 5000
    assert {e.event_type for e in lexicon.entries} == set(Ontology.load().types)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gunmen opened fire on a bus near Kirkuk.", ("ASSAULT", "attack")),
        ("The navy fired three missiles at the port.", ("ASSAULT", "heavy")),
        ("A grenade was thrown into the courtyard.", ("ASSAULT", "grenade")),
        ("Nurses took to the streets of Lusaka.", ("PROTEST", "protest")),
        ("The cabinet imposed a night curfew in two provinces.", ("COERCE", "curfew")),
        ("A curfew was imposed in two provinces.", ("COERCE", "curfew")),
        ("The two armies held joint military exercises.", ("COOPERATE", "cooperate")),
        ("The queen tendered her resignation.", ("RETREAT", "resign")),
        ("The army set up a new base near the border.", ("MOBILIZE", "mobilize")),
    ],
)
def test_what_is_found(lexicon, syntax, text, expected):
    assert expected in found(lexicon, syntax, text)


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("He suffered a heart attack on Monday.", "ASSAULT"),
        ("The lawyers fought a long legal battle.", "ASSAULT"),
        ("On March 30 the shop reopened.", "PROTEST"),
        ("The director shot his second film in Rome.", "ASSAULT"),
        ("Patients were treated in hospital and released.", "RETREAT"),
        ("Five hikers were killed in an avalanche.", "ASSAULT"),
    ],
)
def test_what_guards_keep_out(lexicon, syntax, text, never):
    assert never not in [kind for kind, _ in found(lexicon, syntax, text)]


def test_a_gap_does_not_take_the_owner_for_the_object(lexicon, syntax):
    kinds = found(lexicon, syntax, "The union welcomed the president's decision.")
    assert [kind for kind, _ in kinds] == ["SUPPORT"]


def test_the_longer_pattern_wins(lexicon, syntax):
    assert found(lexicon, syntax, "Rebels carried out an attack on the barracks.") == [
        ("ASSAULT", "attack")
    ]


@pytest.mark.parametrize(
    ("group", "complaint"),
    [
        ('type = "ATTACK"\nverbs = "hit"', "not a PLOVER type"),
        ('type = "ASSAULT"\nmodes = ["loud"]\nverbs = "hit"', "no mode loud"),
        ('type = "ASSAULT"\nverbs = "hit .. <nothing>"', "no word class <nothing>"),
        ('type = "ASSAULT"\nwords = "hit"', "unknown key words"),
        ('type = "ASSAULT"\nverbs = ".."', "holds no word"),
    ],
)
def test_a_wrong_entry_is_named(tmp_path, group, complaint):
    pack = tmp_path / "ontology" / "triggers" / "en"
    pack.mkdir(parents=True)
    plover = data_path("ontology", "plover.toml").read_text(encoding="utf-8")
    (tmp_path / "ontology" / "plover.toml").write_text(plover, encoding="utf-8")
    (pack / "mine.toml").write_text(f"[[group]]\n{group}\n", encoding="utf-8")
    with pytest.raises(OntologyError, match=complaint) as caught:
        Lexicon.load(Ontology.load(tmp_path))
    assert "mine.toml" in str(caught.value)


def test_an_added_entry_works(tmp_path, syntax):
    pack = tmp_path / "ontology" / "triggers" / "en"
    pack.mkdir(parents=True)
    plover = data_path("ontology", "plover.toml").read_text(encoding="utf-8")
    (tmp_path / "ontology" / "plover.toml").write_text(plover, encoding="utf-8")
    (pack / "mine.toml").write_text(
        '[classes]\nfruit = "mango, fig"\n[[group]]\ntype = "PROTEST"\nverbs = "juggle .. <fruit>"\n',
        encoding="utf-8",
    )
    lexicon = Lexicon.load(Ontology.load(tmp_path))
    assert found(lexicon, syntax, "Students juggled ripe mangoes outside.") == []
    assert found(lexicon, syntax, "Students juggled ripe mangos outside.") == [("PROTEST", "")]
    assert found(lexicon, syntax, "Figs were juggled by students.") == [("PROTEST", "")]


@pytest.mark.parametrize(
    ("text", "event_type"),
    [
        ("Thousands rallied against the bill in Oslo.", "PROTEST"),
        ("Norway supplied rifles to Chad.", "AID"),
        ("Teachers are on strike in Oslo.", "PROTEST"),
        ("The minister is opposed to the plan.", "REJECT"),
    ],
)
def test_verbs_in_ly_and_of_being_are_found_in_every_form(lexicon, syntax, text, event_type):
    assert event_type in {kind for kind, _ in found(lexicon, syntax, text)}


def test_have_before_a_participle_is_no_verb_of_its_own(lexicon, syntax):
    kinds = {kind for kind, _ in found(lexicon, syntax, "Norway has suspended the military talks.")}
    assert kinds == {"SANCTION"}
