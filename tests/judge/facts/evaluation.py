"""Asks `eval --batch` about many requests at once."""

import json
import subprocess

ALLOWED, DENIED = "allow", "explicit-deny"

# Side of an answer -> (document that must answer so, what it must answer, document that must not).
SIDES = {
    "gained": ("new", ALLOWED, "old"),
    "lost": ("old", ALLOWED, "new"),
    "more": ("new", DENIED, "old"),
    "less": ("old", DENIED, "new"),
}


class Evaluation:
    """Questions of many pairs, asked together: `ask` gives a number for `results`."""

    def __init__(self, program):
        self._program, self._lines, self._asked, self._defined = program, [], 0, set()

    def define(self, name, document):
        if name not in self._defined:
            self._defined.add(name)
            self._lines.append(json.dumps({"define": name, "policy": document}))

    def ask(self, name, request):
        self._lines.append(json.dumps({"id": self._asked, "policy": name, "request": request}))
        self._asked += 1
        return self._asked - 1

    def run(self):
        """The answer to each question: a result, or "error: …"."""
        done = subprocess.run([self._program, "eval", "--batch"], check=False, text=True,
                              input="".join(f"{line}\n" for line in self._lines),
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        answers = {}
        for line in done.stdout.splitlines():
            answer = json.loads(line)
            answers[answer["id"]] = answer.get("result") or f"error: {answer.get('error')}"
        return [answers.get(number, "error: no answer") for number in range(self._asked)]


class Question:
    """Whether a request is a witness of its side, as two questions of an Evaluation."""

    def __init__(self, evaluation, at, pair, side, request):
        self.giver, self.word, self.other = SIDES[side]
        self._numbers = []
        for which in (self.giver, self.other):
            evaluation.define(f"{at} {which}", getattr(pair, which))
            self._numbers.append(evaluation.ask(f"{at} {which}", request))

    def answers(self, results):
        return tuple(results[number] for number in self._numbers)

    def holds(self, results):
        giver, other = self.answers(results)
        return giver == self.word and other != self.word and not other.startswith("error")
