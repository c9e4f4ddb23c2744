import pytest

from nomen.training.checking.languages import function_words, is_another, language_of, script_of

SENTENCES = {
    "English": "this is the house that she had with her and they were there",
    "German": "das ist nicht der Hund und wir haben auch eine Katze",
    "French": "il est dans la maison avec une femme et les enfants sont sur la table",
    "Spanish": "el perro está en la casa con los niños pero no es muy grande",
    "Dutch": "het is niet de hond van een man maar hij wordt ook ouder",
    "Polish": "nie jest to dom który był dla mnie ale już się nie boi",
    "Cyrillic": "она не знает этого человека",
    "Han": "他不知道这个人是谁但是他很高兴",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_the_language_of_a_clear_sentence_is_told(language: str) -> None:
    tokens = SENTENCES[language].split()
    assert language_of(tokens) == language
    assert is_another(tokens, "English") == (None if language == "English" else language)


@pytest.mark.parametrize("text", ["", "Ada", "Ada Byron 3 : 0", "a z v", "die man in"])
def test_what_tells_too_little_has_no_language(text: str) -> None:
    assert language_of(text.split()) is None
    assert is_another(text.split(), "English") is None


def test_a_foreign_word_or_two_do_not_make_another_language() -> None:
    text = "the books of Van der Berg and his la la la were on the table"
    assert is_another(text.split(), "English") is None


def test_few_letters_have_no_script() -> None:
    assert script_of(["Ada"]) is None
    assert script_of(["αβγδ", "Ada", "εζηθι"]) == "Greek"


def test_words_are_in_lower_case() -> None:
    assert all(word == word.lower() for words in function_words().values() for word in words)
