// How long opening takes: an index of many tensors in many shards, and single files whose size
// must not matter because nothing but their headers is read.
// usage: open_bench DIRECTORY [tensors = 100000] [shards = 100] [repetitions = 5]
// Writes sparse files into DIRECTORY (they occupy almost no disk) and removes them.

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <weightkin/reader/checkpoint.hpp>

#include "bench/read_limit.hpp"

namespace {

using namespace weightkin;
namespace fs = std::filesystem;

constexpr std::uint64_t big_bytes = std::uint64_t{1} << 31;

std::string numbered(const char* before, std::size_t number, const char* after) {
  std::string digits = std::to_string(100000 + number);
  digits.erase(0, 1);
  return before + digits + after;
}

/// `data_bytes` of zeros behind a safetensors header, as a hole in the file.
void write_safetensors(const fs::path& path, std::string json, std::uint64_t data_bytes) {
  json.resize((json.size() + 7) / 8 * 8, ' ');
  const std::uint64_t length = json.size();
  std::ofstream file(path, std::ios::binary);
  file.write(reinterpret_cast<const char*>(&length), sizeof length);
  file.write(json.data(), static_cast<std::streamsize>(json.size()));
  file.close();
  fs::resize_file(path, 8 + json.size() + data_bytes);
}

std::string entry(const std::string& name, std::uint64_t begin, std::uint64_t count) {
  return '"' + name + "\":{\"dtype\":\"BF16\",\"shape\":[" + std::to_string(count) +
         "],\"data_offsets\":[" + std::to_string(begin) + ',' + std::to_string(begin + 2 * count) +
         "]}";
}

/// Names as real models have them, about 60 bytes each.
std::string tensor_name(std::size_t i) {
  return "model.layers." + std::to_string(i / 512) + ".mlp.experts." + std::to_string(i % 512) +
         ".down_proj.weight_scale_inv";
}

fs::path write_sharded(const fs::path& folder, std::size_t tensors, std::size_t shards) {
  constexpr std::uint64_t count = 4096;
  std::string map;
  for (std::size_t shard = 0; shard < shards; ++shard) {
    const std::string file = numbered("model-", shard + 1, ".safetensors");
    std::string header = "{";
    std::uint64_t at = 0;
    for (std::size_t i = tensors * shard / shards; i < tensors * (shard + 1) / shards; ++i) {
      header += (at != 0 ? "," : "") + entry(tensor_name(i), at, count);
      at += 2 * count;
      map += (map.empty() ? "\"" : ",\"") + tensor_name(i) + "\":\"" + file + '"';
    }
    write_safetensors(folder / file, header + '}', at);
  }
  const fs::path index = folder / "model.safetensors.index.json";
  std::ofstream(index) << "{\"metadata\":{\"total_size\":" << 2 * count * tensors
                       << "},\"weight_map\":{" << map << "}}";
  return index;
}

void write_big_safetensors(const fs::path& path) {
  write_safetensors(path, '{' + entry("weight", 0, big_bytes / 2) + '}', big_bytes);
}

void write_big_npy(const fs::path& path) {
  std::string header = "{'descr': '<f2', 'fortran_order': False, 'shape': (" +
                       std::to_string(big_bytes / 2) + ",), }";
  header.resize(117, ' ');
  header += '\n';
  std::ofstream file(path, std::ios::binary);
  file << "\x93NUMPY" << '\1' << '\0' << static_cast<char>(header.size()) << '\0' << header;
  file.close();
  fs::resize_file(path, fs::file_size(path) + big_bytes);
}

double median_milliseconds(const fs::path& path, std::size_t tensors, int repetitions) {
  std::vector<double> times;
  for (int i = 0; i < repetitions; ++i) {
    const double start = bench::wall_seconds();
    const auto opened = checkpoint::open(path);
    times.push_back(1e3 * (bench::wall_seconds() - start));
    if (opened && opened->size() == tensors) continue;
    std::fprintf(stderr, "%s\n",
                 opened ? "wrong number of tensors" : opened.error().message.c_str());
    std::exit(1);
  }
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

} // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: open_bench DIRECTORY [tensors] [shards] [repetitions]\n");
    return 2;
  }
  const fs::path folder = fs::path(argv[1]) / "open_bench";
  const std::size_t tensors = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 100'000;
  const std::size_t shards = argc > 3 ? std::strtoul(argv[3], nullptr, 10) : 100;
  const int repetitions = argc > 4 ? std::atoi(argv[4]) : 5;
  fs::create_directories(folder);

  const fs::path index = write_sharded(folder, tensors, shards);
  std::printf("index of %zu tensors in %zu shards: %.1f ms\n", tensors, shards,
              median_milliseconds(index, tensors, repetitions));
  const std::pair<const char*, void (*)(const fs::path&)> big[] = {
      {"big.safetensors", write_big_safetensors}, {"big.npy", write_big_npy}};
  for (const auto& [name, write] : big) {
    write(folder / name);
    std::printf("%s of 2 GiB: %.3f ms\n", name, median_milliseconds(folder / name, 1, repetitions));
  }
  fs::remove_all(folder);
  return 0;
}
