"""The reliability diagram: claimed probabilities against the share of tokens that are in names."""

from collections.abc import Mapping, Sequence

from matplotlib.figure import Figure

from nomen.training.evaluation.scores import ReliabilityBin


def draw_reliability(curves: Mapping[str, Sequence[ReliabilityBin]], *, title: str) -> Figure:
    """Draw a curve for each label; the dotted diagonal is perfect calibration.

    *Source:* Guo et al., On Calibration of Modern Neural Networks, 2017, section 2.
    """
    figure = Figure(figsize=(6, 5.5), layout="constrained")
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color="grey", linestyle=":", label="perfect")
    for label, bins in curves.items():
        axes.plot(
            [b.mean_probability for b in bins],
            [b.share_of_names for b in bins],
            marker="o",
            markersize=3,
            label=label,
        )
    axes.set(
        title=title,
        xlabel="name probability",
        ylabel="share in a name",
        xlim=(0, 1),
        ylim=(0, 1),
    )
    axes.legend()
    axes.grid(alpha=0.3)
    return figure
