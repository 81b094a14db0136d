"""The language of a message, and what it says in German words."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.questions import load_questions
from bot.training import PROJECT
from bot.understanding.glossary import glossaries
from bot.understanding.languages import LanguageReader, Reading, as_german
from bot.understanding.lexicon import lexicon_of
from catalogue.region import Region

Read = Callable[[str], Reading]
QUESTIONS = sorted((PROJECT / "tests" / "questions" / "dev").glob("*.yml"))
SENTENCES = [
    ("I am looking for a German course in the evening", "en"),
    ("my daughter is 7 and would like to learn swimming", "en"),
    ("Je cherche un cours d'allemand pour ma fille", "fr"),
    ("y a-t-il des cours gratuits le soir ?", "fr"),
    ("Szukam kursu niemieckiego dla mojej córki", "pl"),
    ("czy są darmowe kursy wieczorem?", "pl"),
    ("Caut un curs de germană pentru fiica mea", "ro"),
    ("există cursuri gratuite seara?", "ro"),
    ("Akşamları Almanca kursu arıyorum", "tr"),
    ("kızım için ücretsiz yüzme kursu var mı", "tr"),
    ("Я ищу курсы немецкого языка для дочери", "ru"),
    ("есть бесплатные курсы по вечерам?", "ru"),
    ("Я шукаю курси німецької мови для доньки", "uk"),
    ("чи є безкоштовні курси ввечері?", "uk"),
    ("أبحث عن دورة لغة ألمانية لابنتي", "ar"),
    ("هل توجد دورات مجانية في المساء؟", "ar"),
    ("دنبال کلاس زبان آلمانی برای دخترم هستم", "fa"),
    ("آیا کلاس رایگان دارید؟", "fa"),
    ("Ich suche einen Deutschkurs für meine Tochter", "de"),
    ("gibt es abends kostenlose kurse?", "de"),
]


def bug(reason: str) -> pytest.MarkDecorator:
    return pytest.mark.xfail(strict=True, reason=reason)


@pytest.fixture(scope="module")
def read(region: Region) -> Read:
    return LanguageReader(lexicon_of(region)).read


@pytest.mark.parametrize(("text", "language"), SENTENCES)
def test_the_language_of_a_sentence(text: str, language: str, read: Read) -> None:
    assert (read(text).language, read(text).is_sure) == (language, True)


def test_every_glossary_has_a_sentence_here() -> None:
    assert {language for _, language in SENTENCES} == {"de", *(glossary.code for glossary in glossaries())}


@pytest.mark.parametrize(
    ("text", "german"),
    [
        ("I am looking for a German course in the evening", "ich suche Deutschkurs abends"),
        ("Je cherche un cours d'allemand pour ma fille", "ich suche Deutschkurs für meine Tochter"),
        ("Szukam kursu niemieckiego dla mojej córki", "ich suche Deutschkurs für meine Tochter"),
        ("Caut un curs de germană pentru fiica mea", "ich suche Deutschkurs für meine Tochter"),
        ("Я ищу курсы немецкого языка", "ich suche Deutschkurs"),
        ("Я шукаю курси німецької мови для моєї доньки", "ich suche Deutschkurs für meine Tochter"),
        ("أبحث عن دورة لغة ألمانية", "ich suche Deutschkurs"),
        ("دنبال کلاس زبان آلمانی هستم", "ich suche Deutschkurs"),
    ],
)
def test_a_sentence_becomes_german(text: str, german: str, read: Read) -> None:
    assert read(text).german == german


@pytest.mark.parametrize(
    "word",
    """kita hallo hello yoga kurs Kurs computer workshop job baby training coach info café pizza tango sport musik
    test start stop help normal hotel mama english deutsch merci A2 B1 Hameln Springe""".split(),
)
def test_a_single_word_in_latin_letters_is_no_change_of_language(word: str, read: Read) -> None:
    assert read(word) == Reading("de", word, is_sure=False)


@pytest.mark.parametrize("text", ["", " ", "???", "12", "31785", "👍", ":-)"])
def test_what_is_no_language_is_taken_for_german_unsure(text: str, read: Read) -> None:
    assert read(text) == Reading("de", text, is_sure=False)


@pytest.mark.parametrize("text", ["你好，我想学德语", "γεια σας", "안녕하세요", "გამარჯობა"])
def test_a_script_without_a_glossary_stays_as_it_is(text: str, read: Read) -> None:
    assert read(text) == Reading("de", text, is_sure=False)


@pytest.mark.parametrize(
    "text",
    [
        "Gibt es einen Workshop in Hameln am Wochenende?",
        "Ich suche einen Business English Kurs",
        "Machine Learning Kurs für Anfänger",
        "Social Media Marketing lernen",
        "Hello, gibt es einen Deutschkurs in Hameln?",
        "Merhaba, ich suche einen Deutschkurs",
        "Sorry, ich meinte Aerzen",
        "Thank you, das war super",
        "Kann mein Sohn ein Gap Year machen?",
        "Mein Englisch ist bad, ich brauche help mit Grammatik",
        "ich will на курс gehen",
    ],
)
def test_german_with_words_of_another_language_stays_german(text: str, read: Read) -> None:
    assert (read(text).language, read(text).is_sure) == ("de", True)


@pytest.mark.parametrize(
    ("text", "german"),
    [
        ("Ich suche swimming lessons für meine Tochter", "Ich suche Schwimmkurs für meine Tochter"),
        ("Gibt es ein Meetup für Eltern?", "Gibt es ein Treff für Eltern?"),
    ],
)
def test_words_that_no_german_would_write_are_understood_in_german(text: str, german: str, read: Read) -> None:
    assert read(text).german == german


@pytest.mark.parametrize(
    "text",
    [
        "Deutschkurs B1 in Hameln, abends",
        "Was kostet das?",
        ("HEP-Ausbildung, wohnt in Springe"),
        "KiTa-Platz ab August",
        "Hat sie am Montag Zeit?",
        "An wen wende ich mich?",
    ],
)
def test_german_is_left_as_it_is(text: str, read: Read) -> None:
    assert read(text).german == text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I need a Sprachkurs near Bad Pyrmont please", "en"),
        ("Je cherche une Ausbildung à Bad Pyrmont", "fr"),
        ("Szukam Ausbildung w Bad Pyrmont", "pl"),
        ("Caut un Integrationskurs pentru mine în Bad Pyrmont", "ro"),
        ("Bad Pyrmont'ta Ausbildung arıyorum", "tr"),
        ("Шукаю Ausbildung в Бад Пірмонті", "uk"),
        ("Какие есть курсы или Ausbildung в Бад Пирмонте?", "ru"),
        ("Ищу Ausbildung в Гамельне", "ru"),
        ("اريد Ausbildung في باد بيرمونت", "ar"),
        pytest.param("Хочу на Integrationskurs", "ru", marks=bug("more Latin letters than Cyrillic ones")),
        ("بدي Ausbildung في هاملن", "ar"),
        ("می‌خواهم Ausbildung در باد پیرمونت پیدا کنم", "fa"),
    ],
)
def test_mixed_sentences_are_of_the_language_around(text: str, language: str, read: Read) -> None:
    assert (read(text).language, read(text).is_sure) == (language, True)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("I am looking for a yoga class in Bad Münder", "Bad Münder"),
        ("Is there a course in Coppenbrügge on Monday?", "Coppenbrügge"),
        ("Je cherche un cours d'allemand à Emmerthal", "Emmerthal"),
        ("Szukam kursu niemieckiego w Hameln", "Hameln"),
        ("Caut un curs de germană în Bad Pyrmont", "Bad Pyrmont"),
        ("Hameln'de Almanca kursu var mı?", "Hameln"),
        ("Bad Pyrmont'ta akşam kursu arıyorum", "Bad Pyrmont"),
        ("Ищу курсы немецкого в Хамельне", "Hameln"),
        ("Шукаю курси німецької в Бад Мюндері", "Bad Münder"),
        ("Шукаю курси німецької в Hameln", "Hameln"),
        ("أبحث عن دورة في باد بيرمونت", "Bad Pyrmont"),
        ("أبحث عن دورة بهاملن", "Hameln"),
        ("دنبال کلاس آلمانی در هاملن هستم", "Hameln"),
    ],
)
def test_a_place_is_kept(text: str, place: str, read: Read) -> None:
    assert read(text).language != "de"
    assert place in read(text).german


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("I want to do an Ausbildung as a nurse", "Ausbildung"),
        ("where can I get a Bildungsgutschein for a course?", "Bildungsgutschein"),
        ("Je cherche un Integrationskurs pour ma femme", "Integrationskurs"),
        ("Szukam Integrationskurs dla mojej żony", "Integrationskurs"),
        ("Caut un Integrationskurs pentru soția mea", "Integrationskurs"),
        ("Eşim için Integrationskurs arıyorum", "Integrationskurs"),
        ("Шукаю Integrationskurs для моєї дружини", "Integrationskurs"),
        ("Ищу для жены недорогой Integrationskurs", "Integrationskurs"),
        ("ابحث عن مكان في Integrationskurs لزوجتي", "Integrationskurs"),
        ("برای همسرم دنبال Integrationskurs هستم", "Integrationskurs"),
    ],
)
def test_german_words_within_another_language_are_kept(text: str, word: str, read: Read) -> None:
    assert read(text).language != "de"
    assert word in read(text).german.split()


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("ищу интеграционскурс", "Integrationskurs"),
        ("где находится фольксхохшуле", "Volkshochschule"),
    ],
)
def test_german_words_in_other_letters_are_heard(text: str, word: str, read: Read) -> None:
    assert word.lower() in read(text).german.lower()


@pytest.mark.parametrize("level", ["В1", "А2", "С1", "B1"])
def test_a_level_in_cyrillic_letters_is_a_level(level: str, read: Read) -> None:
    latin = level.translate(str.maketrans("АВС", "ABC"))
    assert latin in read(f"шукаю курси німецької {level}").german


def test_a_message_known_to_be_german_is_not_looked_at() -> None:
    assert as_german("hello world") == Reading("de", "hello world", is_sure=True)


def test_hardly_any_german_question_is_taken_for_another_language(read: Read) -> None:
    turns = [turn.user for dialogue in load_questions(QUESTIONS) for turn in dialogue.turns]
    foreign = [text for text in turns if read(text).language != "de"]
    assert len(foreign) <= len(turns) / 100, foreign


@given(text=st.text(max_size=80) | st.text("abc ıçابتабв'’.? 12", max_size=80))
def test_any_text_can_be_read(text: str, read: Read) -> None:
    reading = read(text)
    assert reading.language in {"de", *(glossary.code for glossary in glossaries())}
    assert reading.is_sure or reading.language == "de"
