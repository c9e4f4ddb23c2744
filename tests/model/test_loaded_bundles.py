from nomen.model.documents import prepare_document
from nomen.model.loaded_bundle import LoadedBundle
from nomen.model.loaded_bundles import LoadedBundles
from nomen.model.names.rules import NO_RULES
from nomen.model.routing.choosing import NO_CHOICE
from nomen.model.tagger import Tagger

TEXTS = ["Harry Potter met Hermione.", "", "Nobody came."]


def test_a_stream_gives_what_the_passes_give(default_tagger: Tagger) -> None:
    loaded = LoadedBundles([LoadedBundle(default_tagger.bundle, default_tagger.engine)])
    prepared, lowest = list(map(prepare_document, TEXTS)), loaded.thresholds(None)

    streamed = list(loaded.stream(prepared, lowest, rules=NO_RULES, choice=NO_CHOICE))
    passes = loaded.forward_all(prepared)

    assert [len(each) for each in passes] == [1, 0, 1]
    assert [[name.text for name in each.names] for each in streamed] == [
        ["Harry Potter", "Hermione"],
        [],
        [],
    ]
    assert lowest == [default_tagger.bundle.manifest.default_threshold]


def test_parts_are_run_one_after_the_other(default_tagger: Tagger) -> None:
    loaded = LoadedBundles(default_tagger.bundles)
    prepared = list(map(prepare_document, TEXTS))

    found = list(loaded.run_parts(iter(prepared)))

    assert [part for part, _ in found] == prepared
    assert [len(outputs) for _, outputs in found] == [1, 0, 1]
