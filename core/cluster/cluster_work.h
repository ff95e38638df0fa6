#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "core/cluster/cluster_store.h"

namespace secateur {

/// What processes must agree on to compute together.
struct ClusterTerms {
    std::string version;   ///< of the program
    int size = 0;          ///< processes in all
    std::string data;      ///< digest of the images
    std::string location;  ///< where rank 0 has them
    std::string options;   ///< as which it reads them, JSON
};
std::string termsText(const ClusterTerms& terms);
ClusterTerms termsOf(const std::string& text);

Bytes bytesOf(const std::string& text);
std::string textOf(const Bytes& bytes);
/// Of what another process has sent. Errors: Mismatch.
void requireBytes(const Bytes& bytes, size_t expected);

/// Work that falls into pieces, each a function of the request and its number alone.
struct SharedWork {
    std::string kind;     ///< whose work it is: a key of ClusterServices
    std::string request;  ///< JSON; what is large is attached
    int64_t pieces = 0;
};

/// Runs a function once on each of a process's workers, and waits for all.
using RunOnWorkers = std::function<void(const std::function<void(int worker)>& body)>;
/// The result of a piece.
using ComputePiece = std::function<Bytes(int worker, int64_t piece)>;
/// One call at a time, each piece once, in any order.
using TakePiece = std::function<void(int64_t piece, const Bytes& result)>;

}  // namespace secateur
