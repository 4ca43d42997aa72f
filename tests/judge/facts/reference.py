"""What AWS lists about condition keys: the tables of the project."""

import csv
import re
from pathlib import Path

TABLES = Path(__file__).resolve().parents[3] / "src/engine/reference"

ACCOUNT = re.compile(r"\d{12}")

# Single-valued keys whose value is an account, by their descriptions.
ACCOUNT_KEYS = frozenset(
    key.lower()
    for key in (
        "aws:PrincipalAccount", "aws:ResourceAccount", "aws:SourceAccount", "aws:VpceAccount",
        "kms:CallerAccount", "s3:ResourceAccount", "s3express:ResourceAccount",
        "s3:DataAccessPointAccount", "s3-outposts:DataAccessPointAccount",
        "s3express:DataAccessPointAccount", "events:creatorAccount", "ram:ShareOwnerAccountId",
        "refactor-spaces:ApplicationCreatedByAccount", "refactor-spaces:CreatedByAccountIds",
        "refactor-spaces:RouteCreatedByAccount", "refactor-spaces:ServiceCreatedByAccount",
        "servicediscovery:ServiceCreatedByAccount", "ssm:NodeAccountId",
        "vpc-lattice-svcs:SourceVpcOwnerAccount",
    )
)

# Numeric keys whose values may have a fraction.
FRACTIONS = re.compile(r":(TlsVersion|SpotPrice)$|^fis:Percentage$|^kinesis:FisInjectPercentage$|"
                       r"\.vCpu$", re.IGNORECASE)


class Reference:
    """Type, number of values and presence of each known key; names without regard to case."""

    def __init__(self):
        self._exact, self._patterns, self.always = {}, [], set()
        for name in ("service_keys.tsv", "global_keys.tsv"):
            with open(TABLES / name, encoding="utf-8", newline="") as table:
                for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE):
                    self._add(row)

    def _add(self, row):
        key, facts = row["key"].lower(), (row["type"], row["values"])
        if row.get("always") == "yes":
            self.always.add(key)
        if "${" in key:
            parts = re.split(r"\$\{[^}]*\}", key)
            self._patterns.append((re.compile(".+".join(map(re.escape, parts)), re.S), facts))
        else:
            self._exact[key] = facts

    def _facts(self, key):
        key = key.lower()
        if key not in self._exact:
            found = (facts for pattern, facts in self._patterns if pattern.fullmatch(key))
            self._exact[key] = next(found, (None, None))
        return self._exact[key]

    def type_of(self, key):
        """String, Bool, Numeric, Date, ARN, IPAddress, or None for a key that is not known."""
        return self._facts(key)[0]

    def is_single(self, key):
        """True, False, or None for a key that is not known."""
        values = self._facts(key)[1]
        return None if values is None else values == "single"

