// Trains the zoo and writes it with a manifest.
// usage: zoo_train OUT_DIR [--seeds N] [--first-seed N] [--backbone NAME] [--steps FACTOR]
//                          [--threads N] [--small] [--bases-only] [--nightly] [--split tune|test]
#include <atomic>
#include <cctype>
#include <chrono>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <stdexcept>
#include <string>

#include <weightkin/core/parallel_for.hpp>

#include "zoo_manifest.hpp"

namespace {

using namespace weightkin;
using namespace weightkin::zoo;

struct request {
  std::string folder;
  std::uint64_t seeds = 12;
  std::uint64_t first_seed = 0;
  std::string only;  ///< a backbone's name; empty: all
  std::string split; ///< of the seeds' range, only this half; empty: both
  unsigned threads = 0;
  bool bases_only = false;
  bool nightly = false;
  zoo_options options;
};

request read_arguments(int count, char** values) {
  request asked;
  for (int i = 1; i < count; ++i) {
    const std::string word = values[i];
    const auto next = [&]() -> std::string {
      if (++i == count) throw std::invalid_argument(word + " needs a value");
      return values[i];
    };
    if (word == "--seeds")
      asked.seeds = std::stoull(next());
    else if (word == "--first-seed")
      asked.first_seed = std::stoull(next());
    else if (word == "--backbone")
      asked.only = next();
    else if (word == "--split")
      asked.split = next();
    else if (word == "--steps")
      asked.options.steps = std::stod(next());
    else if (word == "--threads")
      asked.threads = static_cast<unsigned>(std::stoul(next()));
    else if (word == "--small")
      asked.options.scale = zoo_scale::small;
    else if (word == "--bases-only")
      asked.bases_only = true;
    else if (word == "--nightly")
      asked.nightly = true;
    else if (word.rfind("--", 0) == 0 || !asked.folder.empty())
      throw std::invalid_argument("unknown: " + word);
    else
      asked.folder = word;
  }
  if (asked.folder.empty()) throw std::invalid_argument("usage: zoo_train OUT_DIR [...]");
  return asked;
}

/// "10 % at 0.3 of the rate" to "10-at-0.3-of-the-rate".
std::string file_part(const std::string& text) {
  std::string out;
  for (const char character : text)
    if (std::isalnum(static_cast<unsigned char>(character)) != 0 || character == '.')
      out += character;
    else if (!out.empty() && out.back() != '-')
      out += '-';
  return out;
}

std::string folder_of(backbone kind, std::uint64_t seed) {
  char number[24];
  std::snprintf(number, sizeof number, "%02llu", static_cast<unsigned long long>(seed));
  return std::string(name_of(kind)) + "/seed" + number + "/";
}

/// What holds for bases and children alike.
manifest_row row_of(const zoo_model& model, std::uint64_t seed, const training_record& record,
                    std::uint64_t world) {
  manifest_row row;
  row.backbone = name_of(model.kind);
  row.seed = seed;
  row.split = name_of(split_of(seed));
  for (const zoo_tensor& tensor : model.tensors)
    row.parameters += tensor.values.size();
  row.steps = record.steps;
  row.first_loss = record.first_loss;
  row.last_loss = record.last_loss;
  row.held_out = held_out_loss(model, world);
  row.held_out_first = world == 1 ? row.held_out : held_out_loss(model, 1);
  row.digest = digest_of(model);
  return row;
}

manifest_row row_of(const trained_child& child, const zoo_base& base) {
  const descent& truth = child.child.truth;
  manifest_row row = row_of(child.child.model, base.seed, child.record, child.world);
  row.recipe = truth.recipe;
  row.strength = truth.strength;
  row.related = truth.related;
  row.common_ancestor = truth.common_ancestor;
  const std::string folder = folder_of(base.model.kind, base.seed);
  row.parents = folder + "base.safetensors";
  row.file = folder + row.recipe + "." + file_part(row.strength) + ".safetensors";
  for (const operation_kind kind : truth.operations)
    row.operations += (row.operations.empty() ? "" : " ") + std::to_string(static_cast<int>(kind));
  for (const std::string& name : truth.fresh)
    row.fresh += (row.fresh.empty() ? "" : " ") + name;
  return row;
}

class zoo_run {
public:
  explicit zoo_run(request asked) : asked_(std::move(asked)) {}

  void run() {
    for (const backbone kind : {backbone::decoder, backbone::two_tower, backbone::vision,
                                backbone::lstm, backbone::convolution, backbone::perceptron})
      if (asked_.only.empty() || asked_.only == name_of(kind))
        for (std::uint64_t seed = asked_.first_seed; seed < asked_.first_seed + asked_.seeds;
             ++seed)
          if (asked_.split.empty() || asked_.split == name_of(split_of(seed)))
            places_.push_back({kind, seed});
    if (places_.empty()) throw std::invalid_argument("no such backbone, no such half, or no seeds");
    train_bases();
    if (!asked_.bases_only) train_children();
    write_manifest(rows_, asked_.folder + "/manifest.tsv");
  }

private:
  struct place {
    backbone kind;
    std::uint64_t seed;
  };
  struct child_job {
    std::size_t base;
    trained_recipe recipe;
  };

  void train_bases() {
    for (const place& at : places_)
      std::filesystem::create_directories(asked_.folder + "/" + folder_of(at.kind, at.seed));
    bases_.resize(places_.size());
    rows_.resize(places_.size());
    total_ = places_.size();
    parallel_for(places_.size(), asked_.threads, [&](std::size_t i) {
      bases_[i] = train_base(places_[i].kind, places_[i].seed, asked_.options);
      const zoo_base& base = bases_[i];
      rows_[i] = row_of(base.model, base.seed, base.record, 1);
      rows_[i].recipe = "base";
      rows_[i].file = folder_of(base.model.kind, base.seed) + "base.safetensors";
      keep(base.model, rows_[i]);
    });
  }

  void train_children() {
    std::vector<child_job> jobs;
    for (std::size_t i = 0; i < places_.size(); ++i)
      for (trained_recipe& recipe : trained_recipes(places_[i].kind, asked_.options.scale))
        if (asked_.nightly || !recipe.nightly) jobs.push_back({i, std::move(recipe)});
    const std::size_t first = rows_.size();
    rows_.resize(first + jobs.size());
    total_ += jobs.size();
    parallel_for(jobs.size(), asked_.threads, [&](std::size_t i) {
      const zoo_base& base = bases_[jobs[i].base];
      const trained_child child = jobs[i].recipe.make(base, asked_.options);
      rows_[first + i] = row_of(child, base);
      keep(child.child.model, rows_[first + i]);
    });
  }

  void keep(const zoo_model& model, const manifest_row& row) {
    save(model, asked_.folder + "/" + row.file);
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start_;
    std::printf("%5.0f s %zu/%zu %s: loss %.3f to %.3f, held out %.3f\n", spent.count(),
                done_.fetch_add(1) + 1, total_, row.file.c_str(),
                static_cast<double>(row.first_loss), static_cast<double>(row.last_loss),
                static_cast<double>(row.held_out));
    std::fflush(stdout);
  }

  request asked_;
  std::vector<place> places_;
  std::vector<zoo_base> bases_;
  std::vector<manifest_row> rows_;
  std::size_t total_ = 0;
  std::atomic<std::size_t> done_{0};
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

} // namespace

int main(int count, char** values) {
  try {
    zoo_run(read_arguments(count, values)).run();
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "%s\n", failure.what());
    return 1;
  }
  return 0;
}
