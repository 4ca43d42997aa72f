"""Facts about who calls: the principal of a request and the keys that say who it is."""

import re

from .reference import ACCOUNT
from .request import split_arn

TYPES = {"root": "Account", "user": "User", "role": "AssumedRole", "assumed-role": "AssumedRole",
         "federated-user": "FederatedUser"}


def is_caller(kind, name):
    """Whether a principal is one that calls: a user, a session, a root, a service, or anyone."""
    if name == "*":
        return True
    if kind != "AWS":
        return bool(name) and not re.search(r"[*?]|\$\{", name)
    arn = split_arn(name)
    if not arn or not ACCOUNT.fullmatch(arn.account) or re.search(r"[*?]|\$\{", name):
        return False
    iam = arn.service == "iam" and re.fullmatch(r"root|user/.*[^/]", arn.rest, re.S)
    sts = arn.service == "sts" and re.fullmatch(
        r"assumed-role/[^/]+/[^/]+|federated-user/[^/]+", arn.rest)
    return bool(iam or sts)


def real_callers(request):
    if len(request.callers) > 1:
        yield f"{len(request.callers)} callers at once"
    for kind, name in request.callers:
        if not is_caller(kind, name):
            yield f"the caller {kind} {name!r} is a text of a policy, not one that calls"


def caller_arn(request):
    """The ARN of the one caller where it is signed by AWS credentials, or None."""
    named = [split_arn(name) for kind, name in request.callers if kind == "AWS"]
    return named[0] if len(named) == 1 else None


def same_principal(caller, arn):
    """Whether aws:PrincipalArn can be this for this caller."""
    if caller.account != arn.account or caller.partition != arn.partition:
        return False
    kind, _, name = caller.rest.partition("/")
    if kind == "assumed-role":
        # The path of the role is not in the ARN of its session.
        return re.fullmatch(rf"role/(.*/)?{re.escape(name.partition('/')[0])}", arn.rest, re.S)
    return caller.rest == arn.rest


def against_caller(request):
    """Keys that say who calls, against the principal of the request."""
    caller = caller_arn(request)
    if not caller:
        return
    for key in ("aws:PrincipalArn", "aws:PrincipalAccount", "aws:PrincipalType"):
        if request.is_absent(key):
            yield f"{key} is absent although {':'.join(caller)} calls"
    value = request.value("aws:PrincipalArn")
    arn = split_arn(value) if value is not None else None
    if arn and not same_principal(caller, arn):
        yield f"{':'.join(caller)} calls and aws:PrincipalArn is {value}"
    account = request.value("aws:PrincipalAccount")
    if account is not None and account != caller.account:
        yield f"{':'.join(caller)} calls and aws:PrincipalAccount is {account!r}"
    kind = request.value("aws:PrincipalType")
    wanted = TYPES.get(caller.rest.partition("/")[0])
    if kind is not None and wanted and kind != wanted:
        yield f"{':'.join(caller)} calls and aws:PrincipalType is {kind!r}"
    if request.value("aws:PrincipalIsAWSService") == "true":
        yield f"{':'.join(caller)} calls and aws:PrincipalIsAWSService is true"


def within_context(request):
    """Keys that say who calls, against one another."""
    kind = request.value("aws:PrincipalType")
    if kind is not None and kind not in {*TYPES.values(), "Anonymous"}:
        yield f"aws:PrincipalType is {kind!r}"
    value = request.value("aws:PrincipalArn")
    arn = split_arn(value) if value is not None else None
    if not arn:
        return
    account = request.value("aws:PrincipalAccount")
    if account is not None and account != arn.account:
        yield f"aws:PrincipalArn is {value} and aws:PrincipalAccount is {account!r}"
    if request.is_absent("aws:PrincipalAccount"):
        yield f"aws:PrincipalArn is {value} and aws:PrincipalAccount is absent"
    wanted = TYPES.get(arn.rest.partition("/")[0])
    if kind is not None and wanted and kind != wanted:
        yield f"aws:PrincipalArn is {value} and aws:PrincipalType is {kind!r}"


FACTS = (real_callers, against_caller, within_context)
