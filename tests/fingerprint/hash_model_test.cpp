#include <bit>
#include <random>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/float_formats.hpp>
#include <weightkin/core/tensor_encoding.hpp>
#include <weightkin/fingerprint/hash.hpp>

#include "fingerprint/digest_oracle.hpp"
#include "fingerprint/digests/merkle.hpp"
#include "fingerprint/digests/stored_parts.hpp"

namespace {

using namespace weightkin;
using namespace weightkin::test;

/// A tensor with its memory.
struct held_tensor {
  std::string name;
  std::vector<std::uint64_t> shape;
  std::vector<float> values;

  [[nodiscard]] tensor_view view() const {
    tensor_view made;
    made.name = name;
    made.type = dtype::f32;
    made.shape = shape;
    made.data = std::as_bytes(std::span(values)).data();
    return made;
  }
};

held_tensor make_tensor(std::string name, std::vector<std::uint64_t> shape, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::normal_distribution<float> normal(0, 0.02F);
  std::uint64_t count = 1;
  for (const std::uint64_t extent : shape)
    count *= extent;
  held_tensor made{std::move(name), std::move(shape), std::vector<float>(count)};
  for (float& value : made.values)
    value = normal(random);
  return made;
}

struct model_fixture {
  std::vector<held_tensor> tensors{
      make_tensor("model.language_model.layers.0.mlp.up_proj.weight", {300, 200}, 1),
      make_tensor("vision_tower.encoder.layers.0.mlp.fc1.weight", {64, 100}, 2),
      make_tensor("empty", {0, 4}, 3), make_tensor("scalar", {}, 4),
      make_tensor("large", {5, 1 << 20}, 5)}; // more than one part

  [[nodiscard]] std::vector<tensor_view> views() const {
    std::vector<tensor_view> all;
    for (const held_tensor& tensor : tensors)
      all.push_back(tensor.view());
    return all;
  }
};

/// The same elements through reads of an element_source.
class copied_source final : public element_source {
public:
  explicit copied_source(std::span<const float> values) : values_(values) {}
  [[nodiscard]] result<std::span<const std::byte>>
  read(std::uint64_t first, std::size_t count, std::span<std::byte> scratch) const override {
    if (scratch.size() < 4 * count) return error{errc::internal, "scratch is too small"};
    const auto from = std::as_bytes(values_.subspan(first, count));
    std::copy(from.begin(), from.end(), scratch.begin());
    return std::span<const std::byte>(scratch.first(from.size()));
  }

private:
  std::span<const float> values_;
};

hash_options with_threads(unsigned threads) {
  hash_options options;
  options.threads = threads;
  return options;
}

class broken_source final : public element_source {
public:
  [[nodiscard]] result<std::span<const std::byte>> read(std::uint64_t, std::size_t,
                                                        std::span<std::byte>) const override {
    return error{errc::io, "gone"};
  }
};

} // namespace

BOOST_FIXTURE_TEST_CASE(digests_and_roots_are_those_of_the_page, model_fixture) {
  const auto found = hash_of(views());
  BOOST_REQUIRE(found);
  std::vector<detail::merkle_entry> entries;
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    const auto packed = std::as_bytes(std::span(tensors[i].values));
    const tensor_hash& one = found->tensors[i];
    BOOST_TEST(one.name == tensors[i].name);
    BOOST_TEST((one.shape == tensors[i].shape));
    BOOST_TEST(to_hex(one.stored) == to_hex(blake3(packed)), one.name);
    BOOST_TEST(to_hex(one.value) ==
                   to_hex(expected_value_digest({one.name, one.type, one.shape}, packed)),
               one.name);
    entries.push_back({one.name, one.value});
  }
  BOOST_TEST(to_hex(found->roots.named) == to_hex(detail::named_root(entries)));
  BOOST_TEST(to_hex(found->roots.nameless) == to_hex(detail::nameless_root(entries)));
  BOOST_TEST(found->components.size() >= 2U);
}

