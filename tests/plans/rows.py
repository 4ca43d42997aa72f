#!/usr/bin/env python3
"""Each row of the table of Terraform in doc/plans.md, in real plans: rows.py POLHIST

What a row is about is added, changed, removed, not known yet, replaced, imported, moved, forgotten,
deferred, sensitive, or changed outside of Terraform; each is compared, or told as not compared with
a gate that stops, or rightly nothing.
"""

import pathlib
import re
import sys

import given
from real_plan import change, plan

TABLE = pathlib.Path(__file__).resolve().parents[2] / "doc/plans.md"
READS = "arn:aws:iam::aws:policy/AWSImageBuilderReadOnlyAccess"  # both ship with polhist
ALL = "arn:aws:iam::aws:policy/AWSImageBuilderFullAccess"
SECRET = "not-to-be-seen"


def rows():
    """(type, attribute or None, and `policy`, `limit`, `own limit`, `holder` or `other`)."""
    section = TABLE.read_text(encoding="utf-8").split("## Terraform and OpenTofu")[1]
    section = section.split("\n## ")[0]
    for kind, attribute, compared in re.findall(
            r"^\| `([^`]+)`(?: `([^`]+)`)? \| ([^|]+) \|", section, re.MULTILINE):
        means = ("policy" if compared.startswith("with the document") else
                 "own limit" if compared.endswith("of a new resource not") else
                 "limit" if compared.startswith("as a limit") else
                 "holder" if "passes" in compared else "other")
        yield kind.replace("aws_*", "aws_some_thing"), attribute or None, means


def values(attribute, value):
    """What a resource holds: the attribute, and others that say nothing of access."""
    whole = {"id": "i-1", "name": "n", "tags": {"a": "b"}, "timeouts": None, "count": 3,
             "enabled": True}
    if attribute:
        whole[attribute] = value
    elif value is not None:
        whole["principal"] = value
    return whole


def pair_of(attribute, means):
    """Two values of an attribute, of which the second allows more where they are policies."""
    if means in ("limit", "own limit"):
        return READS, ALL
    if means == "policy":
        return ([READS], [ALL]) if attribute.endswith("s") else (READS, ALL)
    return (["a"], ["a", "b"]) if (attribute or "").endswith("s") else ("a", "b")


class Row:
    """A row, and what is wrong with the answers to plans that are about it."""

    def __init__(self, program, kind, attribute, means):
        self.program, self.kind, self.attribute, self.means = program, kind, attribute, means
        first, second = pair_of(attribute, means)
        self.none, self.first, self.second = (values(attribute, one)
                                              for one in (None, first, second))
        self.wrong = []

    def ask(self, name, expected, *documents, gate="broader", **keys):
        """`expected`: `nothing`, `open`, or the words of the comparisons."""
        answer = self.program.diff(plan(*documents, **keys), gate=gate)
        words = sorted(answer.overall.values())
        got = "open" if answer.uncompared else words or "nothing"
        stops = got == "open" or "broader" in words or "mixed" in words
        if got != expected or (answer.uncompared and words):
            self.wrong.append(f"{name}: {got}, not {expected}: {answer.uncompared} {answer.errors}")
        if gate == "broader" and answer.status != int(stops):
            self.wrong.append(f"{name}: exit {answer.status}: {answer.errors}")
        if SECRET in answer.text + answer.errors:
            self.wrong.append(f"{name}: what is sensitive is shown")

    def make(self, before, after, **keys):
        return change(self.kind, before, after, **keys)

    def run(self):
        whole, policy = self.attribute is None, self.means == "policy"
        holder = self.means in ("holder", "own limit")
        limit = self.means in ("limit", "own limit")
        told = ["narrower"] if self.means == "limit" else "nothing" if holder else "open"
        gone = ["broader"] if self.means == "limit" else told
        told, gone = (["broader"], ["narrower"]) if policy else (told, gone)
        swapped = ["broader", "narrower"] if policy else ["broader"] if limit else "open"
        self.ask("added", told, self.make(None, self.second))
        self.ask("changed", swapped, self.make(self.first, self.second))
        self.ask("removed", gone, self.make(self.first, None))
        self.ask("replaced", swapped,
                 self.make(self.first, self.second, actions=["delete", "create"],
                           action_reason="replace_because_cannot_update"))
        self.ask("created before it is destroyed", swapped,
                 self.make(self.first, self.second, actions=["create", "delete"]))
        self.ask("deposed", gone, self.make(self.first, None, deposed="byebye12"))
        self.ask("tags", "nothing", self.make(self.first, {**self.first, "tags": {"a": "c"}}))
        self.ask("another attribute", "open" if whole else "nothing",
                 self.make(self.first, {**self.first, "count": 4}))
        if not whole:
            self.ask("set", ["broader"] if policy else ["narrower"] if limit else "open",
                     self.make(self.none, self.second))
            self.ask("unset", ["narrower"] if policy else ["broader"] if limit else "open",
                     self.make(self.first, self.none))
            later = {key: value for key, value in self.first.items() if key != self.attribute}
            self.ask("known later", "open",
                     self.make(self.first, later, unknown={self.attribute: True}))
            self.ask("added, known later", "nothing" if holder else "open",
                     self.make(None, later, unknown={self.attribute: True, "id": True}))
            if isinstance(self.second[self.attribute], list):
                self.ask("an element is known later", "open",
                         self.make(self.first, self.first, actions=["update"],
                                   unknown={self.attribute: [True]}))
        self.ask("all is known later", "open", self.make(self.first, {}, unknown=True,
                                                         actions=["update"]))
        self.unaffected()

    def unaffected(self):
        """What changes nothing, what is put off, and what changed elsewhere."""
        self.ask("imported", "nothing",
                 self.make(self.first, self.first, inner={"importing": {"id": "i-1"}}), gate="any")
        self.ask("moved", "nothing",
                 self.make(self.first, self.first, previous_address=f"{self.kind}.old"), gate="any")
        self.ask("forgotten", "nothing", self.make(self.first, None, actions=["forget"]),
                 gate="any")
        self.ask("read", "nothing",
                 {**self.make(None, self.second, actions=["read"]), "mode": "data"}, gate="any")
        self.ask("deferred", "open", deferred=[self.make(None, self.second)])
        drifted = self.program.diff(plan(drift=[self.make(self.first, self.second)]), gate="any")
        if drifted.status != 0 or drifted.overall or drifted.uncompared:
            self.wrong.append(f"drift stops a gate: {drifted.errors}")
        if self.means != "policy":
            marked = values(self.attribute, SECRET)
            self.ask("sensitive", "open", self.make(self.first, marked, actions=["update"],
                                                    marks={self.attribute or "principal": True}))


def main():
    program = given.Program(sys.argv[1])
    faults = {}
    for kind, attribute, means in rows():
        row = Row(program, kind, attribute, means)
        row.run()
        faults[f"{kind} {attribute or ''}"] = row.wrong
    return given.report(faults)


if __name__ == "__main__":
    sys.exit(main())
