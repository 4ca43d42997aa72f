#include "process/program.h"
#include "watch/sink.h"

#include <fmt/format.h>

namespace polhist::watch {
namespace {

// A command for the shell of the user; the event is what it reads. It accepts by ending with 0.
class ExecSink final : public Sink {
public:
    explicit ExecSink(std::string command) : command_(std::move(command)) {}

    Delivery send(const Letter& letter) override {
        process::Command command;
        command.words = {"/bin/sh", "-c", command_};
        command.input = letter.json;
        command.environment = {{"POLHIST_EVENT_KEY", letter.key}};
        const auto outcome = process::run(command);
        const std::string name = redacted_spec("exec:" + command_);
        if (!outcome) {
            return {false, fmt::format("{}: {}", name, outcome.error().message)};
        }
        if (outcome->status != 0) {
            return {false,
                    fmt::format("{}: ended with status {}: {}",
                                name,
                                outcome->status,
                                process::first_line(outcome->errors))};
        }
        return {true};
    }

private:
    std::string command_;
};

} // namespace

Result<std::unique_ptr<Sink>> make_exec_sink(const SinkOptions& options) {
    return std::make_unique<ExecSink>(options.rest);
}

} // namespace polhist::watch
