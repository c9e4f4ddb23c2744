from dataclasses import replace

import pytest

from nomen.model.documents import Document, PreparedDocument, prepare_document
from nomen.model.reading import Reader, Routing
from nomen.model.routing.choosing import NO_CHOICE, Choice
from nomen.model.routing.router import Router
from nomen.model.windows import windows_of_block
from tests.model.routing.languages import CHINESE, ENGLISH, MANY, ByWords

IN_ENGLISH = "Harry saw the owl that came to the castle."
IN_GERMAN = "Harry sah, dass der Kauz in das Schloss flog."
IN_CHINESE = "哈利来了"


def routed(
    document: Document, *readers: Reader, choice: Choice = NO_CHOICE
) -> tuple[PreparedDocument, Routing]:
    router = Router(readers or (ENGLISH, MANY, CHINESE), ByWords())
    (found,) = router.route([prepare_document(document)], choice)
    assert found.route is not None
    return found, found.route()


@pytest.mark.parametrize(
    ("text", "language", "reader"),
    [
        (IN_ENGLISH, "en", 0),
        (IN_GERMAN, "de", 1),
        (IN_CHINESE, "zh", 2),
        ("Harry Potter", "und", 0),
        ("12345", "und", 0),
    ],
)
def test_a_text_is_read_by_the_first_bundle_for_its_language(
    text: str, language: str, reader: int
) -> None:
    _, routing = routed(text)

    assert (routing.language, routing.readers, routing.unsupported) == (language, [reader], {})
    assert set(routing.window_readers) == {reader}


def test_each_paragraph_of_a_mixed_text_goes_to_its_bundle() -> None:
    text = f"{IN_ENGLISH}\n\n{IN_CHINESE}\n{IN_GERMAN}"

    document, routing = routed(text)

    assert [text[each.start : each.stop].strip() for each in routing.passages] == [
        IN_ENGLISH,
        IN_CHINESE,
        IN_GERMAN,
    ]
    assert [each.reader for each in routing.passages] == [0, 2, 1]
    assert routing.window_readers == (0, 2, 1)
    assert sum(window.num_kept for window in document.windows) == len(document.tokens)
    assert sorted(routing.readers) == [0, 1, 2]


def test_what_no_bundle_tags_is_told_and_read_by_the_one_with_most_languages() -> None:
    _, routing = routed("Nhà của Harry.")

    assert (routing.readers, routing.unsupported) == ([1], {"vi": 11})


def test_few_letters_are_in_no_unserved_language_unless_they_are_sure() -> None:
    readers = (ENGLISH, MANY, CHINESE)
    router = Router(readers, ByWords(probability=0.8))
    short, long = router.route(
        [prepare_document("Nhà của Harry."), prepare_document("Nhà của Harry. " * 2)], NO_CHOICE
    )

    assert short.route is not None
    assert long.route is not None
    assert (short.route().language, short.route().unsupported) == ("und", {})
    assert (long.route().language, long.route().unsupported) == ("vi", {"vi": 22})
    assert short.route().readers == long.route().readers == [1]


def test_words_in_a_script_that_a_bundle_did_not_learn_go_to_one_that_did() -> None:
    text = "Harry saw the letter from Гарри Поттер, and the owl came to 哈利."

    document, routing = routed(text)

    assert [text[each.start : each.stop].strip() for each in routing.passages] == [
        "Harry saw the letter from",
        "Гарри Поттер",
        ", and the owl came to",
        "哈利",
        ".",
    ]
    assert routing.window_readers == (0, 1, 0, 2, 0)
    assert [each.language for each in routing.passages] == ["en", "und", "en", "zh", "en"]
    assert (routing.language, routing.unsupported) == ("en", {})
    assert sum(window.num_kept for window in document.windows) == len(document.tokens)


def test_words_of_letters_in_a_text_of_characters_go_to_a_bundle_for_words() -> None:
    text = "哈利来了。Angela sah, dass der Kauz in das Schloss flog."

    _, routing = routed(text)

    assert [(each.reader, each.language) for each in routing.passages] == [
        (2, "zh"),
        (1, "de"),
        (2, "zh"),
    ]


def test_a_chosen_bundle_reads_every_script() -> None:
    _, routing = routed("Harry saw the letter from Гарри Поттер.", choice=Choice(0, None))

    assert routing.window_readers == (0,)


def test_a_script_that_no_bundle_learned_is_told() -> None:
    _, routing = routed("ο Χάρι και ο Ρον")

    assert (routing.language, routing.readers, routing.unsupported) == ("el", [0], {"el": 12})


def test_a_chosen_language_is_not_found_out() -> None:
    router, identifier = Router((ENGLISH, MANY), ByWords()), ByWords()
    router = Router((ENGLISH, MANY), identifier)

    (found,) = router.route([prepare_document(IN_ENGLISH)], Choice(1, "de"))

    assert found.routing is not None
    assert (found.routing.language, found.routing.window_readers) == ("de", (1,))
    assert identifier.num_texts == 0


def test_a_chosen_bundle_reads_all_and_tells_what_it_does_not_tag() -> None:
    _, routing = routed(f"{IN_ENGLISH}\n\n{IN_GERMAN}", choice=Choice(2, None))

    assert [each.reader for each in routing.passages] == [2, 2]
    assert routing.unsupported == {"de": 35, "en": 33}


def test_the_only_bundle_reads_all_and_the_language_is_found_out_when_it_is_asked_for() -> None:
    identifier = ByWords()
    router = Router((ENGLISH,), identifier)

    (found,) = router.route([prepare_document(IN_GERMAN)], NO_CHOICE)

    assert (found.routing, identifier.num_texts) == (None, 0)
    assert found.route is not None
    assert (found.route().unsupported, found.route().language) == ({"de": 35}, "de")
    assert identifier.num_texts == 1


def test_windows_of_a_text_without_known_sentences_stay_as_they_are() -> None:
    router = Router((ENGLISH, MANY), ByWords())
    document = prepare_document(f"{IN_ENGLISH}\n\n{IN_GERMAN}")
    windows = windows_of_block(document.tokens[:5]) + windows_of_block(document.tokens[5:])
    part = replace(document, windows=windows, sentence_starts=None)

    (found,) = router.route([part], NO_CHOICE)

    assert found.routing is not None
    assert (found.windows, found.routing.window_readers) == (windows, (0, 0))


def test_windows_are_cut_where_the_bundle_changes_and_not_where_the_language_does() -> None:
    in_swedish = "Harry såg ugglan och flög hem."
    text = f"{IN_GERMAN}\n\n{in_swedish}\n\n{IN_ENGLISH}"

    document, routing = routed(text)

    assert [(each.language, each.reader) for each in routing.passages] == [
        ("de", 1),
        ("sv", 1),
        ("en", 0),
    ]
    assert routing.window_readers == (1, 0)
    assert [window.num_kept for window in document.windows] == [18, 10]
    assert [routing.language_at(token) for token in (0, 10, 11, 18)] == ["de", "de", "sv", "en"]
