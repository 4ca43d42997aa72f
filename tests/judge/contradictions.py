#!/usr/bin/env python3
"""Says which shown requests no real life has: contradictions.py POLHIST PAIRS [ANSWERS]

PAIRS are lines for `diff --batch`, ANSWERS what it said (asked of POLHIST when not given). Of each
request in gained, lost, more and less: facts that contradict each other, keys that are claimed to be
absent and need not be, and whether `eval --batch` confirms it. An entry that carries
`"via":"impossible-request"` may contradict itself; any other must not.
Exit status 1 for a failure.
"""

import argparse
import collections
import itertools
import json
import subprocess
import sys

from facts import absence, reference
from facts.evaluation import Evaluation, Question, SIDES
from facts.pair import Pair
from facts.request import Request

LABEL = "impossible-request"
# Keys that `eval` works out from the caller and the resource where the context lacks them.
WORKED_OUT = {"aws:principalarn", "aws:principalaccount", "aws:principaltype",
              "aws:resourceaccount"}


class Entry:
    """One shown request, with what is to be asked about it."""

    def __init__(self, at, pair_id, side, entry, pair, tables):
        self.id, self.side, self.entry, self.pair = pair_id, side, entry, pair
        self.request = Request(entry, pair, tables)
        self.labelled = entry.get("via") == LABEL
        self.sentences = absence.contradictions(self.request)
        self.at, self.question, self.claims = at, None, {}
        self.silences = dict.fromkeys(absence.unsaid(self.request), ())

    def _question(self, evaluation, entry):
        return Question(evaluation, self.at, self.pair, self.side, entry["request"])

    def _fillings(self, evaluation, key, most=None):
        fillings = absence.fillings(self.entry, key, self.request)
        return [(filled, self._question(evaluation, filled))
                for filled in itertools.islice(fillings, most)]

    def ask(self, evaluation):
        """The request itself, what `absent` claims, and one value for each key left open."""
        self.question = self._question(evaluation, self.entry)
        for key in sorted(self.request.absent):
            if self.pair.mentioned(key):
                self.claims[key] = self._fillings(evaluation, key)
        for key in self.silences:
            self.silences[key] = self._fillings(evaluation, key, 1)

    def ask_again(self, evaluation, results):
        """All values for the keys that the first value did not settle."""
        doubtful = self.silent_keys(results) if self.confirmed(results) else ()
        self.silences = {key: self._fillings(evaluation, key) for key in list(doubtful)}

    def confirmed(self, results):
        return self.question.holds(results)

    def false_claims(self, results):
        """(key, request) where the request holds although the key is there."""
        for key, fillings in self.claims.items():
            for filled, question in fillings:
                if question.holds(results):
                    yield key, filled["request"]
                    break

    def silent_keys(self, results):
        """Keys that no tried value may have, and that `absent` does not name."""
        for key, fillings in self.silences.items():
            if fillings and not any(question.holds(results) for _, question in fillings):
                yield key


def answers_of(program, pairs):
    lines = "".join(json.dumps(pair) + "\n" for pair in pairs)
    done = subprocess.run([program, "diff", "--batch"], input=lines, text=True, check=False,
                          stdout=subprocess.PIPE)
    return [json.loads(line) for line in done.stdout.splitlines()]


def sides_of(answer):
    for side in SIDES:
        holder = answer["access"] if side in ("gained", "lost") else answer.get("denies") or {}
        for entry in holder.get(side, ()):
            yield side, entry


class Judgement:
    """What was counted, and every failure as a line."""

    def __init__(self):
        self.counts, self.facts = collections.Counter(), collections.Counter()
        self.failures = []

    def fail(self, one, kind, sentence):
        self.counts[kind] += 1
        shown = json.dumps({key: one.entry[key] for key in ("request", "absent", "via")
                            if key in one.entry})
        self.failures.append(f"{kind}: {one.id}: {one.side}: {sentence}: {shown}")

    def take(self, one, results):
        self.counts["requests"] += 1
        self.counts[f"labelled {one.entry.get('via')}"] += "via" in one.entry
        if one.labelled:
            self.counts["labelled, contradiction found" if one.sentences
                        else "labelled, nothing wrong found"] += 1
        for sentence in () if one.labelled else one.sentences:
            self.facts[sentence.split(" ")[0]] += 1
            self.fail(one, "contradiction without a label", sentence)
        for sentence in absence.misplaced(one.request):
            self.fail(one, "misplaced in absent", sentence)
        self._evaluated(one, results)

    def _evaluated(self, one, results):
        if not one.confirmed(results):
            if one.labelled and (one.sentences or one.request.absent & WORKED_OUT):
                self.counts["labelled, not to be put to eval"] += 1
            else:
                self.fail(one, "not confirmed", f"answers {one.question.answers(results)}")
            return
        self.counts["confirmed"] += 1
        for key, request in one.false_claims(results):
            self.fail(one, "false claim of absence", f"{key}: holds with {json.dumps(request)}")
        for key in one.silent_keys(results):
            self.fail(one, "absence not said", f"no value tried for {key} lets it hold")


def judge(program, pairs, answers, tables):
    """Judges all requests of the answers; pairs that could not be compared fail."""
    judgement, entries, evaluation = Judgement(), [], Evaluation(program)
    for at, (pair, answer) in enumerate(zip(pairs, answers, strict=True)):
        if "error" in answer:
            judgement.counts["pairs refused"] += 1
            continue
        read = Pair(pair["old"], pair["new"])
        for side, entry in sides_of(answer):
            entries.append(Entry(at, pair["id"], side, entry, read, tables))
            entries[-1].ask(evaluation)
    results = evaluation.run()
    for one in entries:
        one.ask_again(evaluation, results)
    results = evaluation.run()
    for one in entries:
        judgement.take(one, results)
    return judgement


def report(judgement, shown=20):
    for line in judgement.failures[:shown]:
        print(line)
    if len(judgement.failures) > shown:
        print(f"and {len(judgement.failures) - shown} more")
    for kind, count in sorted(judgement.counts.items()):
        if count:
            print(f"{count:7}  {kind}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("pairs")
    parser.add_argument("answers", nargs="?")
    parser.add_argument("--shown", type=int, default=20, help="failures to print")
    arguments = parser.parse_args()
    with open(arguments.pairs, encoding="utf-8") as lines:
        pairs = [json.loads(line) for line in lines if line.strip()]
    if arguments.answers:
        with open(arguments.answers, encoding="utf-8") as lines:
            answers = [json.loads(line) for line in lines if line.strip()]
    else:
        answers = answers_of(arguments.program, pairs)
    judgement = judge(arguments.program, pairs, answers, reference.Reference())
    report(judgement, arguments.shown)
    return 1 if judgement.failures else 0


if __name__ == "__main__":
    sys.exit(main())
