#include <ctime>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "support/temp_directory.hpp"
#include "support/torch_writer.hpp"

using namespace weightkin;
using namespace weightkin::test;

namespace {

using values = std::vector<double>;

values all_values(const tensor_view& view) {
  const auto read = read_as_f64(view, 0, static_cast<std::size_t>(element_count(view)));
  BOOST_TEST_REQUIRE(read.has_value(), (read ? "" : read.error().message));
  return *read;
}

std::vector<std::uint64_t> shape_of(const tensor_view& view) {
  return {view.shape.begin(), view.shape.end()};
}

result<checkpoint> open_bytes(const std::vector<std::byte>& bytes,
                              const open_options& options = {}) {
  return checkpoint::open(bytes, "file", options);
}

/// A zip holding one tensor "w" of `tensor` over `storage`.
std::vector<std::byte> one_tensor(const torch_tensor& tensor,
                                  const std::vector<std::byte>& storage) {
  pickle_writer object;
  put_state(object, {{"w", tensor}});
  return torch_zip(object.stop(), {{"0", storage}});
}

fault fault_of(const std::vector<std::byte>& bytes) {
  const auto opened = open_bytes(bytes);
  return opened ? fault::none : opened.error().why;
}

/// Opens a damaged file and reads everything it offers; only a crash or an endless run fails.
void open_and_read(const std::vector<std::byte>& bytes) {
  const auto opened = open_bytes(bytes);
  if (!opened) {
    BOOST_TEST(!opened.error().message.empty());
    return;
  }
  for (std::size_t index = 0; index < opened->size(); ++index) {
    const tensor_view view = (*opened)[index];
    if (element_count(view) > 1000) continue;
    (void)read_as_f64(view, 0, static_cast<std::size_t>(element_count(view)));
  }
}

} // namespace

BOOST_AUTO_TEST_CASE(both_containers_give_the_same_tensors) {
  for (const bool legacy : {false, true}) {
    const auto file = small_torch_file(legacy);
    temp_directory folder;
    write_file(folder / "model.pt", file);
    for (const file_access access : {file_access::mapped, file_access::copied}) {
      const auto opened = checkpoint::open(folder / "model.pt", {.access = access});
      BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
      BOOST_TEST(opened->format() == (legacy ? "pytorch-legacy" : "pytorch-zip"));
      BOOST_TEST_REQUIRE(opened->size() == 3U);
      BOOST_TEST((*opened)[0].name == "layer.weight");
      BOOST_TEST((all_values((*opened)[0]) == values{0, 1, 2, 3, 4, 5}));
      BOOST_TEST((shape_of((*opened)[1]) == std::vector<std::uint64_t>{3, 2}));
      BOOST_TEST((all_values((*opened)[1]) == values{0, 3, 1, 4, 2, 5}));
      BOOST_TEST((all_values((*opened)[2]) == values{2, 3}));
      BOOST_TEST(opened->warnings().empty());
    }
  }
}

BOOST_AUTO_TEST_CASE(one_storage_under_two_names_is_one_tensor) {
  pickle_writer object;
  const torch_tensor tied{"0", "FloatStorage", 6, 0, {2, 3}, {3, 1}};
  const torch_tensor part{"0", "FloatStorage", 6, 3, {3}, {1}};
  put_state(object, {{"a", tied}, {"b", tied}, {"c", part}});
  const auto file = torch_zip(object.stop(), {{"0", counting_floats(6)}});
  const auto opened = open_bytes(file);
  BOOST_TEST_REQUIRE(opened.has_value());
  const storage_id a = (*opened)[0].storage;
  const storage_id b = (*opened)[1].storage;
  const storage_id c = (*opened)[2].storage;
  BOOST_TEST(a.space != nullptr);
  BOOST_TEST((a.space == b.space && a.offset == b.offset));
  BOOST_TEST((a.space != c.space || a.offset != c.offset));
}

BOOST_AUTO_TEST_CASE(a_square_matrix_and_its_transpose_are_two_tensors) {
  pickle_writer object;
  put_state(object, {{"w", {"0", "FloatStorage", 4, 0, {2, 2}, {2, 1}}},
                     {"w.t", {"0", "FloatStorage", 4, 0, {2, 2}, {1, 2}}},
                     {"w.t too", {"0", "FloatStorage", 4, 0, {2, 2}, {1, 2}}}});
  const auto file = torch_zip(object.stop(), {{"0", counting_floats(4)}});
  const auto opened = open_bytes(file);
  BOOST_TEST_REQUIRE(opened.has_value());
  BOOST_TEST((*opened)[0].storage.offset != (*opened)[1].storage.offset);
  BOOST_TEST((*opened)[1].storage.offset == (*opened)[2].storage.offset);
}

