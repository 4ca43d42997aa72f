#!/usr/bin/env python3
"""Holds what polhist prints as JSON to the schemas: schemas_test.py POLHIST SCHEMAS

Every schema must be met by some real output; and each must refuse that output with a member taken
away or added anywhere, so that none of them lets everything pass.
"""

import copy
import json
import pathlib
import subprocess
import sys
import tempfile

import jsonschema

ROLE = "AWSServiceRoleForImageBuilder"
ALLOW = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}


def document(*statements):
    return {"Version": "2012-10-17", "Statement": list(statements)}


OLD = document(
    ALLOW,
    {"Effect": "Deny", "NotAction": "s3:*", "NotResource": "arn:aws:s3:::a"},
    {
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
        "Principal": {"AWS": ["*", "arn:aws:iam::111122223333:root"]},
        "Condition": {"StringEquals": {"aws:PrincipalTag/x": ["y", "z"]}},
    },
)
NEW = document(
    dict(ALLOW, Resource="arn:aws:s3:::b/*"),
    {"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"},
    {
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
        "NotPrincipal": {"AWS": "arn:aws:iam::111122223333:root"},
        "Condition": {"Unknown": {"aws:x": "y"}},
    },
)
BUCKET = document(dict(ALLOW, Sid="Public", Principal="*"))
TEMPLATE = {
    "Resources": {"P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": OLD}}}
}
PLAN = {
    "format_version": "1.2",
    "resource_changes": [
        {
            "address": "aws_iam_policy.p",
            "type": "aws_iam_policy",
            "change": {
                "actions": ["update"],
                "before": {"policy": json.dumps(OLD)},
                "after": {},
                "after_unknown": {"policy": True},
            },
        }
    ],
}
SET = {
    "identity": [OLD, document(dict(ALLOW, Action="*"))],
    "boundary": document(dict(ALLOW, Action=["s3:*", "iam:*"])),
    "scp": [[document(dict(ALLOW, Action="*"), dict(ALLOW, Effect="Deny"))]],
}
PAIRS = "".join(
    json.dumps(line) + "\n"
    for line in (
        {"id": "a", "old": OLD, "new": NEW},
        {"id": 2, "old": OLD},
        [1],
        {"id": 3, "old": SET, "new": dict(SET, boundary=None, scp=[[document(ALLOW)]])},
        {"id": 4, "old": dict(SET, boundary=NEW), "new": SET},
    )
)
REQUESTS = "".join(
    json.dumps(line) + "\n"
    for line in (
        {"id": 1, "policy": OLD, "request": {"action": "s3:GetObject", "resource": "x"}},
        {"id": 2, "policy": "none"},
    )
)



def account(*names):
    """A dump of an account with managed policies."""
    version = {"VersionId": "v3", "IsDefaultVersion": True, "CreateDate": "2023-12-01T00:00:00Z"}
    policies = [
        {
            "PolicyName": name,
            "Arn": f"arn:aws:iam::111122223333:policy/{name}",
            "CreateDate": "2023-06-01T00:00:00Z",
            "PolicyVersionList": [{**version, "Document": document(ALLOW)}],
        }
        for name in names
    ]
    role = {"RoleName": "R", "Arn": "arn:aws:iam::111122223333:role/R",
            "AttachedManagedPolicies": [{"PolicyName": "kept",
                                         "PolicyArn": "arn:aws:iam::111122223333:policy/kept"}],
            "PermissionsBoundary": {"PermissionsBoundaryArn": "arn:aws:iam::aws:policy/P"}}
    return {"UserDetailList": [], "GroupDetailList": [], "RoleDetailList": [role],
            "Policies": policies}


JSON = ["--format", "json"]

# Which schema, the arguments, and what stands on standard input.
RUNS = (
    ("diff", ["diff", ROLE, "v12", "v13", "--format", "json"], ""),
    ("diff", ["diff", "old.json", "new.json", "--format", "json", "--witness", "aws"], ""),
    ("diff", ["diff", "new.json", "old.json", "--format", "json"], ""),
    ("diffs", ["diff", "template.json", "template.json", "--format", "json"], ""),
    ("diffs", ["diff", "plan.json", "--format", "json"], ""),
    ("diff-batch", ["diff", "--batch"], PAIRS),
    ("list", ["list", "--format", "json"], ""),
    ("log", ["log", ROLE, "--format", "json"], ""),
    ("changelog", ["changelog", "--format", "json"], ""),
    ("audit", ["audit", "--format", "json"], ""),
    ("check", ["check", "no-new-access", "old.json", "new.json", "--format", "json"], ""),
    ("check", ["check", "no-public-access", "bucket.json", "--format", "json"], ""),
    (
        "check",
        ["check", "access-not-granted", "old.json", "--action", "s3:*", "--format", "json"],
        "",
    ),
    ("eval", ["eval", ROLE, "--action", "s3:GetObject", "--resource", "*", "--format", "json"], ""),
    ("eval-batch", ["eval", "--batch"], REQUESTS),
    ("blame", ["blame", ROLE, "--format", "json"], ""),
    ("when", ["when", "ssm:DescribeAssociationExecutions", "--format", "json"], ""),
    ("when", ["when", "iam:PassRole", "--resource", "*", "--format", "json"], ""),
    ("who", ["who", "iam:PassRole", "--at", "2021-08-11", "--format", "json"], ""),
    ("import", ["--store", "store", "import", "in", "--format", "json"], ""),
    ("when", ["--store", "store", "when", "s3:GetObject", "--format", "json"], ""),
    ("import", ["--store", "account", "import", "1.json", "--at", "2024-01-01", *JSON], ""),
    ("import", ["--store", "account", "import", "2.json", "--at", "2024-02-01", *JSON], ""),
    ("when", ["--store", "account", "when", "s3:GetObject", *JSON], ""),
    ("list", ["--store", "account", "list", "--all", *JSON], ""),
    ("principals", ["--store", "account", "principals", *JSON], ""),
    ("log", ["--store", "account", "log", "gone", *JSON], ""),
    ("diff", ["--store", "account", "diff", "gone", "2024-01-01", "2024-03-01", *JSON], ""),
    ("who", ["--store", "account", "who", "s3:GetObject", "--at", "2023-07-01", *JSON], ""),
    ("who", ["--store", "store", "who", "s3:GetObject", "--format", "json"], ""),
    ("fsck", ["--store", "store", "fsck", "--format", "json"], ""),
    ("merge", ["--store", "other", "merge", "store", "--format", "json"], ""),
    ("drift", ["--store", "store", "drift", "--source", "file:new.json", "--format", "json"], ""),
    ("drift", ["--store", "store", "drift", "--source", "dir:watched", "--format", "json"], ""),
    ("subscriptions", ["--store", "watch", "subscriptions", "--format", "json"], ""),
    ("status", ["--store", "watch", "status", "--format", "json"], ""),
)


