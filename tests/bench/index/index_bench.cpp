// How well and how fast an index answers (docs/registry.md).
//   index_bench [--entries N] [--keys N] [--trials N] [--address A] [--times]
// Fills a fresh index with N fingerprints of unrelated small transformers of one recipe, plants the
// parents of changed models among them and looks for them. --keys N fills it with random search
// keys instead, whole models being too many: times only. Exit 1 when a promise is not kept;
// promises about time count with --times, since other work on the machine breaks them too.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include <weightkin/core/parallel_for.hpp>
#include <weightkin/registry/fingerprint_index.hpp>

#include "registry/key_blocks.hpp"
#include "support/small_transformer.hpp"
#include "support/temp_directory.hpp"
#include "support/turned_decoder.hpp"

namespace {

using namespace weightkin;
using namespace weightkin::test;
using clock_type = std::chrono::steady_clock;

constexpr std::size_t found_within = 64; // candidates that a query hands on

struct settings {
  std::size_t entries = 2000;
  std::size_t keys = 0;
  std::size_t trials = 20;
  std::string address;
  bool times = false;
};

template <class T>
T must(result<T> answer) {
  if (!answer) throw std::runtime_error(answer.error().message);
  if constexpr (!std::is_void_v<T>) return std::move(*answer);
}
inline void must(result<void> answer) {
  if (!answer) throw std::runtime_error(answer.error().message);
}

double milliseconds_since(clock_type::time_point start) {
  return std::chrono::duration<double, std::milli>(clock_type::now() - start).count();
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values.empty() ? 0 : values[values.size() / 2];
}

/// What other work on the machine delayed least.
double fastest(const std::vector<double>& values) {
  return values.empty() ? 0 : *std::min_element(values.begin(), values.end());
}

/// What this process has computed; other work on the machine does not count.
double processor_milliseconds() {
  return 1000.0 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

/// The most memory that this process had, in MB.
double peak_memory() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;)
    if (word == "VmHWM:") {
      double kilobytes = 0;
      status >> kilobytes;
      return kilobytes / 1024;
    }
  return 0;
}

small_model model_of(std::uint64_t seed) {
  return make_transformer(seed, {.width = 64, .hidden = 128, .tokens = 64, .layers = 1});
}

fingerprint print_named(const small_model& model, const std::string& name) {
  fingerprint print = print_of(model);
  print.name = name;
  print.contents.components[0].id = "model";
  print.contents.components[0].tensors = print.tensors.size();
  return print;
}

/// Something that people do to a model, and how often its parent has to be found.
struct change {
  const char* name;
  double required;
  std::function<void(small_model&, std::uint64_t)> apply;
};

std::function<void(small_model&, std::uint64_t)> noise(double pearson) {
  return [share = std::sqrt(1 / (pearson * pearson) - 1)](small_model& model, std::uint64_t seed) {
    add_noise(model, seed, share);
  };
}

std::vector<change> changes() {
  return {{"copied and renamed", 0.99, [](small_model& m, std::uint64_t) { rename(m); }},
          {"cast to bf16", 0.99, [](small_model& m, std::uint64_t) { cast_bf16(m); }},
          {"quantised to 8 bits", 0.99, [](small_model& m, std::uint64_t) { quantise(m, 8); }},
          {"quantised to 4 bits, renamed", 0.99,
           [](small_model& m, std::uint64_t) {
             quantise(m, 4);
             rename(m);
           }},
          {"Pearson 0.99", 0.99, noise(0.99)},
          {"Pearson 0.9", 0.99, noise(0.9)},
          {"Pearson 0.7", 0.99, noise(0.7)},
          {"Pearson 0.5", 0, noise(0.5)},
          {"Pearson 0.35", 0, noise(0.35)},
          {"Pearson 0.25", 0, noise(0.25)},
          {"merged half and half", 0.99,
           [](small_model& m, std::uint64_t seed) {
             const small_model other = model_of(seed + 500000000);
             for (std::size_t t = 0; t < m.size(); ++t)
               for (std::size_t i = 0; i < m[t].values.size(); ++i)
                 m[t].values[i] = (m[t].values[i] + other[t].values[i]) / 2;
           }},
          {"hidden units permuted", 0.99, permute_hidden},
          {"residual permuted", 0, permute_residual},
          {"everything permuted, renamed", 0.99,
           [](small_model& m, std::uint64_t seed) {
             permute_everything(m, seed);
             rename(m);
           }},
          {"everything permuted, Pearson 0.99", 0,
           [](small_model& m, std::uint64_t seed) {
             permute_everything(m, seed);
             noise(0.99)(m, seed + 7);
           }},
          {"transposed", 0, [](small_model& m, std::uint64_t) { transpose_all(m); }}};
}

