"""Two documents as the facts need them: which keys they test, how, and with which values."""

import re

VARIABLE = re.compile(r"\$\{([^}]*)\}")


def as_list(value):
    return value if isinstance(value, list) else [] if value is None else [value]


def text_of(value):
    """The text that a JSON value of a condition stands for."""
    return str(value).lower() if isinstance(value, bool) else str(value)


class Operator:
    """The name of a condition operator, taken apart."""

    def __init__(self, name):
        name = name.lower()
        head, colon, rest = name.partition(":")
        self.is_set = bool(colon) and head in ("forallvalues", "foranyvalue")
        rest = rest if self.is_set else name
        self.base = rest.removesuffix("ifexists")
        self.kind = next((kind for kind in ("null", "bool", "numeric", "date", "ip", "arn", "binary")
                          if self.base.removeprefix("not").startswith(kind)), "string")


class Pair:
    def __init__(self, old, new):
        self.old, self.new = old, new
        self.tests = {}  # key in lower case -> [(Operator, [text])]
        self.spelling = {}
        self.variables = set()
        self._kinds = {}
        for document in (old, new):
            self._read(document)

    def _read(self, document):
        variables = document.get("Version") == "2012-10-17"
        for statement in as_list(document["Statement"]):
            values = as_list(statement.get("Resource")) + as_list(statement.get("NotResource"))
            for name, tests in (statement.get("Condition") or {}).items():
                for key, given in tests.items():
                    texts = [text_of(value) for value in as_list(given)]
                    self.tests.setdefault(key.lower(), []).append((Operator(name), texts))
                    self.spelling.setdefault(key.lower(), key)
                    values += texts
            if variables:
                self._note_variables(values)

    def _note_variables(self, values):
        for value in values:
            for inside in VARIABLE.findall(value):
                name = inside.partition(",")[0].strip()
                if name not in ("*", "?", "$"):
                    self.variables.add(name.lower())
                    self.spelling.setdefault(name.lower(), name)

    def mentioned(self, key):
        return key.lower() in self.tests or key.lower() in self.variables

    def kinds(self, key):
        """The kinds of operators that test the key; Null counts for none."""
        return {operator.kind for operator, _ in self.tests.get(key.lower(), ())} - {"null"}

    def is_set(self, key, reference):
        """Whether a request may hold several values of the key."""
        single = reference.is_single(key)
        if single is None:
            return any(operator.is_set for operator, _ in self.tests.get(key.lower(), ()))
        return not single

    def kind_of(self, key, reference):
        """The type of the key: what the table says, or what the operators of the pair say."""
        if key not in self._kinds:
            self._kinds[key] = self._kind_of(key, reference)
        return self._kinds[key]

    def _kind_of(self, key, reference):
        kinds = self.kinds(key)
        if "ip" in kinds:
            return "IPAddress"
        known = reference.type_of(key)
        if known:
            return known
        names = {"bool": "Bool", "numeric": "Numeric", "date": "Date"}
        return names.get(next(iter(kinds)), "String") if len(kinds) == 1 else "String"