BOOST_AUTO_TEST_CASE(a_scalar_and_an_empty_tensor_are_read) {
  const auto scalar = one_tensor({"0", "FloatStorage", 4, 3, {}, {}}, counting_floats(4));
  BOOST_TEST((all_values((*open_bytes(scalar))[0]) == values{3}));
  const auto empty = one_tensor({"0", "FloatStorage", 0, 0, {0, 3}, {3, 1}}, {});
  BOOST_TEST(element_count((*open_bytes(empty))[0]) == 0U);
}

BOOST_AUTO_TEST_CASE(a_view_may_repeat_elements) {
  const auto file = one_tensor({"0", "FloatStorage", 3, 0, {2, 3}, {0, 1}}, counting_floats(3));
  BOOST_TEST((all_values((*open_bytes(file))[0]) == values{0, 1, 2, 0, 1, 2}));
}

/// What costs no bytes is bounded all the same: whoever reads every element must come to an end.
BOOST_AUTO_TEST_CASE(repeated_elements_are_bounded) {
  const auto repeating = [](std::int64_t rows, std::int64_t columns) {
    return torch_tensor{"0", "FloatStorage", 1, 0, {rows, columns}, {0, 0}};
  };
  const auto storage = counting_floats(1);
  constexpr std::int64_t million = std::int64_t{1} << 20;
  constexpr std::int64_t wide = std::int64_t{1} << 14; // squared, 1 GiB of floats
  BOOST_TEST((fault_of(one_tensor(repeating(million, million), storage)) == fault::limit));
  BOOST_TEST((fault_of(one_tensor(repeating(wide, wide), storage)) == fault::none));
  // Each alone would do.
  pickle_writer object;
  put_state(object, {{"a", repeating(wide, wide)},
                     {"b", repeating(wide, wide)},
                     {"c", repeating(wide, wide)},
                     {"d", repeating(wide, wide)},
                     {"e", repeating(1, 1)}});
  const auto many = torch_zip(object.stop(), {{"0", storage}});
  BOOST_TEST((fault_of(many) == fault::limit));
  open_options options;
  options.limits.expanded_bytes = UINT64_MAX;
  BOOST_TEST(open_bytes(many, options).has_value());
  // In proportion to what is stored any number is right.
  options.limits.expanded_bytes = 1;
  BOOST_TEST(open_bytes(one_tensor(repeating(100, 100), storage), options).has_value());
  const auto refused = open_bytes(one_tensor(repeating(wide, wide), storage), options);
  BOOST_TEST_REQUIRE(!refused.has_value());
  BOOST_TEST(refused.error().message.find("1073741824") != std::string::npos,
             refused.error().message);
}

BOOST_AUTO_TEST_CASE(tensors_that_contradict_their_storage_are_refused) {
  const auto floats = counting_floats(4);
  const auto refused = [&](const torch_tensor& tensor) {
    return fault_of(one_tensor(tensor, floats));
  };
  const std::int64_t huge = std::int64_t{1} << 62;
  BOOST_TEST((refused({"0", "FloatStorage", 4, 0, {4}, {1}}) == fault::none));
  BOOST_TEST((refused({"0", "FloatStorage", 4, 1, {4}, {1}}) == fault::bounds));
  BOOST_TEST((refused({"0", "FloatStorage", 4, -1, {4}, {1}}) == fault::bounds));
  BOOST_TEST((refused({"0", "FloatStorage", 5, 0, {4}, {1}}) == fault::bounds));
  BOOST_TEST((refused({"0", "DoubleStorage", 4, 0, {4}, {1}}) == fault::bounds));
  BOOST_TEST((refused({"0", "FloatStorage", 4, 0, {2}, {4}}) == fault::bounds));
  BOOST_TEST((refused({"0", "FloatStorage", 4, 0, {4}, {-1}}) == fault::shape));
  BOOST_TEST((refused({"0", "FloatStorage", 4, 0, {-4}, {1}}) == fault::shape));
  BOOST_TEST((refused({"0", "FloatStorage", 4, 0, {2, 2}, {1}}) == fault::shape));
  BOOST_TEST((refused({"0", "FloatStorage", 4, 0, {huge, huge}, {0, 0}}) == fault::overflow));
  BOOST_TEST((refused({"0", "FloatStorage", 4, 0, {huge, 0, huge}, {0, 0, 0}}) == fault::overflow));
  BOOST_TEST((refused({"0", "FloatStorage", 4, 0, {5}, {huge}}) == fault::overflow));
  BOOST_TEST((refused({"0", "FloatStorage", huge, 0, {4}, {1}}) == fault::overflow));
  BOOST_TEST((refused({"0", "FloatStorage", -4, 0, {4}, {1}}) == fault::bounds));
  BOOST_TEST((refused({"7", "FloatStorage", 4, 0, {4}, {1}}) == fault::missing));
  BOOST_TEST((refused({"../0", "FloatStorage", 4, 0, {4}, {1}}) == fault::missing));
  const std::vector<std::int64_t> ranks(65, 1);
  BOOST_TEST((refused({"0", "FloatStorage", 4, 0, ranks, ranks}) == fault::limit));
}