BOOST_FIXTURE_TEST_CASE(threads_and_media_do_not_show, model_fixture) {
  const auto once = hash_of(views(), with_threads(1));
  BOOST_REQUIRE(once);
  for (const unsigned threads : {0U, 2U, 5U}) {
    const auto again = hash_of(views(), with_threads(threads));
    BOOST_REQUIRE(again);
    BOOST_TEST((*again == *once));
  }
  std::vector<tensor_view> copied = views();
  std::vector<std::unique_ptr<copied_source>> sources;
  for (std::size_t i = 0; i < copied.size(); ++i) {
    sources.push_back(std::make_unique<copied_source>(tensors[i].values));
    copied[i].data = nullptr;
    copied[i].source = sources.back().get();
  }
  const auto through_reads = hash_of(copied);
  BOOST_REQUIRE(through_reads);
  BOOST_TEST((*through_reads == *once));
}

BOOST_FIXTURE_TEST_CASE(what_changes_which_root, model_fixture) {
  const auto before = hash_of(views());
  BOOST_REQUIRE(before);
  std::swap(tensors[0], tensors[4]);
  BOOST_TEST((hash_of(views())->roots == before->roots));
  tensors[0].name = "renamed";
  const auto renamed = hash_of(views());
  BOOST_TEST(to_hex(renamed->roots.named) != to_hex(before->roots.named));
  BOOST_TEST(to_hex(renamed->roots.nameless) == to_hex(before->roots.nameless));
  tensors[0].values[12345] += 1.0F;
  BOOST_TEST(to_hex(hash_of(views())->roots.nameless) != to_hex(before->roots.nameless));
}

BOOST_FIXTURE_TEST_CASE(a_cast_keeps_values_and_changes_bytes, model_fixture) {
  held_tensor& tensor = tensors[0];
  std::vector<std::uint16_t> narrow(tensor.values.size());
  for (std::size_t i = 0; i < narrow.size(); ++i) {
    narrow[i] = narrow_bf16(tensor.values[i]);
    tensor.values[i] = widen_bf16(narrow[i]);
  }
  std::vector<tensor_view> both{tensor.view(), tensor.view()};
  both[1].type = dtype::bf16;
  both[1].data = std::as_bytes(std::span(narrow)).data();
  const auto found = hash_of(both);
  BOOST_REQUIRE(found);
  BOOST_TEST(to_hex(found->tensors[0].value) == to_hex(found->tensors[1].value));
  BOOST_TEST(to_hex(found->tensors[0].stored) != to_hex(found->tensors[1].stored));
}

BOOST_FIXTURE_TEST_CASE(the_stored_digest_of_decoded_tensors_is_of_their_parts, model_fixture) {
  tensor_encoding encoding;
  encoding.parts.resize(1);
  encoding.parts[0].role = "codes";
  encoding.parts[0].stored = tensors[1].view();
  std::vector<tensor_view> all = views();
  all[0].encoding = &encoding;
  const auto found = hash_of(all);
  BOOST_REQUIRE(found);
  BOOST_TEST(to_hex(found->tensors[0].stored) == to_hex(*detail::stored_digest_of_parts(encoding)));
  BOOST_TEST(to_hex(found->tensors[0].value) == to_hex(hash_of(views())->tensors[0].value));
}

BOOST_FIXTURE_TEST_CASE(failures_and_cancelling, model_fixture) {
  std::vector<tensor_view> all = views();
  const broken_source broken;
  all[1].source = &broken;
  const auto failed = hash_of(all);
  BOOST_REQUIRE(!failed);
  BOOST_TEST((failed.error().code == errc::io));
  hash_options options;
  std::uint64_t most = 0;
  options.on_progress = [&](const progress& now) {
    most = std::max(most, now.done);
    return now.done < now.total / 2;
  };
  const auto cancelled = hash_of(views(), options);
  BOOST_REQUIRE(!cancelled);
  BOOST_TEST((cancelled.error().code == errc::cancelled));
  BOOST_TEST(most > 0U);
}