def run(program, arguments, given, folder):
    done = subprocess.run(
        [program, *arguments],
        input=given,
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "HOME": str(folder)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    if not lines:
        raise SystemExit(f"{' '.join(arguments)}: printed nothing: {done.stderr}")
    return lines


def watch(program, folder):
    """What the sink of a subscription is told when a policy changes and another goes."""
    call = [program, "--store", "watch"]
    source = folder / "watched"
    for command in (
        ["subscribe", "w", "--source", "dir:watched", "--notify", "file:events.ndjson"],
        ["run", "w"],
        None,
        ["run", "w"],
    ):
        if command is None:
            (source / "A.json").write_text(json.dumps(NEW))
            (source / "B0.json").unlink()
            continue
        subprocess.run([*call, *command], cwd=folder, check=True, capture_output=True, timeout=60)
    return [json.loads(line) for line in (folder / "events.ndjson").read_text().splitlines()]


def mutilated(value):
    """The value with one member less or more, in every way; members of maps are free."""
    if isinstance(value, dict):
        for key in value:
            less = copy.deepcopy(value)
            del less[key]
            yield less
            for inner in mutilated(value[key]):
                yield {**value, key: inner}
        yield {**value, "no such member": 1}
    elif isinstance(value, list):
        for at, item in enumerate(value[:2]):
            for inner in mutilated(item):
                yield value[:at] + [inner] + value[at + 1 :]


def main():
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    program, folder = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    schemas = {path.stem: json.loads(path.read_text("utf-8")) for path in folder.glob("*.json")}
    store = {f"{name}.json": schema for name, schema in schemas.items()}
    wrong, met, refused, tried = [], set(), 0, 0
    with tempfile.TemporaryDirectory() as name:
        work = pathlib.Path(name)
        inputs = {"old": OLD, "new": NEW, "bucket": BUCKET, "template": TEMPLATE, "plan": PLAN}
        for file, value in inputs.items():
            (work / f"{file}.json").write_text(json.dumps(value))
        (work / "1.json").write_text(json.dumps(account("gone", "kept")))
        (work / "2.json").write_text(json.dumps(account("kept")))
        (work / "in").mkdir()
        (work / "in" / "Good.json").write_text(json.dumps(OLD))
        (work / "in" / "Bad.json").write_text("{")
        (work / "watched").mkdir()
        (work / "watched" / "A.json").write_text(json.dumps(OLD))
        for number in range(12):  # a source that lost a tenth is not believed
            (work / "watched" / f"B{number}.json").write_text(json.dumps(BUCKET))
        told = [("event", "what a sink is told", watch(program, work))]
        told += [
            (schema, " ".join(arguments), run(program, arguments, given, work))
            for schema, arguments, given in RUNS
        ]
        for schema, what, values in told:
            resolver = jsonschema.RefResolver(f"{schema}.json", schemas[schema], store=store)
            validator = jsonschema.Draft202012Validator(schemas[schema], resolver=resolver)
            for value in values:
                met.add(schema)
                for error in validator.iter_errors(value):
                    wrong.append(f"{what}: {error.json_path}: {error.message}")
                for other in mutilated(value):
                    tried += 1
                    refused += not validator.is_valid(other)
    for schema in schemas:
        jsonschema.Draft202012Validator.check_schema(schemas[schema])
    for schema in sorted(set(schemas) - met - {"common"}):
        wrong.append(f"{schema}.json: no output is held to it")
    # What may be there or not (`covered_by`, keys of a context) can be taken away unnoticed.
    if refused < 0.8 * tried:
        wrong.append(f"only {refused} of {tried} mutilated outputs are refused")
    print("\n".join(wrong[:20]))
    print(f"schemas: {len(met)} met, {refused} of {tried} mutilations refused")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
