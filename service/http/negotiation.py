"""Tells from the header Accept whether a client prefers a plain text to JSON.

*Source:* RFC 9110, section 12.5.1.
"""

PLAIN_TEXT = ("text/plain", "text/*", "*/*")
JSON = ("application/json", "application/*", "*/*")


def prefers_text(accept: str) -> bool:
    """Tell whether a header Accept gives `text/plain` a higher weight than `application/json`."""
    weights = dict(map(_range, accept.lower().split(",")))
    return _weight(weights, PLAIN_TEXT) > _weight(weights, JSON)


def _weight(weights: dict[str, float], ranges: tuple[str, ...]) -> float:
    """Give the weight of a media type: that of the most specific range that has it."""
    return next((weights[each] for each in ranges if each in weights), 0.0)


def _range(text: str) -> tuple[str, float]:
    media, *parameters = (part.strip() for part in text.split(";"))
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return media, float(value)
            except ValueError:
                return media, 0.0
    return media, 1.0
