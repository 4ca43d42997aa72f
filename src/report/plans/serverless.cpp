#include "plans/serverless.h"

#include "json/sorted.h"
#include "json/writer.h"
#include "plans/attachments.h"
#include "plans/fillings.h"
#include "plans/policy_template.h"
#include "plans/symbols.h"
#include "plans/template_resource.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace polhist::plans {
namespace {

using json::Kind;
using json::Value;

constexpr std::string_view function_type = "AWS::Serverless::Function";
constexpr std::string_view trust = "AssumeRolePolicyDocument";

// Whether the statements of a document mean the same in a document of 2012 beside others.
bool may_be_joined(const Value& document) {
    const auto statements = document.find("Statement");
    for (const auto& [key, inner] : document.members()) {
        if (key != "Version" && key != "Id" && key != "Statement") {
            return false;
        }
    }
    return may_be_of_2012(document) && statements && !is_function(*statements) &&
           (statements->kind() == Kind::array || statements->kind() == Kind::object);
}

// Statements from several places as one document, each on a line of its own.
class Joined {
public:
    void add(std::string_view statement, std::size_t line) {
        text_ += text_.empty() ? "" : ",";
        text_ += '\n';
        text_ += statement;
        lines_.push_back(line);
    }

    void add_statements(const Value& statements) {
        if (statements.kind() == Kind::object) {
            add(json::sorted_text(statements), statements.location().line);
        }
        for (const Value& statement : statements.items()) {
            add(json::sorted_text(statement), statement.location().line);
        }
    }

    [[nodiscard]] Side read(const Definitions& definitions,
                            const std::string& address,
                            std::string_view file,
                            std::string_view mark) const {
        const std::string text =
            fmt::format(R"({{"Version":"2012-10-17","Statement":[{}]}})", text_);
        const std::string name = fmt::format("{}:{}", file, lines_.front());
        const auto tree = json::Tree::parse({name, text});
        if (!tree) {
            Side side;
            side.reason = tree.error().message;
            side.unreadable = true;
            return side;
        }
        Side side = read_template_document(tree->root(), definitions, address, mark);
        for (std::size_t& line : side.lines) {
            constexpr std::size_t first = 2;
            line = lines_[std::clamp(line, first, lines_.size() + 1) - first];
        }
        // Where the joined text begins is nowhere in the file.
        const std::string place = tree->root().place();
        if (side.reason.starts_with(place)) {
            side.reason.replace(0, place.size(), name);
        }
        return side;
    }

private:
    std::string text_;
    std::vector<std::size_t> lines_;
};

constexpr std::size_t most_hints = 20; // for one list of policies

// The role of one resource in one of the templates.
class Role {
public:
    Role(const std::string& name,
         const Definitions& definitions,
         std::string_view file,
         std::string_view mark)
        : name_(name),
          definitions_(definitions),
          file_(file),
          mark_(mark) {}

    void read(const TemplateResource& resource) {
        for (const Value& policies : resource.values("Policies")) {
            entry(policies, "Policies");
        }
        const std::vector<Value> trusts = resource.values(trust);
        for (const Value& document : trusts) {
            this->document(document, std::string(trust), std::string(trust));
        }
        if (!resource.own("Role")) {
            made(resource, trusts.empty());
        }
        for (const auto& [path, joined] : joined_) {
            documents.emplace(path, joined.read(definitions_, address_of(path), file_, mark_));
        }
    }

    [[nodiscard]] std::string address_of(const std::string& path) const {
        return fmt::format("{}.{}", name_, path);
    }

    std::map<std::string, Side> documents;
    std::map<std::string, Attachments> attached;
    // What does not read as a policy, told apart from others, and why. By path.
    std::map<std::string, std::map<std::string, std::string>> unread;

private:
    // What SAM adds to a role that it makes itself.
    void made(const TemplateResource& resource, bool by_default) {
        const bool function = resource.type == function_type;
        if (by_default) {
            joined_[std::string(trust)].add(
                fmt::format(
                    R"({{"Effect":"Allow","Principal":{{"Service":"{}.amazonaws.com"}},"Action":"sts:AssumeRole"}})",
                    function ? "lambda" : "states"),
                resource.whole.location().line);
        }
        if (function) {
            attach_named(resource.values("DurableConfig").empty()
                             ? "service-role/AWSLambdaBasicExecutionRole"
                             : "service-role/AWSLambdaBasicDurableExecutionRolePolicy");
            if (!resource.values("VpcConfig").empty()) {
                attach_named("service-role/AWSLambdaVPCAccessExecutionRole");
            }
        }
        for (const Value& tracing : resource.values("Tracing")) {
            const auto enabled = tracing.find("Enabled");
            const Value& setting = enabled ? *enabled : tracing;
            if (is_function(setting)) {
                attach(setting, definitions_, mark_, attached["Tracing"]);
            } else if (setting.text() == "Active" || setting.text() == "PassThrough" ||
                       setting.text() == "true") {
                attach_named("AWSXrayWriteOnlyAccess");
            }
        }
    }

    void attach_named(std::string_view policy) {
        const std::string arn = fmt::format("arn:aws:iam::aws:policy/{}", policy);
        attached["Policies"].emplace(policy.substr(policy.rfind('/') + 1), Attached{arn, true});
    }

    // One element of `Policies`, or all of them; `path` leads to the branch it stands in.
    void entry(const Value& value, const std::string& path) {
        if (value.kind() == Kind::array) {
            std::size_t index = 0;
            for (const Value& item : value.items()) {
                item_at(item, path, index++);
            }
        } else {
            item_at(value, path, 0);
        }
    }

