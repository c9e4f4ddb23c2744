"""A tagger with two bundles, one for English and one for German."""

import pickle
import shutil
from pathlib import Path

import pytest

from nomen.model.bundle.bundle import SHIPPED, read_bundle
from nomen.model.errors import LanguageError
from nomen.model.names.rules import NameRules
from nomen.model.tagger import Tagger, load_tagger

IN_ENGLISH = "Harry Potter met Hermione Granger at the station, and they were late for the train."
IN_GERMAN = "Angela Merkel hat gestern in Berlin mit dem neuen Kanzler Olaf Scholz gesprochen."
ENGLISH, GERMAN = "nomen-en 0.7.0", "nomen-de 0.7.0"


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Tagger:
    path = Path(shutil.copytree(SHIPPED / "en-open", tmp_path_factory.mktemp("bundles") / "de"))
    read_bundle(path).with_facts(name="de", languages=["de"]).write_manifest()
    return load_tagger(["en", path], device="cpu")


def test_each_text_is_read_by_the_bundle_for_its_language(two: Tagger) -> None:
    english, german = two.tag([IN_ENGLISH, IN_GERMAN])

    assert (english.language, english.model) == ("en", ENGLISH)
    assert (german.language, german.model, german.unsupported) == ("de", GERMAN, {})
    assert repr(two).startswith(f"<Tagger {ENGLISH}, {GERMAN}: onnx")


def test_a_text_in_a_mixed_document_has_the_probabilities_that_it_has_alone(two: Tagger) -> None:
    (mixed,) = two.tag([f"{IN_ENGLISH}\n\n{IN_GERMAN}"])
    alone = two.tag([IN_ENGLISH])[0]

    num_tokens = len(alone.tokens)
    assert mixed.model == f"{ENGLISH}, {GERMAN}"
    assert mixed.name_probabilities[:num_tokens] == pytest.approx(alone.name_probabilities)


def test_the_caller_chooses_a_bundle_or_a_language(two: Tagger) -> None:
    by_name, by_tag = (two.tag([IN_ENGLISH], language=language)[0] for language in ("de", "de-AT"))

    assert (by_name.model, by_tag.model) == (GERMAN, GERMAN)
    with pytest.raises(LanguageError, match="a served language"):
        two.tag([IN_ENGLISH], language="fi")


def test_a_pickled_tagger_has_both_bundles(two: Tagger) -> None:
    again = pickle.loads(pickle.dumps(two))  # noqa: S301  # our own

    assert [each.reader.name for each in again.bundles] == ["en", "de"]


def test_a_long_text_is_read_by_both(two: Tagger) -> None:
    chunks = [f"{IN_ENGLISH}\n\n" * 40, f"{IN_GERMAN}\n\n" * 40]
    rules = NameRules(consistent=True)

    sections = list(two.tag_in_sections(lambda: chunks, rules=rules))

    assert "".join(each.text for each in sections) == "".join(chunks)
    assert set(sections[0].tagged.model.split(", ")) == {ENGLISH, GERMAN}
    assert {"Harry Potter", "Angela Merkel"} <= {name.text for name in sections[0].tagged.names}


def test_a_redacted_text_says_who_read_it(two: Tagger) -> None:
    redacted, other = two.redact([IN_GERMAN, IN_ENGLISH], language="auto")

    assert (redacted.model, redacted.language, redacted.unsupported) == (GERMAN, "de", {})
    assert other.to_dict()["model"] == ENGLISH


def test_the_only_bundle_tells_what_it_does_not_tag(default_tagger: Tagger) -> None:
    (tagged,) = default_tagger.tag([IN_GERMAN])

    assert (tagged.model, tagged.language) == (ENGLISH, "de")
    assert tagged.unsupported == {"de": sum(map(str.isalpha, IN_GERMAN))}
