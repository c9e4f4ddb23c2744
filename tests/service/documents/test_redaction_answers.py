from nomen.model.redaction.operators import Replace
from nomen.model.redaction.redaction import Redactor
from nomen.model.tagged_documents import Name
from nomen.service.documents.answers import dump_json
from nomen.service.documents.redaction_answers import RedactedAnswer, redacted_to_json

TEXT = "😀 Zoë"
NAMES = [Name(text="Zoë", start=2, end=5, first_token=1, last_token=1, probability=None)]
REDACTED = Redactor(Replace(with_="«X»")).redact(TEXT, NAMES)


def test_the_answer_is_what_the_documentation_says() -> None:
    answer = redacted_to_json(REDACTED, text=TEXT, unit="byte", with_originals=True)

    read = RedactedAnswer.model_validate_json(dump_json(answer))
    assert read.model_dump(exclude_unset=True) == {
        "text": "😀 «X»",
        "names": [
            {
                "start": 5,
                "end": 9,
                "redacted_start": 5,
                "redacted_end": 10,
                "replacement": "«X»",
                "probability": None,
                "original": "Zoë",
            }
        ],
        "unsupported_scripts": {},
        "language": "und",
        "model": "",
        "unsupported": {},
    }


def test_a_text_without_names_is_as_it_was() -> None:
    redacted = Redactor().redact(TEXT, [])

    answer = redacted_to_json(redacted, text=TEXT, unit="utf16", with_originals=False)
    assert (answer["text"], answer["names"], answer["unsupported_scripts"]) == (TEXT, [], {})
