#include "access/layers.h"

#include "access/arn.h"
#include "access/operator.h"
#include "access/root_alone.h"
#include "core/account.h"

#include <algorithm>

namespace polhist::access {
namespace {

using policy::Document;
using policy::Effect;
using policy::LayerKind;
using policy::PolicySet;
using policy::Principal;
using policy::Statement;

// `${` of a text without variables, as a text with variables says it.
std::string literal_dollars(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        out += text.substr(i).starts_with("${") ? std::string("${$}") : std::string(1, text[i]);
    }
    return out;
}

// A statement of the language of 2008 as one of 2012 that means the same.
Statement as_of_2012(Statement statement) {
    const auto rewrite = [](std::vector<std::string>& values) {
        std::ranges::transform(values, values.begin(), literal_dollars);
        std::ranges::sort(values);
    };
    if (statement.resources) {
        rewrite(statement.resources->values);
    }
    for (policy::Condition& condition : statement.conditions) {
        const auto comparison = parse_operator(condition.comparison);
        if (comparison && takes_variables(comparison->type)) {
            rewrite(condition.values);
        }
    }
    return statement;
}

// How a name in the Principal of a resource policy counts in the account of the resource.
enum class Naming { directly, as_role, as_account };

// `caller`: an ARN, or nothing. Its account names a root itself.
Naming naming_of(const Principal& principal, std::string_view caller) {
    if (principal.kind != "AWS") {
        return Naming::directly;
    }
    const ArnFields arn = arn_fields(principal.value);
    if (is_account(principal.value) || arn.rest == "root") {
        const ArnFields asking = arn_fields(caller);
        const std::string_view account = arn.rest == "root" ? arn.account : principal.value;
        return asking.rest == "root" && asking.account == account ? Naming::directly
                                                                  : Naming::as_account;
    }
    return arn.service == "iam" && arn.rest.starts_with("role/") ? Naming::as_role
                                                                 : Naming::directly;
}

// Whether nothing is allowed that a resource policy does not: for trust policies of roles and
// policies of KMS keys, which are told by actions of `sts:` or `kms:` alone: those of its Allows,
// or where there are none of its Denies.
bool must_allow(const Document& resource) {
    const auto is_of_role_or_key = [](const std::string& action) {
        const std::string folded = policy::folded(action);
        return folded.starts_with("sts:") || folded.starts_with("kms:");
    };
    const bool has_allows =
        std::ranges::find(resource.statements, Effect::allow, &Statement::effect) !=
        resource.statements.end();
    const auto tells = [&](const Statement& statement) {
        return (has_allows && statement.effect == Effect::deny) ||
               (!statement.actions.negated &&
                std::ranges::all_of(statement.actions.values, is_of_role_or_key));
    };
    return !resource.statements.empty() && std::ranges::all_of(resource.statements, tells);
}

// Whether the resource policies of two sets have to allow. They are of one resource, so what one of
// them tells of it goes for both.
bool must_allow(const PolicySet& before, const PolicySet& after) {
    const auto tells = [](const PolicySet& set) {
        return set.resource != nullptr && must_allow(*set.resource);
    };
    return tells(before) || tells(after);
}

// The caller of a set as the name of nobody else.
Principal caller_of(const std::string& arn) {
    const bool is_root = arn_fields(arn).rest == "root";
    return {is_root ? std::string(root_alone) : std::string("AWS"), arn};
}

Statement allow_everything() {
    Statement statement;
    statement.actions.values = {"*"};
    statement.resources = policy::Patterns{false, {"*"}};
    return statement;
}

// The layers that a set has; `binding`: its resource policy has to allow.
std::vector<Layer> layers_of(const PolicySet& set, bool binding) {
    std::vector<Layer> layers{{LayerKind::identity, 0}};
    if (set.boundary) {
        layers.push_back({LayerKind::boundary, 0});
    }
    if (set.session) {
        layers.push_back({LayerKind::session, 0});
    }
    for (std::size_t level = 0; level < set.scp.size(); ++level) {
        layers.push_back({LayerKind::scp, level});
    }
    if (set.resource && (set.cross_account || binding)) {
        layers.push_back({LayerKind::resource, 0});
    }
    return layers;
}

// Lays a set out over given layers.
class Layout {
public:
    Layout(const std::vector<Layer>& layers, bool binding) : layers_(layers), binding_(binding) {
        out_.document.language = policy::Language::v2012;
    }

