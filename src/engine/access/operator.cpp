#include "access/operator.h"

#include "policy/document.h"

#include <algorithm>
#include <array>
#include <string>

namespace polhist::access {
namespace {

struct Name {
    std::string_view folded;
    Type type;
    Relation relation;
    bool negated;
};

constexpr std::array names{
    Name{"stringequals", Type::string, Relation::equal, false},
    Name{"stringnotequals", Type::string, Relation::equal, true},
    Name{"stringequalsignorecase", Type::string, Relation::equal_ignoring_case, false},
    Name{"stringnotequalsignorecase", Type::string, Relation::equal_ignoring_case, true},
    Name{"stringlike", Type::string, Relation::like, false},
    Name{"stringnotlike", Type::string, Relation::like, true},
    Name{"arnequals", Type::arn, Relation::like, false},
    Name{"arnlike", Type::arn, Relation::like, false},
    Name{"arnnotequals", Type::arn, Relation::like, true},
    Name{"arnnotlike", Type::arn, Relation::like, true},
    Name{"numericequals", Type::number, Relation::equal, false},
    Name{"numericnotequals", Type::number, Relation::equal, true},
    Name{"numericlessthan", Type::number, Relation::less, false},
    Name{"numericlessthanequals", Type::number, Relation::less_or_equal, false},
    Name{"numericgreaterthan", Type::number, Relation::greater, false},
    Name{"numericgreaterthanequals", Type::number, Relation::greater_or_equal, false},
    Name{"dateequals", Type::date, Relation::equal, false},
    Name{"datenotequals", Type::date, Relation::equal, true},
    Name{"datelessthan", Type::date, Relation::less, false},
    Name{"datelessthanequals", Type::date, Relation::less_or_equal, false},
    Name{"dategreaterthan", Type::date, Relation::greater, false},
    Name{"dategreaterthanequals", Type::date, Relation::greater_or_equal, false},
    Name{"bool", Type::boolean, Relation::equal, false},
    Name{"binaryequals", Type::binary, Relation::equal, false},
    Name{"ipaddress", Type::network, Relation::equal, false},
    Name{"notipaddress", Type::network, Relation::equal, true},
    Name{"null", Type::null, Relation::equal, false},
};

bool take_prefix(std::string_view& text, std::string_view prefix) {
    const bool there = text.starts_with(prefix);
    text.remove_prefix(there ? prefix.size() : 0);
    return there;
}

bool take_suffix(std::string_view& text, std::string_view suffix) {
    const bool there = text.ends_with(suffix);
    text.remove_suffix(there ? suffix.size() : 0);
    return there;
}

} // namespace

std::optional<Operator> parse_operator(std::string_view name) {
    const std::string folded = policy::folded(name);
    std::string_view rest = folded;
    Operator result;
    if (take_prefix(rest, "forallvalues:")) {
        result.quantifier = Quantifier::for_all_values;
    } else if (take_prefix(rest, "foranyvalue:")) {
        result.quantifier = Quantifier::for_any_value;
    }
    result.if_exists = take_suffix(rest, "ifexists");
    const auto* found = std::ranges::find(names, rest, &Name::folded);
    if (found == names.end() || (found->type == Type::null && result.if_exists)) {
        return std::nullopt;
    }
    result.type = found->type;
    result.relation = found->relation;
    result.negated = found->negated;
    return result;
}

bool takes_variables(Type type) {
    return type == Type::string || type == Type::arn || type == Type::boolean ||
           type == Type::binary;
}

} // namespace polhist::access
