#include "watch/append.h"
#include "watch/sink.h"

#include <unistd.h>

namespace polhist::watch {
namespace {

// Cron mails what is printed.
class StdoutSink final : public Sink {
public:
    Delivery send(const Letter& letter) override {
        std::string text(any_ ? 1 : 0, '\n');
        text += text_of(letter);
        any_ = true;
        const auto written = write_all("stdout", STDOUT_FILENO, text);
        return {written.has_value(), written ? "" : written.error().message};
    }

private:
    bool any_ = false;
};

} // namespace

Result<std::unique_ptr<Sink>> make_stdout_sink(const SinkOptions&) {
    return std::make_unique<StdoutSink>();
}

} // namespace polhist::watch
