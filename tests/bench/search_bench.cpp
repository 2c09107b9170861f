// What it takes to rule on two decoders of growing size: laid out alike, and rearranged throughout.
// usage: search_bench DIRECTORY [largest MiB = 1024] [repetitions = 3] [threads = 2] [models]
// Sizes double from 64 MiB a file. Every ruling is checked before its time is printed. Goals at
// 1 GiB: laid out alike, default depth: 30 s and 2 GiB; full search: 5 minutes; linear in the size.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include <weightkin/lineage/compare.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "bench/decoder_files.hpp"
#include "bench/private_memory.hpp"
#include "bench/read_limit.hpp"

namespace {

using namespace weightkin;

struct search_case {
  const char* what;
  const char* depth;
  bench::descent kind;
  search_depth how_far;
  bool stranger;
};

constexpr search_case cases[] = {
    {"laid out alike", "default", bench::descent::changed, search_depth::automatic, false},
    {"laid out alike", "full", bench::descent::changed, search_depth::full, false},
    {"rearranged", "full", bench::descent::rearranged, search_depth::full, false},
    {"a stranger", "default", bench::descent::itself, search_depth::automatic, true},
    {"a stranger", "full", bench::descent::itself, search_depth::full, true},
};

struct run {
  double seconds = 0;
  std::string wrong; ///< with the ruling; empty if nothing
};

/// The better of the two kinds of evidence: units in their own order, and units whose order was
/// searched by other tensors.
double best_log10_p(const component_ruling& model) {
  const bool searched = model.searched_groups > 0;
  return searched ? std::min(model.log10_p_holm, model.searched.log10_p) : model.log10_p_holm;
}

/// What is wrong with a ruling; empty if nothing.
std::string objection(const comparison& ruled, bool stranger) {
  if (stranger) return ruled.parameters_found == 0 ? "" : "a stranger was found";
  const component_ruling& model = ruled.components.front();
  if (ruled.overall != verdict::derived || best_log10_p(model) > -12)
    return "not found: " + ruled.sentence;
  return model.common_variance > 0.9 ? "" : "little in common: " + ruled.sentence;
}

run compare_once(const std::filesystem::path& subject_path,
                 const std::filesystem::path& reference_path, const search_case& one,
                 const compare_options& options) {
  const double start = bench::wall_seconds();
  auto subject = checkpoint::open(subject_path);
  auto reference = checkpoint::open(reference_path);
  if (!subject || !reference) return {0, (subject ? reference : subject).error().message};
  const auto ruled = compare(*subject, *reference, options);
  if (!ruled) return {0, ruled.error().message};
  return {bench::wall_seconds() - start, objection(*ruled, one.stranger)};
}

/// \returns false when a ruling is wrong
bool measure(const std::filesystem::path& folder, const bench::decoder_shape& shape,
             const search_case& one, int repetitions, unsigned threads) {
  const auto subject = folder / "search_subject.safetensors";
  const auto reference = folder / "search_reference.safetensors";
  if (!bench::write_decoder(reference, shape, 1, bench::descent::itself) ||
      !bench::write_decoder(subject, shape, one.stranger ? 2 : 1, one.kind)) {
    std::fprintf(stderr, "cannot write to %s\n", folder.c_str());
    return false;
  }
  compare_options options;
  options.threads = threads;
  options.depth = one.how_far;
  std::vector<double> seconds;
  for (int i = 0; i < repetitions; ++i) {
    const run timed = compare_once(subject, reference, one, options);
    if (!timed.wrong.empty()) {
      std::fprintf(stderr, "%s, %s: %s\n", one.what, one.depth, timed.wrong.c_str());
      return false;
    }
    seconds.push_back(timed.seconds);
  }
  // Looking at memory costs time: a run of its own.
  long peak = 0;
  options.on_progress = [&peak](const progress&) {
    peak = std::max(peak, bench::anonymous_kib());
    return true;
  };
  compare_once(subject, reference, one, options);
  std::sort(seconds.begin(), seconds.end());
  const double size = static_cast<double>(std::filesystem::file_size(subject)) / (1 << 20);
  std::printf("| %5.0f | %-14s | %-7s | %7.2f | %6.2f | %6.0f |\n", size, one.what, one.depth,
              seconds[seconds.size() / 2], seconds[seconds.size() / 2] / size * 1024,
              static_cast<double>(peak) / 1024);
  std::fflush(stdout);
  std::filesystem::remove(subject);
  std::filesystem::remove(reference);
  return true;
}

} // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: search_bench DIRECTORY [largest MiB] [repetitions] [threads] "
                         "[models]\n");
    return 2;
  }
  const auto largest = static_cast<std::uint64_t>(argc > 2 ? std::atol(argv[2]) : 1024);
  const int repetitions = std::max(1, argc > 3 ? std::atoi(argv[3]) : 3);
  const auto threads = static_cast<unsigned>(argc > 4 ? std::atoi(argv[4]) : 2);
  std::puts("| MiB a file | models | depth | seconds | seconds for a GiB | private MiB |\n"
            "|---|---|---|---|---|---|");
  bool good = true;
  for (const search_case& one : cases) {
    if (argc > 5 && std::string(argv[5]) != one.what) continue;
    for (std::uint64_t size = std::min<std::uint64_t>(64, largest); size <= largest; size *= 2)
      good =
          measure(argv[1], bench::decoder_of_size(size << 20), one, repetitions, threads) && good;
  }
  return good ? 0 : 1;
}
