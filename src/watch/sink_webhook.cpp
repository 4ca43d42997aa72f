#include "watch/post.h"

namespace polhist::watch {
namespace {

// The event as JSON, sent with POST. `Idempotency-Key` is its key.
class WebhookSink final : public Sink {
public:
    explicit WebhookSink(SinkOptions options) : options_(std::move(options)) {}

    Delivery send(const Letter& letter) override {
        const auto endpoint = reveal(options_.rest);
        return endpoint ? post(*endpoint, letter.json, letter.key, options_.allow_private)
                        : Delivery{false, endpoint.error().message};
    }

private:
    SinkOptions options_;
};

} // namespace

Result<std::unique_ptr<Sink>> make_webhook_sink(const SinkOptions& options) {
    if (auto good = check_written_url(options); !good) {
        return tl::make_unexpected(std::move(good.error()));
    }
    return std::make_unique<WebhookSink>(options);
}

} // namespace polhist::watch
