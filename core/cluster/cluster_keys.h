#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <string>

/// Names in the store of a cluster, which both sides use.
namespace secateur::clusterKey {

inline const std::string kTerms = "terms";    ///< ClusterTerms and the size, as JSON
inline const std::string kCall = "call";      ///< counts the works that were shared
inline const std::string kOver = "over";      ///< above 0: nothing more comes
inline const std::string kJoined = "joined";  ///< counts those who serve
inline const std::string kLeft = "left";      ///< counts those who no longer do
inline const std::string kNews = "news";      ///< counts what rank 0 is to be told

inline std::string news(int64_t number) {
    return fmt::format("news/{}", number);
}
/// Counts the processes of a rank.
inline std::string present(int rank) {
    return fmt::format("present/{}", rank);
}
inline std::string request(int64_t call) {
    return fmt::format("request/{}", call);
}
/// Counts the pieces of a call that were handed out.
inline std::string drawn(int64_t call) {
    return fmt::format("drawn/{}", call);
}
inline std::string result(int64_t call, int64_t piece) {
    return fmt::format("result/{}/{}", call, piece);
}
/// Counts those who have come to a call that all do together.
inline std::string comers(int64_t call) {
    return fmt::format("comers/{}", call);
}
/// How many of them take part, once that is settled.
inline std::string members(int64_t call) {
    return fmt::format("members/{}", call);
}
inline std::string team(int64_t call) {
    return fmt::format("team/{}", call);
}
inline std::string attachment(const std::string& digest) {
    return "attachment/" + digest;
}

}  // namespace secateur::clusterKey
