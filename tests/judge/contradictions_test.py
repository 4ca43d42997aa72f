#!/usr/bin/env python3
"""Holds each fact to a request that it must catch and to one that it must let pass.

"""

import sys

from facts import absence, reference
from facts.pair import Pair
from facts.request import Request

ROLE = "arn:aws:iam::111122223333:role/app/build"
USER = "arn:aws:iam::111122223333:user/ana"
SESSION = "arn:aws:sts::111122223333:assumed-role/build/one"
QUEUE = "arn:aws:sqs:eu-west-1:111122223333:orders"
CHAIN = {"aws:CalledVia": ["athena.amazonaws.com"], "aws:ViaAWSService": ["true"]}


def bad(words, **parts):
    return words, parts


# A part of the sentence that must be said, and the parts of the request; `condition` is that of the
# document.
BAD = (
    bad("is in every request", absent=["aws:SecureTransport"]),
    bad("is in every request", absent=["AWS:CURRENTTIME"]),
    bad("not one address", context={"aws:SourceIp": ["10.0.0.0/8"]}),
    bad("not one address", context={"aws:VpcSourceIp": ["example"]}),
    bad("not one address", context={"x:y": ["10.0.0.0/31"]}, condition={"NotIpAddress": {"x:y": "10.0.0.1"}}),
    bad("neither true nor false", context={"aws:SecureTransport": ["TRUE"]}),
    bad("neither true nor false", context={"x:y": ["example"]}, condition={"Bool": {"x:y": "true"}}),
    bad("single-valued key", context={"aws:SourceVpce": ["vpce-1", "vpce-2"]}),
    bad("single-valued key", context={"aws:RequestTag/a": ["1", "2"]},
        condition={"ForAllValues:StringEquals": {"aws:RequestTag/a": "1"}}),
    bad("single-valued key", context={"x:y": ["1", "2"]}, condition={"StringEquals": {"x:y": "1"}}),
    bad("has no value", context={"aws:TagKeys": []}),
    bad("a value twice", context={"aws:TagKeys": ["a", "a"]}),
    bad("that is no ARN", context={"aws:SourceArn": ["arn:aws:sns:example"]}),
    bad("that is no ARN", context={"aws:SourceArn": ["*"]}),
    bad("the account in aws:SourceArn", context={"aws:SourceArn": ["arn:aws:sns:a:b:c"]}),
    bad("a text of a policy", context={"aws:SourceArn": ["arn:aws:sns:a::${aws:username}"]}),
    bad("ends in 'group/x'", context={"aws:PrincipalArn": ["arn:aws:iam::111122223333:group/x"]}),
    bad("ends in 'role/'", context={"aws:PrincipalArn": ["arn:aws:iam::111122223333:role/"]}),
    bad("ends in 'assumed-role", context={"aws:PrincipalArn": [SESSION]}),
    bad("not of iam or sts", context={"aws:PrincipalArn": ["arn:aws:s3:::111122223333:user/x"]}),
    bad("the account in aws:PrincipalArn", context={"aws:PrincipalArn": ["arn:aws:iam::aws:user/x"]}),
    bad("a pattern", context={"aws:PrincipalArn": ["arn:aws:iam::111122223333:role/*"]}),
    bad("aws:PrincipalAccount is", context={"aws:PrincipalArn": [ROLE], "aws:PrincipalAccount": ["444455556666"]}),
    bad("aws:PrincipalAccount is absent", context={"aws:PrincipalArn": [ROLE]}, absent=["aws:PrincipalAccount"]),
    bad("aws:PrincipalType is 'User'", context={"aws:PrincipalArn": [ROLE], "aws:PrincipalType": ["User"]}),
    bad("aws:PrincipalType is 'Robot'", context={"aws:PrincipalType": ["Robot"]}),
    bad("calls and aws:PrincipalArn", principal=USER, context={"aws:PrincipalArn": [ROLE]}),
    bad("calls and aws:PrincipalArn", principal=SESSION,
        context={"aws:PrincipalArn": ["arn:aws:iam::111122223333:role/rebuild"]}),
    bad("calls and aws:PrincipalAccount", principal=USER, context={"aws:PrincipalAccount": ["444455556666"]}),
    bad("calls and aws:PrincipalType", principal=SESSION, context={"aws:PrincipalType": ["User"]}),
    bad("aws:PrincipalIsAWSService", principal=USER, context={"aws:PrincipalIsAWSService": ["true"]}),
    bad("aws:PrincipalArn is absent", principal=USER, absent=["aws:PrincipalArn"]),
    bad("a text of a policy", principal="arn:aws:iam::111122223333:user/*"),
    bad("a text of a policy", principal=ROLE),
    bad("a text of a policy", principal="111122223333"),
    bad("a text of a policy", principal="arn:aws:sts::111122223333:assumed-role/build"),
    bad("aws:ResourceAccount", resource=QUEUE, context={"aws:ResourceAccount": ["444455556666"]}),
    bad("aws:RequestedRegion", resource=QUEUE, context={"aws:RequestedRegion": ["us-east-1"]}),
    bad("that is no account", context={"aws:PrincipalAccount": ["example"]}),
    bad("that is no account", context={"aws:ResourceAccount": ["1111"]}),
    bad("that is no account", context={"aws:SourceAccount": ["aws"]}),
    bad("that is no account", context={"aws:VpceAccount": ["*"]}),
    bad("that is no account", context={"kms:CallerAccount": ["x"]}),
    bad("that is no account", context={"s3:ResourceAccount": [""]}),
    bad("the account in the resource", resource="arn:aws:sqs:eu-west-1:example:orders"),
    bad("does not list it", context={"aws:RequestTag/a": ["1"], "aws:TagKeys": ["b"]}),
    bad("aws:TagKeys is absent", context={"aws:RequestTag/a": ["1"]}, absent=["aws:TagKeys"]),
    bad("aws:RequestTag/a is absent", context={"aws:TagKeys": ["a"]}, absent=["aws:RequestTag/a"]),
    bad("does not list it", context={"kms:EncryptionContext:a": ["1"], "kms:EncryptionContextKeys": ["b"]}),
    bad("kms:EncryptionContextKeys is absent", context={"kms:EncryptionContext:a": ["1"]},
        absent=["kms:EncryptionContextKeys"]),
    bad("not in aws:CalledVia", context={**CHAIN, "aws:CalledViaFirst": ["glue.amazonaws.com"]}),
    bad("not in aws:CalledVia", context={**CHAIN, "aws:CalledViaLast": ["glue.amazonaws.com"]}),
    bad("aws:CalledVia is absent", context={"aws:CalledViaLast": ["a"]}, absent=["aws:CalledVia"]),
    bad("aws:CalledViaFirst is absent", context=CHAIN, absent=["aws:CalledViaFirst"]),
    bad("aws:CalledViaLast is absent", context={"aws:CalledViaFirst": ["a"]}, absent=["aws:CalledViaLast"]),
    bad("aws:ViaAWSService is not true", context={**CHAIN, "aws:ViaAWSService": ["false"]}),
    bad("no whole number", context={"s3:max-keys": ["1.5"]}),
    bad("no whole number", context={"ec2:VolumeSize": ["example"]}),
    bad("two instants", context={"aws:CurrentTime": ["2026-09-26T12:00:00Z"], "aws:EpochTime": ["1790424001"]}),
    bad("aws:PrincipalOrgPaths has", context={"aws:PrincipalOrgID": ["o-a"], "aws:PrincipalOrgPaths": ["o-b/r-1/"]}),
    bad("aws:ResourceOrgPaths has", context={"aws:ResourceOrgID": ["o-a"], "aws:ResourceOrgPaths": ["o-b/r-1/"]}),
    bad("aws:SourceOrgPaths is absent", context={"aws:SourceOrgID": ["o-a"]}, absent=["aws:SourceOrgPaths"]),
    bad("aws:VpceOrgID is absent", context={"aws:VpceOrgPaths": ["o-b/r-1/"]}, absent=["aws:VpceOrgID"]),
    bad("several organizations", context={"aws:PrincipalOrgPaths": ["o-a/r-1/", "o-b/r-1/"]}),
    bad("is not true", context={"aws:MultiFactorAuthAge": ["5"], "aws:MultiFactorAuthPresent": ["false"]}),
    bad("is not true", context={"aws:MultiFactorAuthAge": ["5"]}, absent=["aws:MultiFactorAuthPresent"]),
    bad("aws:SourceAccount is", context={"aws:SourceArn": [QUEUE], "aws:SourceAccount": ["444455556666"]}),
    bad("are both there", context={"aws:SourceIp": ["203.0.113.1"], "aws:SourceVpce": ["vpce-1"]}),
    bad("are both there", context={"aws:SourceIp": ["203.0.113.1"], "aws:SourceVpc": ["vpc-1"]}),
    bad("are both there", context={"aws:SourceIp": ["203.0.113.1"], "aws:VpcSourceIp": ["10.0.0.1"]}),
    bad("no instant", context={"aws:TokenIssueTime": ["example"]}),
    bad("no instant", context={"aws:CurrentTime": ["2026-02-30"]}),
    bad("no instant", context={"x:y": ["soon"]}, condition={"DateLessThan": {"x:y": "2026-01-01"}}),
    bad("is absent, and is in every request", absent=["aws:PrincipalAccount"], principal=USER),
    bad("is listed for", action="s3:GetObject", resource="arn:aws:s3:::b"),
    bad("is listed for", action="s3:GetObject"),
    bad("aws:ResourceAccount is absent", resource=QUEUE, absent=["aws:ResourceAccount"]),
    bad("is listed for", action="s3:ListBucket", resource="arn:aws:s3::x:b"),
    bad("is listed without resources", action="s3:ListAllMyBuckets", resource="arn:aws:s3:::b"),
    bad("is listed without s3:prefix", action="s3:GetObject", resource="arn:aws:s3:::b/k", context={"s3:prefix": ["a"]}),
    bad("is listed without iam:passedtoservice", action="s3:ListAllMyBuckets", context={"iam:PassedToService": ["a"]}),
)

