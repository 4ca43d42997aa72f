#include "core/digest.h"
#include "ingest/file.h"
#include "process/program.h"
#include "watch/source.h"
#include "watch/subscription.h"

#include <fmt/format.h>

namespace polhist::watch {
namespace {

constexpr std::size_t most = std::size_t{256} * 1024 * 1024;
constexpr std::chrono::seconds patience(15 * 60);

// A command for the shell of the user; what it prints is read.
class ExecSource final : public Source {
public:
    explicit ExecSource(std::string command) : command_(std::move(command)) {}

    Result<Fetched> fetch(const FetchOptions& options) override {
        process::Command command;
        command.words = {"/bin/sh", "-c", command_};
        command.most = most;
        command.patience = patience;
        const std::string name = redacted_spec("exec:" + command_);
        const auto outcome = process::run(command);
        if (!outcome) {
            return failure(fmt::format("{}: {}", name, outcome.error().message));
        }
        if (outcome->status != 0) {
            return failure(fmt::format("{}: ended with status {}: {}",
                                       name,
                                       outcome->status,
                                       process::first_line(outcome->errors)));
        }
        std::string mark = sha256(outcome->output);
        if (mark == options.mark) {
            return Fetched{std::nullopt, std::move(mark)};
        }
        auto imported = ingest::read_file({name, outcome->output}, {}, ingest_options(options));
        return imported ? Result<Fetched>(Fetched{std::move(*imported), std::move(mark)})
                        : tl::make_unexpected(std::move(imported.error()));
    }

private:
    std::string command_;
};

} // namespace

Result<std::unique_ptr<Source>> make_exec_source(const std::string& rest) {
    return std::make_unique<ExecSource>(rest);
}

} // namespace polhist::watch
