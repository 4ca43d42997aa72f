#include "plans/fillings.h"

#include "access/unresolved.h"
#include "json/writer.h"
#include "plans/symbols.h"
#include "policy/reader.h"

#include <fmt/format.h>

#include <map>
#include <set>

namespace polhist::plans {
namespace {

using json::Kind;
using json::Value;
using json::Writer;

// What `Fn::Sub` gives where it has nothing to fill in; `${!x}` is a `${x}` that stays.
std::optional<std::string> constant_of(const Value& function) {
    const auto text = function.find("Fn::Sub");
    if (!text || text->kind() != Kind::string) {
        return std::nullopt;
    }
    std::string constant;
    std::string_view rest = text->text();
    while (!rest.empty()) {
        const std::size_t at = std::min(rest.find("${"), rest.size());
        constant += rest.substr(0, at);
        rest.remove_prefix(at);
        if (rest.starts_with("${!")) {
            constant += "${";
            rest.remove_prefix(3);
        } else if (!rest.empty()) {
            return std::nullopt;
        }
    }
    return constant;
}

bool has_unknown(const Value& value) {
    if (is_function(value)) {
        return !constant_of(value);
    }
    for (const Value& item : value.items()) {
        if (has_unknown(item)) {
            return true;
        }
    }
    for (const auto& [key, inner] : value.members()) {
        if (has_unknown(inner)) {
            return true;
        }
    }
    return false;
}

// Writes a document anew, with its unknown pieces in the form that the header says.
class Rewriter {
public:
    Rewriter(std::string& out, const Definitions& definitions, std::string_view mark)
        : writer_(out),
          definitions_(definitions),
          mark_(mark) {}

    // Gives the line of each statement written.
    std::vector<std::size_t> document(const Value& value) {
        const auto version = value.find("Version");
        const auto statements = value.find("Statement");
        writer_.begin_object();
        writer_.key("Version").string(version && version->kind() == Kind::string ? version->text()
                                                                                 : "2012-10-17");
        writer_.key("Statement").begin_array();
        if (is_function(value)) {
            anything("Document", value);
        } else if (version && is_function(*version)) {
            anything("Version", *version);
        } else if (statements) {
            all_statements(*statements);
        }
        writer_.end_array().end_object();
        return std::move(lines_);
    }

private:
    using Unresolved = std::map<std::string, std::vector<std::string>>;

    std::string text_of(const Value& function) {
        return function_text(function) +
               (definitions_.are_alike_for(function) ? "" : fmt::format(" ({})", mark_));
    }

    void all_statements(const Value& statements) {
        if (is_function(statements)) {
            anything("Statement", statements);
        } else if (statements.kind() != Kind::array) {
            statement(statements, true);
            statement(statements, false);
        } else {
            // Those that stand for one of the text come first, so that they have its number.
            for (const bool first : {true, false}) {
                for (const Value& item : statements.items()) {
                    statement(item, first);
                }
            }
        }
    }

    // The first pass writes one for each statement, the second what is needed beside it.
    void statement(const Value& value, bool first) {
        if (is_function(value)) {
            any_statement("Statement", value, first ? "Allow" : "Deny");
            return;
        }
        if (!has_unknown(value) || value.kind() != Kind::object) {
            if (first) {
                lines_.push_back(value.location().line);
                copy(value);
            }
            return;
        }
        const auto effect = value.find("Effect");
        const bool open_effect = effect && is_function(*effect);
        split_ = !open_effect && has_known_part(value);
        if (first && split_) {
            known(value);
        } else if (first != split_) {
            wide(value, first ? "Allow" : "Deny");
        } else if (!first && open_effect) {
            wide(value, "Deny");
        }
    }

    void anything(std::string_view element, const Value& function) {
        any_statement(element, function, "Allow");
        any_statement(element, function, "Deny");
    }

    void any_statement(std::string_view element, const Value& function, std::string_view effect) {
        lines_.push_back(function.location().line);
        writer_.begin_object();
        writer_.key("Effect").string(effect);
        writer_.key("Principal").string("*");
        writer_.key("Action").string("*");
        writer_.key("Resource").string("*");
        writer_.key("Condition").begin_object();
        unresolved({{std::string(element), {text_of(function)}}});
        writer_.end_object().end_object();
    }

