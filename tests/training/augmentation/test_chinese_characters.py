from nomen.training.augmentation.chinese_characters import in_other_characters
from nomen.training.data.labels import LabelledSentence


def sentence(text: str, *names: tuple[int, int]) -> LabelledSentence:
    return LabelledSentence(tuple(text), names)


def test_a_simplified_sentence_becomes_traditional_and_back() -> None:
    simplified = sentence("陈丽华昨天在会议上发言。", (0, 3))
    traditional = sentence("陳麗華昨天在會議上發言。", (0, 3))
    assert in_other_characters(simplified) == traditional
    assert in_other_characters(traditional) == simplified


def test_the_phrase_tells_which_character_is_meant() -> None:
    assert in_other_characters(sentence("她的头发在后面")) == sentence("她的頭髮在後面")


def test_marks_and_longer_tokens_stay() -> None:
    before = LabelledSentence(("\n联", "系", "Anna", "：", "张"), ((2, 3), (4, 5)))
    after = LabelledSentence(("\n聯", "繫", "Anna", "：", "張"), ((2, 3), (4, 5)))
    assert in_other_characters(before) == after


def test_a_sentence_that_is_the_same_in_both_stays() -> None:
    same = sentence("王一山在家。", (0, 3))
    assert in_other_characters(same) == same
