#include "index/statement.h"

namespace polhist::index {
namespace {

using policy::Condition;
using policy::Patterns;
using policy::Principal;
using policy::Principals;
using policy::Statement;

void encode_principals(Encoder& to, const Principals& principals) {
    to.number(principals.negated ? 1 : 0).number(principals.values.size());
    for (const Principal& principal : principals.values) {
        to.text(principal.kind).text(principal.value);
    }
}

Principals principals_in(Decoder& from) {
    Principals principals;
    principals.negated = from.below(2) != 0;
    principals.values.resize(from.count());
    for (Principal& principal : principals.values) {
        principal.kind = from.text();
        principal.value = from.text();
    }
    return principals;
}

void encode_patterns(Encoder& to, const Patterns& patterns) {
    to.number(patterns.negated ? 1 : 0).texts(patterns.values);
}

Patterns patterns_in(Decoder& from) {
    Patterns patterns;
    patterns.negated = from.below(2) != 0;
    patterns.values = from.texts();
    return patterns;
}

} // namespace

std::string encoded(const Statement& statement) {
    Encoder to;
    to.number(statement.sid ? 1 : 0).text(statement.sid.value_or(""));
    to.number(statement.effect == policy::Effect::deny ? 1 : 0);
    to.number(statement.principals ? 1 : 0);
    if (statement.principals) {
        encode_principals(to, *statement.principals);
    }
    encode_patterns(to, statement.actions.negated ? statement.actions : Patterns{});
    to.number(statement.resources ? 1 : 0);
    if (statement.resources) {
        encode_patterns(to, *statement.resources);
    }
    to.number(statement.conditions.size());
    for (const Condition& condition : statement.conditions) {
        to.text(condition.comparison).text(condition.key).texts(condition.values);
    }
    return to.bytes();
}

Statement statement_in(Decoder& from) {
    Statement statement;
    const bool named = from.below(2) != 0;
    const std::string sid(from.text());
    if (named) {
        statement.sid = sid;
    }
    statement.effect = from.below(2) != 0 ? policy::Effect::deny : policy::Effect::allow;
    if (from.below(2) != 0) {
        statement.principals = principals_in(from);
    }
    statement.actions = patterns_in(from);
    if (from.below(2) != 0) {
        statement.resources = patterns_in(from);
    }
    statement.conditions.resize(from.count());
    for (Condition& condition : statement.conditions) {
        condition.comparison = from.text();
        condition.key = from.text();
        condition.values = from.texts();
    }
    return statement;
}

} // namespace polhist::index
