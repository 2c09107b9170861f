// Decoding stored values to f32, beside the read limit.
// usage: decode_bench [million values = 64] [repetitions = 5] [name part]
// Every case is checked against a slow decoder first. Values are read in tiles, as a comparison
// reads them. The ratio is that of decoded f32 bytes a second to what memory could deliver had they
// been stored as f32: 1 means that reading quantised weights costs no more than reading plain ones.
// Last come times of opening large sparse files. One thread; add cases in decode_cases.hpp.

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include <weightkin/reader/checkpoint.hpp>

#include "bench/bench_buffers.hpp"
#include "bench/decode_cases.hpp"
#include "bench/read_limit.hpp"
#include "support/gguf_writer.hpp"
#include "support/temp_directory.hpp"

namespace {

using namespace weightkin;

constexpr std::size_t tile_values = std::size_t{1} << 16;

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

bool same(float a, float b) {
  return std::memcmp(&a, &b, sizeof a) == 0 || (std::isnan(a) && std::isnan(b));
}

/// The first two tiles, value by value.
bool is_right(const bench::decode_case& tested) {
  if (tested.source == nullptr) return false;
  const auto count =
      static_cast<std::size_t>(std::min<std::uint64_t>(tested.values, 2 * tile_values));
  std::vector<float> values(count);
  const auto read = tested.source->read(0, count, std::as_writable_bytes(std::span(values)));
  if (!read) return false;
  std::memcpy(values.data(), read->data(), read->size());
  const std::vector<float> wanted = tested.expected(0, count);
  return wanted.size() == count && std::equal(values.begin(), values.end(), wanted.begin(), same);
}

/// Reads all values, tile by tile into the same buffer.
double seconds_to_decode(const bench::decode_case& timed, std::vector<float>& tile) {
  const std::uint64_t count = timed.values;
  const double start = bench::thread_seconds();
  for (std::uint64_t first = 0; first < count; first += tile_values) {
    const auto now = static_cast<std::size_t>(std::min<std::uint64_t>(tile_values, count - first));
    const auto read =
        timed.source->read(first, now, std::as_writable_bytes(std::span(tile).first(now)));
    if (!read) return -1;
  }
  return bench::thread_seconds() - start;
}

class decode_timer {
public:
  decode_timer(std::size_t limit_bytes, int repetitions)
      : a_(limit_bytes), b_(limit_bytes), tile_(tile_values), repetitions_(repetitions) {}

  [[nodiscard]] bool has_memory() const { return a_.data() != nullptr && b_.data() != nullptr; }

  void time(const bench::decode_case& timed) {
    const double gigabytes = 4e-9 * static_cast<double>(timed.values);
    std::vector<double> rates;
    std::vector<double> ratios;
    for (int i = 0; i < repetitions_; ++i) {
      const double before = limit_rate();
      const double rate = gigabytes / seconds_to_decode(timed, tile_);
      rates.push_back(rate);
      ratios.push_back(rate / ((before + limit_rate()) / 2));
    }
    std::printf("| %-24s | %5.2f | %6.2f | %6.2f | %5.2f |\n", timed.name.c_str(),
                timed.bits_per_value, median(rates), median(rates) * timed.bits_per_value / 32,
                median(ratios));
    std::fflush(stdout);
  }

private:
  /// GB/s that memory can deliver to one thread.
  double limit_rate() {
    const double start = bench::thread_seconds();
    checksum_ = bench::read_both(a_.data(), b_.data(), a_.size(), 1);
    return 2e-9 * static_cast<double>(a_.size()) / (bench::thread_seconds() - start);
  }

  bench::huge_buffer a_;
  bench::huge_buffer b_;
  std::vector<float> tile_;
  int repetitions_;
  volatile unsigned long long checksum_ = 0; ///< keeps the reads
};

/// A GGUF file of 2 GiB, nearly all of it a hole: 32 layers, a vocabulary of 128 000 words.
void write_sparse_gguf(const std::filesystem::path& path) {
  constexpr std::uint64_t whole = std::uint64_t{2} << 30;
  constexpr std::uint64_t tensors = 32 * 9;
  constexpr std::uint64_t rows = whole / tensors / 2304; // of 4096 values in Q4_K
  test::gguf_writer writer;
  writer.pair("general.architecture", "llama");
  writer.strings("tokenizer.ggml.tokens", std::vector<std::string>(128'000, "a token"));
  writer.numbers("tokenizer.ggml.scores", test::gguf_writer::f32, std::vector<float>(128'000));
  for (std::uint64_t i = 0; i < tensors; ++i)
    writer.tensor_at(i * rows * 2304, "blk." + std::to_string(i) + ".weight", {4096, rows}, 12, {});
  test::write_file(path, writer.bytes());
  std::filesystem::resize_file(path, whole + (std::uint64_t{16} << 20));
}

bool time_opening(const std::filesystem::path& path, int repetitions) {
  for (const file_access access : {file_access::mapped, file_access::copied}) {
    std::vector<double> milliseconds;
    for (int i = 0; i < repetitions; ++i) {
      const double start = bench::wall_seconds();
      const auto opened = checkpoint::open(path, {.access = access});
      milliseconds.push_back(1e3 * (bench::wall_seconds() - start));
      if (!opened) {
        std::fprintf(stderr, "%s\n", opened.error().message.c_str());
        return false;
      }
    }
    std::printf("opening a GGUF file of 2 GiB, %s: %.2f ms\n",
                access == file_access::mapped ? "mapped" : "copied", median(milliseconds));
  }
  return true;
}

} // namespace

int main(int argc, char** argv) {
  const long millions = argc > 1 ? std::atol(argv[1]) : 64;
  const int repetitions = argc > 2 ? std::atoi(argv[2]) : 5;
  const std::string wanted = argc > 3 ? argv[3] : "";
  if (millions < 1 || repetitions < 1) {
    std::fprintf(stderr, "usage: decode_bench [million values] [repetitions] [name part]\n");
    return 2;
  }
  decode_timer timer(std::size_t{128} << 20, repetitions);
  if (!timer.has_memory()) {
    std::fprintf(stderr, "no memory for the read limit\n");
    return 1;
  }
  std::printf("%ld million values, median of %d\n\n", millions, repetitions);
  std::puts("| scheme | bits a value | f32 out GB/s | stored GB/s | of read limit |\n"
            "|---|---|---|---|---|");
  const std::uint64_t values = static_cast<std::uint64_t>(millions) * 1'000'000 / 256 * 256;
  std::vector<bench::decode_case_maker> makers = bench::gguf_decode_cases(values);
  for (bench::decode_case_maker& maker : bench::quantised_decode_cases(values))
    makers.push_back(std::move(maker));
  for (const bench::decode_case_maker& make : makers) {
    const bench::decode_case each = make();
    if (each.name.find(wanted) == std::string::npos) continue;
    if (!is_right(each)) {
      std::fprintf(stderr, "%s decodes to wrong values\n", each.name.c_str());
      return 1;
    }
    timer.time(each);
  }
  std::puts("");
  const test::temp_directory folder;
  write_sparse_gguf(folder / "sparse.gguf");
  return time_opening(folder / "sparse.gguf", repetitions) ? 0 : 1;
}
