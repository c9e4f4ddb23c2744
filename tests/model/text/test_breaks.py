from nomen.model.text.breaks import split_mark


def test_a_mark_is_the_first_character_of_a_longer_token() -> None:
    assert [split_mark(token) for token in ("\nBo", "\tBo", "Bo", "\n")] == [
        ("\n", "Bo"),
        ("\t", "Bo"),
        ("", "Bo"),
        ("", "\n"),
    ]
