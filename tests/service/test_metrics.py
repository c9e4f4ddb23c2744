import numpy as np

from service.metrics import ProbabilityHistogram


def test_probabilities_fall_into_cumulative_deciles() -> None:
    histogram = ProbabilityHistogram()

    histogram.observe(np.array([0, 0.05, 0.1, 0.55, 0.95, 1], dtype=np.float32))
    histogram.observe(np.array([], dtype=np.float32))

    (family,) = histogram.collect()
    buckets = {s.labels["le"]: s.value for s in family.samples if "le" in s.labels}
    assert buckets["0.1"] in {2, 3}
    assert (buckets["0.5"], buckets["0.6"], buckets["0.9"]) == (3, 4, 4)
    assert buckets["1.0"] == buckets["+Inf"] == 6
