#!/usr/bin/python3
"""Asks Z3 the question that polhist answers, on the same real pairs: bench/z3_peer.py [POLHIST] [PAIRS] [SEED]

Actions are sorted into classes first, as polhist does, so that Z3 is asked about resources and
condition keys alone: they are strings of printable ASCII, patterns are regular expressions over the
whole text. What equality of text settles is not asked of Z3 either. Pairs with what has no such
encoding here are left out, and counted by reason: set operators, numbers, dates, addresses, binary
data, variables inside of patterns or in resources, principals, wildcards inside of actions.

Prints how often both agree, what Z3 could not answer in time, and the ratio of their CPU times.
Exit status 1 where they disagree.
"""

import collections
import json
import os
import pathlib
import random
import re
import resource
import statistics
import subprocess
import sys
import time

import history

import z3

TOP = pathlib.Path(__file__).resolve().parents[1]
SCRATCH = TOP / "build/bench-data"
TIMEOUT = 2000  # milliseconds of one question
FRESH = "zq9"  # part of an action that no document has

ANY = z3.Range(" ", "~")
IN_FIELD = z3.Union(z3.Range(" ", "9"), z3.Range(";", "~"))
FIELD = z3.Star(IN_FIELD)


class LeftOut(Exception):
    """Why a pair has no encoding here."""


def as_list(value):
    return value if isinstance(value, list) else [value]


def either(parts):
    return parts[0] if len(parts) == 1 else z3.Union(*parts)


def sequence(parts):
    return parts[0] if len(parts) == 1 else z3.Concat(*parts)


def glob(pattern, any_character=ANY):
    """The language of a pattern with `*` and `?`."""
    parts = []
    for text in re.findall(r"[*?]|[^*?]+", pattern):
        parts.append(z3.Star(any_character) if text == "*" else
                     any_character if text == "?" else z3.Re(text))
    return sequence(parts) if parts else z3.Re("")


def arn(pattern):
    fields = pattern.split(":", 5)
    if len(fields) < 6:
        return None
    parts = [glob(field, IN_FIELD) for field in fields[:5]] + [glob(fields[5])]
    with_colons = [part for field in parts for part in (z3.Re(":"), field)][1:]
    return sequence(with_colons)


def ignoring_case(text):
    parts = [z3.Union(z3.Re(letter.lower()), z3.Re(letter.upper())) if letter.isalpha()
             else z3.Re(letter) for letter in text]
    return sequence(parts) if parts else z3.Re("")


RESOURCE = z3.Union(z3.Re("*"), sequence(
    [z3.Re("arn:")] + [part for _ in range(4) for part in (FIELD, z3.Re(":"))] + [z3.Plus(ANY)]))


