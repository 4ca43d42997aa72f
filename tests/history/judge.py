#!/usr/bin/env python3
"""Holds the answers of polhist on real history to a slow, plain reading of it.

judge.py POLHIST ARCHIVE [--sample POLICIES] [--actions N] [--seed N]

ARCHIVE is a bare clone of a history of policy files. `list` is compared for all policies; `log`,
`blame` (at a random state), `when` and `who` (for random actions) for a random sample of them.
Where there is no ARCHIVE it says so and exits with 77, which means skipped.
"""

import argparse
import json
import pathlib
import random
import subprocess
import sys
import tempfile

import plain


class Polhist:
    def __init__(self, program, store):
        self.command = [program, "-q", "--store", str(store)]

    def ask(self, *arguments):
        done = subprocess.run(
            [*self.command, *arguments, "--format", "json"], capture_output=True, check=False
        )
        if done.returncode != 0:
            raise SystemExit(f"judge: {' '.join(arguments)}: {done.stderr.decode().strip()}")
        return json.loads(done.stdout)


class Judge:
    def __init__(self):
        self.compared = 0
        self.wrong = []

    def expect(self, what, found, wanted):
        self.compared += 1
        if found != wanted:
            self.wrong.append(f"{what}\n    polhist: {found}\n    plain:   {wanted}")


def judge_list(judge, polhist, histories):
    found = {policy["name"]: policy for policy in polhist.ask("list")["policies"]}
    judge.expect("list: names", sorted(found), sorted(histories))
    for name, (states, versions) in histories.items():
        policy = found.get(name, {})
        judge.expect(
            f"list: {name}",
            [policy.get(key) for key in ("versions", "first", "latest", "current")],
            [
                versions,
                plain.written(states[0]["at"]),
                plain.written(states[-1]["at"]),
                states[-1]["version"],
            ],
        )


def judge_log(judge, polhist, name, states):
    entries = list(reversed(polhist.ask("log", name)["entries"]))
    judge.expect(f"log {name}: states", len(entries), len(states))
    for position, (entry, state) in enumerate(zip(entries, states)):
        before = plain.grants_of_state(states, position - 1) if position else set()
        after = plain.grants_of_state(states, position)
        added, removed = (len(after - before), len(before - after)) if position else (0, 0)
        judge.expect(
            f"log {name}: {entry['version']}",
            [entry[key] for key in ("event", "at", "version", "created", "seen", "grants")],
            [
                state["event"],
                plain.written(state["at"]),
                state["version"],
                plain.written(state["created"]),
                True,
                {"added": added, "removed": removed},
            ],
        )


def grant_of(found):
    conditions = tuple(sorted({
        (test["operator"].lower(), test["key"].lower(), tuple(sorted(set(test["values"]))))
        for test in found["conditions"]
    }))
    if "action" in found:
        action = ("action", found["action"].lower())
    else:
        action = ("not_action", tuple(sorted({name.lower() for name in found["not_action"]})))
    if "resource" in found:
        resource = ("resource", found["resource"])
    else:
        resource = ("not_resource", tuple(sorted(set(found["not_resource"]))))
    return found["effect"], action, resource, conditions


def judge_blame(judge, polhist, name, states, chance):
    position = chance.randrange(len(states))
    at = plain.written(states[position]["at"])
    found = polhist.ask("blame", name, at)
    judge.expect(f"blame {name} {at}: version", found["version"], states[position]["version"])
    wanted = {
        grant: {"version": states[start]["version"], "at": plain.written(states[start]["at"])}
        for grant, start in plain.blame_of(states, position).items()
    }
    judge.expect(f"blame {name} {at}: number", len(found["grants"]), len(wanted))
    for grant in found["grants"]:
        key = grant_of(grant)
        judge.expect(f"blame {name} {at}: {key}", grant["since"], wanted.get(key))


def judge_when(judge, polhist, action, histories):
    """How many policies a plain rule does not decide."""
    found = {policy["name"]: policy["spans"] for policy in polhist.ask("when", action)["policies"]}
    unclear = 0
    for name, (states, _) in histories.items():
        wanted = plain.spans_of(states, action)
        if wanted is None:
            unclear += 1
        else:
            judge.expect(f"when {action}: {name}", found.get(name, []), wanted)
    return unclear


