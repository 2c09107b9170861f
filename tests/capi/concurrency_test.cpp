#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin.h>

namespace {

constexpr std::uint64_t units = 128;
constexpr std::uint64_t features = 48;
constexpr std::size_t comparing_threads = 8;

/// Owns the values that a model handle borrows.
class held_model {
public:
  held_model(std::uint64_t seed, double mixed_in, const held_model* other) {
    for (std::size_t t = 0; t < values_.size(); ++t) {
      values_[t].resize(units * features);
      for (std::size_t i = 0; i < values_[t].size(); ++i) {
        seed = seed * 6364136223846793005U + 1442695040888963407U;
        const auto own = static_cast<float>(static_cast<double>(seed >> 40) / 0x1p24 - 0.5);
        values_[t][i] =
            other == nullptr ? own : other->values_[t][i] + static_cast<float>(mixed_in) * own;
      }
    }
    std::vector<wkin_tensor_view> views;
    for (std::size_t t = 0; t < values_.size(); ++t)
      views.push_back({names_[t].c_str(), WKIN_DTYPE_F32, 2, shape_, nullptr, values_[t].data()});
    BOOST_TEST_REQUIRE(wkin_model_from_tensors(views.data(), views.size(), sizeof views[0], "held",
                                               &model_, nullptr) == WKIN_OK);
  }
  held_model(const held_model&) = delete;
  held_model& operator=(const held_model&) = delete;
  ~held_model() { wkin_model_close(model_); }

  [[nodiscard]] const wkin_model* handle() const { return model_; }

private:
  static constexpr std::uint64_t shape_[2] = {units, features};
  std::vector<std::string> names_{"layers.0.mlp.up_proj.weight", "layers.1.mlp.up_proj.weight",
                                  "layers.2.mlp.up_proj.weight"};
  std::vector<std::vector<float>> values_{3};
  wkin_model* model_ = nullptr;
};

std::string json_of(const wkin_comparison* comparison) {
  std::size_t needed = 0;
  if (wkin_comparison_json(comparison, nullptr, 0, &needed, nullptr) != WKIN_OK) return {};
  std::string text(needed, '\0');
  if (wkin_comparison_json(comparison, text.data(), needed, &needed, nullptr) != WKIN_OK) return {};
  return text;
}

std::string compared(const held_model& subject, const held_model& reference, unsigned threads) {
  wkin_compare_options options = WKIN_COMPARE_OPTIONS_INIT;
  options.threads = threads;
  wkin_comparison* comparison = nullptr;
  if (wkin_compare(subject.handle(), reference.handle(), &options, &comparison, nullptr) != WKIN_OK)
    return {};
  const std::string text = json_of(comparison);
  wkin_comparison_close(comparison);
  return text;
}

template <class Work>
std::vector<std::string> in_parallel(Work work) {
  std::vector<std::string> answers(comparing_threads);
  std::vector<std::jthread> crew;
  for (std::size_t t = 0; t < comparing_threads; ++t)
    crew.emplace_back([&answers, &work, t] { answers[t] = work(t); });
  crew.clear();
  return answers;
}

BOOST_AUTO_TEST_SUITE(c_api_concurrency)

BOOST_AUTO_TEST_CASE(eight_threads_compare_the_same_handles) {
  const held_model reference(1, 0, nullptr);
  const held_model subject(2, 0.1, &reference);
  const std::string alone = compared(subject, reference, 1);
  BOOST_TEST_REQUIRE(alone.find("\"verdict\": \"derived\"") != std::string::npos);
  const auto answers = in_parallel([&](std::size_t t) {
    return compared(subject, reference, static_cast<unsigned>(1 + t % 3));
  });
  for (const std::string& answer : answers)
    BOOST_TEST(answer == alone);
}

BOOST_AUTO_TEST_CASE(eight_threads_read_one_comparison_and_one_inventory) {
  const held_model reference(1, 0, nullptr);
  const held_model subject(2, 0.1, &reference);
  wkin_comparison* comparison = nullptr;
  wkin_inventory* inventory = nullptr;
  BOOST_TEST_REQUIRE(
      wkin_compare(subject.handle(), reference.handle(), nullptr, &comparison, nullptr) == WKIN_OK);
  BOOST_TEST_REQUIRE(wkin_inventory_take(subject.handle(), nullptr, &inventory, nullptr) ==
                     WKIN_OK);
  const std::string alone = json_of(comparison);
  const auto answers = in_parallel([&](std::size_t) {
    std::size_t needed = 0;
    wkin_component_ruling ruling;
    wkin_inventory_entry entry;
    const bool read =
        wkin_comparison_component(comparison, 0, &ruling, sizeof ruling, nullptr) == WKIN_OK &&
        wkin_inventory_tensor(inventory, 0, &entry, sizeof entry, nullptr) == WKIN_OK &&
        wkin_inventory_text(inventory, nullptr, 0, &needed, nullptr) == WKIN_OK;
    return read ? json_of(comparison) : std::string();
  });
  for (const std::string& answer : answers)
    BOOST_TEST(answer == alone);
  wkin_inventory_close(inventory);
  wkin_comparison_close(comparison);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
