#include "access/caller.h"
#include "api/internals.h"
#include "policy/set_reader.h"

#include <fmt/format.h>
#include <polhist/set.h>

namespace polhist::api {
namespace {

// The documents of a set, counted.
class Gathering {
public:
    std::shared_ptr<const policy::Document> one(const std::optional<Document>& document) {
        if (!document) {
            return nullptr;
        }
        ++count_;
        return Internals::shared(*document);
    }

    policy::Documents list(const std::vector<Document>& documents) {
        policy::Documents list;
        list.reserve(documents.size());
        for (const Document& document : documents) {
            list.push_back(Internals::shared(document));
        }
        count_ += documents.size();
        return list;
    }

    std::vector<policy::Documents> levels(const std::vector<std::vector<Document>>& levels) {
        std::vector<policy::Documents> lists;
        lists.reserve(levels.size());
        for (const std::vector<Document>& level : levels) {
            lists.push_back(list(level));
        }
        return lists;
    }

    [[nodiscard]] std::size_t count() const { return count_; }

private:
    std::size_t count_ = 0;
};

// Why `principal` cannot be the caller of a set; empty where it can.
std::string fault_of_caller(const policy::PolicySet& set) {
    const bool good = !set.principal || (set.principal->starts_with("arn:") &&
                                         access::is_caller({"AWS", *set.principal}));
    return good ? ""
                : fmt::format("`{}` cannot ask for anything; give the ARN of a user, a role, "
                              "a session or an account's root",
                              *set.principal);
}

// What is wrong with a set; empty where nothing is.
std::string fault_of(const policy::PolicySet& set, std::size_t documents) {
    if (documents > policy::most_documents_of_a_set) {
        return fmt::format("a set has at most {} documents", policy::most_documents_of_a_set);
    }
    if (set.scp.size() > policy::most_levels || set.rcp.size() > policy::most_levels) {
        return fmt::format("a set has at most {} levels of SCPs or RCPs", policy::most_levels);
    }
    if (set.cross_account && !set.resource) {
        return "`cross_account` needs a `resource`: the policy of the other account";
    }
    return fault_of_caller(set);
}

} // namespace

PolicySet::PolicySet(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}

Result<PolicySet> PolicySet::make(const Layers& layers) {
    Gathering gathering;
    policy::PolicySet set;
    set.identity = gathering.list(layers.identity);
    set.boundary = gathering.one(layers.boundary);
    if (layers.session) {
        set.session = gathering.list(*layers.session);
    }
    set.scp = gathering.levels(layers.scp);
    set.rcp = gathering.levels(layers.rcp);
    set.resource = gathering.one(layers.resource);
    set.principal = layers.principal;
    set.cross_account = layers.cross_account;
    if (std::string fault = fault_of(set, gathering.count()); !fault.empty()) {
        return Error{ErrorCode::invalid_set, std::move(fault), std::nullopt};
    }
    return Internals::set(std::move(set));
}

Result<PolicySet> PolicySet::parse(std::string_view text, const ReadOptions& options) {
    if (text.size() > largest_set) {
        return Error{ErrorCode::too_large,
                     fmt::format("{}: over 64 MiB; split it", options.name),
                     std::nullopt};
    }
    const auto tree = json::Tree::parse({options.name, text});
    if (!tree) {
        return error_of(tree.error(), ErrorCode::syntax, options.name);
    }
    if (tree->root().kind() != json::Kind::object) {
        return error_of(json::error_at(tree->root(), "a policy set must be an object"),
                        ErrorCode::invalid_set,
                        options.name);
    }
    auto set = policy::read_set(tree->root());
    if (!set) {
        return error_of(set.error(), ErrorCode::invalid_set, options.name);
    }
    if (const std::string fault = fault_of_caller(*set); !fault.empty()) {
        return error_of(json::error_at(*tree->root().find("principal"), fault),
                        ErrorCode::invalid_set,
                        options.name);
    }
    return Internals::set(std::move(*set));
}

PolicySet PolicySet::of(const Document& document) {
    return Internals::set(policy::set_of(Internals::shared(document)));
}

PolicySet Internals::set(policy::PolicySet&& set) {
    return PolicySet(std::make_shared<const PolicySet::Impl>(PolicySet::Impl{std::move(set)}));
}

} // namespace polhist::api
