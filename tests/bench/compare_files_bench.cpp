// Two checkpoints on disk, opened and ruled on, beside the read limit of their mapped bytes.
// usage: compare_files_bench DIRECTORY [MiB per file = 2048] [repetitions = 5] [threads = 1]
// Writes two safetensors files of bf16 tensors named like a decoder-only language model, the second
// a noisy copy of the first, reads them once to warm the page cache, and times open + compare.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/mman.h>
#include <unistd.h>
#include <vector>

#include <weightkin/lineage/compare.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "bench/bench_buffers.hpp"
#include "bench/private_memory.hpp"
#include "bench/read_limit.hpp"

namespace {

using namespace weightkin;

struct stored_tensor_plan {
  std::string name;
  std::uint64_t rows;
  std::uint64_t columns;

  [[nodiscard]] std::uint64_t count() const { return rows * columns; }
};

/// Layers of eight [4096, 2048]-sized matrices until `size` is reached, 16 MiB each.
std::vector<stored_tensor_plan> plan_model(std::uint64_t size) {
  const std::pair<const char*, std::pair<std::uint64_t, std::uint64_t>> roles[] = {
      {"self_attn.q_proj", {2048, 4096}}, {"self_attn.k_proj", {2048, 4096}},
      {"self_attn.v_proj", {2048, 4096}}, {"self_attn.o_proj", {4096, 2048}},
      {"mlp.gate_proj", {2048, 4096}},    {"mlp.up_proj", {2048, 4096}},
      {"mlp.down_proj", {4096, 2048}}};
  std::vector<stored_tensor_plan> plan{{"model.embed_tokens.weight", 4096, 2048}};
  std::uint64_t bytes = 2 * plan.front().count();
  for (int layer = 0; bytes < size; ++layer)
    for (const auto& [role, shape] : roles) {
      if (bytes >= size) break;
      plan.push_back({"model.layers." + std::to_string(layer) + "." + role + ".weight", shape.first,
                      shape.second});
      bytes += 2 * plan.back().count();
    }
  return plan;
}

std::string header_of(const std::vector<stored_tensor_plan>& plan) {
  std::string json = "{";
  std::uint64_t offset = 0;
  for (const stored_tensor_plan& tensor : plan) {
    const std::uint64_t end = offset + 2 * tensor.count();
    if (json.size() > 1) json += ',';
    json += '"' + tensor.name + "\":{\"dtype\":\"BF16\",\"shape\":[" + std::to_string(tensor.rows) +
            ',' + std::to_string(tensor.columns) + "],\"data_offsets\":[" + std::to_string(offset) +
            ',' + std::to_string(end) + "]}";
    offset = end;
  }
  json += '}';
  json.resize((json.size() + 7) / 8 * 8, ' ');
  return json;
}

bool write_models(const std::filesystem::path& path_a, const std::filesystem::path& path_b,
                  const std::vector<stored_tensor_plan>& plan) {
  std::ofstream file_a(path_a, std::ios::binary);
  std::ofstream file_b(path_b, std::ios::binary);
  const std::string header = header_of(plan);
  const std::uint64_t length = header.size();
  for (std::ofstream* file : {&file_a, &file_b}) {
    file->write(reinterpret_cast<const char*>(&length), sizeof length);
    file->write(header.data(), static_cast<std::streamsize>(header.size()));
  }
  std::uint64_t seed = 1;
  for (const stored_tensor_plan& tensor : plan) {
    std::vector<std::byte> a(2 * tensor.count());
    std::vector<std::byte> b(a.size());
    bench::fill_related(dtype::bf16, a.data(), b.data(), tensor.count(), seed++);
    file_a.write(reinterpret_cast<const char*>(a.data()), static_cast<std::streamsize>(a.size()));
    file_b.write(reinterpret_cast<const char*>(b.data()), static_cast<std::streamsize>(b.size()));
  }
  return file_a.flush().good() && file_b.flush().good();
}

/// A read-only mapping for the read limit.
class mapping {
public:
  explicit mapping(const std::filesystem::path& path)
      : size_(std::filesystem::file_size(path) / 4096 * 4096) {
    const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    void* memory = mmap(nullptr, size_, PROT_READ, MAP_SHARED, file, 0);
    close(file);
    if (memory != MAP_FAILED) data_ = static_cast<const std::byte*>(memory);
  }
  mapping(const mapping&) = delete;
  mapping& operator=(const mapping&) = delete;
  ~mapping() {
    if (data_ != nullptr) munmap(const_cast<std::byte*>(data_), size_);
  }

