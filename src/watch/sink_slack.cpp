#include "watch/post.h"
#include "watch/slack.h"

namespace polhist::watch {
namespace {

// An incoming webhook of Slack.
class SlackSink final : public Sink {
public:
    explicit SlackSink(SinkOptions options) : options_(std::move(options)) {}

    Delivery send(const Letter& letter) override {
        const auto endpoint = reveal(options_.rest);
        return endpoint ? post(*endpoint, slack_json(letter), letter.key, options_.allow_private)
                        : Delivery{false, endpoint.error().message};
    }

private:
    SinkOptions options_;
};

} // namespace

Result<std::unique_ptr<Sink>> make_slack_sink(const SinkOptions& options) {
    if (auto good = check_written_url(options); !good) {
        return tl::make_unexpected(std::move(good.error()));
    }
    return std::make_unique<SlackSink>(options);
}

} // namespace polhist::watch
