"""A tagger with two bundles, one for English and one for German."""

import pickle
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from nomen.model.bundle.bundle import SHIPPED, read_bundle
from nomen.model.errors import LanguageError
from nomen.model.loaded_bundles import LoadedBundles
from nomen.model.long_documents.tagging import tag_in_sections
from nomen.model.names.rules import NO_RULES, NameRules
from nomen.model.routing.choosing import NO_CHOICE
from nomen.model.tagger import Tagger, load_tagger
from nomen.model.text.parts import PART_CHARACTERS
from tests.shipped_versions import EN, EN_OPEN

IN_ENGLISH = "Harry Potter met Hermione Granger at the station, and they were late for the train."
IN_GERMAN = "Angela Merkel hat gestern in Berlin mit dem neuen Kanzler Olaf Scholz gesprochen."
ENGLISH, GERMAN = f"nomen-en {EN}", f"nomen-de {EN_OPEN}"


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


@pytest.mark.parametrize("language", [None, ["de"], 5, b"de"])
@pytest.mark.parametrize(
    "call",
    [
        lambda tagger, language: tagger.tag([IN_ENGLISH], language=language),
        lambda tagger, language: tagger.stream([IN_ENGLISH], language=language),
        lambda tagger, language: next(tagger.tag_at([IN_ENGLISH], [0.5], language=language)),
        lambda tagger, language: tagger.redact([IN_ENGLISH], language=language),
        lambda tagger, language: next(tagger.redact_stream([IN_ENGLISH], language=language)),
        lambda tagger, language: tagger.tag_in_sections(lambda: [IN_ENGLISH], language=language),
    ],
    ids=["tag", "stream", "tag_at", "redact", "redact_stream", "tag_in_sections"],
)
def test_a_language_that_is_no_string_is_refused(
    two: Tagger, call: Callable[[Tagger, object], object], language: object
) -> None:
    with pytest.raises(LanguageError) as caught:
        call(two, language)

    assert str(caught.value) == (
        "language: expected a string: auto, a served language (en, de) or a bundle (en, de)"
    )


def test_a_tagger_tells_the_languages_and_scripts_of_all_its_bundles(two: Tagger) -> None:
    assert two.languages == ("en", "de")
    assert load_tagger(["en", "zh"], device="cpu").scripts == {"Latin", "Han"}


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


@pytest.mark.parametrize("part_characters", [3_000, PART_CHARACTERS])
def test_a_short_paragraph_of_a_long_text_goes_to_its_bundle(
    two: Tagger, part_characters: int
) -> None:
    in_german = "Angela Merkel hat mit Olaf Scholz gesprochen."
    text = f"She left.\n\n{in_german}\n\n".join([f"{IN_ENGLISH}\n\n" * 30] * 3)

    bundles = LoadedBundles(two.bundles)
    sections = tag_in_sections(
        lambda: [text],
        bundles.run_parts,
        threshold=bundles.thresholds(None),
        rules=NO_RULES,
        route=lambda part: bundles.router.route([part], NO_CHOICE)[0],
        part_characters=part_characters,
    )

    found = [name for each in map(bundles.told, sections) for name in each.tagged.names]
    whole = two.tag([text])[0].names
    german = [(name.text, name.language) for name in found if name.language == "de"]
    assert german == [("Angela Merkel", "de"), ("Olaf Scholz", "de")] * 2
    assert [name.text for name in found] == [name.text for name in whole]
    assert [name.probability for name in found if name.language == "de"] == pytest.approx(
        [name.probability for name in whole if name.language == "de"]
    )


def test_a_long_text_in_one_language_is_read_by_its_bundle_to_the_end(two: Tagger) -> None:
    sections = list(two.tag_in_sections(lambda: [f"{IN_GERMAN}\n\n" * 40, "\n\n \n"]))

    assert {(each.tagged.model, each.tagged.language) for each in sections} == {(GERMAN, "de")}


def test_names_of_a_mixed_document_tell_their_language(two: Tagger) -> None:
    mixed, alone = two.tag([f"{IN_ENGLISH}\n\n{IN_GERMAN}", IN_GERMAN])

    assert [(name.text, name.language) for name in mixed.names] == [
        ("Harry Potter", "en"),
        ("Hermione Granger", "en"),
        ("Angela Merkel", "de"),
    ]
    assert mixed.names[0].to_dict()["language"] == "en"
    assert "language" not in alone.names[0].to_dict()


def test_replaced_names_of_a_mixed_document_tell_their_language(two: Tagger) -> None:
    mixed, alone = two.redact([f"{IN_ENGLISH}\n\n{IN_GERMAN}", IN_GERMAN])

    assert [name.language for name in mixed.names] == ["en", "en", "de"]
    assert mixed.names[2].to_dict()["language"] == "de"
    assert "language" not in alone.names[0].to_dict()


def test_a_redacted_text_says_who_read_it(two: Tagger) -> None:
    redacted, other = two.redact([IN_GERMAN, IN_ENGLISH], language="auto")

    assert (redacted.model, redacted.language, redacted.unsupported) == (GERMAN, "de", {})
    assert other.to_dict()["model"] == ENGLISH


def test_the_only_bundle_tells_what_it_does_not_tag(default_tagger: Tagger) -> None:
    (tagged,) = default_tagger.tag([IN_GERMAN])

    assert (tagged.model, tagged.language) == (ENGLISH, "de")
    assert tagged.unsupported == {"de": sum(map(str.isalpha, IN_GERMAN))}