/// Parents stand among the strangers: the first of them.
std::uint64_t parent_seed(std::size_t change, std::size_t trial) {
  return 700000000 + change * 100000 + trial;
}

void fill(fingerprint_index& index, const settings& how) {
  const std::vector<change> all = changes();
  std::vector<std::uint64_t> seeds;
  for (std::size_t c = 0; c < all.size(); ++c)
    for (std::size_t trial = 0; trial < how.trials; ++trial)
      seeds.push_back(parent_seed(c, trial));
  for (std::uint64_t seed = 1; seeds.size() < how.entries; ++seed)
    seeds.push_back(seed);
  constexpr std::size_t batch = 500;
  for (std::size_t first = 0; first < seeds.size(); first += batch) {
    std::vector<fingerprint> prints(std::min(batch, seeds.size() - first));
    parallel_for(prints.size(), 2, [&](std::size_t i) {
      const std::uint64_t seed = seeds[first + i];
      prints[i] = print_named(model_of(seed), std::to_string(seed));
    });
    must(index.add_all(prints));
  }
}

/// Keys of nobody, at the length that keys have.
void fill_keys(const std::string& address, std::size_t count) {
  auto sql = must(address.starts_with("postgres")
                      ? detail::connect_postgres(address, {.access = index_access::create})
                      : detail::connect_sqlite(address, {.access = index_access::create}));
  random_source random(5);
  for (std::size_t first = 0; first < count; first += 10000) {
    must(sql->begin_write());
    for (std::size_t i = first; i < std::min(count, first + 10000); ++i) {
      detail::search_key key;
      for (std::int8_t& value : key.sketch)
        value = static_cast<std::int8_t>(std::clamp(random.normal() * 15.9, -127.0, 127.0));
      for (std::int8_t& value : key.gram)
        value = static_cast<std::int8_t>(std::clamp(random.normal() * 22.5, -127.0, 127.0));
      for (std::int16_t& value : key.profile)
        value = static_cast<std::int16_t>(std::clamp(random.normal() * 900, -16000.0, 16000.0));
      for (std::int16_t& value : key.magnitudes)
        value = static_cast<std::int16_t>(std::clamp(random.normal() * 900, -16000.0, 16000.0));
      must(detail::append_key(*sql, i + 1000, key));
      if (i % detail::block_rows == 0) must(detail::pack_keys(*sql));
    }
    must(detail::pack_keys(*sql));
    must(sql->finish(true));
  }
}

struct times {
  std::vector<double> exact, candidates;
};

fingerprint child_of(const change& made, std::size_t number, std::size_t trial) {
  small_model child = model_of(parent_seed(number, trial));
  // Streams of neighbouring seeds are one stream, a step apart.
  made.apply(child, scattered_source(number * 1000 + trial).bits());
  return print_named(child, "subject");
}

bool recall_kept(fingerprint_index& index, const settings& how, times& taken) {
  const std::vector<change> all = changes();
  bool kept = true;
  std::printf("%-36s %8s %8s  %s\n", "subject is its parent, but", "first", "in 64", "found by");
  for (std::size_t c = 0; c < all.size(); ++c) {
    std::size_t first = 0, within = 0;
    std::map<std::string, std::size_t> by;
    for (std::size_t trial = 0; trial < how.trials; ++trial) {
      const fingerprint subject = child_of(all[c], c, trial);
      auto start = clock_type::now();
      must(index.find_exact(subject));
      taken.exact.push_back(milliseconds_since(start));
      start = clock_type::now();
      const auto found = must(index.find_candidates(subject, {.limit = found_within}));
      taken.candidates.push_back(milliseconds_since(start));
      const std::string parent = std::to_string(parent_seed(c, trial));
      for (std::size_t at = 0; at < found.size(); ++at)
        if (found[at].model.name == parent) {
          first += found[at].place == 0 ? 1 : 0;
          ++within;
          ++by[std::string(name_of(found[at].channel))];
        }
    }
    const auto trials = static_cast<double>(how.trials);
    std::printf("%-36s %8.3f %8.3f ", all[c].name, static_cast<double>(first) / trials,
                static_cast<double>(within) / trials);
    for (const auto& [channel, count] : by)
      std::printf(" %s %zu", channel.c_str(), count);
    const bool enough = static_cast<double>(within) >= all[c].required * trials;
    std::printf("%s\n", enough ? "" : "   NOT ENOUGH");
    kept = kept && enough;
  }
  return kept;
}

