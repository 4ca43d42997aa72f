#include "policy/canonical.h"

#include "json/writer.h"

namespace polhist::policy {
namespace {

using json::Writer;

// Writes the parts of a statement in one spelling.
class StatementWriter {
public:
    StatementWriter(Writer& writer, Spelling spelling) : writer_(writer), spelling_(spelling) {}

    void write(const Statement& statement) {
        writer_.begin_object();
        if (statement.sid) {
            writer_.key("Sid").string(*statement.sid);
        }
        writer_.key("Effect").string(name_of(statement.effect));
        if (statement.principals) {
            principals(*statement.principals);
        }
        writer_.key(statement.actions.negated ? "NotAction" : "Action").begin_array();
        for (const std::string& action : statement.actions.values) {
            writer_.string(spelt(action));
        }
        writer_.end_array();
        if (statement.resources) {
            writer_.key(statement.resources->negated ? "NotResource" : "Resource");
            list(statement.resources->values);
        }
        if (!statement.conditions.empty()) {
            conditions(statement.conditions);
        }
        writer_.end_object();
    }

private:
    [[nodiscard]] std::string spelt(const std::string& text) const {
        return spelling_ == Spelling::folded ? folded(text) : text;
    }

    void list(const std::vector<std::string>& values) {
        writer_.begin_array();
        for (const std::string& value : values) {
            writer_.string(value);
        }
        writer_.end_array();
    }

    // Principals are sorted by kind, so those of one kind stand together.
    void principals(const Principals& all) {
        writer_.key(all.negated ? "NotPrincipal" : "Principal").begin_object();
        const std::string* kind = nullptr;
        for (const Principal& principal : all.values) {
            if (kind == nullptr || principal.kind != *kind) {
                if (kind != nullptr) {
                    writer_.end_array();
                }
                kind = &principal.kind;
                writer_.key(*kind).begin_array();
            }
            writer_.string(principal.value);
        }
        if (kind != nullptr) {
            writer_.end_array();
        }
        writer_.end_object();
    }

    // Tests are sorted by operator; operators that differ by case only stay apart, as written.
    void conditions(const std::vector<Condition>& all) {
        writer_.key("Condition").begin_object();
        const std::string* comparison = nullptr;
        for (const Condition& condition : all) {
            if (comparison == nullptr || condition.comparison != *comparison) {
                if (comparison != nullptr) {
                    writer_.end_object();
                }
                comparison = &condition.comparison;
                writer_.key(spelt(*comparison)).begin_object();
            }
            writer_.key(spelt(condition.key));
            list(condition.values);
        }
        writer_.end_object().end_object();
    }

    Writer& writer_;
    Spelling spelling_;
};

constexpr std::size_t indent = 4;

} // namespace

std::string canonical_text(const Statement& statement, Spelling spelling) {
    std::string text;
    Writer writer(text, indent);
    StatementWriter(writer, spelling).write(statement);
    return text;
}

std::string canonical_text(const Document& document) {
    std::string text;
    Writer writer(text, indent);
    writer.begin_object();
    if (document.language_stated) {
        writer.key("Version").string(name_of(document.language));
    }
    if (document.id) {
        writer.key("Id").string(*document.id);
    }
    writer.key("Statement").begin_array();
    for (const Statement& statement : document.statements) {
        StatementWriter(writer, Spelling::as_written).write(statement);
    }
    writer.end_array().end_object();
    return text + '\n';
}

} // namespace polhist::policy
