"""Pairs of documents under 1 MiB that cost a comparer much, by kind and seed.

A kind is a function of a `random.Random` that gives a function of a size, and that a pair of
documents; `pair` takes the largest size, or a part of it, that fits.
"""

import json
import random

MEBIBYTE = 1024 * 1024
OPERATORS = ("StringLike", "StringNotLike", "StringEquals", "StringNotEquals", "ArnLike",
             "ArnNotLike", "StringEqualsIgnoreCase")
SETS = ("", "ForAllValues:", "ForAnyValue:")


def policy(*statements):
    return {"Version": "2012-10-17", "Statement": list(statements)}


def allow(**elements):
    return {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", **elements}


def deny(**elements):
    return allow(**{"Effect": "Deny", **elements})


def account(number):
    return f"{number % 10**12:012d}"


def root(number):
    return f"arn:aws:iam::{account(number)}:root"


def caller(number, rnd):
    name = rnd.choice((f"user/u{number}", f"role/r{number}", "root"))
    return f"arn:aws:iam::{account(number // 3)}:{name}"


def not_principal(rnd):
    each, shift = rnd.choice((3, 30, 100, 400)), rnd.randrange(9)

    def make(size):
        def lists(start):
            return [[start + i * each + j for j in range(each)] for i in range(size // each + 1)]
        old = [allow(Principal={"AWS": [root(n) for n in one]}) for one in lists(0)]
        new = []
        for at, one in enumerate(lists(shift)):
            names = {"AWS": [caller(n, rnd) for n in one]}
            new.append(deny(NotPrincipal=names) if at % 2 else allow(Principal=names))
        return policy(*old), policy(*new)
    return make


def only_not_principals(rnd):
    """Every statement exempts others: as many chains of callers as there are statements."""
    each = rnd.choice((1, 2, 10))

    def make(size):
        def statements(start):
            for at in range(size // each + 1):
                names = [caller(start + at * each + n, rnd) for n in range(each)]
                yield deny(Resource=f"arn:aws:s3:::b{at % 7}*", NotPrincipal={"AWS": names})
        everyone = allow(Principal="*")
        return policy(everyone, *statements(0)), policy(everyone, *statements(1))
    return make


def denies(rnd):
    step, keys, inner = rnd.choice((2, 3, 50)), rnd.choice((1, 7, 50, 5000)), rnd.choice(("*", ""))

    def make(size):
        all_of_them = [
            deny(Action="s3:*", Resource=f"arn:aws:s3:::*{i}{inner}",
                 Condition={"StringLike": {f"aws:key{i % keys}": f"*{i}*"}}) for i in range(size)]
        one = allow(Action="*")
        return policy(one, *all_of_them), policy(one, *all_of_them[::step])
    return make


def shifted(rnd):
    ahead, kinds = rnd.randrange(1, 9), rnd.choice((1, 7, 100))
    star = rnd.choice(("", "*"))

    def make(size):
        def made(a, r):
            return policy(*[allow(Action=[f"s3:A{i + a}{star}", f"s3:B{i % kinds}"],
                                  Resource=f"arn:aws:s3:::b{i + r}{star}") for i in range(size)])
        return made(0, 0), made(1, ahead)
    return make


def networks(rnd):
    bits, other = rnd.sample(range(12, 33), 2)
    operators = rnd.choice((("IpAddress", "NotIpAddress"), ("IpAddress", "IpAddress"),
                            ("NotIpAddress", "NotIpAddress")))
    six = rnd.random() < 0.3

    def address(number, length):
        if six:
            return f"2001:db8:{number >> 16:x}:{number & 65535:x}::/{length + 32}"
        return f"{10 + (number >> 16) % 200}.{number >> 8 & 255}.{number & 255}.0/{length}"

    def make(size):
        def made(operator, length, spread):
            values = [address(n * spread, length) for n in range(size)]
            return policy(allow(Condition={operator: {"aws:SourceIp": values}}))
        return made(operators[0], bits, 1), made(operators[1], other, rnd.choice((1, 3)))
    return make


def chained(rnd):
    """Keys that name one another, in resources and in values."""
    steps, rest = rnd.sample((1, 2, 3, 7), 2), rnd.choice(("/*", "*", "/x?", ""))

    def make(size):
        def made(step):
            return policy(*[
                allow(Resource=f"arn:aws:s3:::b/${{aws:PrincipalTag/k{i}}}{rest}",
                      Condition={"StringEquals": {
                          f"aws:PrincipalTag/k{i}": f"${{aws:PrincipalTag/k{i + step}}}"}})
                for i in range(size)])
        return made(steps[0]), made(steps[1])
    return make


def embedded(rnd):
    """One statement with resources of many variables each."""
    each = rnd.choice((2, 5, 20))

    def make(size):
        def made(glue):
            words = [glue.join(f"${{aws:PrincipalTag/k{(i + j) % 97}}}" for j in range(each))
                     for i in range(size)]
            return policy(allow(Resource=[f"arn:aws:s3:::{word}" for word in words]))
        return made("*"), made(rnd.choice(("-*", "?", "*a*")))
    return make


def values(rnd):
    """Long lists of values of one key or of a few."""
    first, second = rnd.choice(OPERATORS), rnd.choice(OPERATORS)
    quantifier, tail = rnd.choice(SETS), rnd.choice(("x", "*x", "", "?"))
    shape = rnd.choice(("*{0}*", "{0}*", "*{0}", "a*{0}*b*", "arn:aws:s3:::*{0}*"))

    def make(size):
        def made(operator, ending):
            texts = [shape.format(i) + ending for i in range(size)]
            return policy(allow(Condition={quantifier + operator: {"aws:key": texts}}))
        return made(first, ""), made(second, tail)
    return make


def numbers(rnd):
    digits = rnd.choice((5, 60, 250))
    operators = rnd.sample(("NumericEquals", "NumericNotEquals", "NumericLessThan",
                            "NumericGreaterThanEquals"), 2)
    form = rnd.choice(("{0}{1}", "0.{0}{1}", "{1}.{0}", "-{0}{1}"))

    def make(size):
        def made(operator, digit):
            texts = [form.format(digit * digits, i) for i in range(size)]
            return policy(allow(Condition={operator: {"aws:key": texts}}))
        return made(operators[0], "1"), made(operators[1], rnd.choice("19"))
    return make


def dates(rnd):
    operators = rnd.sample(("DateEquals", "DateNotEquals", "DateLessThan", "DateGreaterThan"), 2)

    def make(size):
        def made(operator, ahead):
            texts = [f"20{i % 90 + 10}-{i % 12 + 1:02}-{i % 28 + 1:02}T{i % 24:02}:"
                     f"{i // 24 % 60:02}:{(i + ahead) % 60:02}Z" for i in range(size)]
            return policy(allow(Condition={operator: {"aws:CurrentTime": texts}}))
        return made(operators[0], 0), made(operators[1], rnd.randrange(3))
    return make


def long_arns(rnd):
    unit, other = rnd.choice((("a*", "?a*"), ("*a?", "a*b"), ("*ab", "b*a*"), ("*:", "*/")))
    each = rnd.choice((1, 3, 20))

    def make(size):
        def made(part, end):
            return policy(allow(Resource=[f"arn:aws:s3:::{i}{part * (size // each + 1)}{end}"
                                          for i in range(each)]))
        return made(unit, "x"), made(other, rnd.choice("xy"))
    return make


def exceptions(rnd):
    """NotAction lists, in one statement or in many."""
    each, star = rnd.choice((1, 10, 1000)), rnd.choice(("", "*", "*x"))

    def make(size):
        def made(shift):
            return policy(*[
                {"Effect": "Allow", "Resource": f"arn:aws:s3:::b{start % 50}",
                 "NotAction": [f"s3:A{start + j + shift}{star}" for j in range(each)]}
                for start in range(0, size, each)])
        return made(0), made(rnd.choice((1, each // 2 + 1)))
    return make


def not_resources(rnd):
    each, star = rnd.choice((1, 10, 1000)), rnd.choice(("", "*", "*/x*"))

    def make(size):
        def made(shift):
            return policy(*[
                {"Effect": "Allow", "Action": f"s3:A{start % 9}*",
                 "NotResource": [f"arn:aws:s3:::b{start + j + shift}{star}" for j in range(each)]}
                for start in range(0, size, each)])
        return made(0), made(rnd.choice((1, each // 2 + 1)))
    return make


def keys(rnd):
    """Many keys in a statement, and many such statements."""
    each, operators = rnd.choice((3, 40, 10**6)), [rnd.choice(OPERATORS) for _ in range(2)]
    ending = rnd.choice(("", "IfExists"))

    def make(size):
        def made(operator, word):
            starts = range(0, size, each)
            return policy(*[
                allow(Resource=f"arn:aws:s3:::b{start % 3}*", Condition={operator: {
                    f"aws:PrincipalTag/k{n}": f"{word}{n}*"
                    for n in range(start, min(start + each, size))}})
                for start in starts])
        return made(operators[0], "v"), made(operators[1] + ending, rnd.choice("vw"))
    return make


def principals(rnd):
    services = rnd.random() < 0.3

    def make(size):
        def made(start):
            if services:
                return {"Service": [f"s{n}.amazonaws.com" for n in range(start, start + size)]}
            return {"AWS": [caller(n, rnd) for n in range(start, start + size)]}
        element = rnd.choice(("Principal", "NotPrincipal"))
        old = policy(allow(Principal=made(0)))
        return old, policy(allow(**{element: made(rnd.choice((1, size)))}))
    return make


def actions(rnd):
    shape = rnd.choice(("s{0}:*x{0}*", "s3:*{0}*", "s3:a*{0}", "s{0}:?x*", "*:*{0}"))
    other = rnd.choice(("y", "?", "*y"))

    def make(size):
        old = [shape.format(i) for i in range(size)]
        new = [text + other for text in old]
        if rnd.random() < 0.5:
            return policy(allow(Action=old)), policy(allow(Action="*"), deny(Action=new))
        return policy(allow(Action=old)), policy(allow(Action=new))
    return make


def crossing(rnd):
    """Old Allows of several conditions each, against one that takes in all: a choice for each."""
    each = rnd.choice((2, 3, 5))

    def make(size):
        old = [allow(Resource=f"arn:aws:s3:::*{i % 5}*", Condition={"StringLike": {
            f"aws:k{(i * (j + 3)) % 23}": f"*{i}*{j}*" for j in range(each)}}) for i in range(size)]
        new = allow(Condition={"StringLike": {"aws:k1": "*1*"}}) if rnd.random() < 0.5 else allow()
        return policy(*old), policy(new)
    return make


def presence(rnd):
    """Keys that are tested for being there, and by all sorts of operators."""
    kinds = rnd.sample(("Null", "StringLike", "Bool", "NumericLessThan", "IpAddress",
                        "DateLessThan", "ArnLike", "ForAllValues:StringLike"), 4)
    texts = {"Null": "true", "Bool": "true", "NumericLessThan": "5", "IpAddress": "10.0.0.0/8",
             "DateLessThan": "2026-01-01"}

    def make(size):
        def made(shift):
            return policy(*[
                allow(Action=f"s3:A{i % 11}*", Condition={
                    kinds[(i + shift) % 4]: {f"aws:k{i % 31}": texts.get(
                        kinds[(i + shift) % 4], f"a*{i}*")},
                    kinds[(i + shift + 1) % 4]: {f"aws:k{(i + 1) % 31}": texts.get(
                        kinds[(i + shift + 1) % 4], f"*{i}b*")}})
                for i in range(size)])
        return made(0), made(1)
    return make


def mixed(rnd):
    """Statements of three kinds in one document."""
    makers = [kind(rnd) for kind in rnd.sample(SIMPLE, 3)]

    def make(size):
        pairs = [maker(max(1, size // 3)) for maker in makers]
        sides = [[statement for pair in pairs for statement in pair[side]["Statement"]]
                 for side in (0, 1)]
        # A document has principals in all statements or in none.
        for statements in sides:
            if any("Principal" in one or "NotPrincipal" in one for one in statements):
                for one in statements:
                    if "NotPrincipal" not in one:
                        one.setdefault("Principal", "*")
        return policy(*sides[0]), policy(*sides[1])
    return make


SIMPLE = (not_principal, only_not_principals, denies, shifted, networks, chained, embedded, values,
          numbers, dates, long_arns, exceptions, not_resources, keys, principals, actions, crossing,
          presence)
KINDS = {kind.__name__: kind for kind in (*SIMPLE, mixed)}


def compact(document):
    return json.dumps(document, separators=(",", ":")).encode()


def fitting(make, room):
    """The largest pair up to this room that a few tries find."""
    best, size = [compact(document) for document in make(1)], 64
    for _ in range(8):
        texts = [compact(document) for document in make(size)]
        largest = max(map(len, texts))
        if largest <= room and largest >= max(map(len, best)):
            best = texts
        if room * 0.8 < largest <= room or size > 10**6:
            break
        # Statements are long where they hold long lists: in small steps down, in large ones up.
        size = min(int(size * room / largest * 0.95), size * 64) + (largest < room)
        size = max(1, size)
    return best


def pair(kind, seed, part=None):
    """The two texts of a pair; of a third of them less than all that fits."""
    rnd = random.Random(f"{kind} {seed}")
    part = part or (1 if rnd.random() < 0.67 else rnd.choice((0.01, 0.05, 0.3)))
    return fitting(KINDS[kind](rnd), int(MEBIBYTE * part))
