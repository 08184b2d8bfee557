"""Who did what to whom, in sentences written for the purpose."""

import pytest

from geo.events.actors.context import ActorContext
from geo.events.actors.find import find_actors
from geo.events.actors.lexicon import ActorLexicon
from geo.events.lexicon import Lexicon
from geo.events.ontology import Ontology
from geo.events.triggers import find_triggers
from geo.syntax import Syntax


@pytest.fixture(scope="module")
def parts():
    return Syntax.load(), Lexicon.load(Ontology.load()), ActorLexicon.load()


def read(parts, text, word, *, parse=True):
    """Actors and recipients of the trigger that holds a word."""
    syntax, lexicon, people = parts
    analysis = syntax.tag(text)
    if parse:
        analysis = syntax.parse(analysis)
    held = [
        t
        for t in find_triggers(lexicon, analysis)
        if word in {analysis.words[i].lower() for i in t.tokens}
    ]
    assert held, f"no trigger with {word!r} in {text!r}"
    return find_actors(held[0], analysis, ActorContext(people, text))


def texts(actors):
    return [a.text for a in actors if not a.implied]


CASES_OF_NOUNS = [
    # Who is behind an act that a noun names, and whom it was done to.
    ("The government condemned the murder of Ana Ruiz in Lima.", "murder", [], ["Ana Ruiz"]),
    ("Ruiz's murder took place in Lima on Monday.", "murder", [], ["Ruiz"]),
    ("The army's killing of three farmers shook Lima.", "killing", ["The army"], ["three farmers"]),
    ("Police blamed FARC guerrillas for the bombing in Lima.", "bombing", ["FARC guerrillas"], []),
    ("The attack in Lima was blamed on the Shining Path.", "attack", ["the Shining Path"], []),
    ("The attack in Lima was attributed to the rebels.", "attack", ["the rebels"], []),
    ("The killing of two nuns was claimed by a rebel group.", "killing", ["a rebel group"], ["two nuns"]),
    # Who died in it.
    ("Inspector Ana Ruiz died in the explosion.", "explosion", [], ["Inspector Ana Ruiz"]),
    ("A woman died when a bomb exploded in her kitchen.", "exploded", [], ["A woman"]),
    ("Ana Ruiz, 42, and Jose Diaz were killed.", "killed", [], ["Ana Ruiz", "Jose Diaz"]),
    ("The bombing in Lima led to the death of Ana Ruiz.", "bombing", [], ["Ana Ruiz"]),
    (
        "A judge ordered the arrest of one colonel and eight soldiers involved in the massacre of six priests.",
        "massacre", ["eight soldiers", "one colonel"], ["six priests"],
    ),
    # Whoever tells of it stands outside the clause.
    (
        "The armed forces reported today that four soldiers and two guerrillas were killed in skirmishes.",
        "killed", [], ["four soldiers", "two guerrillas"],
    ),
    ("In La Palma department a terrorist group took over the town of Suerte.", "took", ["a terrorist group"], ["Suerte"]),
    # Text in capitals: a name is told by its given name, not by its letters.
    ("ENERGY MINISTER ANTONIO RUIZ PORTH WAS MURDERED.", "murdered", [], ["ENERGY MINISTER ANTONIO RUIZ PORTH"]),
    ("THE MURDER OF ANALYST EDGAR CHACON WAS CONDEMNED.", "murder", [], ["ANALYST EDGAR CHACON"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "word", "actors", "recipients"), CASES_OF_NOUNS)
def test_nouns_of_violence(parts, text, word, actors, recipients):
    found = read(parts, text, word)
    assert texts(found.actors) == actors
    assert texts(found.recipients) == recipients
    assert all(text[a.start : a.end] == a.text for a in (*found.actors, *found.recipients))


def test_who_is_blamed_is_marked_as_said_to_be_behind_it(parts):
    found = read(parts, "Police blamed FARC guerrillas for the bombing in Lima.", "bombing")
    assert [a.rule for a in found.actors] == ["behind"]


CASES_OF_LISTS = [
    # Lists: both sides of the head, appositions left out, elaborations read.
    (
        "Ana Ruiz, manager of a local fund, and Olga Diaz, a director, were kidnapped.",
        "kidnapped", [], ["Ana Ruiz", "Olga Diaz"],
    ),
    (
        "The police said a judge, two students and a driver were killed.",
        "killed", [], ["a judge", "two students", "a driver"],
    ),
    (
        "Soldiers killed three reporters: Ana Ruiz, a photographer, Eva Smit, and Olga Diaz.",
        "killed", ["Soldiers"], ["three reporters", "Ana Ruiz", "Eva Smit", "Olga Diaz"],
    ),
    ("The group killed dozens of people, including two nuns.", "killed", ["The group"], ["dozens of people", "two nuns"]),
    (
        "A bomb exploded in Bogota, killing Ana Ruiz, 42; Olga Ruiz, 19; and a police official.",
        "killing", [], ["Ana Ruiz", "Olga Ruiz", "a police official"],
    ),
    (
        "The gunmen kidnapped a young couple, Silvia Lopez and Victor Diaz, in Lima.",
        "kidnapped", ["The gunmen"], ["a young couple", "Silvia Lopez", "Victor Diaz"],
    ),
    (
        "Priests Pedro Gil, rector; Juan Soto and Luis Diaz (Spaniards), and their cook, Elba Ramos, were murdered.",
        "murdered", [], ["Priests Pedro Gil", "Juan Soto", "Luis Diaz", "their cook, Elba Ramos"],
    ),
    # Whom other clauses of the sentence say to be harmed.
    (
        "An attack in which his driver and a guard were killed took place in Lima.",
        "attack", [], ["his driver", "a guard"],
    ),
    ("Judge Ana Ruiz was wounded during an attack in Lima.", "attack", [], ["Judge Ana Ruiz"]),
    ("Judge Ana Ruiz was not wounded in the attack in Lima.", "attack", [], []),
    (
        "The following policemen died after the attack: Major Carlos Correa, Captain Walter Diaz.",
        "attack", [], ["The following policemen", "Major Carlos Correa", "Captain Walter Diaz"],
    ),
    # Who is said to be behind it, though no slot of the trigger leads there.
    ("The Shining Path claimed responsibility for the attack in Lima.", "attack", ["The Shining Path"], []),
    ("No group has claimed responsibility for the attack in Lima.", "attack", [], []),
    ("The bombing in Lima was the work of the Shining Path.", "bombing", ["the Shining Path"], []),
    ("The bombing in Lima was condemned by the president.", "bombing", [], []),
    ("The bombing, for which the Shining Path claimed credit, shook Lima.", "bombing", ["the Shining Path"], []),
    ("A judge charged two rebels with taking part in the murder of Ana Ruiz.", "murder", ["two rebels"], ["Ana Ruiz"]),
    (
        "The president said a colonel, two sergeants and a soldier are implicated in the murder of Ana Ruiz.",
        "murder", ["a colonel", "two sergeants", "a soldier"], ["Ana Ruiz"],
    ),
    ("The army denied that its officers were involved in the massacre of nuns.", "massacre", [], ["nuns"]),
    ("No one claimed the bombing in Lima, but police blamed it on the cartel.", "bombing", ["the cartel"], []),
    ("Ana Ruiz, the woman who masterminded the murder of a judge, was held.", "murder", ["Ana Ruiz"], ["a judge"]),
    ("The judge confirmed the involvement of troops in the murder of two nuns.", "murder", ["troops"], ["two nuns"]),
    ("Three rebels were arrested on Monday in connection with the attack on a bank.", "attack", ["Three rebels"], ["a bank"]),
    ("The mayor gave an interview after the attack on a bank.", "attack", [], ["a bank"]),
    ("The army foiled an attempt to kidnap a bishop.", "kidnap", [], ["a bishop"]),
    ("The minister condemned the terrorist bombings in Lima.", "bombings", [], []),
    # Who acts, where a parser is led astray by what they wear, or by what they are.
    ("The Shining Path, an armed group, killed a judge.", "killed", ["The Shining Path"], ["a judge"]),
    ("The rebels on Friday released two engineers who were kidnapped in Lima.", "kidnapped", ["The rebels"], ["two engineers"]),
    ("Police released two engineers who were kidnapped in Lima.", "kidnapped", [], ["two engineers"]),
    ("The mayor said that the cartel planned and carried out the murder of a judge.", "murder", ["the cartel"], ["a judge"]),
    ("A bomb near the town hall of Lima Province, which killed a judge, was big.", "killed", [], ["a judge"]),
    ("Four people were killed in police firing on a mob.", "firing", ["police"], ["Four people", "a mob"]),
    ("Four armed men, who posed as agents, kidnapped a priest.", "kidnapped", ["Four armed men"], ["a priest"]),
    ("A mayor was killed by a guerrilla column in Lima.", "killed", ["a guerrilla column"], ["A mayor"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "word", "actors", "recipients"), CASES_OF_LISTS)
def test_lists_and_blame(parts, text, word, actors, recipients):
    found = read(parts, text, word)
    assert sorted(texts(found.actors)) == sorted(actors)
    assert sorted(texts(found.recipients)) == sorted(recipients)


CASES = [
    # text, word of the trigger, actors, recipients
    ("Rebels attacked the army in the north.", "attacked", ["Rebels"], ["the army"]),
    ("The army was attacked by rebels in the north.", "attacked", ["rebels"], ["The army"]),
    ("Dozens of villagers killed by Malian soldiers", "killed", ["Malian soldiers"], ["Dozens of villagers"]),
    ("Nearly 300 people were arrested in Minsk.", "arrested", [], ["Nearly 300 people"]),
    (
        "Gunmen kidnapped a priest and two nuns on Friday.",
        "kidnapped", ["Gunmen"], ["a priest", "two nuns"],
    ),
    (
        "The minister, who is a former general, condemned the rebels.",
        "condemned", ["The minister"], ["the rebels"],
    ),
    ("Soldiers who killed a farmer were dismissed.", "killed", ["Soldiers"], ["a farmer"]),
    ("A witness said that police tortured the students.", "tortured", ["police"], ["the students"]),
    ("The rebels said they released the hostages.", "released", ["The rebels"], ["the hostages"]),
    ("Police arrested three men and charged a lawyer.", "charged", ["Police"], ["a lawyer"]),
    (
        "Egypt's foreign minister met his Turkish counterpart in Cairo.",
        "met", ["Egypt's foreign minister"], ["his Turkish counterpart"],
    ),
    ("The guerrillas opened fire on a patrol near the river.", "fire", ["The guerrillas"], ["a patrol"]),
    ("France imposed sanctions on Belarus.", "sanctions", ["France"], ["Belarus"]),
    ("Clashes between rebels and soldiers broke out in Goma.", "clashes", ["rebels"], ["soldiers"]),
    ("REBELS MACHINEGUNNED A JUDGE IN LIMA.", "machinegunned", ["REBELS"], ["A JUDGE"]),
    # A mention holds the name its people go by; no time of day is somebody, or hides who is.
    ("Guerrillas of the Shining Path killed a judge.", "killed", ["Guerrillas of the Shining Path"], ["a judge"]),
    ('Some of the "Shining Path" rebels killed a judge.', "killed", ['Some of the "Shining Path" rebels'], ["a judge"]),
    ("Several rebels this morning staged an armed attack on a bank.", "attack", ["Several rebels"], ["a bank"]),
    ("A judge was killed by 30 to 40 men in the village.", "killed", ["30 to 40 men"], ["A judge"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "word", "actors", "recipients"), CASES)
def test_who_did_it_to_whom(parts, text, word, actors, recipients):
    found = read(parts, text, word)
    assert texts(found.actors) == actors
    assert texts(found.recipients) == recipients


@pytest.mark.parametrize(
    ("text", "word", "actors", "recipients"),
    [CASES[0], CASES[1], CASES[3], CASES[4], CASES[12]],
)
def test_the_fast_reader_on_plain_sentences(parts, text, word, actors, recipients):
    found = read(parts, text, word, parse=False)
    assert texts(found.actors) == actors
    assert texts(found.recipients) == recipients


@pytest.mark.parametrize("text", [c[0] for c in CASES])
def test_a_mention_is_the_text_at_its_place(parts, text):
    syntax, lexicon, people = parts
    analysis = syntax.parse(syntax.tag(text))
    for trigger in find_triggers(lexicon, analysis):
        found = find_actors(trigger, analysis, ActorContext(people, text))
        for actor in (*found.actors, *found.recipients):
            assert text[actor.start : actor.end] == actor.text


def test_capitals_are_read_as_well(parts):
    found = read(parts, "THE GUERRILLAS KILLED TWO PEASANTS YESTERDAY.", "killed")
    assert texts(found.actors) == ["THE GUERRILLAS"]
    assert texts(found.recipients) == ["TWO PEASANTS"]
    found = read(parts, "THE REBELS KILLED TWO PEASANTS AT 0230 NEAR THE MAIN STREET.", "killed")
    assert texts(found.recipients) == ["TWO PEASANTS"]
    assert not read(parts, "THE GUERRILLAS ATTACKED SEVERAL HIGHWAYS.", "attacked").recipients


def test_a_source_of_the_report_is_no_actor(parts):
    found = read(parts, "According to the police, rebels burned a school.", "burned")
    assert texts(found.actors) == ["rebels"]


def test_this_organization_is_the_group_named_before(parts):
    syntax, lexicon, people = parts
    text = "The Shining Path killed a judge. On Monday the same organization killed a mayor."
    context, told = ActorContext(people, text), []
    for sentence, offset in ((text[:32], 0), (text[33:], 33)):
        analysis = syntax.parse(syntax.tag(sentence, offset))
        (trigger,) = find_triggers(lexicon, analysis)
        told += texts(find_actors(trigger, analysis, context).actors)
    assert told == ["The Shining Path"] * 2


def test_a_pronoun_is_whoever_was_named(parts):
    syntax, lexicon, people = parts
    text = "President Maria Lopez visited the port. She condemned the rebels."
    context = ActorContext(people, text)
    found = None
    for start, end in ((0, 39), (40, len(text))):
        analysis = syntax.parse(syntax.tag(text[start:end], start))
        for trigger in find_triggers(lexicon, analysis):
            found = find_actors(trigger, analysis, context)
    assert found is not None
    assert texts(found.actors) == ["President Maria Lopez"]


def test_sector_and_country_come_with_the_mention(parts):
    found = read(parts, "Malian soldiers killed two farmers.", "killed")
    assert (found.actors[0].country, found.actors[0].sector) == ("MLI", "MIL")
    assert found.recipients[0].sector == "AGR"


def test_a_namesake_of_a_leader_is_somebody_else(parts):
    found = read(parts, "Luis Putin was killed in Lima.", "killed").recipients
    assert [(a.name, a.country) for a in found] == [("Luis Putin", None)]


def test_a_protest_implies_protesters(parts):
    found = read(parts, "Protests erupted in the capital on Sunday.", "protests")
    assert [(a.name, a.sector, a.implied) for a in found.actors] == [("protesters", "CVL", True)]


@pytest.mark.parametrize(
    ("text", "word", "actors", "recipients"),
    [
        ("This month gunmen killed two teachers.", "killed", ["gunmen"], ["two teachers"]),
        ("Last week soldiers arrested two journalists.", "arrested", ["soldiers"], ["two journalists"]),
        ("The rebels killed 22 on Monday.", "killed", ["The rebels"], []),
        ("The rebels killed the two on Monday.", "killed", ["The rebels"], ["the two"]),
        ("The army denied any part in the attack.", "denied", ["The army"], []),
        ("The government declared a state of siege.", "declared", ["The government"], []),
    ],
)  # fmt: skip
def test_scraps_numbers_and_times_are_nobody(parts, text, word, actors, recipients):
    found = read(parts, text, word)
    assert texts(found.actors) == actors
    assert texts(found.recipients) == recipients


@pytest.mark.parametrize(
    ("first", "name"),
    [
        ("The mayor of Novi Sad, Ana Ruiz, spoke.", "Ana Ruiz"),
        ("The lawmaker Ana Ruiz spoke.", "Ana Ruiz"),
        ("Mayor Ana de Ruiz spoke.", "Mayor Ana de Ruiz"),
        ("People marched in Lima, Cusco, Ruiz and Puno.", "Ruiz"),
    ],
)
def test_a_short_name_stands_for_the_name_and_not_for_what_led_up_to_it(parts, first, name):
    context = ActorContext(parts[2], f"{first} Ruiz condemned the attack.")
    assert context.identify(["Ruiz"], ["NNP"]).name == name
