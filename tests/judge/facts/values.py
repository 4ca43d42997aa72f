"""Facts about one key alone: what AWS can have put there. Each gives sentences."""

import ipaddress
import re
from datetime import datetime, timezone

from .reference import ACCOUNT, ACCOUNT_KEYS, FRACTIONS
from .request import split_arn

WHOLE = re.compile(r"-?\d+")
# The profile of ISO 8601 that the W3C recommends.
INSTANT = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?"
                     r"(Z|[+-]\d\d:?\d\d))?)?)?")


def seconds_of(text):
    """The instant that a date says, in seconds since 1970, or None."""
    if re.fullmatch(r"-?\d{5,}(\.\d+)?", text):
        return float(text)
    found = INSTANT.fullmatch(text)
    if not found:
        return None
    year, month, day, hour, minute, second = (int(part or low) for part, low in
                                              zip(found.groups()[:6], (1, 1, 1, 0, 0, 0)))
    zone = found[8] or "Z"
    offset = 0
    if zone != "Z":
        sign = -1 if zone[0] == "-" else 1
        offset = sign * (int(zone[1:3]) * 3600 + int(zone[-2:]) * 60)
    try:
        moment = datetime(year, month, day, hour, minute, second, tzinfo=timezone.utc)
    except ValueError:
        return None
    return moment.timestamp() - offset + float(found[7] or 0)


def each(request, kind):
    """(key as spelt, value) of each value of a key of this kind."""
    for key, values in request.context.items():
        if request.kind_of(key) == kind:
            for value in values:
                yield request.spelling[key], value


# What AWS says of every request, and means of callers with an account, and of nobody.
OF_CALLER = {"aws:principalaccount", "aws:principaltype"}


def always_there(request):
    others = any(kind != "AWS" or not (name in ("*", "anonymous") or split_arn(name))
                 for kind, name in request.callers)
    for key in sorted(request.absent & request.reference.always - (OF_CALLER if others else set())):
        yield f"{key} is absent, and is in every request"


def one_value(request):
    for key, values in request.context.items():
        name = request.spelling[key]
        if not values:
            yield f"{name} has no value; a key without one is absent"
        elif len(values) > 1 and not request.pair.is_set(key, request.reference):
            yield f"{name} has {len(values)} values, and is a single-valued key"
        elif len(set(values)) < len(values):
            yield f"{name} has a value twice"


def addresses(request):
    for key, value in each(request, "IPAddress"):
        try:
            ipaddress.ip_address(value)
        except ValueError:
            yield f"{key} is {value!r}, and that is not one address"


def truths(request):
    for key, value in each(request, "Bool"):
        if value not in ("true", "false"):
            yield f"{key} is {value!r}, neither true nor false"


def instants(request):
    for key, value in each(request, "Date"):
        if seconds_of(value) is None:
            yield f"{key} is {value!r}, and that is no instant"


def whole_numbers(request):
    for key, value in each(request, "Numeric"):
        if request.reference.type_of(key) and not FRACTIONS.search(key):
            if not WHOLE.fullmatch(value):
                yield f"{key} is {value!r}, and that is no whole number"


def accounts(request):
    for key, values in request.context.items():
        for value in values if key in ACCOUNT_KEYS else ():
            anonymous = key == "aws:principalaccount" and value == "anonymous"
            if not ACCOUNT.fullmatch(value) and not anonymous:
                yield f"{request.spelling[key]} is {value!r}, and that is no account"


def arns(request):
    for key, value in each(request, "ARN"):
        arn = split_arn(value)
        if not arn or not arn.rest:
            yield f"{key} is {value!r}, and that is no ARN"
        elif arn.account not in ("", "aws") and not ACCOUNT.fullmatch(arn.account):
            yield f"the account in {key} is {arn.account!r}"
        elif "${" in value:
            yield f"{key} is {value!r}, a text of a policy"


def principal_arn(request):
    value = request.value("aws:PrincipalArn")
    arn = split_arn(value) if value is not None else None
    if not arn:
        return
    if not re.fullmatch(r"root|(user|role|federated-user)/.*[^/]", arn.rest, re.S):
        yield f"aws:PrincipalArn ends in {arn.rest!r}, and that is no root, user, role or federated user"
    if not ACCOUNT.fullmatch(arn.account):
        yield f"the account in aws:PrincipalArn is {arn.account!r}"
    if arn.service not in ("iam", "sts") or arn.region:
        yield f"aws:PrincipalArn is {value!r}, and that is not of iam or sts"
    if re.search(r"[*?]", value):
        yield f"aws:PrincipalArn is {value!r}, a pattern"


def resource_account(request):
    if request.arn and request.arn.account not in ("", "aws"):
        if not ACCOUNT.fullmatch(request.arn.account):
            yield f"the account in the resource is {request.arn.account!r}"
        elif request.is_absent("aws:ResourceAccount"):
            yield "the resource has an account, and aws:ResourceAccount is absent"


FACTS = (always_there, one_value, addresses, truths, instants, whole_numbers, accounts, arns,
         principal_arn, resource_account)