BOOST_AUTO_TEST_CASE(messages_name_file_tensor_and_position) {
  const auto opened =
      open_bytes(one_tensor({"0", "FloatStorage", 4, 1, {4}, {1}}, counting_floats(4)));
  BOOST_TEST_REQUIRE(!opened.has_value());
  const std::string& message = opened.error().message;
  for (const char* part : {"file", "model/data.pkl", "byte ", "tensor 'w'"})
    BOOST_TEST(message.find(part) != std::string::npos, message);
}

BOOST_AUTO_TEST_CASE(every_truncation_is_an_error) {
  for (const bool legacy : {false, true}) {
    const auto file = small_torch_file(legacy);
    for (std::size_t length = 0; length < file.size(); ++length) {
      const std::vector<std::byte> cut(file.begin(), file.begin() + static_cast<long>(length));
      const auto opened = open_bytes(cut);
      BOOST_TEST(!opened.has_value(), (legacy ? "legacy" : "zip") << " cut to " << length);
    }
  }
}

BOOST_AUTO_TEST_CASE(every_flipped_bit_is_survived) {
  for (const bool legacy : {false, true}) {
    const auto file = small_torch_file(legacy);
    for (std::size_t bit = 0; bit < 8 * file.size(); ++bit) {
      std::vector<std::byte> damaged = file;
      damaged[bit / 8] ^= static_cast<std::byte>(1U << bit % 8);
      open_and_read(damaged);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_big_endian_archive_is_swapped) {
  auto storage = counting_floats(2);
  std::swap(storage[4], storage[7]);
  std::swap(storage[5], storage[6]);
  pickle_writer object;
  put_state(object, {{"w", {"0", "FloatStorage", 2, 0, {2}, {1}}}});
  const auto file = zip_writer()
                        .add("m/data.pkl", bytes_of_text(object.stop()))
                        .add("m/byteorder", bytes_of_text("big"))
                        .add("m/data/0", storage)
                        .bytes();
  BOOST_TEST((all_values((*open_bytes(file))[0]) == values{0, 1}));
}

BOOST_AUTO_TEST_CASE(a_deflated_archive_is_inflated_on_demand) {
  pickle_writer object;
  put_state(object, {{"w", {"0", "FloatStorage", 1000, 0, {1000}, {1}}}});
  const auto storage = counting_floats(1000);
  auto file = zip_writer()
                  .add("m/data.pkl", bytes_of_text(object.stop()), true)
                  .add("m/data/0", storage, true)
                  .bytes();
  const auto opened = open_bytes(file);
  BOOST_TEST_REQUIRE(opened.has_value());
  BOOST_TEST(all_values((*opened)[0]).back() == 999.0);
}

BOOST_AUTO_TEST_CASE(a_script_archive_is_listed_by_attributes) {
  pickle_writer object;
  object.global("__torch__.net", "Net").raw(")\x81}(");
  object.text("training").raw("\x89").text("conv");
  object.global("__torch__.torch.nn.modules.conv", "Conv2d").raw(")\x81}(").text("weight");
  put_tensor(object, {"0", "FloatStorage", 4, 0, {4}, {1}});
  object.raw("ubub");
  pickle_writer constants;
  constants.raw("(");
  put_tensor(constants, {"0", "FloatStorage", 2, 0, {2}, {1}});
  constants.raw("t");
  const auto file = zip_writer()
                        .add("m/data.pkl", bytes_of_text(object.stop()))
                        .add("m/constants.pkl", bytes_of_text(constants.stop()))
                        .add("m/data/0", counting_floats(4))
                        .add("m/constants/0", counting_floats(2))
                        .bytes();
  const auto opened = open_bytes(file);
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  BOOST_TEST(opened->format() == "torchscript");
  BOOST_TEST_REQUIRE(opened->size() == 2U);
  BOOST_TEST((*opened)[0].name == "conv.weight");
  BOOST_TEST((*opened)[1].name == "constants.0");
  // The same classes in an ordinary checkpoint are foreign.
  BOOST_TEST(
      (fault_of(torch_zip(object.stop(), {{"0", counting_floats(4)}})) == fault::pickle_global));
}

BOOST_AUTO_TEST_CASE(an_exported_program_is_unsupported) {
  const auto file = zip_writer()
                        .add("m/archive_format", bytes_of_text("pt2"))
                        .add("m/version", bytes_of_text("0"))
                        .bytes();
  const auto opened = open_bytes(file);
  BOOST_TEST_REQUIRE(!opened.has_value());
  BOOST_TEST((opened.error().code == errc::unsupported));
}

BOOST_AUTO_TEST_CASE(an_agent_is_its_policy_and_its_optimiser) {
  pickle_writer policy;
  put_state(policy, {{"net.weight", {"0", "FloatStorage", 4, 0, {4}, {1}}}});
  pickle_writer optimiser;
  optimiser.raw("}").text("state").raw("}").integer(0);
  put_state(optimiser, {{"square_avg", {"0", "FloatStorage", 4, 0, {4}, {1}}}});
  optimiser.raw("ss");
  const torch_storages storages{{"0", counting_floats(4)}};
  const auto file = zip_writer()
                        .add("data", bytes_of_text("{}"))
                        .add("policy.optimizer.pth", torch_zip(optimiser.stop(), storages))
                        .add("policy.pth", torch_zip(policy.stop(), storages))
                        .bytes();
  const auto opened = open_bytes(file);
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  BOOST_TEST(opened->format() == "stable-baselines3");
  BOOST_TEST_REQUIRE(opened->size() == 2U);
  BOOST_TEST((*opened)[0].name == "net.weight");
  BOOST_TEST((*opened)[1].name == "optimizer.state.0.square_avg");
  BOOST_TEST((all_values((*opened)[1]) == values{0, 1, 2, 3}));
}

BOOST_AUTO_TEST_CASE(what_is_no_plain_tensor_is_named_not_dropped) {
  pickle_writer object;
  object.raw("}(").text("w");
  put_tensor(object, {"0", "FloatStorage", 4, 0, {4}, {1}});
  object.text("s").global("torch._utils", "_rebuild_sparse_tensor").raw(")R");
  const auto opened = open_bytes(torch_zip(object.raw("u").stop(), {{"0", counting_floats(4)}}));
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  BOOST_TEST(opened->size() == 1U);
  BOOST_TEST_REQUIRE(opened->warnings().size() == 1U);
  BOOST_TEST(opened->warnings()[0].find("'s' is sparse") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(foreign_classes_are_refused_or_kept_inert) {
  pickle_writer object;
  object.raw("}(").text("w");
  put_tensor(object, {"0", "FloatStorage", 4, 0, {4}, {1}});
  object.text("config").global("omegaconf", "DictConfig").raw(")\x81}").text("a").raw("K\x01sb");
  const auto file = torch_zip(object.raw("u").stop(), {{"0", counting_floats(4)}});
  const auto strict = open_bytes(file);
  BOOST_TEST_REQUIRE(!strict.has_value());
  BOOST_TEST((strict.error().why == fault::pickle_global));
  BOOST_TEST(strict.error().message.find("omegaconf DictConfig") != std::string::npos);
  const auto lenient = open_bytes(file, {.lenient_pickle = true});
  BOOST_TEST_REQUIRE(lenient.has_value());
  BOOST_TEST(lenient->size() == 1U);
}

BOOST_AUTO_TEST_CASE(many_tensors_open_in_linear_time) {
  pickle_writer object;
  object.raw("}(");
  for (int index = 0; index < 20000; ++index) {
    object.text("layer." + std::to_string(index) + ".weight");
    put_tensor(object, {"0", "FloatStorage", 4, 0, {4}, {1}});
  }
  const auto file = torch_zip(object.raw("u").stop(), {{"0", counting_floats(4)}});
  // What the machine does besides does not count. Any file may take 5 s under sanitizers.
  const std::clock_t start = std::clock();
  const auto opened = open_bytes(file);
  const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  BOOST_TEST(opened->size() == 20000U);
  BOOST_TEST(seconds < 5.0);
}
