"""Writes chosen sentences as the tools for labelling import them, with the bundle's names."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

import numpy as np

from nomen.model.text.offsets import convert_offsets
from nomen.training.data.labels import Span
from nomen.training.durable_files import write_whole
from nomen.training.suggesting.candidates import Candidate

Tool = Literal["label-studio", "doccano", "prodigy", "jsonl"]

FROM_NAME, TO_NAME = "label", "text"
"""What Label Studio's labelling config calls its `Labels` and its `Text`."""

Record = dict[str, object]


def write_suggestions(
    path: Path, candidates: Sequence[Candidate], tool: Tool, *, label: str, model: str
) -> None:
    """Write sentences in their order; the file is there whole or not at all.

    Label Studio's file is an array of tasks, the others have a record a line.

    Args:
        path: The file.
        candidates: The sentences.
        tool: Who reads the file.
        label: The label of a name.
        model: What Label Studio shows as the model's version.

    Raises:
        OSError: When the file cannot be written.
    """
    if tool == "label-studio":
        tasks = [label_studio_task(each, label=label, model=model) for each in candidates]
        content = json.dumps(tasks, ensure_ascii=False, indent=1)
    else:
        record = _RECORDS[tool]
        content = "\n".join(
            json.dumps(record(each, label), ensure_ascii=False) for each in candidates
        )
    write_whole(path, f"{content}\n".encode())


def label_studio_task(candidate: Candidate, *, label: str, model: str) -> Record:
    """Give a task with a prediction. Its offsets count UTF-16 units, as browsers do.

    *Source:* https://labelstud.io/guide/predictions, "Import pre-annotations for text".
    """
    bounds = np.array(candidate.names, dtype=np.int32).reshape(-1, 2)
    counted = convert_offsets(candidate.text, bounds, unit="utf16").tolist()
    result = [
        {
            "id": f"name-{number}",
            "from_name": FROM_NAME,
            "to_name": TO_NAME,
            "type": "labels",
            "value": {
                "start": start,
                "end": end,
                "text": candidate.text[name[0] : name[1]],
                "labels": [label],
            },
        }
        for number, (name, (start, end)) in enumerate(zip(candidate.names, counted, strict=True), 1)
    ]
    return {
        "data": {"text": candidate.text, "doc": candidate.document},
        "predictions": [{"model_version": model, "result": result}],
    }


def doccano_record(candidate: Candidate, label: str) -> Record:
    """Give a line of doccano's JSONL for sequence labelling; what is more is metadata.

    *Source:* doccano's import dialog, "JSONL".
    """
    spans = [[start, end, label] for start, end in candidate.names]
    return {"text": candidate.text, "label": spans, "doc": candidate.document}


def prodigy_record(candidate: Candidate, label: str) -> Record:
    """Give a task of Prodigy's interface `ner_manual`, with the tagger's own tokens.

    *Source:* https://prodi.gy/docs/api-interfaces, "ner_manual".
    """
    text = candidate.text
    tokens = [
        {
            "text": text[start:end],
            "start": start,
            "end": end,
            "id": number,
            "ws": text[end : end + 1].isspace(),
        }
        for number, (start, end) in enumerate(candidate.tokens)
    ]
    spans = [_token_span(candidate, name, label) for name in candidate.names]
    meta = {"doc": candidate.document, "entropy": round(candidate.entropy, 2)}
    return {"text": text, "tokens": tokens, "spans": spans, "meta": meta}


def own_record(candidate: Candidate, label: str) -> Record:
    """Give a line of our own JSON Lines."""
    spans = [{"start": start, "end": end, "label": label} for start, end in candidate.names]
    return {"text": candidate.text, "spans": spans, "doc": candidate.document}


def _token_span(candidate: Candidate, name: Span, label: str) -> Record:
    """Give a span with its first and its last token, both inclusive."""
    start, end = name
    inside = [
        i for i, token in enumerate(candidate.tokens) if start <= token[0] and token[1] <= end
    ]
    return {
        "start": start,
        "end": end,
        "token_start": inside[0],
        "token_end": inside[-1],
        "label": label,
    }


_RECORDS: dict[Tool, Callable[[Candidate, str], Record]] = {
    "doccano": doccano_record,
    "prodigy": prodigy_record,
    "jsonl": own_record,
}
