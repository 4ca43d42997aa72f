"""Facts about keys that hang together, and keys against the resource."""

import re

from .reference import ACCOUNT
from .request import split_arn
from .values import seconds_of

# Actions that take tags away name their keys without values.
UNTAGS = re.compile(r":(untag|remove|delete)", re.IGNORECASE)


def resource_fields(request):
    if not request.arn:
        return
    account = request.value("aws:ResourceAccount")
    if account is not None and ACCOUNT.fullmatch(request.arn.account):
        if account != request.arn.account:
            yield f"the resource is of account {request.arn.account}, aws:ResourceAccount is {account!r}"
    region = request.value("aws:RequestedRegion")
    if region is not None and request.arn.region not in ("", region):
        yield f"the resource is in {request.arn.region!r}, aws:RequestedRegion is {region!r}"


def named_in(request, prefix, key):
    """Each `prefix NAME` is there exactly when NAME is among the values of key."""
    present, absent = request.under(prefix.lower())
    names = request.values(key)
    if names is None:
        if request.is_absent(key):
            for name in sorted(present):
                yield f"{prefix}{name} is there and {key} is absent"
        return
    listed = {name.lower() for name in names}
    for name in sorted(present - listed):
        yield f"{prefix}{name} is there and {key} does not list it"
    if not UNTAGS.search(request.action):
        for name in sorted(absent & listed):
            yield f"{key} lists {name} and {prefix}{name} is absent"


def tag_keys(request):
    yield from named_in(request, "aws:RequestTag/", "aws:TagKeys")


def encryption_context(request):
    yield from named_in(request, "kms:EncryptionContext:", "kms:EncryptionContextKeys")


def called_via(request):
    chain = request.values("aws:CalledVia")
    ends = {key: request.value(key) for key in ("aws:CalledViaFirst", "aws:CalledViaLast")}
    for key, value in ends.items():
        if value is not None and chain is not None and value not in chain:
            yield f"{key} is {value!r} and not in aws:CalledVia"
        if value is not None and request.is_absent("aws:CalledVia"):
            yield f"{key} is {value!r} and aws:CalledVia is absent"
        if chain is not None and request.is_absent(key):
            yield f"aws:CalledVia is there and {key} is absent"
    first, last = ends
    for here, there in ((first, last), (last, first)):
        if ends[here] is not None and request.is_absent(there):
            yield f"{here} is there and {there} is absent"
    if chain is not None or any(value is not None for value in ends.values()):
        if request.value("aws:ViaAWSService") == "false" or request.is_absent("aws:ViaAWSService"):
            yield "a service calls for another (aws:CalledVia) and aws:ViaAWSService is not true"


def clocks(request):
    dates = {key: seconds_of(request.value(key)) for key in ("aws:CurrentTime", "aws:EpochTime")
             if request.value(key) is not None}
    if len(dates) == 2 and None not in dates.values():
        now, epoch = dates.values()
        if int(now // 1) != int(epoch // 1):
            yield "aws:CurrentTime and aws:EpochTime are two instants"


def organizations(request):
    for side in ("Principal", "Resource", "Source", "Vpce"):
        key, paths = f"aws:{side}OrgID", f"aws:{side}OrgPaths"
        name, under = request.value(key), request.values(paths)
        if name is not None and request.is_absent(paths):
            yield f"{key} is {name!r} and {paths} is absent"
        if under is not None and request.is_absent(key):
            yield f"{paths} is there and {key} is absent"
        for path in under or ():
            if name is not None and path.partition("/")[0] != name:
                yield f"{key} is {name!r} and {paths} has {path!r}"
        if len({path.partition("/")[0] for path in under or ()}) > 1:
            yield f"{paths} names several organizations"


def second_factor(request):
    if request.values("aws:MultiFactorAuthAge") is not None:
        present = request.value("aws:MultiFactorAuthPresent")
        if present == "false" or request.is_absent("aws:MultiFactorAuthPresent"):
            yield "aws:MultiFactorAuthAge is there and aws:MultiFactorAuthPresent is not true"


def sources(request):
    value, account = request.value("aws:SourceArn"), request.value("aws:SourceAccount")
    arn = split_arn(value) if value is not None else None
    if arn and account is not None and ACCOUNT.fullmatch(arn.account) and arn.account != account:
        yield f"aws:SourceArn is {value} and aws:SourceAccount is {account!r}"


def networks(request):
    """A request through an endpoint of a VPC has no aws:SourceIp."""
    if request.values("aws:SourceIp") is None:
        return
    for key in ("aws:SourceVpce", "aws:SourceVpc", "aws:VpcSourceIp"):
        if request.values(key) is not None:
            yield f"aws:SourceIp and {key} are both there"


FACTS = (resource_fields, tag_keys, encryption_context, called_via, clocks, organizations,
         second_factor, sources, networks)
