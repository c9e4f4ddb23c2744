"""The model card of a bundle, in Markdown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nomen.model.bundle.bundle import CorpusFacts, Manifest
from nomen.training.data.registry import registry
from nomen.training.evaluation.documents.results import DocumentsResult
from nomen.training.evaluation.documents.tables import card_tables
from nomen.training.evaluation.evaluation import Evaluation
from nomen.training.evaluation.tables import TextTable
from nomen.training.export.languages import LanguageFigures, language_lines
from nomen.training.recipes.provenance import OWN

_GUIDELINE = """\
A name is what CoNLL-2003's guideline calls PER: given and family names, initials, nicknames used as
names, fictional and historical persons. Titles and roles (Mr., Dr., President), the possessive 's,
handles (@user) and names inside other names (Ford Motor Co., Lincoln Park) are not part of one."""

_DOCUMENTS = """\
Raw text by genre, tokenized by Nomen. These documents chose the weights and the thresholds. F1 is
of strict spans. Letters left are the characters of names, blanks apart, that no found name covers:
what a redaction would leave. Shares are in points, with 95 % bootstrap intervals over documents.
The mean weighs each genre the same."""

_LIMITS = """\
- It knows what its corpora show. Languages, scripts and domains that the tables above do not name
  were not measured.
- Recall is lower for names it has not met, in lower case and in short texts without context; the
  tables show by how much. Whose names these are differs by origin.
- It must not be the only safeguard where a missed name harms somebody, and must not be used to
  decide about people by their names.
- The probabilities are calibrated on the dev sentences above; on unlike text they may not be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnData:
    """What a card says of its maker's own files.

    Attributes:
        guideline: What a name is in them, in their maker's words; may be empty.
        table: Their sentences, names and types; None where that is not known.
    """

    guideline: str = ""
    table: TextTable | None = None


