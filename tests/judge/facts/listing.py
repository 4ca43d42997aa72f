"""What AWS lists of an action: the types of resource it is asked for and its condition keys."""

import csv
import functools
import re
from pathlib import Path

TABLES = Path(__file__).resolve().parents[3] / "src/engine/reference"

# Keys that come with the caller's session, whatever is asked for ("Properties of role sessions").
SESSION = frozenset(
    key.lower()
    for key in (
        "codebuild:buildArn", "codebuild:projectArn", "ec2:RoleDelivery", "ec2:SourceInstanceARN",
        "glue:CredentialIssuingService", "glue:RoleAssumedBy", "identitystore:UserId",
        "lambda:SourceFunctionArn", "ssm:SourceInstanceARN",
    )
)
FREE = re.compile(r"\$\{[^}]*\}|<[^>]*>")


def rows(name):
    with open(TABLES / name, encoding="utf-8", newline="") as table:
        yield from csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)


def words(text):
    return [word for word in text.split(",") if word]


def arn_pattern(text):
    """Each `${…}` is some text; only that of the last field may hold a colon."""
    fields = text.split(":", 5)
    runs = ("[^:]+",) * 5 + (".+",)
    return re.compile(":".join(map(filled, fields, runs)), re.S)


def filled(text, run):
    """`run` is for text that is not empty; a `*` may stand for nothing."""
    any_run = run[:-1] + "*"
    return run.join(any_run.join(map(re.escape, part.split("*"))) for part in FREE.split(text))


@functools.cache
def actions():
    return {row["action"].lower(): row for row in rows("actions.tsv")}


@functools.cache
def types():
    return {(row["service"], row["type"]): row for row in rows("resources.tsv")}


@functools.cache
def listed(action):
    """(names, patterns of ARNs, patterns of keys) of an action; None where the list has none."""
    row = actions().get(action.lower())
    if row is None or row["resources"] == "?":
        return None
    service = row["action"].split(":")[0]
    kinds = [types()[service, name.rstrip("*")] for name in words(row["resources"])]
    keys = words(row["keys"]) + [key for kind in kinds for key in words(kind["keys"])]
    return ([kind["type"] for kind in kinds], [arn_pattern(kind["arn"]) for kind in kinds],
            [re.compile(filled(key.lower(), ".+"), re.S) for key in keys])


def asked_for(request):
    """A resource that the action is not asked for."""
    known = listed(request.action)
    if known is None:
        return
    names, patterns, _ = known
    if not names and request.resource != "*":
        yield f"{request.action} is listed without resources, and asked for on {request.resource!r}"
    if names and not any(pattern.fullmatch(request.resource) for pattern in patterns):
        yield f"{request.action} is listed for {names}, and asked for on {request.resource!r}"


def carried(request):
    """Keys that the action does not have."""
    known = listed(request.action)
    for key in request.context if known else ():
        prefix = key.split(":")[0]
        anywhere = prefix in ("aws", "saml") or "." in prefix or key in SESSION
        if not anywhere and request.reference.type_of(key):
            if not any(pattern.fullmatch(key) for pattern in known[2]):
                yield f"{request.action} is listed without {key}"


FACTS = (asked_for, carried)
