from nomen.model.routing.identifying import open_identifier


def test_all_taggers_share_one_identifier() -> None:
    opened = open_identifier()

    assert open_identifier() is opened
    found = opened.identify(["The quick brown fox jumps over the lazy dog near the river."])
    assert found[0].language == "en"
