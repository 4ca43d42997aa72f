#!/usr/bin/env python3
"""Holds the answers by the index to those of the store, on real history.

answers.py POLHIST POLHIST-STORE ARCHIVE

ARCHIVE is a clone of the history. What `polhist` prints, by the index, must be what `polhist-store`
prints, which answers from the store alone: byte for byte, with the same status.
"""

import json
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

QUESTIONS = [
    ["list"],
    ["list", "--format", "json"],
    ["list", "--at", "2021-08-11", "--service", "s3"],
    ["list", "--format", "markdown"],
    ["log", "no-such-policy"],
    ["log", "ReadOnlyAccess", "--format", "json"],
    ["log", "ReadOnlyAccess", "--budget", "1000"],
    ["show", "arn:aws:iam::aws:policy/ReadOnlyAccess", "2021-08-11"],
    ["show", "ReadOnlyAcces"],
    ["diff", "ReadOnlyAccess", "2021-04-02", "2021-08-11"],
    ["audit", "AWSImageBuilderFullAccess"],
    ["changelog", "AmazonS3FullAccess", "SecurityAudit"],
    ["when", "ssm:DescribeAssociationExecutions"],
    ["when", "dynamodb:*Global*"],
    ["when", "Iam:PassRole", "--resource", "arn:aws:iam::111122223333:role/x", "Amazon*"],
    ["who", "kms:ReEncrypt*"],
    ["who", "iam:PassRole", "--at", "2021-08-11", "--format", "json"],
    ["who", "ec2:RunInstances", "--at", "2017-01-01", "--format", "json"],
    ["who", "ec2:RunInstances", "--at", "2050-01-01"],
    ["list", "--all"],
    ["import"],
    ["import", "--help"],
    ["fsck", "--format", "csv"],
    ["merge", "/nowhere"],
    ["--help"],
    ["nonsense"],
]


def of_policy(name):
    """Questions on one policy."""
    return [
        ["log", name],
        ["log", name, "--format", "markdown", "--full"],
        ["show", name],
        ["show", name, "first", "--raw"],
        ["show", name, "latest~1", "--envelope"],
        ["diff", name, "first", "latest", "--format", "json"],
        ["blame", name],
        ["eval", name, "--action", "s3:GetObject"],
    ]


class Programs:
    def __init__(self, light, heavy, store):
        self.light = light
        self.heavy = heavy
        self.store = store
        self.index = store / "polhist.index"
        self.asked = 0

    def run(self, program, arguments, stdin=b""):
        done = subprocess.run(
            [program, "--store", str(self.store), *arguments],
            input=stdin, capture_output=True, check=False, timeout=300,
        )
        return done.stdout, done.stderr, done.returncode

    def ask(self, arguments, stdin=b""):
        """Asks both."""
        ours, theirs = (
            self.run(program, arguments, stdin) for program in (self.light, self.heavy)
        )
        self.asked += 1
        if ours != theirs:
            raise SystemExit(f"answers: {arguments}: by the index {ours}, by the store {theirs}")
        return ours

    def names(self):
        out, _, _ = self.run(self.light, ["list", "--format", "json"])
        return [policy["name"] for policy in json.loads(out)["policies"]]

    def segments(self):
        kept = ("current", "lock", "steps")
        return sorted(path for path in self.index.iterdir() if path.name not in kept)


def ask_all(programs, names):
    for question in QUESTIONS:
        programs.ask(question)
    for name in names:
        for question in of_policy(name):
            programs.ask(question)
            # Again, by what was kept the first time.
            if question[0] == "log":
                programs.ask(question)