class Encoding:
    """The request as unknowns, and documents as formulas over it."""

    def __init__(self, documents):
        self.resource = z3.String("resource")
        self.absent, self.value, self.truth = {}, {}, set()
        self.only_truth = {}
        for document in documents:
            for statement in as_list(document["Statement"]):
                for operator, tests in statement.get("Condition", {}).items():
                    for key in tests:
                        base = re.sub("ifexists$", "", operator.lower())
                        if base != "null":
                            known = self.only_truth.get(key.lower(), True)
                            self.only_truth[key.lower()] = known and base == "bool"

    def key(self, name):
        name = name.lower()
        if name not in self.value:
            self.absent[name] = z3.Bool("absent " + name)
            self.value[name] = z3.String("value " + name)
        return self.absent[name], self.value[name]

    def universe(self):
        parts = [z3.InRe(self.resource, RESOURCE)]
        for name, value in self.value.items():
            truth = self.only_truth.get(name, False)
            parts.append(z3.Or(value == "true", value == "false") if truth
                         else z3.InRe(value, z3.Star(ANY)))
        return z3.And(*parts)

    def satisfies(self, base, value, wanted):
        """Whether a value satisfies a positive operator for one of the policy."""
        if "${" in wanted:
            whole = re.fullmatch(r"\$\{([^},*?$]+)\}", wanted)
            if not whole or base not in ("stringequals", "stringlike"):
                raise LeftOut("a variable inside of a pattern")
            absent, other = self.key(whole[1])
            return z3.And(z3.Not(absent), value == other)
        if base == "stringequals":
            return value == wanted
        if base == "stringequalsignorecase":
            return z3.InRe(value, ignoring_case(wanted))
        if base == "stringlike":
            return z3.InRe(value, glob(wanted))
        if base in ("arnlike", "arnequals"):
            language = arn(wanted)
            return z3.BoolVal(False) if language is None else z3.InRe(value, language)
        if base == "bool":
            truth = wanted.lower() in ("true", "false")
            return z3.InRe(value, ignoring_case(wanted)) if truth else z3.BoolVal(False)
        raise LeftOut(f"the operator {base}")

    def test(self, operator, key, values):
        name = operator.lower()
        if ":" in name:
            raise LeftOut("a set operator")
        absent, value = self.key(key)
        texts = [str(one).lower() if isinstance(one, bool) else str(one) for one in as_list(values)]
        if name == "null":
            wanted = {text.lower() for text in texts}
            return z3.Or(z3.And(absent, "true" in wanted), z3.And(z3.Not(absent), "false" in wanted))
        if_exists = name.endswith("ifexists")
        name = re.sub("ifexists$", "", name)
        negated = "not" in name
        base = name.replace("not", "", 1)
        some = z3.Or(*(self.satisfies(base, value, text) for text in texts))
        holds = z3.Not(some) if negated else some
        return z3.If(absent, z3.BoolVal(if_exists or negated), holds)

    def statement(self, statement):
        if "Principal" in statement or "NotPrincipal" in statement:
            raise LeftOut("principals")
        element = "Resource" if "Resource" in statement else "NotResource"
        patterns = as_list(statement[element])
        if any("${" in pattern for pattern in patterns):
            raise LeftOut("a variable in a resource")
        met = z3.InRe(self.resource, either([glob(pattern) for pattern in patterns]))
        parts = [met if element == "Resource" else z3.Not(met)]
        for operator, tests in statement.get("Condition", {}).items():
            parts += [self.test(operator, key, values) for key, values in tests.items()]
        return z3.And(*parts)

    def any_of(self, statements):
        return z3.Or(*(self.statement(one) for one in statements))


def body_of(statement):
    """The statement without actions and Sid, lists sorted, as text."""
    def plain(value):
        if isinstance(value, dict):
            return {key: plain(one) for key, one in value.items()
                    if key not in ("Sid", "Action", "NotAction")}
        return sorted(map(str, value)) if isinstance(value, list) else [str(value)]
    return json.dumps(plain(statement), sort_keys=True)


def has_action(statement, action):
    patterns = as_list(statement.get("Action", statement.get("NotAction")))
    named = any(action == pattern.lower() or
                (pattern.endswith("*") and action.startswith(pattern[:-1].lower()))
                for pattern in patterns)
    return named == ("Action" in statement)


def actions_of(documents):
    """An action of each class: each literal, something new behind each `prefix*`, a new service."""
    found = {FRESH + ":" + FRESH}
    for statement in (one for document in documents for one in as_list(document["Statement"])):
        for pattern in as_list(statement.get("Action", statement.get("NotAction"))):
            if "*" in pattern[:-1] or "?" in pattern:
                raise LeftOut("a wildcard inside of an action")
            folded = pattern.lower()
            found.add(folded if not folded.endswith("*") else
                      folded[:-1] + FRESH if ":" in folded else FRESH + ":" + FRESH)
    return {action for action in found if re.fullmatch("[a-z0-9-]+:[a-z0-9-]+", action)}


def groups_of(before, after):
    """What each class of actions meets, each once: bodies by document and effect."""
    groups = {}
    rows = [(side, statement, body_of(statement)) for side, document in enumerate((before, after))
            for statement in as_list(document["Statement"])]
    for action in actions_of((before, after)):
        group = collections.defaultdict(dict)
        for side, statement, body in rows:
            if has_action(statement, action):
                group[side, statement["Effect"]][body] = statement
        groups[tuple((key, tuple(sorted(group[key]))) for key in sorted(group))] = group
    return groups.values()


