#include <ctime>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "reader/torch/torch_names.hpp"
#include "support/pickle_run.hpp"

using namespace weightkin;
using namespace weightkin::test;

namespace {

/// Spells a tensor of one element (`shape` empty) or four.
void put(pickle_writer& out, std::vector<std::int64_t> shape = {4}) {
  const std::vector<std::int64_t> strides(shape.size(), 1);
  put_tensor(out, {"0", "FloatStorage", 4, 0, std::move(shape), strides});
}

/// A dict {key: tensor}.
void put_one(pickle_writer& out, std::string_view key) {
  out.raw("}").text(key);
  put(out);
  out.raw("s");
}

result<named_values> names_of(const std::string& text, bool lenient = false) {
  pickle_rules rules;
  rules.torch_storages = true;
  rules.lenient = lenient;
  const auto done = run_text(text, rules);
  if (!done) return done.error();
  return name_tensors(done->values, done->root, rules.limits, "pickle");
}

std::string joined(const std::string& text, bool lenient = false) {
  const auto found = names_of(text, lenient);
  if (!found) return std::string(name_of(found.error().why));
  std::string out;
  for (const named_tensor& tensor : found->tensors)
    out += (out.empty() ? "" : " ") + tensor.name;
  return out;
}

/// {key: {"w": tensor}, ...}
std::string sections(const std::vector<std::string>& keys) {
  pickle_writer out;
  out.raw("}");
  for (const std::string& key : keys) {
    out.text(key);
    put_one(out, "w");
    out.raw("s");
  }
  return out.stop();
}

} // namespace

BOOST_AUTO_TEST_CASE(paths_are_keys_and_positions) {
  pickle_writer out;
  out.raw("}").text("a").raw("](");
  put(out);
  put_one(out, "b");
  out.raw("es").integer(7);
  put(out);
  out.raw("s");
  BOOST_TEST(joined(out.stop()) == "a.0 a.1.b 7");
  pickle_writer alone;
  put(alone);
  BOOST_TEST(names_of(alone.stop())->tensors.at(0).name == "");
}

BOOST_AUTO_TEST_CASE(a_wrapper_is_dropped_when_only_bookkeeping_stands_beside_it) {
  BOOST_TEST(joined(sections({"state_dict"})) == "w");
  BOOST_TEST(joined(sections({"model"})) == "w");
  BOOST_TEST(joined(sections({"optimizer", "model"})) == "optimizer.w w");
  BOOST_TEST(joined(sections({"model", "lr_scheduler", "rng_state"})) ==
             "w lr_scheduler.w rng_state.w");
  BOOST_TEST(joined(sections({"params_ema", "params"})) == "params_ema.w w");
  BOOST_TEST(joined(sections({"my_state"})) == "my_state.w");
  BOOST_TEST(joined(sections({"generator", "discriminator"})) == "generator.w discriminator.w");
  BOOST_TEST(joined(sections({"model", "head"})) == "model.w head.w");
}

BOOST_AUTO_TEST_CASE(single_numbers_beside_the_model_are_bookkeeping) {
  pickle_writer out;
  out.raw("}").text("best_acc1");
  put(out, {});
  out.raw("s").text("state_dict");
  put_one(out, "w");
  BOOST_TEST(joined(out.raw("s").stop()) == "best_acc1 w");
  pickle_writer plain;
  plain.raw("}").text("bias");
  put(plain);
  plain.raw("s").text("model");
  put_one(plain, "w");
  BOOST_TEST(joined(plain.raw("s").stop()) == "bias model.w");
}

BOOST_AUTO_TEST_CASE(a_wrapper_stays_when_dropping_it_would_clash) {
  pickle_writer out;
  out.raw("}").text("step");
  put(out, {});
  out.raw("s").text("model");
  put_one(out, "step");
  BOOST_TEST(joined(out.raw("s").stop()) == "step model.step");
}

BOOST_AUTO_TEST_CASE(two_spellings_of_one_name_are_refused) {
  pickle_writer out;
  out.raw("}").text("a.b");
  put(out);
  out.raw("s").text("a");
  put_one(out, "b");
  BOOST_TEST(joined(out.raw("s").stop()) == "duplicate");
}

BOOST_AUTO_TEST_CASE(modules_are_named_as_their_state_dict_would_be) {
  pickle_writer out;
  out.global("my.net", "Net").raw(")\x81}").text("training").raw("\x88s").text("_modules").raw("}");
  out.text("conv").global("my.net", "Conv").raw(")\x81}").text("_parameters");
  put_one(out, "weight");
  out.raw("sbssb");
  BOOST_TEST(joined(out.stop(), true) == "conv.weight");
}

BOOST_AUTO_TEST_CASE(plain_values_at_the_top_become_metadata) {
  pickle_writer out;
  out.raw("}").text("epoch").integer(3).raw("s").text("arch").text("resnet").raw("s");
  out.text("w");
  put(out);
  const auto found = names_of(out.raw("s").stop());
  BOOST_TEST_REQUIRE(found.has_value());
  BOOST_TEST_REQUIRE(found->metadata.size() == 2U);
  BOOST_TEST(found->metadata[0].first == "epoch");
  BOOST_TEST(found->metadata[0].second == "3");
  BOOST_TEST(found->metadata[1].second == "resnet");
}

BOOST_AUTO_TEST_CASE(a_value_that_contains_itself_is_entered_once) {
  pickle_writer out;
  out.raw("}q\x01").text("me").raw("h\x01s").text("w");
  put(out);
  BOOST_TEST(joined(out.raw("s").stop()) == "w");
}

BOOST_AUTO_TEST_CASE(a_long_shared_key_is_not_copied_into_every_path) {
  pickle_writer out;
  out.raw("}").text("a").raw("}").text(std::string(1'000'000, 'k')).raw("q\x01");
  put_one(out, "w");
  out.raw("ss").text("many").raw("](");
  for (int index = 0; index < 20'000; ++index)
    out.raw("}h\x01]s");
  const std::clock_t start = std::clock(); // of this process alone
  BOOST_TEST(joined(out.raw("es").stop()) == "a.#0.w");
  const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  BOOST_TEST(seconds < 5.0);
}

BOOST_AUTO_TEST_CASE(sharing_cannot_explode) {
  // Each tuple holds the one before twice: 2^60 leaves as a tree.
  const auto doubled = [](pickle_writer& out) {
    for (int level = 0; level < 60; ++level)
      out.raw("2\x86");
    return out.stop();
  };
  const std::clock_t start = std::clock(); // of this process alone
  pickle_writer bare;
  bare.raw("N");
  BOOST_TEST(joined(doubled(bare)) == "");
  pickle_writer laden;
  put(laden);
  BOOST_TEST(joined(doubled(laden)) == "limit");
  const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  BOOST_TEST(seconds < 5.0);
}

BOOST_AUTO_TEST_CASE(deep_nesting_is_a_limit_and_not_a_crash) {
  BOOST_TEST(joined("N" + std::string(200'000, '\x85') + ".") == "limit");
  BOOST_TEST(joined("N" + std::string(200, '\x85') + ".") == "");
}