GOOD = (
    dict(resource=QUEUE, context={"aws:ResourceAccount": ["111122223333"], "aws:RequestedRegion": ["eu-west-1"]}),
    dict(resource="arn:aws:s3:::b/k", context={"aws:ResourceAccount": ["444455556666"],
                                               "aws:RequestedRegion": ["us-east-1"]}),
    dict(resource="arn:aws:iam::aws:policy/x"),
    dict(principal=SESSION, context={"aws:PrincipalArn": [ROLE], "aws:PrincipalAccount": ["111122223333"],
                                    "aws:PrincipalType": ["AssumedRole"]}),
    dict(principal=USER, context={"aws:PrincipalArn": [USER], "aws:PrincipalType": ["User"]}),
    dict(principal="*", context={"aws:PrincipalAccount": ["anonymous"]}, absent=["aws:PrincipalArn"]),
    dict(principal={"Service": "sns.amazonaws.com"}, context={"aws:SourceArn": [QUEUE],
                                                             "aws:SourceAccount": ["111122223333"]}),
    dict(context={"aws:SourceIp": ["2001:db8::1"]}, absent=["aws:SourceVpce"]),
    dict(context={"aws:RequestTag/a": ["1"], "aws:TagKeys": ["a", "b"]}),
    dict(action="s3:UntagResource", resource="arn:aws:s3:::b", context={"aws:TagKeys": ["a"]}, absent=["aws:RequestTag/a"]),
    dict(context={**CHAIN, "aws:CalledViaFirst": ["athena.amazonaws.com"]}),
    dict(context={"aws:CurrentTime": ["2026-09-26T14:00:00+02:00"], "aws:EpochTime": ["1790424000"]}),
    dict(context={"s3:TlsVersion": ["1.2"], "s3:max-keys": ["10"]}),
    dict(context={"x:y": ["1", "2"]}, condition={"ForAllValues:StringEquals": {"x:y": "1"}}),
    dict(context={"aws:PrincipalOrgID": ["o-a"], "aws:PrincipalOrgPaths": ["o-a/r-1/"]}),
    dict(context={"aws:MultiFactorAuthAge": ["5"], "aws:MultiFactorAuthPresent": ["true"]}),
    dict(absent=["aws:PrincipalOrgID", "aws:SourceVpce"]),
    dict(absent=["aws:PrincipalAccount"], principal={"Service": "s3.amazonaws.com"}),
    dict(action="s3:GetObject", resource="arn:aws:s3:::b/k:1/l", context={"s3:BucketTag/a": ["1"], "ec2:RoleDelivery": ["2"]}),
    dict(action="S3:listbucket", resource="arn:aws:s3:::b", context={"s3:prefix": ["a"], "saml:sub": ["b"]}),
    dict(action="s3:ListAllMyBuckets"),
    dict(action="s3:NotThereYet", resource=QUEUE, context={"kms:ViaService": ["a"]}),
)


