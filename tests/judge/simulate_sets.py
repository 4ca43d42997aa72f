#!/usr/bin/env python3
"""Has iam-simulate, a package of others, judge the requests shown for policy sets.

    simulate_sets.py POLHIST NODE_MODULES [SETS [SEED]]

NODE_MODULES is as for simulate.py. SETS pairs of sets, 600 when not said, are put together of real
versions: a policy that changes, others beside it, a boundary, session policy, SCPs, RCPs and a
resource policy. A request that the judge does not confirm is set apart where it reads one of the
documents alone in another way than polhist: simulate.py looks into those. Exit status 1 for any other,
or where nothing is confirmed.
"""

import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import package

ROLE = "arn:aws:iam::111122223333:role/app"


def document(*statements):
    return {"Version": "2012-10-17", "Statement": list(statements)}


EVERYTHING = document({"Effect": "Allow", "Action": "*", "Resource": "*"})
REGIONS = document(
    {
        "Effect": "Deny",
        "NotAction": ["iam:*", "organizations:*", "sts:*", "support:*"],
        "Resource": "*",
        "Condition": {"StringNotEquals": {"aws:RequestedRegion": ["eu-west-1", "eu-central-1"]}},
    }
)
NO_ROOT = document(
    {"Effect": "Deny", "Action": ["organizations:LeaveOrganization", "account:*"], "Resource": "*"}
)
ONLY_OURS = document(
    {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": "*",
        "Condition": {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-example1"}},
    }
)
LIMITED = document(
    {"Effect": "Allow", "NotAction": ["iam:*", "organizations:*"], "Resource": "*"},
    {"Effect": "Allow", "Action": ["iam:Get*", "iam:List*", "iam:PassRole"], "Resource": "*"},
)
BUCKET = document(
    {"Effect": "Allow", "Principal": {"AWS": ROLE}, "Action": "s3:*", "Resource": "arn:aws:s3:::b/*"}
)


def sets_of(pair, documents, draw):
    """Two sets around a pair of versions; sometimes the versions are of a layer other than identity."""
    others = draw.sample(documents, draw.randint(0, 4))
    layers = {
        "boundary": draw.choice([None, None, LIMITED, draw.choice(documents)]),
        "session": draw.choice([None, None, None, [LIMITED]]),
        "scp": draw.choice([None, [[EVERYTHING], [EVERYTHING, REGIONS], [EVERYTHING, NO_ROOT]]]),
        "rcp": draw.choice([None, None, [[ONLY_OURS]]]),
        "resource": draw.choice([None, None, None, BUCKET]),
        "principal": ROLE,
    }
    where = draw.choice(["identity", "identity", "identity", "boundary", "scp"])

    def side(version):
        if where == "identity":
            return {"identity": [version, *others], **layers}
        if where == "boundary":
            return {"identity": [EVERYTHING, *others], **layers, "boundary": version}
        return {"identity": [EVERYTHING, *others], **layers, "scp": [[EVERYTHING], [version]]}

    return {"id": f"{pair['id']} as {where}", "old": side(pair["old"]), "new": side(pair["new"])}


OUTCOMES = {
    "allow": "Allowed",
    "explicit-deny": "ExplicitlyDenied",
    "implicit-deny": "ImplicitlyDenied",
}


def reads_otherwise(program, found):
    """Whether the package reads a document alone in another way than polhist."""
    asked = "".join(
        json.dumps({"id": at, "policy": one["document"], "request": found["request"]}) + "\n"
        for at, one in enumerate(found["documents"])
    )
    done = subprocess.run(
        [program, "eval", "--batch"], input=asked, capture_output=True, text=True, check=False
    )
    answers = map(json.loads, done.stdout.splitlines())
    return any(
        OUTCOMES.get(answer.get("result")) != one["says"]
        for answer, one in zip(answers, found["documents"])
    )


def judged(modules, asked, answers):
    judge = Path(__file__).with_name("simulate_sets.mjs")
    done = subprocess.run(
        ["node", judge, modules, asked, answers], capture_output=True, text=True, check=True
    )
    return map(json.loads, done.stdout.splitlines())


def main():
    program, modules = sys.argv[1], Path(sys.argv[2])
    wanted = int(sys.argv[3]) if len(sys.argv) > 3 else 600
    draw = random.Random(int(sys.argv[4]) if len(sys.argv) > 4 else 1)
    pairs = list(package.of_package(modules / package.PACKAGE))
    documents = [pair["new"] for pair in pairs]
    sample = [sets_of(pair, documents, draw) for pair in draw.sample(pairs, wanted)]
    confirmed, apart, refused = 0, 0, []
    with tempfile.TemporaryDirectory() as folder:
        asked, answers = Path(folder) / "pairs.ndjson", Path(folder) / "answers.ndjson"
        asked.write_text("".join(json.dumps(pair) + "\n" for pair in sample), encoding="utf-8")
        with asked.open() as given, answers.open("w") as taken:
            subprocess.run([program, "diff", "--batch"], stdin=given, stdout=taken, check=True)
        for found in judged(modules, asked, answers):
            if found["confirmed"]:
                confirmed += 1
            elif found["apart"] or reads_otherwise(program, found):
                apart += 1
            else:
                refused.append(found)
    for found in refused:
        print(f"{found['id']} {found['word']}: {found['found']}: {json.dumps(found['request'])}")
    print(f"{confirmed} requests confirmed, {apart} set apart, {len(refused)} refused")
    return 1 if refused or not confirmed else 0


if __name__ == "__main__":
    sys.exit(main())
