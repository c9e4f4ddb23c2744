"""What each field of a request expects, in the words of the problems."""

from collections.abc import Mapping
from typing import get_args

from nomen.model.redaction.operators import MAX_CHARACTERS
from nomen.model.text.offsets import OffsetUnit
from nomen.service.documents.schemas import AnswerField
from nomen.service.documents.values import MAX_PHRASE_CHARACTERS, MAX_PHRASES, Preset

OBJECT = "expected an object"
KINDS = "expected replace, number, mask, hash, remove or surrogate"
_TRUTH = "expected true or false"
_OFFSET = "expected a whole number from 0"
_WORDS = f"expected a string of at most {MAX_CHARACTERS} characters"
_PHRASES = f"expected a list of at most {MAX_PHRASES} strings"
_PHRASE = f"expected a string of 1 to {MAX_PHRASE_CHARACTERS} characters"


def listed(words: tuple[str, ...]) -> str:
    """Write words as a sentence lists them."""
    return f"{', '.join(words[:-1])} or {words[-1]}"


_FIELDS = listed(get_args(AnswerField))

EXPECTED: Mapping[str, str] = {
    "text": "expected a string",
    "tokens": "expected a list of strings",
    "documents": "expected a list of documents",
    "id": "expected null, a string of at most 256 characters or a whole number below 2^53",
    "threshold": f"expected a number from 0 to 1, or {listed(get_args(Preset))}",
    "language": "expected auto, a BCP 47 tag such as en-GB, or the name of a bundle",
    "offset_unit": f"expected {listed(get_args(OffsetUnit))}",
    "timeout_ms": "expected a whole number from 1 to 3600000",
    "fields": f"expected a list of one or more of {_FIELDS}",
    "consistent": _TRUTH,
    "allow": _PHRASES,
    "deny": _PHRASES,
    "fold_case": _TRUTH,
    "with_originals": _TRUTH,
    "operator": f"{OBJECT} with the field kind",
    "kind": KINDS,
    "with": _WORDS,
    "template": f"{_WORDS} that has {{n}} once",
    "scope": "expected document or batch",
    "character": "expected a string of one character",
    "keep_first": "expected a whole number from 0 to 1000",
    "key": "expected a string of 1 to 1000 characters",
    "length": "expected a whole number from 8 to 64",
    "entities": "expected a list of strings",
    "score_threshold": "expected a number from 0 to 1",
    "allow_list": "expected a list of strings",
    "allow_list_match": "expected exact; regular expressions of callers are not run",
    "return_decision_process": _TRUTH,
    "ad_hoc_recognizers": "expected none; recognizers of callers are not run",
    "analyzer_results": "expected a list of results",
    "start": _OFFSET,
    "end": _OFFSET,
    "entity_type": "expected a string of a character or more",
    "score": "expected a number",
    "anonymizers": "expected an object with an object for each entity type",
    "masking_char": "expected a string of at most one character",
    "from_end": _TRUTH,
    "hash_type": "expected sha256 or sha512",
}
"""By field. Those from entities on are Presidio's."""
EXPECTED_TEXT = "expected a string that is not empty, or a list of one or more"
"""For Presidio's `text`, where there is nothing."""
EXPECTED_ITEM: Mapping[str, str] = {
    "text": "expected a string",
    "entities": "expected a string",
    "allow_list": "expected a string",
    "context": "expected a string",
    "analyzer_results": OBJECT,
    "tokens": "expected a string of a character or more",
    "fields": f"expected {_FIELDS}",
    "allow": _PHRASE,
    "deny": _PHRASE,
}
"""By the field whose list has the item."""
EXPECTED_TYPE: Mapping[str, str] = {
    "string_type": "expected a string",
    "bool_type": _TRUTH,
    "int_type": "expected a whole number",
    "float_type": "expected a number",
    "list_type": "expected a list",
    "dict_type": OBJECT,
    "model_type": OBJECT,
    "model_attributes_type": OBJECT,
    "object_type": OBJECT,
}
"""By pydantic's type of an error, for what is no field."""
