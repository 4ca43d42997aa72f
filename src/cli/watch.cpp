#include "cli/watch.h"

#include "core/account.h"
#include "output/simulation.h"
#include "store/store.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace polhist::cli {

namespace fs = std::filesystem;

void keep_private() {
    constexpr mode_t but_its_owner = 077;
    umask(but_its_owner);
}

std::string whole_path(const std::string& path) {
    std::error_code error;
    fs::path whole = fs::weakly_canonical(fs::absolute(path, error), error);
    return whole.empty() ? path : whole.string();
}

Result<std::string> existing_store(const Session& session) {
    std::string path = session.store_path();
    if (!store::Store::exists(path)) {
        return failure(fmt::format("{}: there is no store; `polhist subscribe` makes one", path));
    }
    return whole_path(path);
}

watch::World world_of(const Session& session) {
    watch::World world = watch::real_world();
    world.note = [&session](const std::string& message) { session.note(message); };
    world.trouble = [](const std::string& message) { trouble({message}); };
    return world;
}

Result<void> check_scope(const std::string& scope) {
    return scope == "aws" || scope == "local" || is_account(scope)
               ? Result<void>()
               : failure(fmt::format(
                     "--scope is `{}`; write aws, local or the 12 digits of an account", scope));
}

void add_place_options(CLI::App& command, std::string& base_url, std::optional<unsigned>& pace) {
    constexpr unsigned longest = 60'000;
    command.add_option("--base-url", base_url, "A mirror of what `reference:` looks at")
        ->type_name("URL");
    command
        .add_option("--pace", pace, "Wait between requests of `reference:` and `aws` (250, 100)")
        ->type_name("MILLISECONDS")
        ->check(CLI::Range(1U, longest).description(""));
}

std::string program_path() {
    std::error_code error;
    const fs::path self = fs::read_symlink("/proc/self/exe", error);
    if (error) {
        return "polhist";
    }
    // The one that people call: beside this where it was built, in its own place where installed.
    for (const char* folder : {"", POLHIST_BIN}) {
        const fs::path front = (self.parent_path() / folder / "polhist").lexically_normal();
        if (::access(front.c_str(), X_OK) == 0) {
            return front.string();
        }
    }
    return self.string();
}

std::string program_words(const Session& session) {
    const std::string path = whole_path(session.store_path());
    const std::string usual = Session::usual_store();
    return !usual.empty() && whole_path(usual) == path
               ? "polhist"
               : fmt::format("polhist --store {}", output::shell_word(path));
}

} // namespace polhist::cli
