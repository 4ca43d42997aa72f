"""Claims that a key must be missing for a request to hold, tried with a handful of values."""

import ipaddress
import re

from . import callers, links, listing, values
from .request import Request

ARN = "arn:aws:iam::111122223333:role/other"
STRINGS = ("example", "zz-other", "111122223333", "444455556666", "us-east-1")
MOST = 24  # values tried for a key


def filled(pattern, context):
    """The text with stars and variables replaced by something."""
    def value(found):
        name, _, fallback = found[1].partition(",")
        if name in ("*", "?", "$"):
            return "\0" + name
        given = context.get(name.strip().lower())
        return given[0] if given else fallback.strip().strip("'") or "example"

    text = re.sub(r"\$\{([^}]*)\}", value, pattern)
    text = re.sub(r"(?<!\0)\*", "x", re.sub(r"(?<!\0)\?", "x", text))
    return text.replace("\0", "")


def around(text):
    """The number and its neighbours; nothing where it is none."""
    return [str(int(text) + step) for step in (0, 1, -1)] if re.fullmatch(r"-?\d{1,18}", text) else []


def host(text):
    try:
        network = ipaddress.ip_network(text, strict=False)
    except ValueError:
        return []
    return [str(network.network_address), str(network.broadcast_address)]


def candidates(key, request):
    """Values that AWS could put into the key, a few of each sort that the documents tell apart."""
    kind = request.kind_of(key)
    literals = [text for _, texts in request.pair.tests.get(key, ()) for text in texts]
    if kind == "Bool":
        return ["true", "false"]
    if kind == "IPAddress":
        return ["203.0.113.77", "2001:db8::77", *(a for text in literals for a in host(text))]
    if kind == "Numeric":
        return ["7", "0", "1000000", *(n for text in literals for n in around(text))]
    if kind == "Date":
        return ["2026-09-26T12:00:00Z", "1999-01-01T00:00:00Z", "2099-01-01T00:00:00Z", *literals]
    others = [values[0] for values in request.context.values() if values]
    texts = [*(filled(text, request.context) for text in literals), *others]
    return [*texts[:MOST], ARN, *STRINGS] if kind == "ARN" else [*STRINGS, *texts]


def contradictions(request):
    """All sentences on what cannot be in this request."""
    facts = (*values.FACTS, *callers.FACTS, *links.FACTS, *listing.FACTS)
    return [sentence for fact in facts for sentence in fact(request)]


def with_key(entry, key, spelling, value):
    """The entry with the key present."""
    request = entry["request"]
    absent = [name for name in entry.get("absent", ()) if name.lower() != key]
    return {**entry, "absent": absent,
            "request": {**request, "context": {**request["context"], spelling: [value]}}}


def fillings(entry, key, request):
    """The entry with one of a handful of values for the key, none of which makes it impossible."""
    spelling = request.pair.spelling.get(key, key)
    known = set(contradictions(request))
    for value in list(dict.fromkeys(candidates(key, request)))[:MOST]:
        filled_in = with_key(entry, key, spelling, value)
        if set(contradictions(Request(filled_in, request.pair, request.reference))) <= known:
            yield filled_in


def misplaced(request):
    """Keys in `absent` that cannot stand there."""
    for key in sorted(request.absent):
        if key in request.context:
            yield f"{key} is in `absent` and in the context"
        elif not request.pair.mentioned(key):
            yield f"{key} is in `absent`, and no document tests it or uses it as a variable"


def unsaid(request):
    """Keys that a document tests or uses, and of which the request says nothing."""
    keys = {*request.pair.tests, *request.pair.variables}
    return sorted(keys - set(request.context) - request.absent)
