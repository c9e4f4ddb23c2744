"""Markup: which `<...>` of a text is a tag of HTML or XML, as a pattern.

A tag is one token. Not every pair of angle brackets is one: `a <b and c> d`, a chat's `<ann>`, an
address. And where an attribute may hold a name (`title="Ann Lee"`), the tag is left to the other
rules, which find the name.

Source: HTML Living Standard, sections 4 and 13.1.2; XML 1.0, sections 2.4 to 2.8 and 3.1.
"""

MAX_TAG_CHARACTERS = 1000
MAX_FOLLOWING_CHARACTERS = 200
"""How far after an element's start the next tag is looked for."""

_NAME = r"[A-Za-z][\w.:-]*+"
_ELEMENTS = """
    a b blockquote body br center code col colgroup dd del div dl dt em fieldset figcaption figure
    font footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd li meta nav ol
    optgroup p pre script section select small span strike strong style sub sup svg table tbody td
    textarea tfoot th thead tr tt u ul wbr
"""
_SWITCHES = "async checked compact defer disabled hidden multiple nowrap readonly required selected"
_ATTRIBUTES = r"""
    action align bgcolor border cellpadding cellspacing charset class clear cols colspan color dir
    encoding face for height href hreflang hspace http-equiv id lang loading maxlength media method
    rel role rows rowspan size sizes span src srcset standalone style tabindex target type valign
    version viewBox vspace width xmlns
"""
# Each alternative begins with what no other begins with, so a failed match is tried once.
_PLAIN = rf"(?:{'|'.join(_ATTRIBUTES.split())}|xmlns:[\w-]+|xml:[\w-]+|on[a-z]+|aria-[a-z]+)\s*+="
_VALUE = r"\s*+(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>=]+)"
_NO_LETTERS = r"\s*+(?:\"[^\"<>a-zA-Z\x80-\U0010ffff]*\"|'[^'<>a-zA-Z\x80-\U0010ffff]*'|[\d.%#]+)"
_ATTRIBUTE = (
    rf"\s++(?:{_PLAIN}{_VALUE}|(?!{_PLAIN}){_NAME}\s*+={_NO_LETTERS}"
    rf"|(?:{'|'.join(_SWITCHES.split())})(?=[\s/>]))"
)
_FOLLOWED_BY_TAG = rf"(?=\s{{0,40}}<[A-Za-z!/]|[^<>]{{0,{MAX_FOLLOWING_CHARACTERS}}}</[A-Za-z])"

TAG = (
    rf"<(?=[A-Za-z/?!][^<>]{{0,{MAX_TAG_CHARACTERS}}}>)(?:"
    rf"/{_NAME}\s*+>"
    rf"|(?i:{'|'.join(_ELEMENTS.split())})(?![\w.:-])(?:{_ATTRIBUTE})*\s*+/?>"
    rf"|{_NAME}(?:(?:{_ATTRIBUTE})+\s*+[/?]?>|\s*+/>|>{_FOLLOWED_BY_TAG})"
    rf"|\?{_NAME}(?:{_ATTRIBUTE})*\s*+\?>"
    r"|!(?:DOCTYPE|doctype|ELEMENT|ENTITY|ATTLIST)[^<>]*>)"
)
"""Matches a tag at its `<`."""
COMMENT_SIGN = r"<!--+|--+>|<!\[CDATA\[|\]\]>"
"""Matches what stands around a comment or around text that holds no tags."""
_NO_MARK = r"(?![\u0300-\u036f])"
TAG_INSIDE_WORD = (
    r"<(?<=[A-Za-z\d\u00c0-\u0337\u0339-\u052f\u1e00-\u1fff]<)wbr\s?/?>(?=[^\W_])"
    rf"|<(?<=>[A-Z]<)/(?:b|big|em|font|i|span|strong|u)>(?=[a-z]{_NO_MARK}|[A-Z]{{2}}{_NO_MARK})"
    rf"|<(?<=[a-z]<)(?:b|em|i|mark|strong|u)>(?=[a-z]{_NO_MARK})"
    rf"|\*\*(?<=\*\*[A-Z]\*\*)(?=[a-z]{_NO_MARK})"
)
"""Matches a tag, or Markdown's stars, that may stand inside a word."""
