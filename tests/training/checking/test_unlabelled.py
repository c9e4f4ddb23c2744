from nomen.training.checking.unlabelled import Names
from nomen.training.data.labels import LabelledSentence, Span


def found(
    *sentences: tuple[str, tuple[Span, ...]], others: frozenset[int] = frozenset()
) -> list[tuple[tuple[str, str], str]]:
    names = Names()
    labelled = [LabelledSentence(tuple(text.split()), spans) for text, spans in sentences]
    for i, sentence in enumerate(labelled):
        names.count(sentence, f"a:{i}")
    for i, sentence in enumerate(labelled):
        names.look_at(sentence, others, ("a", f":{i}"))
    return list(names.found())


def test_a_name_of_several_words_is_told_where_it_is_unlabelled() -> None:
    told = found(("so Ada Byron left", ((1, 3),)), ("so Ada Byron , Ada Byron and Ada", ()))
    message = "a name of 2 token(s) that is labelled once (first at a:0) stands unlabelled 2 times"
    assert told == [(("a", ":1"), message)]


def test_a_single_word_is_told_where_it_is_mostly_a_name() -> None:
    ada, may = ("Ada left", ((0, 1),)), ("Ada left", ())
    assert found(ada, may) == []
    assert len(found(ada, ada, may)) == 1
    assert found(ada, ada, may, may, may) == []
    assert found(("J. left", ((0, 1),)), ("J. left", ((0, 1),)), ("J. left", ())) == []


def test_words_inside_other_spans_and_names_are_labelled() -> None:
    byron = ("Ada Byron", ((0, 2),))
    assert found(byron, ("Ada Byron School", ()), others=frozenset({1})) == []
    assert found(byron, ("Ada Byron Lee", ((0, 3),))) == []
