"""A slow, plain reading of a history of policies: git, JSON and nothing else.

It shares no code with polhist, and says "unclear" where a plain rule does not decide.
"""

import collections
import datetime
import functools
import json
import re
import subprocess


def git(archive, *arguments, data=None):
    return subprocess.run(
        ["git", "-C", archive, *arguments], input=data, capture_output=True, check=True
    ).stdout


def sightings_of(archive):
    """For each policy, (time of commit, blob) wherever a commit differs from one of its parents."""
    text = git(
        archive, "log", "--all", "-m", "--full-history", "--raw", "--no-renames", "--no-abbrev",
        "-z", "--format=%x01%ct", "--", "policies",
    ).decode()
    found = {}
    for commit in text.split("\x01")[1:]:
        time, _, rest = commit.partition("\x00")
        fields = rest.strip("\n").split("\x00")
        for meta, path in zip(fields[::2], fields[1::2]):
            blob, status = meta.split()[3:5]
            if status != "D":
                found.setdefault(path.removeprefix("policies/"), set()).add((int(time), blob))
    return found


class Blobs:
    """The texts of blobs, through one process."""

    def __init__(self, archive):
        self.process = subprocess.Popen(
            ["git", "-C", archive, "cat-file", "--batch"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    @functools.lru_cache(maxsize=None)
    def read(self, blob):
        self.process.stdin.write(blob.encode() + b"\n")
        self.process.stdin.flush()
        size = int(self.process.stdout.readline().split()[2])
        return self.process.stdout.read(size + 1)[:-1]


def parse_instant(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def written(instant):
    return instant.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def states_of(sightings, blobs):
    """What was in force when, oldest first: {"version", "created", "at", "event", "document"}."""
    seen = []
    for time, blob in sightings:
        text = blobs.read(blob)
        if text.strip():
            version = json.loads(text)["PolicyVersion"]
            created = parse_instant(version["CreateDate"])
            at = datetime.datetime.fromtimestamp(time, datetime.timezone.utc)
            seen.append((at, created, version["VersionId"], blob, version["Document"]))
    seen.sort(key=lambda one: one[:4])
    states, met, last = [], {}, None
    for at, created, version, _, document in seen:
        key = (version, created)
        if last == key:
            continue
        if key not in met and (last is None or last[1] < created):
            again = any(other[0] == version for other in met)
            since, event = created, "recreated" if again else "version"
        else:
            since, event = at, "rollback" if created < last[1] else "reinstated"
        met.setdefault(key, document)
        last = key
        states.append(
            {"version": version, "created": created, "at": since, "event": event,
             "document": met[key]}
        )
    states.sort(key=lambda state: state["at"])
    return states, len(met)


def listed(value):
    return value if isinstance(value, list) else [value]


def plain_value(value):
    return json.dumps(value) if isinstance(value, bool) else str(value)


def grants_of(document):
    """Each (effect, action, resource, conditions), with all that means nothing taken away."""
    grants = set()
    for statement in listed(document["Statement"]):
        conditions = tuple(sorted({
            (operator.lower(), key.lower(), tuple(sorted({plain_value(v) for v in listed(values)})))
            for operator, keys in statement.get("Condition", {}).items()
            for key, values in keys.items()
        }))
        if "Action" in statement:
            actions = [("action", action.lower()) for action in listed(statement["Action"])]
        else:
            names = {action.lower() for action in listed(statement["NotAction"])}
            actions = [("not_action", tuple(sorted(names)))]
        if "Resource" in statement:
            resources = [("resource", resource) for resource in listed(statement["Resource"])]
        else:
            resources = [("not_resource", tuple(sorted(set(listed(statement["NotResource"])))))]
        for action in actions:
            for resource in resources:
                grants.add((statement["Effect"], action, resource, conditions))
    return grants


def blame_of(states, position):
    """The position of the state that brought in each grant of a state."""
    since = {}
    for grant in grants_of(states[position]["document"]):
        start = position
        while start > 0 and grant in grants_of_state(states, start - 1):
            start -= 1
        since[grant] = start
    return since


def grants_of_state(states, position):
    state = states[position]
    if "grants" not in state:
        state["grants"] = grants_of(state["document"])
    return state["grants"]


@functools.lru_cache(maxsize=None)
def expression(pattern):
    parts = re.split(r"([*?])", pattern)
    return re.compile(
        "".join({"*": ".*", "?": "."}.get(part, re.escape(part)) for part in parts), re.DOTALL
    )


def takes(pattern, text):
    return expression(pattern).fullmatch(text) is not None


def concerns(statement, action):
    named = "Action" in statement
    patterns = listed(statement["Action" if named else "NotAction"])
    return any(takes(pattern.lower(), action.lower()) for pattern in patterns) == named


def reaches(statement, resource):
    """Whether a statement is about a resource; nothing where variables decide."""
    named = "Resource" in statement
    patterns = listed(statement["Resource" if named else "NotResource"])
    if any("${" in pattern for pattern in patterns):
        return None
    return any(takes(pattern, resource) for pattern in patterns) == named


def permission(document, action, resource=None):
    """`no`, `conditional`, `always` or `unclear`: whether it allows one action."""
    statements = [s for s in listed(document["Statement"]) if concerns(s, action)]
    allows = [s for s in statements if s["Effect"] == "Allow"]
    if not allows:
        return "no"
    answers = set()
    bound_allows = []
    for statement in statements:
        reached = True if resource is None else reaches(statement, resource)
        variables = "${" in json.dumps(statement.get("Resource", statement.get("NotResource")))
        bound = bool(statement.get("Condition")) or variables
        if reached is None:
            return "unclear"
        if statement["Effect"] == "Allow" and reached:
            answers.add("conditional" if bound else "always")
            bound_allows += [statement] if bound else []
        elif statement["Effect"] == "Deny" and reached:
            if bound or (resource is None and listed(statement.get("Resource", "")) != ["*"]):
                return "unclear"
            return "no"
    if "always" not in answers and are_opposed(bound_allows):
        return "unclear"
    return "always" if "always" in answers else "conditional" if answers else "no"


def are_opposed(statements):
    """Whether one tests a key as another does not, so that both together may be no condition."""
    tests = collections.defaultdict(set)
    for statement in statements:
        for operator, keys in statement.get("Condition", {}).items():
            for key in keys:
                tests[key.lower()].add("not" in operator.lower())
    return any(len(ways) == 2 for ways in tests.values())


def spans_of(states, action, resource=None):
    """Runs of states that answer alike, as `polhist when` has them; nothing where unclear."""
    spans, before = [], "no"
    for state in states:
        answer = permission(state["document"], action, resource)
        if answer == "unclear":
            return None
        moment = {"version": state["version"], "at": written(state["at"])}
        if answer != before:
            if before != "no":
                spans[-1]["until"] = moment
            if answer != "no":
                spans.append(
                    {"from": moment, "until": None, "conditional": answer == "conditional"}
                )
        before = answer
    return spans
