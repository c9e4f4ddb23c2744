from nomen.service.client.results import read_redacted, read_tagged

PLACES = {"start": 0, "end": 3}
TAGGED = {"text": "Ron", **PLACES, "first_token": 0, "last_token": 0, "probability": 0.5}
REPLACED = {
    **PLACES,
    "redacted_start": 0,
    "redacted_end": 6,
    "replacement": "[NAME]",
    "probability": None,
}


def test_a_name_has_a_language_where_the_service_says_it() -> None:
    plain, german = read_tagged({"names": [TAGGED, {**TAGGED, "language": "de"}]}).names
    redacted = read_redacted({"text": "[NAME]", "names": [{**REPLACED, "language": "de"}]})

    assert (plain.language, german.language) == (None, "de")
    assert redacted.names[0].language == "de"


def test_what_a_newer_service_says_beside_is_left_out() -> None:
    tagged = read_tagged({"names": [{**TAGGED, "kind": "new"}], "news": 1})
    redacted = read_redacted({"text": "[NAME]", "names": [{**REPLACED, "kind": "new"}]})

    assert [name.text for name in tagged.names] == ["Ron"]
    assert [name.replacement for name in redacted.names] == ["[NAME]"]
