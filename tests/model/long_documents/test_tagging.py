from collections.abc import Iterator
from itertools import accumulate

import numpy as np
import pytest

from nomen.model.errors import DocumentError
from nomen.model.loaded_bundles import LoadedBundles
from nomen.model.long_documents.sections import Section
from nomen.model.long_documents.tagging import tag_in_sections
from nomen.model.names.rules import NO_RULES, NameRules
from nomen.model.tagger import Tagger

PARAGRAPHS = (
    "Dr. Marisol Quintana opened the meeting at ten.\n",
    "nobody had seen quintana since, said Tomasz Wilk to Ngozi Adeyemi.\n\n",
    "Minutes were read and approved; the treasurer reported 1,204.50 in hand.\n",
    "Regards,\nNgozi\n\n",
)
TEXT = "".join(PARAGRAPHS[i % 4] + "The rest of the day was quiet. " * (i % 7) for i in range(90))


def sections_of(tagger: Tagger, rules: NameRules, *, part: int) -> list[Section]:
    def read() -> Iterator[str]:
        return (TEXT[start : start + 1000] for start in range(0, len(TEXT), 1000))

    run = LoadedBundles(tagger.bundles).run_parts
    return list(tag_in_sections(read, run, threshold=0.25, rules=rules, part_characters=part))


@pytest.mark.parametrize("rules", [NO_RULES, NameRules(consistent=True)], ids=str)
@pytest.mark.parametrize("part", [700, 5_000])
def test_r9_sections_are_tagged_as_the_whole_text(
    default_tagger: Tagger, part: int, rules: NameRules
) -> None:
    (whole,) = default_tagger.tag([TEXT], threshold=0.25, rules=rules)
    sections = sections_of(default_tagger, rules, part=part)
    offsets = accumulate((len(each.text) for each in sections), initial=0)
    names = [
        (offset + (name.start or 0), name.text, name.probability)
        for each, offset in zip(sections, offsets, strict=False)
        for name in each.tagged.names
    ]

    assert len(sections) > 2
    assert names == [(name.start, name.text, name.probability) for name in whole.names]
    joined = np.concatenate([each.tagged.name_probabilities for each in sections])
    assert joined.tobytes() == whole.name_probabilities.tobytes()


def test_a_tagger_tags_a_text_that_comes_in_chunks(default_tagger: Tagger) -> None:
    sections = list(
        default_tagger.tag_in_sections(lambda: ["Ada Lovel", "ace waved."], threshold=0.5)
    )

    assert [name.text for each in sections for name in each.tagged.names] == ["Ada Lovelace"]


def test_a_lone_surrogate_is_refused(default_tagger: Tagger) -> None:
    with pytest.raises(DocumentError):
        list(default_tagger.tag_in_sections(lambda: ["Ada \ud800"]))
