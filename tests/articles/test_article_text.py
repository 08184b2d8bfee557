"""Text to Article: what is changed before the text is fixed, and what is refused."""

from __future__ import annotations

import time
from datetime import date, datetime

import pytest

from geo.articles import article_from_text
from geo.articles.language import detect_language
from geo.articles.published import parse_published
from geo.articles.text import split_front_matter, unwrap
from geo.errors import ArticleTooLargeError, EmptyArticleError

BODY = "ORAN, Algeria — Police fired tear gas on Tuesday.\n\nFive people were hurt."


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_every_kind_of_newline_becomes_one(newline):
    assert article_from_text(BODY.replace("\n", newline)).text == BODY


@pytest.mark.parametrize(
    "invisible", ["\x00", "\ufeff", "\u200b", "\u2060", "\u00ad", "\u202e", "\u2066"]
)
def test_invisible_characters_do_not_break_a_name(invisible):
    text = article_from_text(invisible + BODY.replace("Algeria", f"Alge{invisible}ria")).text
    assert text == BODY


def test_letters_and_joiners_of_other_scripts_stay_as_written():
    persian = "پلیس در خیابان\u200cهای تهران به معترضان شلیک کرد."
    assert article_from_text(persian).text == persian


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u2009", "\u3000"])
def test_every_kind_of_space_becomes_a_plain_one(space):
    assert "New York" in article_from_text(f"Police in New{space}York arrested ten").text


def test_accents_are_one_letter_so_that_names_match():
    assert "Córdoba" in article_from_text("Riot in Co\u0301rdoba on Friday").text


def test_a_lone_surrogate_can_be_stored():
    article_from_text("Riot \ud800 in Oran").text.encode("utf-8")


def test_endless_accents_take_no_time():
    started = time.monotonic()
    article_from_text("Oran " + "e\u0301\u0316\u0301" * 200_000 + "\u0301\u0316" * 200_000)
    assert time.monotonic() - started < 10


def test_the_headline_becomes_the_first_line():
    article = article_from_text(BODY, title="  Riot\n in   Oran ")
    assert article.text == f"Riot in Oran\n\n{BODY}"
    assert article.headline_end == len("Riot in Oran")


def test_a_headline_that_is_there_already_is_not_doubled():
    article = article_from_text(f"RIOT in Oran\n{BODY}", title="Riot in Oran")
    assert article.text == f"RIOT in Oran\n{BODY}"
    assert article.title == "RIOT in Oran"
    assert article.headline_end == len("RIOT in Oran")


def test_a_papers_name_behind_the_headline_does_not_double_it():
    article = article_from_text(
        f"Police break up march\n{BODY}", title="Police break up march - The Courier"
    )
    assert article.text.count("Police break up march") == 1
    assert article.headline_end == len("Police break up march")
    other = article_from_text(
        f"Police break up march\n{BODY}", title="Police break up march in Oran"
    )
    assert other.text.startswith("Police break up march in Oran\n\nPolice break up march\n")


def test_a_printed_headline_is_known_as_one():
    assert article_from_text(f"Police break up riot in Oran\n{BODY}").title is not None


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        "By Amina Haddad of the Courier\n" + BODY,
        "Police fired tear gas on Tuesday in the port of Oran.\nFive people were hurt.",
        "Riot\n" + BODY,
        "Police break up riot in Oran",
    ],
)
def test_a_first_sentence_or_byline_is_no_headline(text):
    assert article_from_text(text).title is None


def test_the_same_text_has_the_same_id_whatever_its_newlines():
    one, other = article_from_text(BODY), article_from_text(BODY.replace("\n", "\r\n") + "  \n")
    assert one.id == other.id
    assert one.id != article_from_text(BODY, published="2024-03-05").id


@pytest.mark.parametrize("text", ["", " \n\t ", "\x00\x00", "\ufeff", "…—!", "\u200b" * 10])
def test_no_text_is_refused(text):
    with pytest.raises(EmptyArticleError, match="holds no text"):
        article_from_text(text)


def test_too_much_text_is_refused_and_five_megabytes_are_not():
    five_megabytes = "Police fired tear gas in Oran. " * 161_290
    assert len(article_from_text(five_megabytes).text) == len(five_megabytes) - 1
    with pytest.raises(ArticleTooLargeError, match="Split it"):
        article_from_text(five_megabytes * 2)


def test_hard_wrapped_lines_are_joined():
    wrapped = (
        "Police fired tear gas on Tuesday to break up a march of several\n"
        "thousand dock workers in the port of Oran, witnesses said, after\n"
        "stones were thrown at officers.\n\nFive people were hurt."
    )
    assert "of several thousand dock workers in" in article_from_text(wrapped).text
    assert article_from_text(wrapped).text.endswith("officers.\n\nFive people were hurt.")