def in_force(states, at):
    before = [state for state in states if state["at"] <= at]
    return before[-1] if before else None


def judge_who(judge, polhist, question, histories, at):
    action, resource = question
    arguments = ["who", action, "--at", plain.written(at)]
    arguments += ["--resource", resource] if resource else []
    found = {policy["name"]: policy for policy in polhist.ask(*arguments)["policies"]}
    unclear = 0
    for name, (states, _) in histories.items():
        state = in_force(states, at)
        wanted = plain.permission(state["document"], action, resource) if state else "no"
        if wanted == "unclear":
            unclear += 1
            continue
        policy = found.get(name)
        answer = "no" if policy is None else "conditional" if policy["conditional"] else "always"
        judge.expect(f"{' '.join(arguments)}: {name}", answer, wanted)
        if policy is not None:
            statement = plain.listed(state["document"]["Statement"])[policy["statement"]]
            gives = statement["Effect"] == "Allow" and plain.concerns(statement, action)
            judge.expect(f"{' '.join(arguments)}: {name}: its statement", gives, True)
    return unclear


def some_action(histories, chance):
    """An action that some document spells, more often one of few documents than one of many."""
    while True:
        states, _ = histories[chance.choice(sorted(histories))]
        statements = plain.listed(chance.choice(states)["document"]["Statement"])
        actions = plain.listed(chance.choice(statements).get("Action", []))
        literal = [action for action in actions if "*" not in action and ":" in action]
        literal = [action for action in literal if "?" not in action and " " not in action]
        if literal:
            return chance.choice(literal)


def some_resource(histories, action, chance):
    """A resource that some statement on the action takes in."""
    patterns = set()
    for states, _ in histories.values():
        for statement in plain.listed(states[-1]["document"]["Statement"]):
            if plain.concerns(statement, action):
                patterns.update(plain.listed(statement.get("Resource", [])))
    # One real pattern ends where the last field begins: no resource is like it, polhist says.
    whole = sorted(p for p in patterns if "".join(p.split(":", 5)[5:]) and "${" not in p)
    return chance.choice(whole).replace("*", "x").replace("?", "x") if whole else None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("polhist")
    parser.add_argument("archive")
    parser.add_argument("--sample", type=int, default=40, help="policies")
    parser.add_argument("--actions", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    if not pathlib.Path(arguments.archive).exists():
        print(f"judge: skipped: there is no history at {arguments.archive}")
        sys.exit(77)
    chance = random.Random(arguments.seed)
    judge, unclear = Judge(), 0
    sightings, blobs = plain.sightings_of(arguments.archive), plain.Blobs(arguments.archive)
    histories = {}
    for name, seen in sightings.items():
        states, versions = plain.states_of(seen, blobs)
        if states:
            histories[name] = (states, versions)
    with tempfile.TemporaryDirectory(prefix="polhist-judge-") as folder:
        polhist = Polhist(arguments.polhist, pathlib.Path(folder) / "store")
        polhist.ask("import", "--scope", "aws", arguments.archive)
        judge_list(judge, polhist, histories)
        for name in chance.sample(sorted(histories), min(arguments.sample, len(histories))):
            states = histories[name][0]
            judge_log(judge, polhist, name, states)
            judge_blame(judge, polhist, name, states, chance)
        for _ in range(arguments.actions):
            action = some_action(histories, chance)
            unclear += judge_when(judge, polhist, action, histories)
            times = [state["at"] for state in histories[chance.choice(sorted(histories))][0]]
            at = chance.choice(times)
            for resource in (None, some_resource(histories, action, chance)):
                unclear += judge_who(judge, polhist, (action, resource), histories, at)
    for wrong in judge.wrong[:20]:
        print(wrong)
    print(
        f"judge: {judge.compared - len(judge.wrong)} of {judge.compared} answers agree; "
        f"{unclear} more that the plain rules do not decide"
    )
    sys.exit(1 if judge.wrong else 0)


if __name__ == "__main__":
    main()