double cold_query(const std::string& address, const fingerprint& subject, std::uint64_t cache) {
  std::vector<double> taken;
  for (int again = 0; again < 5; ++again) {
    const auto start = clock_type::now();
    auto index = must(
        fingerprint_index::open(address, {.access = index_access::read, .key_cache_bytes = cache}));
    must(index.find_candidates(subject, {.limit = found_within}));
    taken.push_back(milliseconds_since(start));
  }
  return median(taken);
}

bool run(const settings& how, const std::string& address) {
  times taken;
  bool kept = true;
  double computed = 0;
  auto start = clock_type::now();
  const fingerprint probe = print_named(model_of(900000001), "probe");
  {
    auto index = must(fingerprint_index::open(
        address, {.access = index_access::create, .key_cache_bytes = std::uint64_t{2} << 30}));
    must(index.add(probe)); // the seed, where only keys follow
    if (how.keys > 0)
      fill_keys(address, how.keys);
    else
      fill(index, how);
    const std::size_t count = how.keys > 0 ? how.keys : how.entries;
    std::printf("%zu %s, filled in %.1f s\n", count, how.keys > 0 ? "keys" : "models",
                milliseconds_since(start) / 1000);
    must(index.find_candidates(probe)); // fills the handle's cache
    if (how.keys == 0) kept = recall_kept(index, how, taken);
    std::vector<double> each;
    for (int again = 0; again < 21; ++again) {
      start = clock_type::now();
      const double clock = processor_milliseconds();
      must(index.find_candidates(probe, {.limit = found_within}));
      each.push_back(processor_milliseconds() - clock);
      if (how.keys > 0) taken.candidates.push_back(milliseconds_since(start));
    }
    computed = median(each);
  }
  const double before = processor_milliseconds();
  {
    auto index = must(fingerprint_index::open(address, {.access = index_access::read}));
    must(index.find_candidates(probe, {.limit = found_within}));
  }
  const double cold = processor_milliseconds() - before;
  const double exact = median(taken.exact);
  const double warm = median(taken.candidates);
  std::printf("exact %.3f ms, candidates %.2f ms (keys held), ", exact, warm);
  std::printf("at best %.3f ms and %.2f ms, ", fastest(taken.exact), fastest(taken.candidates));
  std::printf("%.2f ms (fresh handle), ", cold_query(address, probe, 256 << 20));
  std::printf("peak memory %.0f MB\n", peak_memory());
  std::printf("of the processor: %.2f ms (keys held), %.2f ms (fresh handle)\n", computed, cold);
  if (!how.times) return kept;
  return kept && exact < 5 && warm < 100;
}

} // namespace

int main(int argc, char** argv) {
  settings how;
  for (int at = 1; at < argc; ++at) {
    const std::string option = argv[at];
    const auto number = [&] { return static_cast<std::size_t>(std::atoll(argv[++at])); };
    if (option == "--times")
      how.times = true;
    else if (at + 1 == argc)
      return 2;
    else if (option == "--entries")
      how.entries = number();
    else if (option == "--keys")
      how.keys = number();
    else if (option == "--trials")
      how.trials = number();
    else if (option == "--address")
      how.address = argv[++at];
    else
      return 2;
  }
  if (const char* server = std::getenv("WEIGHTKIN_TEST_POSTGRES")) how.address = server;
  try {
    const temp_directory folder;
    return run(how, how.address.empty() ? (folder / "index.wki").string() : how.address) ? 0 : 1;
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "index_bench: %s\n", failure.what());
    return 2;
  }
}