    // Whether each list with unknown pieces has known ones too, and nothing else has any.
    static bool has_known_part(const Value& value) {
        for (const auto& [key, inner] : value.members()) {
            if (key == "Sid" || !has_unknown(inner)) {
                continue;
            }
            const bool splits =
                (key == "Action" || key == "Resource") && inner.kind() == Kind::array;
            bool any = false;
            for (const Value& item : inner.items()) {
                any = any || !has_unknown(item);
            }
            if (!splits || !any) {
                return false;
            }
        }
        return true;
    }

    // The statement with the known pieces of its lists.
    void known(const Value& value) {
        lines_.push_back(value.location().line);
        writer_.begin_object();
        for (const auto& [key, inner] : value.members()) {
            if (key == "Sid" && is_function(inner)) {
                continue;
            }
            writer_.key(key);
            if (has_unknown(inner)) {
                known_items(inner);
            } else {
                copy(inner);
            }
        }
        writer_.end_object();
    }

    void known_items(const Value& list) {
        writer_.begin_array();
        for (const Value& item : list.items()) {
            if (!has_unknown(item)) {
                copy(item);
            }
        }
        writer_.end_array();
    }

    // The statement with its unknown pieces as wide as they may be. `effect` counts only where
    // that is unknown.
    void wide(const Value& value, std::string_view effect) {
        lines_.push_back(value.location().line);
        Unresolved open;
        std::optional<Value> condition;
        writer_.begin_object();
        for (const auto& [key, inner] : value.members()) {
            if (key == "Condition") {
                condition = inner;
            } else if (!has_unknown(inner)) {
                writer_.key(key);
                copy(inner);
            } else if (key != "Sid") {
                wide_element(key, inner, effect, open);
            }
        }
        writer_.key("Condition").begin_object();
        if (condition) {
            conditions(*condition, open);
        }
        unresolved(open);
        writer_.end_object().end_object();
    }

    void wide_element(std::string_view key,
                      const Value& value,
                      std::string_view effect,
                      Unresolved& open) {
        for (const Value& item : value.items()) {
            if (split_ && has_unknown(item)) {
                add_texts(item, open[std::string(key)]);
            }
        }
        if (!split_) {
            add_texts(value, open[std::string(key)]);
        }
        if (key == "Effect") {
            writer_.key(key).string(effect);
            return;
        }
        const bool negated = key.starts_with("Not");
        bool any_known = false;
        for (const Value& item : value.items()) {
            any_known = any_known || !has_unknown(item);
        }
        if (negated && any_known && key != "NotPrincipal") {
            writer_.key(key);
            known_items(value);
        } else {
            writer_.key(negated ? key.substr(3) : key).string("*");
        }
    }

    void conditions(const Value& condition, Unresolved& open) {
        if (is_function(condition)) {
            open["Condition"].push_back(text_of(condition));
            return;
        }
        for (const auto& [comparison, keys] : condition.members()) {
            if (is_function(keys)) {
                open[fmt::format("Condition {}", comparison)].push_back(text_of(keys));
                continue;
            }
            writer_.key(comparison).begin_object();
            for (const auto& [key, values] : keys.members()) {
                if (has_unknown(values)) {
                    add_texts(values, open[fmt::format("{} {}", comparison, key)]);
                } else {
                    writer_.key(key);
                    copy(values);
                }
            }
            writer_.end_object();
        }
    }

    // Known strings too: together they say what the piece is.
    void add_texts(const Value& value, std::vector<std::string>& out) {
        if (is_function(value)) {
            const auto constant = constant_of(value);
            out.push_back(constant ? *constant : text_of(value));
            return;
        }
        for (const Value& item : value.items()) {
            add_texts(item, out);
        }
        for (const auto& [key, inner] : value.members()) {
            add_texts(inner, out);
        }
        if (value.kind() != Kind::array && value.kind() != Kind::object) {
            out.emplace_back(value.text());
        }
    }