def gives(group, statement):
    """Whether an Allow of the new document gives something; nothing where Z3 ran out of time."""
    encoding = Encoding([{"Statement": list(of.values())} for of in group.values()])
    parts = {key: encoding.any_of(of.values()) for key, of in group.items()}
    solver = z3.Solver()
    solver.set("timeout", TIMEOUT)
    solver.add(encoding.statement(statement), z3.Not(parts.get((1, "Deny"), False)),
               z3.Or(z3.Not(parts.get((0, "Allow"), False)), parts.get((0, "Deny"), False)))
    solver.add(encoding.universe())
    answer = solver.check()
    return None if answer == z3.unknown else answer == z3.sat


def gains(before, after):
    """Whether `after` allows what `before` does not; nothing where Z3 ran out of time."""
    sure = True
    for group in groups_of(before, after):
        denies = [set(group[side, "Deny"]) for side in (0, 1)]
        for body, statement in group[1, "Allow"].items():
            if denies[0] <= denies[1] and body in group[0, "Allow"]:
                continue
            answer = gives(group, statement)
            if answer:
                return True
            sure = sure and answer is not None
    return False if sure else None


WORDS = {(False, False): "equivalent", (True, False): "broader",
         (False, True): "narrower", (True, True): "mixed"}


def z3_verdict(old, new):
    gained, lost = gains(old, new), gains(new, old)
    return "undecided" if gained is None or lost is None else WORDS[gained, lost]


def polhist_cpu(program, lines, rounds):
    """Answers, and seconds of CPU of one batch, start-up and output included (least of a few)."""
    text = "".join(json.dumps(line) + "\n" for line in lines)
    best = None
    for _ in range(rounds):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run([program, "diff", "--batch"], input=text, text=True,
                              stdout=subprocess.PIPE, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        best = taken if best is None else min(best, taken)
    return [json.loads(line) for line in done.stdout.splitlines()], best


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else str(TOP / "build/src/polhist")
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    SCRATCH.mkdir(parents=True, exist_ok=True)
    pairs = (history.real(SCRATCH) if history.BUNDLE.exists() else history.shipped())[1]
    sample = random.Random(seed).sample(pairs, min(count, len(pairs)))
    left_out, kept, times, verdicts = collections.Counter(), [], [], []
    for old, new in sample:
        start = time.process_time()
        try:
            verdict = z3_verdict(old, new)
        except LeftOut as reason:
            left_out[str(reason)] += 1
            continue
        times.append(time.process_time() - start)
        verdicts.append(verdict)
        kept.append({"id": len(kept), "old": old, "new": new})
    answers, seconds = polhist_cpu(program, kept, 3)
    print(f"{len(sample)} pairs, {len(kept)} encoded, left out {sum(left_out.values())}: "
          + (", ".join(f"{number} for {why}" for why, number in left_out.most_common()) or "none"))
    different = 0
    unsure = collections.Counter()
    for pair, answer, verdict in zip(kept, answers, verdicts):
        if "undecided" in (answer["verdict"], verdict):
            unsure["polhist" if answer["verdict"] == "undecided" else "z3"] += 1
        elif answer["verdict"] != verdict:
            different += 1
            print(f"disagreement: polhist {answer['verdict']}, z3 {verdict}\n  old "
                  f"{json.dumps(pair['old'])}\n  new {json.dumps(pair['new'])}")
    agreed = len(kept) - different - sum(unsure.values())
    print(f"verdicts: {agreed} agree, {different} differ, undecided {dict(unsure) or 0}")
    ordered = sorted(times)
    print(f"z3: median {1e3 * statistics.median(times):.1f} ms a pair, 95th percentile "
          f"{1e3 * ordered[int(len(ordered) * 0.95)]:.0f} ms, slowest {ordered[-1]:.1f} s, "
          f"in all {sum(times):.1f} s")
    print(f"polhist, start-up, reading and output included: {1e3 * seconds / len(kept):.3f} ms a pair")
    print(f"CPU, polhist / z3: {seconds / sum(times):.5f} (z3 takes {sum(times) / seconds:.0f} times as long)")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
