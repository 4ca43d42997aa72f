#!/usr/bin/env python3
"""Plans that are too long to be kept in memory: large.py POLHIST [MEBIBYTES]

A long plan is answered as the same plan without its state, within bounded memory, and refused where
it is cut off, damaged, too deep, or of another kind. MEBIBYTES is the size of the largest, 64 when
it is not said.
"""

import json
import subprocess
import sys

import given
from real_plan import change, plan

LONG = 17 << 20  # over this a plan is read in parts
MOST_MEMORY = 96 << 10  # KiB
GET = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]})
PUT = GET.replace("GetObject", "*")
POLICY = "aws_iam_policy"
OBJECT = json.dumps({"address": "aws_s3_object.x", "mode": "managed", "type": "aws_s3_object",
                     "values": {"content": "x" * 3000, "tags": {"a": "b \u00e9"},
                                "more": [1, -2.5e3, True, None, {}]}}, ensure_ascii=False)


def padded(text, size, filling=OBJECT):
    """A plan as text, made long by its state."""
    start, end = text.split('"prior_state": ')
    _, length = json.JSONDecoder().raw_decode(end)
    count = size // (len(filling.encode()) + 1) + 1
    return (f'{start}"prior_state": {{"padding": [' + ",".join([filling] * count) +
            '], "was": {}}' + end[length:])


def plans():
    """Plans of different outcomes."""
    grows = change(POLICY, {"policy": GET}, {"policy": PUT})
    yield "broader", plan(grows)
    yield "narrower", plan(change(POLICY, {"policy": PUT}, {"policy": GET}))
    yield "nothing", plan()
    yield "not compared", plan(change("aws_kms_grant", None, {"name": "g"}))
    yield "drift", plan(drift=[grows])
    yield "deferred", plan(deferred=[grows])
    yield "errored", plan(grows, errored=True)
    yield "unreadable", plan(change(POLICY, None, {"policy": '{"Statment": []}'}))
    yield "no address", plan({"change": {"actions": ["create"], "before": None, "after": {}}})
    yield "no type", plan({"address": "a", "change": {"actions": ["create"], "after": {}}})
    yield "an element that is a text", plan("x")
    yield "an element that is a list", plan([{}])
    yield "a list that is none", {**plan(), "resource_changes": {"0": grows}}
    yield "a list that is null", {**plan(), "resource_drift": None}
    yield "no list of changes", {key: value for key, value in plan(grows).items() if key != "resource_changes"}


def refused():
    """What is no plan, with a word of the message."""
    text = json.dumps(plan(change(POLICY, {"policy": GET}, {"policy": PUT})))
    long = padded(text, LONG)
    deep = "[" * 120 + "]" * 120
    yield "cut off in the padding", long[:LONG // 2], "JSON"
    yield "cut off behind the padding", long[:-200], "this is no JSON"
    yield "cut off at the end", long[:-1], "this is no JSON"
    yield "more behind it", long + " {}", "this is no JSON"
    yield "a byte of value 0", long + "\0 {}", "byte of value 0"
    yield "a control character", long.replace('"was"', '"w\x01as"'), "this is no JSON"
    yield "a key twice", long.replace('"was": {}', '"a": 1, "a": 2'), "a key stands twice"
    yield "a section twice", long[:-1] + ', "checks": []}', "a key stands twice"
    yield "too deep", long.replace('"was": {}', f'"was": {deep}'), "over 100 levels"
    yield ("too deep in a change",
           padded(text.replace('"module_address"', f'"deep": {deep}, "module_address"', 1), LONG),
           "over 100 levels")
    yield ("a key twice in a change",
           padded(text.replace('"module_address"', '"mode": "x", "module_address"', 1), LONG),
           "`mode` stands twice")
    yield "one change that is too long", json.dumps(plan(change(
        POLICY, None, {"policy": GET, "description": "x" * LONG}))), "one element has over 16 MiB"
    yield "a list", f"[{long}]", "no object"
    yield "a state", long.replace('"resource_changes"', '"values"').replace(
        '"planned_values"', '"outputs"'), "is a Terraform state"
    yield "another object", long.replace('"format_version"', '"version"'), "is no plan"
    yield "bytes that are no text", long.replace("content", "\udcff"), "this is no JSON"


# Runs a program from a process that is small: what a child takes is counted from its parent's size.
MEASURED = """
import resource, subprocess, sys
status = subprocess.run(sys.argv[2:]).returncode
with open(sys.argv[1], "w") as file:
    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=file)
sys.exit(status)
"""


class Large(given.Program):
    """polhist, with the memory that it takes."""

    def ask(self, text, *, stdin=False):
        """The answer, and the most memory that it took, in KiB."""
        (self.folder / "plan.json").write_bytes(text.encode("utf-8", "surrogateescape"))
        with open(self.folder / "plan.json", "rb") as file:
            done = subprocess.run(
                [sys.executable, "-c", MEASURED, "memory", self.path, "diff",
                 "-" if stdin else "plan.json", "--fail-on", "broader", "--format", "json"],
                cwd=self.folder, stdin=file if stdin else subprocess.DEVNULL, capture_output=True,
                text=True, env={"PATH": "/usr/bin:/bin", "HOME": str(self.folder)}, check=False,
                timeout=120)
        return given.Answer(done), int((self.folder / "memory").read_text())


def outcome(answer):
    """What is to be the same; a wrapper takes a line."""
    text = answer.text.replace("stdin", "plan.json").replace("plan.json:2:", "plan.json:1:")
    return answer.status, text, answer.status != 2 or bool(answer.errors)


def same_answers(program):
    for name, whole in plans():
        text = json.dumps(whole)
        short, _ = program.ask(text)
        long, memory = program.ask(padded(text, LONG))
        piped, _ = program.ask(padded(text, LONG), stdin=True)
        wrapped, _ = program.ask("[command]/x/terraform-bin show -json plan\n" + padded(text, LONG))
        yield name, [f"{other}: {outcome(one)}, {one.errors}, not {outcome(short)}, {short.errors}"
                     for other, one in (("long", long), ("piped", piped), ("wrapped", wrapped))
                     if outcome(one) != outcome(short)] + (
                         [f"{memory} KiB"] if memory > MOST_MEMORY else [])


def refusals(program):
    for name, text, word in refused():
        answer, memory = program.ask(text)
        wrong = []
        if answer.status != 2 or word not in answer.errors:
            wrong.append(f"exit {answer.status}: {answer.errors[:300]}")
        if memory > MOST_MEMORY:
            wrong.append(f"{memory} KiB")
        yield name, wrong


def largest(program, mebibytes):
    grows = change(POLICY, {"policy": GET}, {"policy": PUT})
    text = padded(json.dumps(plan(grows)), (mebibytes << 20) - (1 << 16))
    answer, memory = program.ask(text)
    print(f"{mebibytes} MiB in {memory} KiB of memory")
    wrong = [] if list(answer.overall.values()) == ["broader"] else [answer.errors]
    return wrong + ([f"{memory} KiB"] if memory > MOST_MEMORY else [])


def main():
    program = Large(sys.argv[1])
    mebibytes = int(sys.argv[2]) if len(sys.argv) > 2 else 64
    faults = dict(same_answers(program))
    faults.update(refusals(program))
    faults["the largest"] = largest(program, mebibytes)
    return given.report(faults)


if __name__ == "__main__":
    sys.exit(main())