def test_lists_and_one_line_paragraphs_are_not_joined():
    text = "Oran\nAlgiers\nConstantine and the villages around it\nBlida"
    assert unwrap(text) == text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (BODY, "en"),
        ("POLICE FIRED TEAR GAS AT THE CROWD IN THE PORT OF ORAN", "en"),
        ("Bandits raid villages in Zamfara, Sokoto and Katsina", "en"),
        ("La police a tiré des gaz lacrymogènes sur les manifestants à Oran mardi soir", "fr"),
        ("La policía lanzó gases lacrimógenos contra los manifestantes el martes", "es"),
        ("Полиция применила слезоточивый газ против демонстрантов в Оране во вторник", "ru"),
        ("أطلقت الشرطة الغاز المسيل للدموع على المتظاهرين في وهران يوم الثلاثاء", "ar"),
        ("Riot in Oran", None),
    ],
)
def test_the_language_is_told_from_five_words_on(text, language):
    assert article_from_text(text).language == language


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen killed three farmers in Jos, Nigeria on Tuesday.",
        "Boko Haram fighters killed ten people near Maiduguri.",
        "Nigerian troops killed five Boko Haram fighters in Borno.",
        "Unknown gunmen killed two policemen in Enugu.",
        "Youths burn police station in Ughelli",
        "Protesters clashed with police in Dundee on Friday.",
        "Fishermen blockade Peterhead harbour over quotas",
        "Gunmen shot dead five people in Kingston, Jamaica on Friday.",
        "Taxi operators strike in Mandeville, block roads",
        "Police shot two men in Lae, Morobe.",
        "Tribesmen killed eight people in Enga, Papua New Guinea on Monday.",
        "Ugandan police arrested Bobi Wine in Kampala",
        "Troops don't leave Kaduna, army says, as bandits kill two in Zaria",
    ],
)
def test_english_about_lands_with_a_language_nearly_like_it_is_english(text):
    assert article_from_text(text).language == "en"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Боевики убили трёх фермеров под Джосом", "ru"),
        ("Полиция задержала активистов", "und"),
        ("警方周二在北京逮捕十名抗议者。", "und"),
        ("警方周二在北京逮捕十名抗议者，法院说，他们阻塞道路，伤及行人，将受审，或被罚款。", "zh"),
        ("Nigeria: mueren tres agricultores en Jos", "es"),
        ("Nigeria : trois agriculteurs tués à Jos", "fr"),
        ("Bewaffnete in Nigeria töten drei Bauern", "de"),
        ("Streik in Hamburg und Bremen am Montag", "de"),
        ("Homens armados matam três agricultores na Nigéria", "pt"),
        ("اعتقلت الشرطة عشرة متظاهرين في القاهرة.", "ar"),
        ("Nijerya'da silahli saldirida uc ciftci oldu", "tr"),
        ("Polisi menangkap sepuluh pengunjuk rasa di Jakarta.", "id"),
        ("Watu wenye silaha wawaua wakulima watatu Nigeria", "sw"),
        ("An kashe mutum biyar a Zamfara", "ha"),
        ("Politie arresteert tien betogers in Den Haag", "nl"),
        ("Di gunmen don kill three farmers for Jos, Nigeria on Tuesday.", "pcm"),
        ("Police don arrest two pipo for Kano wey dey protest.", "pcm"),
    ],
)
def test_a_short_text_in_another_language_is_never_taken_for_english(text, language):
    assert article_from_text(text).language == language


@pytest.mark.parametrize(
    "text",
    [
        "Di police dem lock up two man inna Kingston pon Friday.",
        "Polis i kilim tripela man long Mosbi long Trinde.",
        "Polis liftit twa men in Glesga efter a fecht oan Setterday",
        "Tiga petani tewas di Jos, Nigeria",
    ],
)
def test_what_the_model_has_no_name_for_is_not_english_either(text):
    assert article_from_text(text).language not in {"en", None}


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2024-03-05", "2024-03-05"),
        ("2024-03-05T23:40:00-05:00", "2024-03-05"),
        ("Tue, 05 Mar 2024 23:40:00 -0500", "2024-03-05"),
        ("5 March 2024", "2024-03-05"),
        ("March 5, 2024", "2024-03-05"),
        ("Tuesday, Mar. 5, 2024", "2024-03-05"),
        ("2024/03/05", "2024-03-05"),
        ("20240305", "2024-03-05"),
        ("20240305103000", "2024-03-05"),
        ("25/03/2024", "2024-03-25"),
        ("03/25/2024", "2024-03-25"),
        ("05.05.2024", "2024-05-05"),
        ("5.3.2024", "2024-03-05"),
        ("03.25.2024", None),
        (date(2024, 3, 5), "2024-03-05"),
        (datetime(2024, 3, 5, 23, 0), "2024-03-05"),  # noqa: DTZ001 (a day is a day)
        ("1/2/2024", None),
        ("2024-02-30", None),
        ("Tuesday", None),
        ("2024", None),
        ("March 2024", None),
        ("", None),
        (None, None),
        ("0001-01-01", None),
        ("x" * 100_000, None),
    ],
)
def test_a_publication_day_is_read_only_where_it_can_mean_one_day(value, day):
    read = parse_published(value)
    assert (read.isoformat() if read else None) == day


def test_a_day_that_is_not_known_is_not_invented():
    article = article_from_text(BODY, published="1/2/2024")
    assert (article.published, article.published_basis) == (None, "unknown")


def test_front_matter_names_what_a_text_cannot():
    fields, body = split_front_matter(
        "---\nTitle: A: b\ndate: 2024-03-05\nURL: http://x/\n---\nBody"
    )
    assert fields == {"title": "A: b", "published": "2024-03-05", "url": "http://x/"}
    assert body == "Body"


@pytest.mark.parametrize("text", ["---\nnot a field\n---\nBody", "---\ntitle: x\nno end", "--- x"])
def test_what_only_looks_like_front_matter_stays_text(text):
    assert split_front_matter(text) == ({}, text)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Протест в Астане. Полиция задержала участников протеста против роста цен на топливо.", "ru"),
        ("Протест в София. Полицията задържа участници в протеста срещу цените на горивата.", "bg"),
        ("Протест у Києві. Поліція затримала учасників протесту проти зростання цін на пальне.", "uk"),
    ],
)  # fmt: skip
def test_letters_that_a_language_lacks_rule_it_out(text, language):
    assert detect_language(text) == language