def document(action):
    statement = {"Effect": "Allow", "Action": action, "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def test_update(programs, folder):
    """A run that adds a version updates the index; no other segment is touched."""
    before = programs.segments()
    for action in ("s3:GetObject", "s3:*", "iam:PassRole"):
        source = folder / "Mine.json"
        source.write_text(document(action))
        _, error, status = programs.run(programs.light, ["import", str(source)])
        if status != 0:
            raise SystemExit(f"answers: an import failed: {error}")
        if before[0] not in programs.segments():
            raise SystemExit("answers: the index was made anew for one version")
        questions = [["list"], ["show", "Mine"], ["when", "iam:Pass*", "Mine"], ["who", "s3:G*"]]
        for question in of_policy("Mine") + questions:
            programs.ask(question)
        if "Mine" not in programs.names():
            raise SystemExit("answers: the new policy is not listed")


def test_scopes(programs, folder):
    """A name that several scopes have."""
    source = folder / "Mine.json"
    source.write_text(document("s3:Get*"))
    programs.run(programs.light, ["import", "--scope", "111122223333", str(source)])
    questions = [["list"], ["when", "s3:GetObject"], ["who", "s3:Get*"], ["log", "Mine"]]
    for question in questions + [["show", "local:Mine", "first"]]:
        programs.ask(question)
    if programs.names().count("Mine") != 2:
        raise SystemExit("answers: a name of two scopes is not listed twice")


def test_damage(programs, name):
    """Wherever the index is damaged, answers are right and it is made anew."""
    chance = random.Random(1)
    for _ in range(12):
        path = chance.choice(programs.segments() + [programs.index / "current"])
        data = bytearray(path.read_bytes())
        start = chance.randrange(len(data))
        for at in range(start, min(start + 4096, len(data))):
            data[at] ^= 1 + chance.randrange(255)
        path.write_bytes(data if chance.random() < 0.7 else data[:start])
        for question in (["list"], ["log", name], ["show", name, "first", "--raw"]):
            programs.ask(question)
        new = document("s3:GetObject").encode()
        programs.ask(["check", "no-new-access", "-", name], new)
    shutil.rmtree(programs.index)
    programs.ask(["log", name])


def test_nowhere_to_write(programs, name):
    """Where the index cannot be kept, answers come from the store."""
    shutil.rmtree(programs.index)
    programs.index.write_text("in the way")
    for question in of_policy(name):
        programs.ask(question)
    programs.index.unlink()


def test_packed_reference(programs, name):
    programs.ask(["log", name])
    subprocess.run(["git", "-C", str(programs.store), "pack-refs", "--all"], check=True)
    made = programs.segments()
    programs.ask(["log", name])
    if programs.segments() != made:
        raise SystemExit("answers: a packed reference was not read")


def test_alone(programs, folder):
    """Without the other program, whatever needs it says so."""
    alone = folder / "alone" / "polhist"
    alone.parent.mkdir()
    shutil.copy(programs.light, alone)
    for arguments in (["import", "x"], ["--store", str(folder), "list"]):
        (folder / "polhist").touch()
        done = subprocess.run([alone, *arguments], capture_output=True, check=False)
        if done.returncode != 2 or b"cannot be started" not in done.stderr:
            raise SystemExit(f"answers: alone, {arguments} gave {done}")
    done = subprocess.run([alone, "list"], capture_output=True, check=True,
                          env={"HOME": str(folder), "PATH": "/usr/bin:/bin"})
    if b"AWSImageBuilderFullAccess" not in done.stdout:
        raise SystemExit("answers: alone, the shipped documents are not listed")


def main():
    light, heavy, archive = sys.argv[1:]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        programs = Programs(light, heavy, folder / "store.git")
        programs.run(light, ["import", "--scope", "aws", archive])
        names = random.Random(0).sample(programs.names(), 4)
        ask_all(programs, names)
        test_update(programs, folder)
        test_scopes(programs, folder)
        test_damage(programs, names[0])
        test_packed_reference(programs, names[1])
        test_nowhere_to_write(programs, names[2])
        test_alone(programs, folder)
    print(f"answers: {programs.asked} answers by the index as from the store")


if __name__ == "__main__":
    main()
