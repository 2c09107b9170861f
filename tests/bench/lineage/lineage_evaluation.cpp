// Compares a trained zoo with ours and with published methods, and writes docs/evaluation.md.
//   lineage_evaluation --zoo DIR [--zoo DIR ...] [--page FILE] [--keep FILE] [--threads N]
//                      [--seeds N] [--recipe NAME] [--brief] [--no-baselines] [--check]
//   lineage_evaluation --from FILE [--page FILE] [--check]
// --zoo    a folder that zoo_train wrote; models of the test half only are used
// --page   the page whose marked sections are replaced; without it they are printed
// --keep   writes everything that was measured; --from makes the tables of it again
// --seeds  so many bases of each backbone; all by default
// --recipe only what this recipe makes: to measure it again
// --brief  every 24th strength of recipes with many, no children of strangers
// --check  exit status 1 when a required bar is not held
#include <cstdio>
#include <exception>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

#include "evaluation_page.hpp"
#include "evaluation_tables.hpp"
#include "measure_plan.hpp"

namespace {

using namespace weightkin::evaluation;

struct request {
  std::vector<std::string> folders;
  std::string page, keep, from, recipe;
  unsigned threads = 0;
  std::size_t seeds = 0;
  bool brief = false, baselines = true, check = false;
};

request read_arguments(int count, char** values) {
  request asked;
  for (int i = 1; i < count; ++i) {
    const std::string word = values[i];
    const auto next = [&]() -> std::string {
      if (++i == count) throw std::invalid_argument(word + " needs a value");
      return values[i];
    };
    if (word == "--zoo")
      asked.folders.push_back(next());
    else if (word == "--page")
      asked.page = next();
    else if (word == "--keep")
      asked.keep = next();
    else if (word == "--from")
      asked.from = next();
    else if (word == "--threads")
      asked.threads = static_cast<unsigned>(std::stoul(next()));
    else if (word == "--seeds")
      asked.seeds = std::stoul(next());
    else if (word == "--recipe")
      asked.recipe = next();
    else if (word == "--brief")
      asked.brief = true;
    else if (word == "--no-baselines")
      asked.baselines = false;
    else if (word == "--check")
      asked.check = true;
    else
      throw std::invalid_argument("unknown: " + word);
  }
  if (asked.folders.empty() == asked.from.empty())
    throw std::invalid_argument("usage: lineage_evaluation --zoo DIR [...] | --from FILE [...]");
  return asked;
}

std::vector<measured_pair> measure(const request& asked) {
  const zoo_shelf shelf(asked.folders);
  plan_options choice;
  choice.seeds = asked.seeds;
  if (asked.brief) choice.thin = 24;
  choice.estranged = !asked.brief;
  std::vector<planned_pair> plan = plan_pairs(shelf, choice);
  if (!asked.recipe.empty())
    std::erase_if(plan,
                  [&](const planned_pair& pair) { return pair.labels.recipe != asked.recipe; });
  measure_options options;
  options.threads = asked.threads;
  options.baselines = asked.baselines;
  options.on_progress = [](std::size_t done, std::size_t total) {
    if (done % 100 != 0 && done != total) return;
    std::fprintf(stderr, "%zu of %zu pairs\n", done, total);
  };
  return measure_plan(plan, options);
}

std::string read_text(const std::string& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) throw std::runtime_error("cannot read " + path);
  return text.str();
}

void write_page(const std::vector<measured_pair>& pairs, const std::string& path) {
  const auto sections = all_sections(pairs);
  if (path.empty()) {
    for (const auto& [name, text] : sections)
      std::printf("== %s\n\n%s\n", name.c_str(), text.c_str());
    return;
  }
  const std::string page = with_sections(read_text(path), sections);
  std::ofstream out(path);
  out << page;
  out.close();
  if (!out) throw std::runtime_error("cannot write " + path);
}

/// Names everything that broke a required bar.
bool all_required_held(const std::vector<measured_pair>& pairs) {
  bool held = true;
  for (const bar& one : bars_of(pairs)) {
    if (!one.required || one.kept) continue;
    held = false;
    std::fprintf(stderr, "not held: %s (%s)\n", one.promise.c_str(), one.measured.c_str());
  }
  return held;
}

int run(const request& asked) {
  const std::vector<measured_pair> pairs =
      asked.from.empty() ? measure(asked) : read_pairs(asked.from);
  if (!asked.keep.empty()) write_pairs(pairs, asked.keep);
  write_page(pairs, asked.page);
  return asked.check && !all_required_held(pairs) ? 1 : 0;
}

} // namespace

int main(int count, char** values) {
  try {
    return run(read_arguments(count, values));
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "%s\n", failure.what());
    return 2;
  }
}