    void item_at(const Value& value, const std::string& path, std::size_t index) {
        if (const auto branches = value.find("Fn::If");
            branches && branches->items().count() == 3) {
            either(*branches, path);
        } else if (value.kind() == Kind::array) {
            entry(value, path);
        } else if (value.kind() == Kind::string || is_function(value)) {
            if (!is_no_value(value)) {
                attach(value, definitions_, mark_, attached[path]);
            }
        } else if (value.find("Statement")) {
            document(value, path, fmt::format("{}[{}]", path, index));
        } else {
            template_of(value, path);
        }
    }

    void either(const Value& branches, const std::string& path) {
        const Value condition = *branches.items().begin();
        const std::string name =
            fmt::format("{}{}",
                        condition.text(),
                        definitions_.are_alike_for(condition) ? "" : fmt::format(" ({})", mark_));
        std::size_t index = 0;
        for (const Value& branch : branches.items()) {
            if (index > 0 && !is_no_value(branch)) {
                entry(branch, fmt::format("{}.Fn::If[{}][{}]", path, name, index));
            }
            ++index;
        }
    }

    // `alone` is the path of a document that cannot be joined with others.
    void document(const Value& value, const std::string& path, const std::string& alone) {
        if (may_be_joined(value)) {
            joined_[path].add_statements(*value.find("Statement"));
        } else {
            documents.emplace(
                alone, read_template_document(value, definitions_, address_of(alone), mark_));
        }
    }

    void template_of(const Value& value, const std::string& path) {
        const auto members = value.members();
        const bool one = !members.empty() && ++members.begin() == members.end();
        if (!one) {
            refuse(
                value, path, "an entry is no name, no document and no policy template of AWS SAM");
            return;
        }
        const json::Member member = *members.begin();
        const auto statements =
            expanded_template(member.key, member.value, unread[path].size() < most_hints);
        if (!statements) {
            refuse(value, path, statements.error().message);
            return;
        }
        for (const std::string& statement : *statements) {
            joined_[path].add(statement, value.location().line);
        }
    }

    void refuse(const Value& value, const std::string& path, const std::string& reason) {
        const std::string marked = definitions_.are_alike_for(value) ? "" : std::string(mark_);
        unread[path].emplace(json::sorted_text(value) + marked, reason);
    }

    const std::string& name_;
    const Definitions& definitions_;
    std::string_view file_;
    std::string_view mark_;
    std::map<std::string, Joined> joined_;
};

template <typename Map>
std::set<std::string> keys_of(const Map& before, const Map& after) {
    std::set<std::string> keys;
    for (const Map* map : {&before, &after}) {
        for (const auto& [key, value] : *map) {
            keys.insert(key);
        }
    }
    return keys;
}

void add_documents(Role& before, Role& after, std::vector<Change>& out) {
    for (const std::string& path : keys_of(before.documents, after.documents)) {
        const auto old_side = before.documents.find(path);
        const auto new_side = after.documents.find(path);
        const bool had = old_side != before.documents.end();
        const bool has = new_side != after.documents.end();
        Side from = had ? old_side->second : absent(new_side->second.document.get());
        Side to = has ? new_side->second : absent(from.document.get());
        out.push_back({after.address_of(path), std::move(from), std::move(to), {}});
    }
}

void add_attached(const Role& before, const Role& after, std::vector<Change>& out) {
    static const Attachments none;
    for (const std::string& path : keys_of(before.attached, after.attached)) {
        const auto old_set = before.attached.find(path);
        const auto new_set = after.attached.find(path);
        add_attachment_changes(after.address_of(path),
                               old_set == before.attached.end() ? none : old_set->second,
                               new_set == after.attached.end() ? none : new_set->second,
                               out);
    }
}

// What does not read as a policy counts where it is not the same in both.
void add_unread(const Role& before, const Role& after, std::vector<Change>& out) {
    const auto add = [&](const Role& of, const Role& than, std::string_view side) {
        for (const auto& [path, entries] : of.unread) {
            const auto others = than.unread.find(path);
            for (const auto& [text, reason] : entries) {
                if (others == than.unread.end() || !others->second.contains(text)) {
                    out.push_back(
                        open_change(of.address_of(path), fmt::format("{}: {}", side, reason)));
                }
            }
        }
    };
    add(before, after, "before");
    add(after, before, "after");
}

} // namespace

bool has_serverless_role(std::string_view type) {
    return type == function_type || type == "AWS::Serverless::StateMachine";
}

bool is_serverless_property(std::string_view property) {
    return property == "Policies" || property == trust;
}

void add_serverless_changes(const Templates& templates, std::vector<Change>& out) {
    const TemplateResources before = resources_of(templates.before);
    const TemplateResources after = resources_of(templates.after);
    for (const std::string& name : keys_of(before, after)) {
        const auto is_here = [&](const TemplateResources& resources) {
            const auto found = resources.find(name);
            return found != resources.end() && has_serverless_role(found->second.type);
        };
        if (!is_here(before) && !is_here(after)) {
            continue;
        }
        Role old_role(
            name, templates.old_definitions, templates.before.source().name, "of the old template");
        Role new_role(
            name, templates.new_definitions, templates.after.source().name, "of the new template");
        if (is_here(before)) {
            old_role.read(before.at(name));
        }
        if (is_here(after)) {
            new_role.read(after.at(name));
        }
        add_documents(old_role, new_role, out);
        add_attached(old_role, new_role, out);
        add_unread(old_role, new_role, out);
    }
}

} // namespace polhist::plans
