#include "access/samples.h"

#include "access/line.h"
#include "access/reality.h"

#include <algorithm>
#include <array>

namespace polhist::access {
namespace {

using reference::KeyType;
using Texts = std::vector<std::string>;

constexpr std::string_view usual_account = "111122223333";

struct Usual {
    std::string_view key;
    std::array<std::string_view, 3> values;
};

constexpr std::array usual{
    // What templates of CloudFormation leave open (plans/symbols.h).
    Usual{"aws::accountid", {"111122223333", "444455556666", ""}},
    Usual{"aws::partition", {"aws", "aws-cn", ""}},
    Usual{"aws::region", {"us-east-1", "eu-west-1", ""}},
    Usual{"aws:calledvia", {"cloudformation.amazonaws.com", "athena.amazonaws.com", ""}},
    Usual{"aws:calledviafirst", {"cloudformation.amazonaws.com", "athena.amazonaws.com", ""}},
    Usual{"aws:calledvialast", {"cloudformation.amazonaws.com", "athena.amazonaws.com", ""}},
    Usual{"aws:principalarn",
          {"arn:aws:iam::111122223333:role/example",
           "arn:aws:iam::111122223333:user/example",
           "arn:aws:iam::111122223333:root"}},
    Usual{"aws:principalorgid", {"o-example1234", "o-other12345", ""}},
    Usual{"aws:principaltype", {"AssumedRole", "User", "Account"}},
    Usual{"aws:requestedregion", {"us-east-1", "eu-west-1", "ap-south-1"}},
    Usual{"aws:resourceorgid", {"o-example1234", "o-other12345", ""}},
    Usual{"aws:sourcearn",
          {"arn:aws:s3:::example", "arn:aws:sns:us-east-1:111122223333:example", ""}},
    Usual{"aws:sourcevpc", {"vpc-0example", "vpc-0other", ""}},
    Usual{"aws:sourcevpce", {"vpce-0example", "vpce-0other", ""}},
    Usual{"aws:useragent", {"aws-cli/2.15", "Boto3/1.34", ""}},
    Usual{"aws:userid", {"AROAEXAMPLEID:example", "AIDAEXAMPLEID", ""}},
};

Texts usual_of_type(KeyType type) {
    switch (type) {
    case KeyType::boolean:
        return {"true", "false"};
    case KeyType::number:
        return {"1", "0", "10"};
    case KeyType::date:
        return {"2025-12-01T00:00:00Z"};
    case KeyType::arn:
        return {"arn:aws:s3:::example", "arn:aws:sns:us-east-1:111122223333:example"};
    case KeyType::address:
        return {"203.0.113.10", "2001:db8::10", "10.0.0.10"};
    case KeyType::unknown:
    case KeyType::text:
    case KeyType::binary:
        break;
    }
    return {"example", "other"};
}

class Samples {
public:
    Samples(const Parts& parts, std::string_view key, std::size_t most)
        : parts_(parts),
          key_(key),
          most_(most),
          dimension_(parts.dimension_of(key)) {}

    Texts run() {
        for (std::string& text : usual_values(key_)) {
            add(std::move(text));
        }
        add(std::string());
        if (dimension_) {
            add_tested();
        }
        return std::move(found_);
    }

private:
    void add(std::string text) {
        const bool fits = !dimension_ || admits(parts_.key(*dimension_).kind, key_, text);
        if (fits && found_.size() < most_ && std::ranges::find(found_, text) == found_.end()) {
            found_.push_back(std::move(text));
        }
    }

    void add_tested() {
        const Key& key = parts_.key(*dimension_);
        std::vector<const Predicate*> predicates;
        for (const int number : key.tests) {
            for (const Predicate& predicate : parts_.test(number).predicates) {
                if (predicates.size() < most_) {
                    predicates.push_back(&predicate);
                }
            }
        }
        const bool line = key.kind.values != ValueKind::text && key.kind.values != ValueKind::truth;
        for (std::string& text : line ? values_on_line(predicates, key.kind) : Texts{}) {
            add(std::move(text));
        }
        for (const Predicate* predicate : predicates) {
            const auto* pattern = std::get_if<Pattern>(&predicate->value);
            if (pattern == nullptr || !pattern->variables.empty()) {
                continue;
            }
            if (is_account_key(key_)) {
                add(filled_account(*pattern));
            }
            add(key.kind.arns ? usual_arn(predicate->text) : example(*pattern, "example"));
        }
    }

    // The digits of a pattern, with more for its star until there are twelve.
    static std::string filled_account(const Pattern& pattern) {
        const std::string without = example(pattern, "");
        return without.size() < usual_account.size()
                   ? example(pattern, usual_account.substr(without.size()))
                   : without;
    }

    const Parts& parts_;
    std::string_view key_;
    std::size_t most_;
    std::optional<Dimension> dimension_;
    Texts found_;
};

} // namespace

Texts usual_values(std::string_view folded_key) {
    const auto known = std::ranges::find(usual, folded_key, &Usual::key);
    if (known != usual.end()) {
        Texts values;
        for (const std::string_view value : known->values) {
            if (!value.empty()) {
                values.emplace_back(value);
            }
        }
        return values;
    }
    if (is_account_key(folded_key)) {
        return {std::string(usual_account), "444455556666"};
    }
    const auto listed = reference::known_key(folded_key);
    return folded_key == "aws:epochtime" ? Texts{"1764547200"}
                                         : usual_of_type(listed ? listed->type : KeyType::unknown);
}

const Pattern* usual_shape(std::string_view folded_key) {
    static const Pattern account = [] {
        Pattern digits;
        digits.tokens.assign(usual_account.size(), {Token::Kind::digit});
        return digits;
    }();
    return is_account_key(folded_key) ? &account : nullptr;
}

std::string usual_arn(std::string_view pattern) {
    constexpr std::array<std::string_view, 5> fields{"arn", "aws", "", "us-east-1", usual_account};
    const auto fill = [](std::string_view text) {
        std::string filled;
        for (const char byte : text) {
            filled +=
                byte == '*' ? std::string("example") : std::string(1, byte == '?' ? 'x' : byte);
        }
        return filled;
    };
    if (pattern == "*") {
        return "*";
    }
    std::string text;
    for (const std::string_view value : fields) {
        const std::size_t colon = pattern.find(':');
        if (colon == std::string_view::npos) {
            break;
        }
        const std::string_view field = pattern.substr(0, colon);
        text += (field == "*" && !value.empty() ? std::string(value) : fill(field)) + ':';
        pattern.remove_prefix(colon + 1);
    }
    return text + fill(pattern);
}

Texts sample_values(const Parts& parts, std::string_view folded_key, std::size_t most) {
    return Samples(parts, folded_key, most).run();
}

} // namespace polhist::access
