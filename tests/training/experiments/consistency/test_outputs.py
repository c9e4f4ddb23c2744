import numpy as np

from nomen.model.documents import prepare_document
from nomen.model.tagger import Tagger
from nomen.training.experiments.consistency.documents import GoldDocument
from nomen.training.experiments.consistency.outputs import run_network


def test_each_document_gets_the_probabilities_of_its_own_parts(tiny_tagger: Tagger) -> None:
    texts = [["Ada ran.", "Bo ran. Ada sat."], ["Bo sat."]]
    documents = [_document(parts) for parts in texts]
    for parts, output in zip(texts, run_network(tiny_tagger, documents), strict=True):
        tagged = tiny_tagger.tag(parts)
        expected = np.concatenate([each.name_probabilities for each in tagged])
        assert output.tokens == [token for each in tagged for token in each.tokens]
        np.testing.assert_allclose(output.name, expected, atol=1e-6)
        assert len(output.begin) == len(output.in_names) == len(expected)


def _document(parts: list[str]) -> GoldDocument:
    prepared = [prepare_document(part) for part in parts]
    num_tokens = sum(len(part.tokens) for part in prepared)
    return GoldDocument(parts=prepared, in_names=np.zeros(num_tokens, dtype=np.bool_))
