#include "answers/comparison.h"
#include "cli/command.h"
#include "cli/document.h"
#include "core/printable.h"
#include "diff/lines.h"
#include "output/text.h"
#include "policy/envelope.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <memory>

namespace polhist::cli {
namespace {

using answers::Endpoint;

// What git gives an external diff driver: the path, then file, hash and mode of the old and of the
// new, and the new path with what git says of it where the file was renamed. An unmerged path
// comes alone. Source: "GIT_EXTERNAL_DIFF" in git(1).
struct GitArguments {
    std::vector<std::string> words;

    [[nodiscard]] const std::string& path() const { return words[0]; }

    [[nodiscard]] const std::string& before() const { return words[1]; }

    [[nodiscard]] const std::string& after() const { return words[4]; }

    [[nodiscard]] bool is_unmerged() const { return words.size() < 7; }

    [[nodiscard]] std::string new_path() const { return words.size() > 7 ? words[7] : words[0]; }
};

// git starts us behind its pager, where standard output is no terminal but colour is wanted.
output::Style style_of(const Session& session) {
    output::Style style = session.style();
    const char* paged = std::getenv("GIT_PAGER_IN_USE"); // NOLINT(concurrency-mt-unsafe)
    const char* none = std::getenv("NO_COLOR");          // NOLINT(concurrency-mt-unsafe)
    style.colour = style.colour || (session.colour == "auto" && paged != nullptr &&
                                    (none == nullptr || *none == '\0'));
    return style;
}

Result<std::string> text_of(const std::string& file) {
    if (file == no_file) {
        return std::string();
    }
    return read_document_text(file);
}

// A file that is not there allows nothing.
Result<Endpoint> endpoint_of(const GitArguments& arguments, bool is_new, const std::string& text) {
    const bool absent = (is_new ? arguments.after() : arguments.before()) == no_file;
    const std::string name =
        (is_new ? "b/" : "a/") + (is_new ? arguments.new_path() : arguments.path());
    if (absent) {
        return no_document(no_file);
    }
    return policy::read_any(json::Source{name, text}).map([&](policy::Envelope&& envelope) {
        return Endpoint{name,
                        envelope.version,
                        envelope.created,
                        std::make_shared<const policy::Document>(std::move(envelope.document))};
    });
}

Result<std::string> permissions(const Session& session,
                                const GitArguments& arguments,
                                const std::string& before,
                                const std::string& after) {
    auto from = endpoint_of(arguments, false, before);
    if (!from) {
        return tl::make_unexpected(std::move(from.error()));
    }
    auto to = endpoint_of(arguments, true, after);
    if (!to) {
        return tl::make_unexpected(std::move(to.error()));
    }
    if (arguments.before() == no_file) {
        share_language(*from, *to);
    }
    if (arguments.after() == no_file) {
        share_language(*to, *from);
    }
    return output::diff_text(answers::compare(std::move(*from), std::move(*to), session.budget),
                             style_of(session));
}

// The lines that differ, with a few around them.
std::string
plain_text(const std::string& before, const std::string& after, const output::Style& style) {
    constexpr std::size_t context = 3;
    const auto old_lines = diff::lines_of(before);
    const auto new_lines = diff::lines_of(after);
    const std::vector<diff::Line> lines =
        diff::compare_lines({old_lines, old_lines}, {new_lines, new_lines});
    std::vector<bool> near(lines.size(), false);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (lines[i].kind != diff::LineKind::context) {
            const std::size_t end = std::min(i + context + 1, lines.size());
            std::fill(near.begin() + static_cast<std::ptrdiff_t>(i - std::min(i, context)),
                      near.begin() + static_cast<std::ptrdiff_t>(end),
                      true);
        }
    }
    std::string out;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (!near[i]) {
            out += i == 0 || near[i - 1] ? style.dim(" …") + '\n' : "";
            continue;
        }
        const bool came = lines[i].kind == diff::LineKind::added;
        const bool same = lines[i].kind == diff::LineKind::context;
        const std::string text =
            fmt::format("{}{}", same ? ' ' : (came ? '+' : '-'), visible(lines[i].text));
        out += (same ? text : style.signed_text(came ? '+' : '-', text)) + '\n';
    }
    return out;
}

// A driver that fails stops `git diff` for all other files too, so what is no policy is shown as
// text, with the reason.
ExitStatus run_git_diff(const Session& session, const GitArguments& arguments) {
    const output::Style style = style_of(session);
    if (arguments.is_unmerged()) {
        return session.emit(fmt::format("* Unmerged path {}\n", visible(arguments.path())));
    }
    const auto before = text_of(arguments.before());
    const auto after = text_of(arguments.after());
    if (!before || !after) {
        return trouble(before ? after.error() : before.error());
    }
    std::string out =
        style.bold(fmt::format(
            "polhist a/{} b/{}", visible(arguments.path()), visible(arguments.new_path()))) +
        '\n';
    const auto told = permissions(session, arguments, *before, *after);
    if (told) {
        out += *told;
    } else {
        out += style.dim("as text, for it cannot be compared as a policy: " +
                         visible(told.error().message)) +
               '\n' + plain_text(*before, *after, style);
    }
    return session.emit(out);
}

constexpr std::string_view footer =
    "Examples:\n"
    "  git config diff.iam.command \"polhist git-diff\"\n"
    "  echo 'policies/*.json diff=iam' >>.gitattributes\n"
    "  git diff;  git log -p --ext-diff;  git show --ext-diff\n"
    "\n"
    "git calls it with PATH OLD-FILE OLD-HASH OLD-MODE NEW-FILE NEW-HASH NEW-MODE. A file that\n"
    "is no policy is shown as text, with the reason.\n";

} // namespace

void add_git_diff(CLI::App& app, Session& session) {
    const auto arguments = std::make_shared<GitArguments>();
    CLI::App* command =
        app.add_subcommand("git-diff", "What `git diff` shows for policies: a driver for git");
    command->add_option("ARGUMENT", arguments->words, "The seven arguments of a diff driver of git")
        ->type_name("")
        ->required()
        ->expected(1, 9);
    add_engine_options(*command, session);
    command->footer(std::string(footer));
    command->callback([&session, arguments] {
        const std::size_t count = arguments->words.size();
        if (count != 1 && count != 7 && count != 9) {
            throw CLI::ValidationError("git-diff",
                                       "git gives a diff driver one, seven or nine arguments");
        }
        session.storeless = true;
        session.command = [&session, arguments] { return run_git_diff(session, *arguments); };
    });
}

} // namespace polhist::cli
