"""Words and phrases of another language, put into German ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.glossary import Glossary, Piece, comparable, glossaries, join, tokens

Entries = dict[str, list[str]]

ARABIC = {
    "Kurs": ["دورة"],
    "Abend": ["مساء"],
    "Schule": ["مدرسة"],
    "ich": ["انا"],
    "bis": ["الى"],
    "Computer": ["كمبيوتر"],
}
FOREIGN = Glossary("xx", "Test", {"Kurs": ["a", "bbb*"], "Abend": ["a a c", "a bbb*"], "": ["cc"]})


def bug(reason: str) -> pytest.MarkDecorator:
    return pytest.mark.xfail(strict=True, reason=reason)


def german(text: str, entries: Entries) -> str:
    """A text put into German by a glossary of these entries."""
    glossary = Glossary("xx", "Test", entries)
    return join(text, glossary.pieces(tokens(text)))


@pytest.mark.parametrize(
    ("text", "entries", "expected"),
    [
        ("evening course", {"Kurs": ["course"], "Abendkurs": ["evening course"], "Abend": ["evening"]}, "Abendkurs"),
        ("evening course", {"Abend": ["evening"], "Kurs": ["course"]}, "Abend Kurs"),
        ("a course of German", {"": ["a"], "Kurs": ["course"], "Deutschkurs": ["course of german"]}, "Deutschkurs"),
        ("course of French", {"Kurs": ["course"], "Deutschkurs": ["course of german"]}, "Kurs of French"),
        ("evening class course", {"Abendkurs": ["evening class"], "Kursgruppe": ["class course"]}, "Abendkurs course"),
        ("courses", {"Kurs": ["course"], "Kurse": ["courses*"]}, "Kurse"),
    ],
)
def test_the_longest_phrase_wins(text: str, entries: Entries, expected: str) -> None:
    assert german(text, entries) == expected


@pytest.mark.parametrize(
    ("text", "entries", "expected"),
    [
        ("inner", {"in": ["inn*"], "innen": ["inner"]}, "innen"),
        ("inner", {"in": ["inner*"], "innen": ["inner"]}, "innen"),
        ("inner peace", {"innen": ["inner"], "Ruhe finden": ["inn* peac*"]}, "Ruhe finden"),
        ("old house", {"Häuser": ["old house*"], "Haus": ["old house"]}, "Haus"),
    ],
)
def test_an_exact_word_beats_a_stem(text: str, entries: Entries, expected: str) -> None:
    assert german(text, entries) == expected


@pytest.mark.parametrize("text", ["arıyor", "arıyorum", "ARIYORUZ"])
def test_a_stem_stands_for_every_word_that_begins_so(text: str) -> None:
    assert german(text, {"ich suche": ["arıyor*"]}) == "ich suche"


def test_the_longer_stem_wins() -> None:
    assert german("çocuklar", {"Kind": ["çoc*"], "Kinder": ["çocukl*"]}) == "Kinder"


def test_a_stem_too_short_stands_for_nothing() -> None:
    assert german("enough", {"Ende": ["en*"]}) == "enough"


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("ÇOCUĞUM", "çocuğum"),
        ("cocugum", "çocuğum"),
        ("ecole", "école"),
        ("ÉCOLE", "ecole"),
        ("ISTANBUL", "ıstanbul"),
        ("zolw", "żółw"),
        ("coeur", "cœur"),
        ("STRASSE", "straße"),
        ("ещё", "еще"),
        ("ґанок", "ганок"),
        ("компʼютер", "комп'ютер"),
        ("комп’ютер", "компютер"),
        ("aujourdhui", "aujourd’hui"),
        pytest.param("e\u0301cole", "école", marks=bug("accents of their own split a word")),
    ],
)
def test_case_accents_and_apostrophes_do_not_matter(typed: str, form: str) -> None:
    assert german(typed, {"Wort": [form]}) == "Wort"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("l'allemand", "Deutsch"),
        ("L’Allemand", "Deutsch"),
        ("Hameln'de", "Hameln"),
        ("Pyrmont’ta", "Pyrmont"),
        ("d'Emmerthal", "Emmerthal"),
    ],
)
def test_of_a_word_with_an_apostrophe_the_longer_half_counts(text: str, expected: str) -> None:
    assert german(text, {"Deutsch": ["allemand"], "auch": ["de", "ta"], "von": ["d"]}) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("الدورة", "Kurs"),
        ("والدورة", "Kurs"),
        ("ودورة", "und Kurs"),
        ("بالمساء", "in Abend"),
        ("بمدرسة", "in Schule"),
        ("للمدرسة", "für Schule"),
        ("لمدرسة", "für Schule"),
        ("وانا", "und ich"),
        ("ودمشق", "ودمشق"),
        ("وب", "وب"),
    ],
)
def test_what_arabic_writes_together(text: str, expected: str) -> None:
    assert german(text, ARABIC) == expected


def test_an_arabic_word_that_only_begins_like_a_clitic_is_itself() -> None:
    assert german("ولد", {"Junge": ["ولد"], "Zahl": ["لد"]}) == "Junge"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("دوره", "Kurs"),
        ("أنا", "ich"),
        ("إلى", "bis"),
        ("الي", "bis"),
        ("کمبیوتر", "Computer"),
        ("مســـاء", "Abend"),
        pytest.param("دَوْرَة", "Kurs", marks=bug("vowel signs split a word")),
    ],
)
def test_arabic_letters_that_are_written_in_several_ways(typed: str, expected: str) -> None:
    assert german(typed, ARABIC) == expected


@pytest.mark.parametrize("digits", ["٢٠٢٧", "۲۰۲۷"])
def test_digits_of_other_scripts_are_digits(digits: str) -> None:
    assert comparable(digits) == "2027"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("course, please!", "Kurs, bitte!"),
        ("course,please", "Kurs, bitte"),
        ("(course) – please?", "( Kurs ) – bitte?"),
        ("please: course; 10:30", "bitte : Kurs ; 10:30"),
        ("course  ,   please .", "Kurs, bitte."),
        ("دورة، 3؟", "Kurs, 3?"),
    ],
)
def test_punctuation_stays(text: str, expected: str) -> None:
    entries = {"Kurs": ["course", "دورة"], "bitte": ["please"]}
    assert german(text, entries).replace(" ", "") == expected.replace(" ", "")


def test_no_phrase_goes_on_behind_a_comma() -> None:
    entries = {"Abend": ["evening"], "Kurs": ["course"], "Abendkurs": ["evening course"]}
    assert german("evening, course", entries) == "Abend, Kurs"


def test_unknown_words_stay_as_they_were_typed() -> None:
    assert german("course in Bad Münder, Łódź 31848", {"Kurs": ["course"]}) == "Kurs in Bad Münder, Łódź 31848"


def test_words_that_say_nothing_are_dropped() -> None:
    assert german("the course", {"": ["the"], "Kurs": ["course"]}) == "Kurs"


def test_a_piece_says_whether_it_stands_in_the_glossary_as_it_is() -> None:
    glossary = Glossary("xx", "Test", {"Kurs": ["course"], "Kind": ["child*"]})
    assert [piece.is_exact for piece in glossary.pieces(tokens("course children"))] == [True, False]


def test_a_word_knows_where_it_stands() -> None:
    text = "Bad  Pyrmont, l'été"
    assert [text[word.start : word.start + len(word.text)] for word in tokens(text)] == ["Bad", "Pyrmont", "l'été"]


@pytest.mark.parametrize("glossary", glossaries(), ids=lambda glossary: glossary.code)
def test_no_text_breaks_a_glossary(glossary: Glossary) -> None:
    forms = [pattern for candidates in glossary._forms.values() for words, _ in candidates for pattern in words]
    words = st.one_of(st.sampled_from(forms), st.text(max_size=8), st.text("'’ʼ`´ـ،؟ абвابتçğıé1 ", max_size=8))

    @given(st.lists(words, max_size=12).map(" ".join))
    def holds(text: str) -> None:
        pieces = glossary.pieces(tokens(text))
        assert [token for piece in pieces for token in piece.tokens] == tokens(text)
        assert_all_unknown_words_are_in(join(text, pieces), pieces)

    holds()


def assert_all_unknown_words_are_in(result: str, pieces: list[Piece]) -> None:
    position = 0
    for piece in pieces:
        if piece.german is None:
            position = result.index(piece.tokens[0].text, position) + len(piece.tokens[0].text)


@given(st.text())
def test_a_text_of_unknown_words_stays_but_for_blanks(text: str) -> None:
    arabic_signs = str.maketrans("؟،؛", "?,;")
    result = join(text, [Piece((word,), None) for word in tokens(text)])
    assert "".join(result.split()) == "".join(text.split()).translate(arabic_signs)


@given(st.lists(st.sampled_from(["a", "bbba", "c", "cc"]) | st.text("xyz", min_size=1), max_size=9))
def test_between_known_words_no_unknown_one_gets_lost(words: list[str]) -> None:
    text = " ".join(words)
    result = join(text, FOREIGN.pieces(tokens(text)))
    assert unknown(result.split()) == unknown(words)


def unknown(words: list[str]) -> list[str]:
    return [word for word in words if set(word) <= set("xyz")]
