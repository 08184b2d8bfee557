import pytest

from geo.events.gate import Gate
from geo.events.lexicon import Lexicon
from geo.events.ontology import Ontology
from geo.events.triggers import find_triggers, lower
from geo.syntax import Syntax


@pytest.fixture(scope="module")
def judge():
    lexicon, syntax, gate = Lexicon.load(Ontology.load()), Syntax.load(), Gate.load()

    def run(text):
        analysis = syntax.tag(text)
        low = lower(analysis.words)
        return [gate.judge(t, analysis, low) for t in find_triggers(lexicon, analysis)]

    return run


@pytest.mark.parametrize(
    ("text", "event_type"),
    [
        ("Police arrested twelve students in Dakar.", "COERCE"),
        ("Twelve students were arrested in Dakar.", "COERCE"),
        ("Twelve students have reportedly been arrested in Dakar.", "COERCE"),
        ("Soldiers kill three villagers in Kachin", "ASSAULT"),
        ("The minister is said to have resigned.", "RETREAT"),
        ("Rebels began shelling the town at dawn.", "ASSAULT"),
        ("Gunmen tried to kill the mayor of Tripoli.", "ASSAULT"),
        ("The junta ordered the newspaper to suspend publication.", "COERCE"),
        ("The court did not give permission for the march.", "REJECT"),
        ("France sent doctors to Haiti to help the victims.", "AID"),
        ("The rebels are to give up their weapons.", "AGREE"),
    ],
)
def test_asserted(judge, text, event_type):
    assert event_type in [v.event_type for v in judge(text) if not v.reason]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Did police arrest the students?", "question"),
        ("Police did not arrest the students.", "negated"),
        ("Protesters demand that Smith resign.", "requested"),
        ("He offered no evidence for the claim.", "negated"),
        ("No one was arrested, and nobody was killed.", "negated"),
        ("He told officers not to help in deporting migrants.", "negated"),
        ("Troops came with a view to freeing her and arresting the gunmen.", "purpose"),
        ("Unrest goes on until the president leaves office.", "future"),
        ("He said it was their duty to arrest the planner.", "purpose"),
        ("If soldiers attack the village, people flee.", "hypothetical"),
        ("Police could arrest the students.", "possible"),
        ("He denied that soldiers attacked the village.", "denied"),
        ("Rumours said that gunmen attacked the mall.", "rumoured"),
        ("The arrested students waited outside.", "attributive"),
        ("There was no threat of an attack.", "hypothetical"),
        ("The massacre site near Rafah was closed.", "modifier"),
    ],
)
def test_kept_out_with_the_reason(judge, text, reason):
    assert reason in [v.reason for v in judge(text)]


@pytest.mark.parametrize(
    ("text", "event_type"),
    [
        ("Norway will send food aid to Chad.", "AGREE"),
        ("Norway plans to send food aid to Chad.", "AGREE"),
        ("The two presidents will meet in Oslo.", "AGREE"),
        ("The bloc will impose sanctions on the company.", "THREATEN"),
        ("The government must release the prisoners.", "REQUEST"),
        ("The government will not release the prisoners.", "REJECT"),
    ],
)
def test_what_is_still_to_come_changes_its_type(judge, text, event_type):
    assert [v.event_type for v in judge(text) if not v.reason] == [event_type]


def test_a_shared_modal_reaches_the_second_verb(judge):
    kinds = [v.event_type for v in judge("They will close the embassy and expel the diplomats.")]
    assert kinds == ["THREATEN", "THREATEN"]
