#include "ledger/ledger.h"

#include "core/spelling.h"
#include "json/tree.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <span>

namespace polhist::ledger {
namespace {

using json::Kind;
using json::Value;

constexpr std::string_view schema = "polhist.ledger/1";

// Reads one ledger. Each step returns false once something is wrong; `error_` then says what.
class Reader {
public:
    Result<Ledger> read(const Value& root) {
        if (!ledger(root)) {
            return tl::make_unexpected(std::move(error_));
        }
        std::ranges::stable_sort(ledger_.updates, std::greater{}, &Update::date);
        return std::move(ledger_);
    }

private:
    using Names = std::span<const std::string_view>;

    bool fail(const Value& value, std::string_view what) {
        error_ = json::error_at(value, what);
        return false;
    }

    bool expect(const Value& value, Kind kind, std::string_view name) {
        if (value.kind() == kind) {
            return true;
        }
        return fail(
            value,
            fmt::format(
                "`{}` must be {}, not {}", name, json::name_of(kind), json::name_of(value.kind())));
    }

    // An object with exactly these members.
    bool object(const Value& value, std::string_view name, Names members) {
        if (!expect(value, Kind::object, name)) {
            return false;
        }
        for (const json::Member& member : value.members()) {
            if (std::ranges::find(members, member.key) == members.end()) {
                const auto meant = nearest(member.key, members);
                return fail(member.value,
                            fmt::format("`{}` is no member of `{}`; {}",
                                        member.key,
                                        name,
                                        meant ? fmt::format("did you mean `{}`?", *meant)
                                              : std::string("remove it")));
            }
        }
        for (const std::string_view member : members) {
            if (!value.find(member)) {
                return fail(value, fmt::format("`{}` has no `{}`; add it", name, member));
            }
        }
        return true;
    }

    bool string(const Value& parent, std::string_view name, std::string& out) {
        const Value value = *parent.find(name);
        out = std::string(value.text());
        return expect(value, Kind::string, name);
    }

    bool day(const Value& parent, std::string_view name, std::string& out) {
        if (!string(parent, name, out)) {
            return false;
        }
        return start_of_day(out) ||
               fail(*parent.find(name),
                    fmt::format("`{}` is no day; write it as `2021-08-11`", out));
    }

    // Each entry of a list, read by `entry`.
    template <typename T, typename Entry>
    bool list(const Value& parent, std::string_view name, std::vector<T>& out, Entry entry) {
        const Value value = *parent.find(name);
        if (!expect(value, Kind::array, name)) {
            return false;
        }
        for (const Value& item : value.items()) {
            if (!entry(item, out.emplace_back())) {
                return false;
            }
        }
        return true;
    }

    bool ledger(const Value& root) {
        constexpr std::array<std::string_view, 5> members{
            "schema", "source", "tracking_since", "updates", "prose"};
        std::string stated;
        if (!object(root, "ledger", members) || !string(root, "schema", stated)) {
            return false;
        }
        if (stated != schema) {
            return fail(*root.find("schema"),
                        fmt::format("schema `{}` is not known; write `{}`", stated, schema));
        }
        const auto read_update = [this](const Value& v, Update& out) { return update(v, out); };
        const auto read_prose = [this](const Value& v, Prose& out) { return prose(v, out); };
        return string(root, "source", ledger_.source) &&
               day(root, "tracking_since", ledger_.tracking_since) &&
               list(root, "updates", ledger_.updates, read_update) &&
               list(root, "prose", ledger_.prose, read_prose);
    }

    bool update(const Value& value, Update& out) {
        constexpr std::array<std::string_view, 4> members{
            "date", "policy", "change", "description"};
        if (!object(value, "update", members)) {
            return false;
        }
        const bool concerns_none = value.find("policy")->kind() == Kind::null;
        return day(value, "date", out.date) &&
               (concerns_none || string(value, "policy", out.policy)) &&
               string(value, "change", out.change) && string(value, "description", out.description);
    }

    bool prose(const Value& value, Prose& out) {
        constexpr std::array<std::string_view, 4> members{
            "policy", "summary", "introduction", "services"};
        const auto read = [this](const Value& v, ServiceProse& entry) { return service(v, entry); };
        return object(value, "prose", members) && string(value, "policy", out.policy) &&
               string(value, "summary", out.summary) &&
               string(value, "introduction", out.introduction) &&
               list(value, "services", out.services, read);
    }

    bool service(const Value& value, ServiceProse& out) {
        constexpr std::array<std::string_view, 2> members{"service", "text"};
        const auto read = [this](const Value& v, std::string& paragraph) {
            paragraph = std::string(v.text());
            return expect(v, Kind::string, "text");
        };
        return object(value, "services", members) && string(value, "service", out.service) &&
               list(value, "text", out.text, read);
    }

    Ledger ledger_;
    Error error_;
};

} // namespace

Result<Ledger> parse(const json::Source& source) {
    auto tree = json::Tree::parse(source);
    if (!tree) {
        return tl::make_unexpected(std::move(tree.error()));
    }
    return Reader().read(tree->root());
}

} // namespace polhist::ledger
