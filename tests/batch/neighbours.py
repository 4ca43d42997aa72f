#!/usr/bin/env python3
"""Lines of a batch that take up the document of the line before: neighbours.py POLHIST

Such a line must get the answer, or the error with its place, that it gets alone.
"""

import json
import subprocess
import sys


def document(*actions):
    statements = [{"Effect": "Allow", "Action": action, "Resource": "*"} for action in actions]
    return {"Version": "2012-10-17", "Statement": statements}


FIRST, SECOND, THIRD = document("s3:Get*"), document("s3:Get*", "iam:Get*"), document("iam:*")
EMPTY = {"Version": "2012-10-17", "Statement": []}  # has a warning
VERSION = {"PolicyVersion": {"VersionId": "v2", "Document": SECOND}}


def text(value):
    return json.dumps(value, separators=(",", ":"))


def line(old, new, number=1):
    return f'{{"id":{number},"old":{text(old)},"new":{text(new)}}}'


def lines():
    second = text(SECOND)
    return [
        line(FIRST, SECOND),
        line(SECOND, THIRD, 2),
        line(THIRD, VERSION, 3),
        line(VERSION, EMPTY, 4),
        line(EMPTY, SECOND, 5),
        # `old` last, with white space, and where it is no document of the line.
        f'{{"id":6,"new":{second},"old" : \t{second}}}',
        f'{{"id":{{"old":{second}}},"old":{second},"new":{text(FIRST)}}}',
        line(FIRST, SECOND, 7),
        f'{{"id":"\\"old\\":{second[:5]}","old":{second},"new":{second}}}',
        # What is wrong behind it has its own place.
        f'{{"id":8,"old":{second},"new":{{"Statement":7}}}}',
        f'{{"id":9,"old":{second},"new":{second}',
        f'{{"id":10,"old":{second},"old":{second},"new":{second}}}',
        f'{{"id":11,"old":{second}x,"new":{second}}}',
        *(f'{{"id":11,"old":{second}{more},"new":{second}}}' for more in (".5", "e5", "1")),
        line(0, SECOND, 12),
        f'{{"id":13,"old":{second}}}',
        f'{{"id":14,"old":0,"new":{second}}}',
    ]


def answers(program, given):
    done = subprocess.run(
        [program, "diff", "--batch"],
        input="\n".join(given),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.splitlines()


def main():
    program = sys.argv[1]
    given = lines()
    together = answers(program, given)
    for number, one in enumerate(given):
        # Blank lines count, so that the place is the same.
        alone = answers(program, [""] * number + [one])
        if alone != [together[number]]:
            raise SystemExit(f"neighbours: {one}\n  alone {alone}\n  not {together[number]}")


if __name__ == "__main__":
    main()
