#include "policy/set_reader.h"

#include "policy/envelope.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace polhist::policy {
namespace {

using json::Kind;
using json::Value;

constexpr std::array<std::string_view, 8> members{
    "identity", "boundary", "session", "scp", "rcp", "resource", "principal", "cross_account"};

class SetReader {
public:
    explicit SetReader(Value set) : set_(set) {}

    Result<PolicySet> read() {
        return known_members()
            .and_then([&] { return principal(); })
            .and_then([&] { return cross_account(); })
            .and_then([&] { return one("boundary", out_.boundary); })
            .and_then([&] { return one("resource", out_.resource); })
            .and_then([&] { return identity(); })
            .and_then([&] { return session(); })
            .and_then([&] { return levels("scp", out_.scp); })
            .and_then([&] { return levels("rcp", out_.rcp); })
            .and_then([&]() -> Result<PolicySet> {
                if (out_.cross_account && !out_.resource) {
                    return tl::make_unexpected(json::error_at(
                        *set_.find("cross_account"),
                        "`cross_account` needs a `resource`: the policy of the other account"));
                }
                return std::move(out_);
            });
    }

private:
    [[nodiscard]] Result<void> known_members() const {
        for (const auto& [name, value] : set_.members()) {
            if (std::ranges::find(members, name) == members.end()) {
                return tl::make_unexpected(json::error_at(
                    value,
                    fmt::format(
                        "a set has no member `{}`; it has {}", name, fmt::join(members, ", "))));
            }
        }
        return {};
    }

    // A member that is there and not null.
    [[nodiscard]] std::optional<Value> member(std::string_view name) const {
        auto value = set_.find(name);
        return value && value->kind() == Kind::null ? std::nullopt : value;
    }

    Result<void> principal() {
        const auto value = member("principal");
        if (!value) {
            return {};
        }
        if (value->kind() != Kind::string || !value->text().starts_with("arn:")) {
            return tl::make_unexpected(
                json::error_at(*value, "`principal` must be the ARN of the caller, or null"));
        }
        out_.principal = value->text();
        return {};
    }

    Result<void> cross_account() {
        const auto value = member("cross_account");
        if (value && value->kind() != Kind::boolean) {
            return tl::make_unexpected(
                json::error_at(*value, "`cross_account` must be true or false"));
        }
        out_.cross_account = value && value->text() == "true";
        return {};
    }

    Result<std::shared_ptr<const Document>> document(Value value) {
        if (++documents_ > most_documents_of_a_set) {
            return tl::make_unexpected(json::error_at(
                value, fmt::format("a set has at most {} documents", most_documents_of_a_set)));
        }
        if (is_meant_as_set(value)) {
            return tl::make_unexpected(
                json::error_at(value, "a set stands where a document must; give its documents"));
        }
        return read_any(value).map([](Envelope&& envelope) {
            return std::make_shared<const Document>(std::move(envelope.document));
        });
    }

    Result<void> one(std::string_view name, std::shared_ptr<const Document>& out) {
        const auto value = member(name);
        if (!value) {
            return {};
        }
        return document(*value).map([&](auto&& read) { out = std::move(read); });
    }

    Result<Documents> list(Value value, std::string_view name) {
        if (value.kind() != Kind::array) {
            return tl::make_unexpected(
                json::error_at(value, fmt::format("`{}` must be a list of documents", name)));
        }
        Documents out;
        for (const Value item : value.items()) {
            auto read = document(item);
            if (!read) {
                return tl::make_unexpected(std::move(read.error()));
            }
            out.push_back(std::move(*read));
        }
        return out;
    }

    Result<void> identity() {
        const auto value = member("identity");
        return value ? list(*value, "identity").map([&](Documents&& read) {
            out_.identity = std::move(read);
        })
                     : Result<void>();
    }

    Result<void> session() {
        const auto value = member("session");
        return value ? list(*value, "session").map([&](Documents&& read) {
            out_.session = std::move(read);
        })
                     : Result<void>();
    }

    Result<void> levels(std::string_view name, std::vector<Documents>& out) {
        const auto value = member(name);
        if (!value) {
            return {};
        }
        if (value->kind() != Kind::array) {
            return tl::make_unexpected(json::error_at(
                *value,
                fmt::format("`{}` must be a list of levels, each a list of documents", name)));
        }
        if (value->items().empty()) {
            return tl::make_unexpected(json::error_at(
                *value,
                fmt::format(
                    "`{0}` has no level: leave it out where no {0} binds, or give a list of "
                    "documents for each level",
                    name)));
        }
        for (const Value level : value->items()) {
            if (out.size() == most_levels) {
                return tl::make_unexpected(json::error_at(
                    level, fmt::format("`{}` has more than {} levels", name, most_levels)));
            }
            auto read = list(level, name);
            if (!read) {
                return tl::make_unexpected(std::move(read.error()));
            }
            out.push_back(std::move(*read));
        }
        return {};
    }

    Value set_;
    PolicySet out_;
    std::size_t documents_ = 0;
};

} // namespace

bool is_meant_as_set(Value value) {
    if (value.kind() != Kind::object || value.find("Statement")) {
        return false;
    }
    bool some = false;
    bool only = true;
    for (const auto& [name, inner] : value.members()) {
        const bool known = std::ranges::find(members, name) != members.end();
        some = some || (known && name != "resource" && name != "principal");
        only = only && known;
    }
    return some || (only && !value.members().empty());
}

Result<PolicySet> read_set(Value value) {
    return SetReader(value).read();
}

} // namespace polhist::policy
