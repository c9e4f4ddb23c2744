"""What a bundle finds in its dev sentences, for a service to compare its own traffic with."""

from nomen.training.evaluation.evaluation import Predictions

MAYBE_NAME = 0.1
SURE_NAME = 0.9
"""A token above the first may be a name; up to the second it is unsure. Both are bounds of the
service's `nomen_name_probability`."""


def traffic_metrics(predictions: Predictions) -> dict[str, float]:
    """Give what a manifest says of the dev sentences, if there are tokens.

    `dev/names_per_token`: predicted names by token, 0 to 1. `dev/unsure_per_candidate`: of the
    tokens that may be names, the share that is unsure, 0 to 1.

    Args:
        predictions: Those of the default engine, at the default threshold.
    """
    p = predictions.probabilities
    num_candidates = int((p > MAYBE_NAME).sum())
    if not num_candidates:
        return {}
    num_unsure = int(((p > MAYBE_NAME) & (p <= SURE_NAME)).sum())
    return {
        "dev/names_per_token": round(sum(map(len, predictions.predicted)) / len(p), 5),
        "dev/unsure_per_candidate": round(num_unsure / num_candidates, 4),
    }