def write_card(
    path: Path,
    manifest: Manifest,
    evaluations: Mapping[str, Evaluation],
    parity: Mapping[str, float],
    documents: DocumentsResult | None = None,
    *,
    own: OwnData | None = None,
    languages: Mapping[str, LanguageFigures] | None = None,
) -> None:
    """Write a bundle's card.

    Args:
        path: The file.
        manifest: The bundle's, with its metrics.
        evaluations: The default engine's figures by the name of a set of sentences.
        parity: The metrics of int8 against fp32; empty where there is no int8.
        documents: The default engine's figures of documents; None without documents.
        own: What is said of its maker's own files.
        languages: The figures of each language's dev sets.
    """
    own = own or OwnData()
    lines = [
        *_introduction(manifest),
        "## What is a name",
        "",
        guideline(manifest.corpora, own.guideline),
        "",
        "## Learned from",
        "",
        *_corpus_table(manifest.corpora),
        "",
        *_own_lines(own),
        "## Measured",
        "",
        *_measured_lines(manifest),
        *evaluation_table(evaluations),
        "",
        *language_lines(evaluations, languages or {}),
        *_preset_lines(manifest),
        *_documents_lines(documents),
        *_parity_lines(parity),
        "## Limits",
        "",
        _LIMITS,
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _introduction(manifest: Manifest) -> list[str]:
    network = manifest.network
    direction = "bidirectional " if network.bidirectional else ""
    return [
        f"# {manifest.name} {manifest.version}",
        "",
        *([manifest.description, ""] if manifest.description else []),
        f"Tags person names with Nomen; made on {manifest.created[:10]}.",
        f"Languages, as tags of BCP 47: {', '.join(manifest.languages)}.",
        "",
        (
            f"A {network.num_layers}-layer {direction}{network.cell.upper()} of hidden size "
            f"{network.hidden_size} over word forms, characters and shapes; head "
            f"`{network.head}`. The default engine is ONNX Runtime in "
            f"{manifest.default_precision}."
        ),
        "",
    ]


def _corpus_table(corpora: Sequence[CorpusFacts]) -> list[str]:
    return [
        "| corpus | class | licence as its source states it |",
        "| --- | --- | --- |",
        *(
            f"| [{c.name}]({c.address}) | {c.licence_class} | {c.licence} |"
            if c.address
            else f"| {c.name} | {c.licence_class} | {c.licence} |"
            for c in corpora
        ),
    ]


def _measured_lines(manifest: Manifest) -> list[str]:
    return [
        (
            f"With the default engine at threshold {manifest.default_threshold}, one seed. "
            "Precision, recall and F1 are of strict spans, in points; the interval is the 95 % "
            "bootstrap over sentences. AP: average precision of tokens. ECE: expected calibration "
            "error of tokens with a probability over 0.02, 15 bins of equal mass."
        ),
        "",
    ]


def guideline(corpora: Sequence[CorpusFacts], own_words: str = "") -> str:
    """Say what a name is in the corpora that a bundle learned from.

    Published corpora follow CoNLL-2003's guideline, or are harmonised with it on reading. Only the
    user knows what the labels of their own files mean.

    Args:
        corpora: What it learned from.
        own_words: The guideline of the user's own files, if they told it.
    """
    own = [corpus.name for corpus in corpora if corpus.licence_class == OWN]
    if not own:
        return _GUIDELINE
    told = (
        f"In {', '.join(own)}, which are its maker's own files, a name is what their labels call\n"
    )
    told += (
        f"one, by their maker's guideline:\n\n{_quoted(own_words)}"
        if own_words.strip()
        else "one; the guideline is their maker's, and is not told here."
    )
    is_mixed = any(corpus.name in registry() for corpus in corpora if corpus.licence_class != OWN)
    return f"{told}\n\nIn the published corpora: {_lowered(_GUIDELINE)}" if is_mixed else told


def _quoted(text: str) -> str:
    lines = (line.rstrip() for line in text.strip().splitlines())
    return "\n".join(f"> {line}" if line else ">" for line in lines)


def _own_lines(own: OwnData) -> list[str]:
    return ["Its maker's own files:", "", *own.table.markdown(), ""] if own.table else []


def _lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def evaluation_table(evaluations: Mapping[str, Evaluation]) -> list[str]:
    """Give the figures of sets of sentences as the lines of a Markdown table."""
    lines = [
        "| sentences | names | precision | recall | F1 | interval | AP | Brier | ECE |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| {name} | {e.num_names:,} | {e.precision:.1%} | {e.recall:.1%} | {e.f1:.1%} "
        f"| {e.f1_low:.1%}–{e.f1_high:.1%} | {e.average_precision:.3f} | {e.brier:.4f} "
        f"| {e.ece:.3f} |".replace("%", "")
        for name, e in evaluations.items()
    ]
    return lines


def _preset_lines(manifest: Manifest) -> list[str]:
    metrics = manifest.metrics
    return [
        "Presets, chosen by the mean F-beta over the dev sets (beta 2, 1 and 0.5); precision and",
        "recall are those of all dev sentences together:",
        "",
        "| preset | threshold | precision | recall |",
        "| --- | --- | --- | --- |",
        *(
            f"| `{name}` | {threshold} | {100 * metrics[f'{name}/precision']:.1f} "
            f"| {100 * metrics[f'{name}/recall']:.1f} |"
            for name, threshold in manifest.presets.items()
        ),
        "",
    ]


def _documents_lines(documents: DocumentsResult | None) -> list[str]:
    if documents is None:
        return []
    return [
        "## Documents",
        "",
        _DOCUMENTS,
        *(line for table in card_tables(documents) for line in ("", *table.markdown())),
        "",
    ]


def _parity_lines(parity: Mapping[str, float]) -> list[str]:
    if not parity:
        return []
    lost = round(100 * parity["int8/f1_lost"], 2) + 0.0  # no minus before a zero
    return [
        f"On all dev sentences int8 costs {lost:.2f} points of F1.",
        "",
        (
            "A sentence's probabilities do not depend on what runs beside it: int8 rounds every "
            "batch in\nthe same ranges. Compared by name probability, before calibration: int8 "
            "with torch in fp32,\nand each sentence alone with itself in random batches of 32."
        ),
        "",
        "| compared | mean difference | largest | same decision |",
        "| --- | --- | --- | --- |",
        *(
            f"| {title} | {parity[f'{key}/mean_difference']:.5f} "
            f"| {parity[f'{key}/largest_difference']:.4f} "
            f"| {parity[f'{key}/same_decisions']:.3%} |"
            for key, title in (("int8", "int8, fp32"), ("int8_batches", "int8 alone, in batches"))
        ),
        "",
    ]