    LaidOut run(const PolicySet& set) {
        add_all(set.identity, {LayerKind::identity, 0});
        if (set.boundary) {
            add_all({set.boundary}, {LayerKind::boundary, 0});
        }
        if (set.session) {
            add_all(*set.session, {LayerKind::session, 0});
        }
        for (std::size_t level = 0; level < set.scp.size(); ++level) {
            add_all(set.scp[level], {LayerKind::scp, level});
        }
        for (std::size_t level = 0; level < set.rcp.size(); ++level) {
            add_all(set.rcp[level], {LayerKind::rcp, level});
        }
        if (set.resource) {
            caller_ = set.principal.value_or("");
            add_resource_policy(*set.resource, set.cross_account);
        }
        const std::vector<Layer> own = layers_of(set, binding_);
        for (std::size_t i = 0; i < layers_.size(); ++i) {
            if (std::ranges::find(own, layers_[i]) == own.end()) {
                add(allow_everything(), LayerMask{1} << i, std::nullopt);
            }
        }
        if (set.principal) {
            Statement caller = allow_everything();
            caller.principals = policy::Principals{false, {caller_of(*set.principal)}};
            add(std::move(caller), LayerMask{1} << layers_.size(), std::nullopt);
        }
        return std::move(out_);
    }

private:
    // The bits of layers of some kinds, as far as they are laid out.
    [[nodiscard]] LayerMask mask_of(std::initializer_list<Layer> wanted) const {
        LayerMask mask = 0;
        for (const Layer& layer : wanted) {
            const auto at = std::ranges::find(layers_, layer) - layers_.begin();
            mask |= static_cast<std::size_t>(at) < layers_.size() ? LayerMask{1} << at : 0;
        }
        return mask;
    }

    void add(Statement statement, LayerMask mask, const std::optional<Origin>& origin) {
        if (statement.effect == Effect::allow && mask == 0) {
            return; // it gives nothing
        }
        statement.index = out_.document.statements.size();
        out_.masks.push_back(statement.effect == Effect::allow ? mask : 0);
        out_.origins.push_back(origin);
        out_.document.statements.push_back(std::move(statement));
    }

    static Statement in_2012(const Document& document, const Statement& statement) {
        return document.language == policy::Language::v2012 ? statement : as_of_2012(statement);
    }

    void add_all(const policy::Documents& documents, const Layer& layer) {
        const LayerMask mask = mask_of({layer});
        for (std::size_t i = 0; i < documents.size(); ++i) {
            for (const Statement& statement : documents[i]->statements) {
                add(in_2012(*documents[i], statement),
                    mask,
                    Origin{layer.kind, layer.level, i, statement.index});
            }
        }
    }

    void add_resource_policy(const Document& document, bool cross_account) {
        const LayerMask own = mask_of({{LayerKind::resource, 0}});
        const LayerMask identity = mask_of({{LayerKind::identity, 0}});
        const LayerMask direct =
            identity | mask_of({{LayerKind::boundary, 0}, {LayerKind::session, 0}});
        for (const Statement& source : document.statements) {
            const Statement statement = in_2012(document, source);
            const Origin origin{LayerKind::resource, 0, 0, source.index};
            if (cross_account || statement.effect == Effect::deny) {
                add(statement, own, origin);
            } else if (!statement.principals || statement.principals->negated) {
                add(statement, own | direct, origin);
            } else {
                add_named(statement, Naming::directly, own | direct, origin);
                add_named(statement, Naming::as_role, own | identity, origin);
                add_named(statement, Naming::as_account, own, origin);
            }
        }
    }

    // A statement for those of its principals alone that are named in one way.
    void add_named(Statement statement,
                   Naming naming,
                   LayerMask mask,
                   const std::optional<Origin>& origin) {
        auto& named = statement.principals->values;
        std::erase_if(named,
                      [&](const Principal& one) { return naming_of(one, caller_) != naming; });
        if (!named.empty()) {
            add(std::move(statement), mask, origin);
        }
    }

    const std::vector<Layer>& layers_;
    bool binding_;
    std::string caller_;
    LaidOut out_;
};

std::vector<Layer> layers_of_both(const PolicySet& before, const PolicySet& after, bool binding) {
    std::vector<Layer> layers = layers_of(before, binding);
    for (const Layer& layer : layers_of(after, binding)) {
        if (std::ranges::find(layers, layer) == layers.end()) {
            layers.push_back(layer);
        }
    }
    return layers;
}

} // namespace

LayeredSets::LayeredSets(const PolicySet& before, const PolicySet& after) {
    const bool binding = must_allow(before, after);
    layers_ = layers_of_both(before, after, binding);
    sets_ = {Layout(layers_, binding).run(before), Layout(layers_, binding).run(after)};
    const std::size_t bits = layers_.size() + (after.principal ? 1 : 0);
    all_ = (LayerMask{1} << bits) - 1;
}

std::optional<Origin> LayeredSets::origin_of(const Statement& statement) const {
    for (const Side side : {Side::before, Side::after}) {
        const auto& statements = sets_[side].document.statements;
        if (statement.index < statements.size() && &statements[statement.index] == &statement) {
            return sets_[side].origins[statement.index];
        }
    }
    return std::nullopt;
}

bool have_one_caller(const PolicySet& before, const PolicySet& after) {
    return before.principal == after.principal;
}

} // namespace polhist::access
