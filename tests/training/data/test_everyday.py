from nomen.training.data.everyday import everyday_texts


def test_names_stand_where_their_brackets_stood() -> None:
    first = everyday_texts()["de"][0]

    assert [first.text[start:end] for start, end in first.names] == [
        "Annegret Kaltenbach",
        "von der Heyden",
    ]


def test_no_bracket_is_left_and_every_sentence_has_a_name() -> None:
    texts = [text for found in everyday_texts().values() for text in found]

    assert not [text for text in texts if {"[", "]"} & set(text.text)]
    assert all(text.names for text in texts)
    assert sum(len(text.names) for text in texts) == 278