    void unresolved(const Unresolved& open) {
        writer_.key(access::unresolved_operator).begin_object();
        for (const auto& [key, texts] : open) {
            writer_.key(key).strings(texts);
        }
        writer_.end_object();
    }

    // A value as it is, with the constants that functions give.
    void copy(const Value& value) {
        if (const auto constant = is_function(value) ? constant_of(value) : std::nullopt) {
            writer_.string(*constant);
        } else if (value.kind() == Kind::array) {
            writer_.begin_array();
            for (const Value& item : value.items()) {
                copy(item);
            }
            writer_.end_array();
        } else if (value.kind() == Kind::object) {
            writer_.begin_object();
            for (const auto& [key, inner] : value.members()) {
                writer_.key(key);
                copy(inner);
            }
            writer_.end_object();
        } else {
            json::write(writer_, value);
        }
    }

    Writer writer_;
    const Definitions& definitions_;
    std::string_view mark_;
    std::vector<std::size_t> lines_;
    bool split_ = false; // the known pieces of the statement stand in one of their own
};

Side side_of(Result<policy::Document> document, std::vector<std::size_t> lines) {
    Side side;
    if (!document) {
        side.reason = document.error().message;
        side.unreadable = true;
        return side;
    }
    side.lines = std::move(lines);
    side.document = std::make_shared<const policy::Document>(std::move(*document));
    return side;
}

// A document that means the same in both languages is of 2012 in both templates, whether it has
// functions or not.
Side of_2012(Side side, const Value& value) {
    const auto version = value.find("Version");
    if (side.document && (!version || version->text() != "2012-10-17")) {
        policy::Document document = *side.document;
        document.language = policy::Language::v2012;
        document.language_stated = version.has_value();
        side.document = std::make_shared<const policy::Document>(std::move(document));
    }
    return side;
}

} // namespace

Side read_template_document(const Value& value,
                            const Definitions& definitions,
                            const std::string& name,
                            std::string_view mark) {
    const std::string source = fmt::format("{}: {}", value.place(), name);
    if (value.kind() == Kind::string) {
        return side_of(policy::read(json::Source{source, value.text()}), {});
    }
    if (!has_function(value) && !(may_be_of_2012(value) && has_unset_variable(value))) {
        std::vector<std::size_t> lines;
        if (const auto statements = value.find("Statement")) {
            for (const Value& item : statements->items()) {
                lines.push_back(item.location().line);
            }
            if (statements->kind() == Kind::object) {
                lines.push_back(statements->location().line);
            }
        }
        Side side = side_of(policy::read(value), std::move(lines));
        return may_be_of_2012(value) ? of_2012(std::move(side), value) : side;
    }
    if (!may_be_of_2012(value)) {
        std::string text;
        std::vector<std::size_t> lines = Rewriter(text, definitions, mark).document(value);
        return side_of(policy::read(json::Source{source, text}), std::move(lines));
    }
    std::vector<std::size_t> places; // of the statements in the template
    const std::string symbolic = with_symbols(value, definitions, places);
    const auto tree = json::Tree::parse({source, symbolic});
    if (!tree) {
        return side_of(tl::make_unexpected(tree.error()), {});
    }
    const auto in_template = [&](std::vector<std::size_t> lines) {
        for (std::size_t& line : lines) {
            constexpr std::size_t first = 2; // that a statement stands on
            line = line < first || line - first >= places.size() ? value.location().line
                                                                 : places[line - first];
        }
        return lines;
    };
    if (!has_function(tree->root())) {
        return of_2012(side_of(policy::read(tree->root(), policy::ResourceForm::or_variable),
                               std::move(places)),
                       value);
    }
    std::string text;
    std::vector<std::size_t> lines = Rewriter(text, definitions, mark).document(tree->root());
    return of_2012(
        side_of(policy::read(json::Source{source, text}, policy::ResourceForm::or_variable),
                in_template(std::move(lines))),
        value);
}

} // namespace polhist::plans
