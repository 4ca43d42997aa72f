#include "cli/operands.h"

#include "answers/plan.h"
#include "cli/document.h"
#include "cli/folders.h"
#include "cli/horizon_note.h"
#include "cli/long_plan.h"
#include "cli/operand_file.h"
#include "core/input.h"
#include "plans/template.h"
#include "plans/terraform.h"

#include <fmt/format.h>

#include <filesystem>

namespace polhist::cli {
namespace {

using answers::Comparison;

bool looks_like_file(const std::string& operand) {
    return operand == "-" || operand.find_first_of("./") != std::string::npos;
}

Compared one(Comparison comparison) {
    Compared compared;
    compared.set.comparisons.push_back(std::move(comparison));
    return compared;
}

Error not_comparable(const OperandFile& file, std::string_view what) {
    return {fmt::format("{}: {}", file.input->name, what)};
}

// The document in force of a policy of the store, or of those that ship with polhist.
answers::FindPolicy policies_of(const Session& session) {
    return [&session](const std::string& policy) {
        return timeline::find(session.archive(), policy)
            .and_then([](const timeline::History& history) -> Result<answers::Endpoint> {
                const auto latest = timeline::resolve(history, *timeline::parse_when("latest"));
                return latest ? answers::endpoint_of(history.versions[latest->version])
                              : tl::make_unexpected(latest.error());
            });
    };
}

Result<answers::Endpoint> endpoint_in(const Session& session, const OperandFile& file) {
    return file.absent ? no_document(file.input->name) : document_in(session, file.tree.root());
}

Result<Compared>
compare_read(const Session& session, const OperandFile& before, const OperandFile& after) {
    const bool old_template = plans::is_template((before.absent ? after : before).tree.root());
    if (old_template != plans::is_template((after.absent ? before : after).tree.root())) {
        return tl::make_unexpected(not_comparable(
            old_template ? before : after,
            "is a template, and the other file is none; compare a template with a template"));
    }
    if (old_template) {
        const answers::PlanComparer comparer(
            {before.input->name, after.input->name}, policies_of(session), session.budget);
        Compared compared;
        compared.of_plan = true;
        comparer.compare(plans::template_changes(before.tree.root(), after.tree.root()),
                         compared.set.comparisons,
                         compared.set.uncompared);
        return compared;
    }
    for (const OperandFile* file : {&before, &after}) {
        if (plans::is_terraform_plan(file->tree.root())) {
            return tl::make_unexpected(
                not_comparable(*file, "is a plan, which has both sides; name it alone"));
        }
    }
    auto from = endpoint_in(session, before);
    if (!from) {
        return tl::make_unexpected(std::move(from.error()));
    }
    auto to = endpoint_in(session, after);
    if (!to) {
        return tl::make_unexpected(std::move(to.error()));
    }
    if (before.absent) {
        share_language(*from, *to);
    } else if (after.absent) {
        share_language(*to, *from);
    }
    return one(answers::compare(std::move(*from), std::move(*to), session.budget));
}

bool is_folder(const std::string& path) {
    std::error_code error;
    return std::filesystem::is_directory(path, error);
}

Result<Compared> compare_files(const Session& session, const Operands& paths) {
    if (is_folder(paths[0]) && is_folder(paths[1])) {
        return compare_folders(session, {paths[0], paths[1]}, compare_read);
    }
    if (paths[0] == "-" && paths[1] == "-") {
        return failure("stdin can be only one of the two documents");
    }
    const auto before = read_file(paths[0]);
    if (!before) {
        return tl::make_unexpected(before.error());
    }
    const auto after = read_file(paths[1]);
    if (!after) {
        return tl::make_unexpected(after.error());
    }
    return compare_read(session, *before, *after);
}

Compared
compare_changes(const Session& session, const std::string& name, plans::TerraformPlan plan) {
    const answers::PlanComparer comparer({name, name}, policies_of(session), session.budget);
    Compared compared;
    compared.of_plan = true;
    answers::ComparisonSet& set = compared.set;
    comparer.compare(std::move(plan.changes), set.comparisons, set.uncompared);
    comparer.compare(std::move(plan.drift), set.drifted, set.drifted_uncompared);
    return compared;
}

Result<Compared> compare_plan(const Session& session, const std::string& path) {
    auto input = read_plan_text(path);
    if (!input) {
        return tl::make_unexpected(std::move(input.error()));
    }
    const std::string name = input_name(path);
    if (input->rest) {
        return read_long_plan(std::move(*input), name).map([&](plans::TerraformPlan&& plan) {
            return compare_changes(session, name, std::move(plan));
        });
    }
    const auto file = parse_file(name, std::move(input->text));
    if (!file) {
        return tl::make_unexpected(file.error());
    }
    if (!plans::is_terraform_plan(file->tree.root())) {
        return tl::make_unexpected(not_comparable(*file, no_plan));
    }
    return plans::terraform_plan(file->tree.root()).map([&](plans::TerraformPlan&& plan) {
        return compare_changes(session, name, std::move(plan));
    });
}

Result<Compared> compare_versions(const Session& session,
                                  const std::string& policy,
                                  const std::string& from,
                                  const std::string& to) {
    const auto before = when_argument(from);
    if (!before) {
        return tl::make_unexpected(before.error());
    }
    const auto after = when_argument(to);
    if (!after) {
        return tl::make_unexpected(after.error());
    }
    if (before->instant && after->instant && *after->instant < *before->instant) {
        session.note(fmt::format("{} is after {}: what follows is what going back would change",
                                 before->text,
                                 after->text));
    }
    const auto history = timeline::find(session.archive(), policy);
    if (!history) {
        return tl::make_unexpected(history.error());
    }
    note_withdrawn(session, *history, *after);
    const auto ledgers = session.ledgers();
    if (!ledgers) {
        return tl::make_unexpected(ledgers.error());
    }
    return answers::compare(*history, *before, *after, *ledgers, session.budget).map(one);
}

} // namespace

Result<Compared> compare_operands(const Session& session, const Operands& operands) {
    if (!operands[2].empty()) {
        return compare_versions(session, operands[0], operands[1], operands[2]);
    }
    if (operands[0].empty() || (operands[1].empty() && !looks_like_file(operands[0]))) {
        return failure(
            "name a policy and one or two versions, or two files; see polhist diff --help");
    }
    if (operands[1].empty()) {
        return compare_plan(session, operands[0]);
    }
    if (timeline::parse_when(operands[1])) {
        return compare_versions(session, operands[0], operands[1], "latest");
    }
    auto found = compare_files(session, operands);
    if (!found && timeline::find(session.archive(), operands[0])) {
        return tl::make_unexpected(when_argument(operands[1]).error());
    }
    return found;
}

} // namespace polhist::cli