  [[nodiscard]] const std::byte* data() const { return data_; }
  [[nodiscard]] std::size_t size() const { return size_; }

private:
  std::size_t size_;
  const std::byte* data_ = nullptr;
};

/// CPU time where one thread does all the work (other processes' slices are not in it), else
/// wall-clock time.
double now_seconds(unsigned threads) {
  return threads == 1 ? bench::thread_seconds() : bench::wall_seconds();
}

/// Puts a file's pages on the disk, so that no write-back runs beside the measurement.
void settle(const std::filesystem::path& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return;
  fsync(file);
  close(file);
}

/// Maps both files anew and reads every byte: page faults included, as the comparison has them.
double limit_seconds(const std::filesystem::path& path_a, const std::filesystem::path& path_b,
                     unsigned threads) {
  const double start = now_seconds(threads);
  const mapping a(path_a);
  const mapping b(path_b);
  if (a.data() == nullptr || b.data() == nullptr) return 0;
  const auto sum = bench::read_both(a.data(), b.data(), std::min(a.size(), b.size()), threads);
  if (sum == 1) std::puts("");
  return now_seconds(threads) - start;
}

/// Opens both and rules. \returns seconds, or a negative number (and a line on stderr) on failure
double compare_once(const std::filesystem::path& path_a, const std::filesystem::path& path_b,
                    const compare_options& options) {
  const double start = now_seconds(options.threads);
  auto subject = checkpoint::open(path_b);
  auto reference = checkpoint::open(path_a);
  if (!subject || !reference) {
    std::fprintf(stderr, "%s\n", (subject ? reference : subject).error().message.c_str());
    return -1;
  }
  const auto compared = compare(*subject, *reference, options);
  if (!compared) {
    std::fprintf(stderr, "%s\n", compared.error().message.c_str());
    return -1;
  }
  return now_seconds(options.threads) - start;
}

/// The largest anonymous memory seen during a comparison that is not timed: looking costs more than
/// comparing.
long peak_anonymous_kib(const std::filesystem::path& path_a, const std::filesystem::path& path_b,
                        compare_options options) {
  long peak = 0;
  options.on_progress = [&peak](const progress&) {
    peak = std::max(peak, bench::anonymous_kib());
    return true;
  };
  return compare_once(path_a, path_b, options) < 0 ? -1 : peak;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

} // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr,
                 "usage: compare_files_bench DIRECTORY [MiB per file] [repetitions] [threads]\n");
    return 2;
  }
  const std::filesystem::path folder = argv[1];
  const auto size = static_cast<std::uint64_t>(argc > 2 ? std::atol(argv[2]) : 2048) << 20;
  const int repetitions = argc > 3 ? std::atoi(argv[3]) : 5;
  const auto threads = static_cast<unsigned>(argc > 4 ? std::atoi(argv[4]) : 1);
  const std::filesystem::path path_a = folder / "bench_reference.safetensors";
  const std::filesystem::path path_b = folder / "bench_subject.safetensors";
  const auto plan = plan_model(size);
  if (!write_models(path_a, path_b, plan)) {
    std::fprintf(stderr, "cannot write to %s\n", folder.c_str());
    return 1;
  }
  settle(path_a);
  settle(path_b);
  limit_seconds(path_a, path_b, threads); // warms the page cache
  compare_options options;
  options.threads = threads;
  std::vector<double> ratios;
  std::vector<double> rates;
  const double gigabytes = 1e-9 * static_cast<double>(std::filesystem::file_size(path_a) +
                                                      std::filesystem::file_size(path_b));
  for (int i = 0; i < repetitions; ++i) {
    const double before = limit_seconds(path_a, path_b, threads);
    const double own = compare_once(path_a, path_b, options);
    if (own < 0) return 1;
    const double reading = (before + limit_seconds(path_a, path_b, threads)) / 2;
    ratios.push_back(reading / own);
    rates.push_back(gigabytes / own);
  }
  const long peak = peak_anonymous_kib(path_a, path_b, options);
  std::printf("%zu tensors, %.2f GB in two files, %u thread(s): %.3f of the read limit, %.2f GB/s, "
              "peak private memory %.1f MiB (medians of %d)\n",
              plan.size(), gigabytes, threads, median(ratios), median(rates),
              static_cast<double>(peak) / 1024, repetitions);
  std::filesystem::remove(path_a);
  std::filesystem::remove(path_b);
  return 0;
}
