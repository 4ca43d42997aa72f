// In what way the engine differs from the judge.

#pragma once

#include <string>
#include <vector>

namespace polhist::judge {

enum class Fault {
    missed_gain,      // a request is gained (lost, now denied, ...), the engine says none is
    false_witness,    // a request that the evaluator of the judge does not confirm
    foreign_witness,  // a request that no caller can make: a bad action, a set for a single key
    wrong_statement,  // the statement told as responsible does not match the request
    untold_statement, // a statement gives something, and none with the same body is told
    wrong_label,      // what a request hangs on, said or not said
    other_evaluation, // polhist's evaluator and the judge's differ on a request
    false_cover,      // a grant is told as covered, and is not
    wrong_overall,    // the order that holds beside any other document
    disordered,       // the verdict word and the lists of requests disagree
    wrong_layer,      // of sets: the layer told as holding a request back does not
    not_itself,       // a set is not equivalent to itself
    not_swapped,      // two sets the other way round do not have the other verdict
    not_as_documents, // two documents have another verdict as sets
    undecided,        // no fault, but reported on demand
};

std::string name_of(Fault fault);

struct Finding {
    Fault fault = Fault::missed_gain;
    std::string what; // one line
};

using Findings = std::vector<Finding>;

} // namespace polhist::judge
