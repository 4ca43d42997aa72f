#include "reference/policy_templates.h"

#include <algorithm>

namespace polhist::reference {

std::span<const PolicyTemplateStatement> policy_template(std::string_view name) {
    const auto rows = policy_template_rows();
    return {std::ranges::lower_bound(rows, name, {}, &PolicyTemplateStatement::name),
            std::ranges::upper_bound(rows, name, {}, &PolicyTemplateStatement::name)};
}

std::vector<std::string_view> policy_template_names() {
    std::vector<std::string_view> names;
    for (const PolicyTemplateStatement& row : policy_template_rows()) {
        if (names.empty() || names.back() != row.name) {
            names.push_back(row.name);
        }
    }
    return names;
}

} // namespace polhist::reference
