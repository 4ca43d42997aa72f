#!/usr/bin/env python3
"""The whole life of the policies of an account: life.py POLHIST

A dump, a change, a withdrawal and a later dump, with `who`, `when`, `list`, `log` and `site` after
each; what a dump without a date is good for; and that the order of imports means nothing.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

ACCOUNT = "111122223333"
DAYS = ("2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01")


def document(*actions):
    return {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": list(actions), "Resource": "*"}],
    }


def version(number, created, *actions, default=True):
    return {
        "VersionId": f"v{number}",
        "IsDefaultVersion": default,
        "CreateDate": f"{created}T00:00:00+00:00",
        "Document": document(*actions),
    }


def policy(name, created, *versions):
    return {
        "PolicyName": name,
        "Arn": f"arn:aws:iam::{ACCOUNT}:policy/{name}",
        "CreateDate": f"{created}T00:00:00+00:00",
        "PolicyVersionList": list(versions),
    }


def role(name, **inline):
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "x.y"}}
    return {
        "RoleName": name,
        "Arn": f"arn:aws:iam::{ACCOUNT}:role/{name}",
        "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [trust]},
        "RolePolicyList": [
            {"PolicyName": policy_name, "PolicyDocument": document(*actions)}
            for policy_name, actions in inline.items()
        ],
        "AttachedManagedPolicies": [],
    }


def dump(roles, policies, **more):
    return {
        "UserDetailList": [],
        "GroupDetailList": [],
        "RoleDetailList": roles,
        "Policies": policies,
        "IsTruncated": False,
        **more,
    }


OLD = policy("old", "2022-01-01", version(5, "2023-06-01", "s3:GetObject"))
TEAM = (
    version(1, "2023-01-01", "s3:PutObject", default=False),
    version(2, "2023-05-01", "s3:PutObject", "s3:GetObject"),
)
CHANGED = (
    version(2, "2023-05-01", "s3:PutObject", "s3:GetObject", default=False),
    version(3, "2024-01-15", "s3:PutObject", "iam:PassRole"),
)
AGAIN = (version(1, "2024-03-20", "iam:PassRole"),)
ADMIN = role("admin")

DUMPS = (
    dump([ADMIN, role("builder", inl=["kms:Decrypt"])], [OLD, policy("team", "2023-01-01", *TEAM)]),
    dump(
        [ADMIN, role("builder", inl=["kms:Decrypt", "iam:PassRole"])],
        [OLD, policy("team", "2023-01-01", *CHANGED)],
    ),
    dump([ADMIN], [OLD]),
    dump([ADMIN, role("builder")], [OLD, policy("team", "2024-03-20", *AGAIN)]),
)


class Failed(Exception):
    pass


def check(holds, what):
    if not holds:
        raise Failed(what)


def same(found, wanted, what):
    check(found == wanted, f"{what}:\n    found  {found}\n    wanted {wanted}")


class Store:
    def __init__(self, program, folder):
        self.program, self.folder = str(program), folder
        self.path = folder / "store"

    def run(self, *arguments, status=0):
        done = subprocess.run(
            [self.program, "--store", str(self.path), *arguments],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        what = " ".join(arguments)
        same(done.returncode, status, f"{what}: {done.stderr.strip()}: status")
        return done

    def ask(self, *arguments):
        return json.loads(self.run(*arguments, "--format", "json").stdout)

    def take(self, value, *options, name="dump"):
        path = self.folder / f"{name}.json"
        path.write_text(json.dumps(value))
        return self.ask("import", *options, str(path))

    def site(self):
        folder = self.folder / "site"
        self.run("site", "-o", str(folder))
        return folder

    def tree(self):
        command = ["git", "-C", str(self.path), "rev-parse", "main^{tree}"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def holders(store, action, *options):
    return [holder["name"] for holder in store.ask("who", action, *options)["policies"]]


def listed(store, *options):
    return {policy["name"]: policy for policy in store.ask("list", *options)["policies"]}


def spans(store, action, name):
    for found in store.ask("when", action)["policies"]:
        if found["name"] == name:
            return [
                (span["from"]["version"], span["until"] and tuple(span["until"].values()))
                for span in found["spans"]
            ]
    return []


def events(store, name):
    entries = store.ask("log", name)["entries"]
    return [(entry["version"], entry["event"], entry["withdrawn"]) for entry in entries]


def told(store, name, *options):
    """What the changelog tells of a policy: when, what, and what it means."""
    days = store.ask("changelog", name, *options)["days"]
    entries = [entry for day in days for entry in day["entries"]]
    return [
        (entry["at"][:10], entry["event"], entry["version"], (entry["diff"] or {}).get("overall"))
        for entry in entries
    ]


def drifted(store, value):
    """The kind of drift of each policy of a dump that drifted."""
    path = store.folder / "drift.json"
    path.write_text(json.dumps(value))
    status = 0 if value is DUMPS[2] else 1
    done = store.run("drift", "--source", f"file:{path}", "--format", "json", status=status)
    return {drift["policy"]: drift["kind"] for drift in json.loads(done.stdout)["drift"]}


def on_site(store, name):
    """What the site says of a policy: the list, and whether its page and who allows iam:PassRole."""
    folder = store.site()
    rows = json.loads((folder / "api/v1/list.json").read_text())["policies"]
    row = next(row for row in rows if row["name"] == name)
    page = (folder / f"policy/{name}/index.html").read_text()
    action = folder / "actions/iam/passrole.html"
    now = action.read_text().split("Policies that did")[0] if action.exists() else ""
    return row["current"], row["withdrawn"], "Withdrawn" in page, f">{name}<" in now


def first_dump(store):
    report = store.take(DUMPS[0], "--at", DAYS[0])
    same(report.get("withdrawn"), 0, "nothing was there before")
    same(holders(store, "s3:PutObject"), ["team"], "who")
    same(holders(store, "kms:Decrypt"), ["role/builder/inline/inl"], "who, inline")
    same(spans(store, "s3:PutObject", "team"), [("v1", None)], "when")
    same(
        sorted(listed(store)),
        ["old", "role/admin/trust", "role/builder/inline/inl", "role/builder/trust", "team"],
        "list",
    )
    same(events(store, "team"), [("v2", "version", None), ("v1", "version", None)], "log")
    same(on_site(store, "team"), ("v2", None, False, False), "site")
    same(store.ask("who", "s3:PutObject")["known_until"], "2024-01-01T00:00:00Z", "known until")
    # It was created in 2022, and its first version that is known is v5 of 2023.
    early = store.ask("who", "s3:GetObject", "--at", "2022-06-01")
    same((early["policies"], early["unknown"]), ([], ["old"]), "unknown")
    same(store.ask("who", "s3:GetObject", "--at", "2021-06-01")["unknown"], [], "not there yet")


def change(store):
    store.take(DUMPS[1], "--at", DAYS[1])
    inline = "role/builder/inline/inl"
    same(holders(store, "iam:PassRole"), [inline, "team"], "who")
    same(holders(store, "iam:PassRole", "--at", DAYS[0]), [], "who, before")
    same(spans(store, "s3:GetObject", "team"), [("v2", ("v3", "2024-01-15T00:00:00Z"))], "when")
    same(len(events(store, inline)), 2, "log of an inline policy")
    same(on_site(store, "team"), ("v3", None, False, True), "site")
    changed = store.ask("diff", inline, DAYS[0], DAYS[1])
    same(changed["overall"], "broader", "diff by dates")
    same(changed["known_until"], "2024-02-01T00:00:00Z", "known until")


def withdrawal(store):
    report = store.take(DUMPS[2], "--at", DAYS[2])
    same(report["withdrawn"], 3, "withdrawn: a managed policy, an inline one and a trust policy")
    gone = "2024-03-01T00:00:00Z"
    same(holders(store, "iam:PassRole"), [], "who, now")
    same(holders(store, "kms:Decrypt"), [], "who, now")
    same(len(holders(store, "iam:PassRole", "--at", "2024-02-15")), 2, "who, then")
    same(holders(store, "iam:PassRole", "--at", DAYS[2]), [], "who, that day")
    same(spans(store, "iam:PassRole", "team"), [("v3", (None, gone))], "when")
    same(sorted(listed(store)), ["old", "role/admin/trust"], "list")
    same(sorted(listed(store, "--at", "2024-02-15"))[-1], "team", "list, then")
    row = listed(store, "--all")["team"]
    same((row["current"], row["withdrawn"]), (None, gone), "list --all")
    same(events(store, "team")[0], ("v3", "version", gone), "log")
    same(store.ask("log", "team")["withdrawn"], gone, "log")
    same(on_site(store, "team"), (None, gone, True, False), "site")
    same(drifted(store, DUMPS[2]), {}, "drift: what is known to be gone is no news")
    same(drifted(store, DUMPS[1])["team"], "returned", "drift: what is there again is")
    check("withdrawn by" in store.run("show", "team").stderr, "show says that it is withdrawn")
    check("was withdrawn by" in store.run("show", "team", DAYS[2], status=2).stderr, "show at a date")
    same(
        told(store, "team", "--since", "2024-01-10"),
        [(DAYS[2], "withdrawn", "v3", "narrower"), ("2024-01-15", "version", "v3", "mixed")],
        "changelog",
    )
    same(told(store, "team", "--verdict", "narrower")[0][1], "withdrawn", "changelog by verdict")
    late = ("changelog", "team", "--since", "2024-02-20")
    check("- **team** `v3`" in store.run(*late).stdout, "changelog in Markdown")
    check("the policy is withdrawn" in store.run(*late).stdout, "changelog in Markdown")
    check("withdrawn" in store.run(*late, "--format", "text").stdout, "changelog as text")
    for text, line in (("text", f"{DAYS[2]}  -      withdrawn"), ("markdown", f"| {DAYS[2]} |")):
        log = ("log", "team", "--format", text)
        check(line in store.run(*log, "--since", "2024-02-20").stdout, f"log as {text}")
        early = store.run(*log, "--until", "2024-02-20").stdout
        check(line not in early, f"log as {text}, before it was")
    check("team v3 → nothing: withdrawn" in store.run("feed", "team").stdout, "feed")
    start = (store.site() / "index.html").read_text()
    check("withdrawn  -2 actions" in start, "first page of the site")
    lost = store.ask("diff", "team", DAYS[1], DAYS[2])
    same((lost["to"], lost["overall"]), (None, "narrower"), "diff with nothing")


def later_dump(store):
    store.take(DUMPS[3], "--at", DAYS[3])
    gone = "2024-03-01T00:00:00Z"
    same(holders(store, "iam:PassRole"), ["team"], "who")
    same(
        spans(store, "iam:PassRole", "team"), [("v3", (None, gone)), ("v1", None)], "when, regained"
    )
    same(sorted(listed(store)), ["old", "role/admin/trust", "role/builder/trust", "team"], "list")
    same(
        events(store, "team")[:2], [("v1", "recreated", None), ("v3", "version", gone)], "log"
    )
    same(
        events(store, "role/builder/trust")[0][1:], ("reinstated", None), "log of what came back"
    )
    same(on_site(store, "team"), ("v1", None, False, True), "site")
    same(holders(store, "iam:PassRole", "--at", "2024-03-10"), [], "who, in between")
    same(
        told(store, "team", "--since", "2024-02-20"),
        [("2024-03-20", "recreated", "v1", "broader"), (DAYS[2], "withdrawn", "v3", "narrower")],
        "changelog of a return: against nothing",
    )
    grants = store.ask("blame", "team")
    same(grants["grants"][0]["since"]["at"], "2024-03-20T00:00:00Z", "blame ends where it was gone")


def beyond(store):
    for arguments in (
        ("who", "iam:PassRole", "--at", "2024-05-01"),
        ("list", "--at", "2024-05-01"),
        ("log", "team", "--until", "2024-05-01"),
        ("blame", "team", "2024-05-01"),
        ("diff", "team", "2024-04-01", "2024-05-01"),
    ):
        done = store.run(*arguments, "--format", "json")
        answer = json.loads(done.stdout)
        same(answer["known_until"], "2024-04-01T00:00:00Z", arguments[0])
        same(answer["beyond_known"], True, arguments[0])
        check("warning: " in done.stderr, f"{arguments[0]} warns")
        text = store.run(*arguments).stdout
        check("known up to 2024-04-01T00:00:00Z" in text, f"{arguments[0]}: text says it")
    # A day is beyond where all of it is.
    done = store.run("who", "iam:PassRole", "--at", DAYS[3], "--format", "json")
    same(json.loads(done.stdout)["beyond_known"], False, "the day itself")
    check("warning" not in done.stderr, done.stderr)


def order(program, folder):
    """Imports in another order end in the same tree."""
    trees = set()
    for positions in ((0, 1, 2, 3), (3, 1, 0, 2)):
        work = folder / "".join(map(str, positions))
        work.mkdir()
        store = Store(program, work)
        for at in positions:
            store.take(DUMPS[at], "--at", DAYS[at])
        trees.add(store.tree())
        same(holders(store, "iam:PassRole"), ["team"], "who, whatever the order")
    same(len(trees), 1, "number of trees")


def undated(program, folder):
    """A dump is an observation of now; the same bytes twice are one."""
    folder.mkdir()
    store = Store(program, folder)
    store.take(DUMPS[0])
    inline = "role/builder/inline/inl"
    check("kms:Decrypt" in store.run("show", inline).stdout, "show")
    same(len(store.ask("blame", inline)["grants"]), 1, "blame")
    tree = store.tree()
    again = store.take(DUMPS[0])
    same((again["versions"]["new"], store.tree()), (0, tree), "twice")
    store.take(DUMPS[1])
    same(store.ask("diff", inline, "latest~1")["overall"], "broader", "diff")
    same(store.take(DUMPS[2])["withdrawn"], 3, "withdrawn at once")
    same(holders(store, "kms:Decrypt"), [], "who")


def partial(program, folder):
    """What a dump was not asked for, or could not be read, is not gone."""
    broken = json.loads(json.dumps(DUMPS[2]))
    broken["Policies"].append({"PolicyName": "x"})
    roles = dump([ADMIN], [])
    roles["RoleDetailList"][0] = {
        **ADMIN,
        "AttachedManagedPolicies": [{"PolicyArn": OLD["Arn"], "PolicyName": "old"}],
    }
    of_aws = json.loads(json.dumps(roles))
    of_aws["Policies"] = [{**json.loads(json.dumps(OLD)), "Arn": "arn:aws:iam::aws:policy/X", "PolicyName": "X"}]
    other = json.loads(json.dumps(DUMPS[2]).replace(ACCOUNT, "444455556666"))
    for name, value, status in (
        ("only roles", roles, 0),
        ("only roles and policies of AWS", of_aws, 0),
        ("only policies", dump([], [OLD]), 0),
        ("a policy that cannot be read", broken, 2),
        ("another account", other, 0),
    ):
        work = folder / name.replace(" ", "-")
        work.mkdir(parents=True)
        store = Store(program, work)
        store.take(DUMPS[0], "--at", DAYS[0])
        (work / "next.json").write_text(json.dumps(value))
        store.run("import", "--at", DAYS[1], str(work / "next.json"), status=status)
        kept = {"only roles": "team", "only roles and policies of AWS": "team old", "only policies": "role/builder/inline/inl"}
        names = listed(store)
        for policy_name in kept.get(name, "team role/builder/inline/inl").split():
            check(policy_name in names, f"{name}: `{policy_name}` is still there: {sorted(names)}")


def main():
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    program = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory(prefix="polhist-life-") as name:
        folder = pathlib.Path(name)
        (folder / "life").mkdir()
        store = Store(program, folder / "life")
        for chapter in (first_dump, change, withdrawal, later_dump, beyond):
            try:
                chapter(store)
            except Failed as failed:
                raise SystemExit(f"life: {chapter.__name__}: {failed}") from None
        for chapter in (order, undated, partial):
            try:
                chapter(program, folder / chapter.__name__ if chapter is not order else folder)
            except Failed as failed:
                raise SystemExit(f"life: {chapter.__name__}: {failed}") from None
        store.run("fsck")
    print("life: a dump, a change, a withdrawal and a later dump are told alike everywhere")


if __name__ == "__main__":
    main()