def sentences(tables, condition=None, principal=None, context=None, absent=(), resource="*",
              action="x:Do"):
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition or {}}
    document = {"Version": "2012-10-17", "Statement": [statement]}
    request = {"action": action, "resource": resource, "context": context or {}}
    if principal:
        request["principal"] = {"AWS": principal} if isinstance(principal, str) else principal
    pair = Pair(document, document)
    return absence.contradictions(Request({"request": request, "absent": absent}, pair, tables))


def absences(tables):
    """What is wrong with how keys in `absent` are looked at."""
    condition = {"StringNotEquals": {"aws:PrincipalTag/a": "${aws:username}"}}
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition}
    pair = Pair({"Version": "2012-10-17", "Statement": statement},
                {"Version": "2008-10-17", "Statement": statement})
    context = {"aws:PrincipalTag/A": ["x"]}
    entry = {"request": {"action": "s3:a", "resource": "*", "context": context},
             "absent": ["aws:PrincipalTag/a", "aws:username", "aws:userid"]}
    request = Request(entry, pair, tables)
    said = list(absence.misplaced(request))
    if len(said) != 2 or "userid" not in said[1] or "in the context" not in said[0]:
        yield f"misplaced keys: {said}"
    values = absence.candidates("aws:username", request)
    if "x" not in values:
        yield f"values tried for a variable: {values}"
    if absence.unsaid(Request({**entry, "absent": []}, pair, tables)) != ["aws:username"]:
        yield "a variable of which nothing is said"


def main():
    tables = reference.Reference()
    wrong = list(absences(tables))
    for words, parts in BAD:
        said = sentences(tables, **parts)
        if not any(words in sentence for sentence in said):
            wrong.append(f"{words!r} is not said of {parts}: {said}")
    for parts in GOOD:
        if said := sentences(tables, **parts):
            wrong.append(f"said of {parts}: {said}")
    print("".join(f"{line}\n" for line in wrong), end="")
    print(f"contradictions: {len(BAD)} requests that cannot be, {len(GOOD)} that can, "
          f"{len(wrong)} judged wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
