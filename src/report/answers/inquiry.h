// One question of access, asked of many documents.
//
// Most documents are not concerned, which their action patterns show; of the others, most say of
// the question what another has said already. So the engine (access/permission.h) is asked once for
// each different slice of statements.

#pragma once

#include "access/permission.h"
#include "answers/passages.h"
#include "core/error.h"

#include <map>
#include <string>

namespace polhist::answers {

class Inquiry {
public:
    Inquiry(access::Question question, std::size_t budget)
        : question_(std::move(question)),
          budget_(budget) {}

    [[nodiscard]] const access::Question& question() const { return question_; }

    // What a version says, by its position. `passages` must be about the action of the question. A
    // document that cannot be read is an error.
    Result<access::Permission> ask(const Passages& passages, std::size_t version);

private:
    access::Permission answer(const policy::Document& document);

    access::Question question_;
    std::size_t budget_;
    std::map<std::string, access::Permission, std::less<>> by_document_; // by its hash
    std::map<std::string, access::Permission> by_slice_; // `statement`: position in the slice
};

// What is wrong with a question, where no request can be for it; it would always be answered with
// no. Nothing where it is sound.
Result<void> examine(const access::Question& question);

} // namespace polhist::answers
