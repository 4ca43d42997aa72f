#include "watch/append.h"
#include "watch/sink.h"

namespace polhist::watch {
namespace {

// A line of JSON for each event.
class FileSink final : public Sink {
public:
    explicit FileSink(std::string path) : path_(std::move(path)) {}

    Delivery send(const Letter& letter) override {
        const auto written = append_line(path_, letter.json);
        return {written.has_value(), written ? "" : written.error().message};
    }

private:
    std::string path_;
};

} // namespace

Result<std::unique_ptr<Sink>> make_file_sink(const SinkOptions& options) {
    return std::make_unique<FileSink>(options.rest);
}

} // namespace polhist::watch
