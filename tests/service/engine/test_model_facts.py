from nomen.model.tagger import Tagger
from nomen.service.engine.loading import describe
from nomen.service.engine.model_facts import ModelAnswer, ServedModel
from nomen.service.settings import Settings


def test_the_header_has_name_version_and_checksum(tagger: Tagger) -> None:
    model = describe(tagger)

    assert model.label == "nomen-tiny 0.1.0"
    assert model.header == f"nomen-tiny 0.1.0 {tagger.bundle.sha256[:12]}"


def test_the_answer_has_the_facts_of_bundle_engine_and_settings(tagger: Tagger) -> None:
    answer = ModelAnswer.build(describe(tagger), Settings(max_tokens=7))

    assert (answer.name, answer.sha256) == ("tiny", tagger.bundle.sha256)
    assert answer.presets == tagger.bundle.manifest.presets
    assert answer.limits.max_tokens == 7
    assert answer.precision == tagger.engine.precision


def test_a_model_passes_between_processes_unchanged(tagger: Tagger) -> None:
    model = describe(tagger)

    assert ServedModel.model_validate(model.model_dump(mode="json")) == model


def test_a_model_knows_what_its_bundle_found_in_its_dev_sentences(tagger: Tagger) -> None:
    expected = describe(tagger).expected_ratios

    assert expected.keys() == {"names_per_token", "unsure_per_candidate"}


def test_an_older_bundle_expects_nothing(tagger: Tagger) -> None:
    model = describe(tagger)
    older = model.manifest.model_copy(update={"metrics": {}})

    assert model.model_copy(update={"manifest": older}).expected_ratios == {}
