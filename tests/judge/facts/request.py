"""A request that the program shows, as the facts read it."""

import collections

Arn = collections.namedtuple("Arn", "prefix partition service region account rest")


def split_arn(text):
    """The six fields of an ARN, or None."""
    fields = text.split(":", 5)
    return Arn(*fields) if len(fields) == 6 and fields[0] == "arn" else None


class Request:
    """Keys in lower case; `absent` holds those of which the program says that they must be missing."""

    def __init__(self, entry, pair, reference):
        request = entry["request"]
        self.pair, self.reference = pair, reference
        self.action, self.resource = request["action"], request["resource"]
        self.arn = split_arn(self.resource)
        self.spelling = {key.lower(): key for key in request["context"]}
        self.context = {key.lower(): values for key, values in request["context"].items()}
        self.absent = {key.lower() for key in entry.get("absent", ())}
        self.callers = [
            (kind, name) for kind, names in as_principals(request.get("principal")) for name in names
        ]

    def value(self, key):
        """The value of a key that has exactly one, or None."""
        values = self.context.get(key.lower(), ())
        return values[0] if len(values) == 1 else None

    def values(self, key):
        return self.context.get(key.lower())

    def is_absent(self, key):
        return key.lower() in self.absent and key.lower() not in self.context

    def kind_of(self, key):
        return self.pair.kind_of(key, self.reference)

    def under(self, prefix):
        """What follows the prefix in the names of keys: (in the context, in absent)."""
        return tuple(
            {key[len(prefix):] for key in keys if key.startswith(prefix)}
            for keys in (self.context, self.absent)
        )


def as_principals(principal):
    """`"*"`, `{"AWS": name}` and `{"AWS": [names]}` alike: (kind, [names])."""
    if principal is None:
        return []
    if isinstance(principal, str):
        return [("AWS", [principal])]
    return [(kind, names if isinstance(names, list) else [names])
            for kind, names in principal.items()]
