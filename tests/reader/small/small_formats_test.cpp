#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <weightkin/core/element_reader.hpp>
#include <weightkin/core/tensor_view.hpp>
#include <weightkin/reader/checkpoint.hpp>

#include "support/memory_files.hpp"
#include "support/mutations.hpp"
#include "support/small_samples.hpp"

using namespace weightkin;
using namespace weightkin::test;

namespace {

/// A tensor's shape and first value, which says which float of the file it begins with.
struct expected_tensor {
  const char* name;
  std::vector<std::uint64_t> shape;
  double first;
};

void check_tensors(const result<checkpoint>& opened, std::string_view format,
                   const std::vector<expected_tensor>& expected) {
  BOOST_TEST_REQUIRE(opened.has_value(), (opened ? "" : opened.error().message));
  BOOST_TEST(opened->format() == format);
  for (const expected_tensor& wanted : expected) {
    bool is_found = false;
    for (std::size_t i = 0; i < opened->size(); ++i) {
      const tensor_view view = (*opened)[i];
      if (view.name != wanted.name) continue;
      is_found = true;
      BOOST_TEST(std::equal(view.shape.begin(), view.shape.end(), wanted.shape.begin(),
                            wanted.shape.end()),
                 wanted.name);
      const auto first = read_as_f64(view, 0, 1);
      BOOST_TEST_REQUIRE(first.has_value());
      BOOST_TEST(first->front() == wanted.first, wanted.name);
    }
    BOOST_TEST(is_found, wanted.name);
  }
}

result<checkpoint> open_as_stored(const std::vector<std::byte>& bytes) {
  open_options options;
  options.undo_layout = false;
  return checkpoint::open(bytes, "file", options);
}

void check_refusal(const std::vector<std::byte>& bytes, errc code, fault why,
                   std::string_view hint) {
  const auto opened = open_as_stored(bytes);
  BOOST_TEST_REQUIRE(!opened.has_value());
  BOOST_TEST((opened.error().code == code), opened.error().message);
  BOOST_TEST((opened.error().why == why), opened.error().message);
  BOOST_TEST(opened.error().message.find(hint) != std::string::npos, opened.error().message);
}

result<checkpoint> open_darknet(const std::vector<std::byte>& weights, std::string_view config) {
  const auto text = std::as_bytes(std::span(config.data(), config.size()));
  const auto beside = std::make_shared<const memory_files>(
      std::map<std::string, std::vector<std::byte>>{{"net.cfg", {text.begin(), text.end()}}});
  return checkpoint::open(borrow_memory(weights, "net.weights"), beside);
}

} // namespace

BOOST_AUTO_TEST_CASE(older_llama_files_are_known_by_their_length) {
  const auto shared = llama_legacy(false);
  check_tensors(open_as_stored(shared), "llama2.c",
                {{"tok_embeddings.weight", {5, 4}, 0},
                 {"layers.1.attention_norm.weight", {4}, 24},
                 {"layers.0.attention.wq.weight", {4, 4}, 28},
                 {"layers.1.attention.wk.weight", {2, 4}, 68},
                 {"layers.0.attention.wv.weight", {2, 4}, 76},
                 {"layers.0.attention.wo.weight", {4, 4}, 92},
                 {"layers.0.ffn_norm.weight", {4}, 124},
                 {"layers.1.feed_forward.w2.weight", {4, 6}, 204},
                 {"norm.weight", {4}, 276},
                 {"freqs_cos", {3, 1}, 280},
                 {"freqs_sin", {3, 1}, 283}});
  BOOST_TEST(open_as_stored(shared)->size() == 2U * 9 + 4);
  const auto own = llama_legacy(true);
  check_tensors(open_as_stored(own), "llama2.c", {{"output.weight", {5, 4}, 286}});
  auto longer = shared;
  longer.push_back(std::byte{0});
  check_refusal(longer, errc::bad_format, fault::format, "not recognised");
}

BOOST_AUTO_TEST_CASE(llama_files_with_a_mark_have_the_norms_first) {
  check_tensors(open_as_stored(llama_version_1(false)), "llama2.c",
                {{"layers.0.attention_norm.weight", {4}, 0},
                 {"layers.0.ffn_norm.weight", {4}, 8},
                 {"norm.weight", {4}, 16},
                 {"tok_embeddings.weight", {5, 4}, 20},
                 {"layers.0.attention.wq.weight", {4, 4}, 40}});
  check_tensors(open_as_stored(llama_version_1(true)), "llama2.c",
                {{"output.weight", {5, 4}, 280}});
  auto file = llama_version_1(false);
  file.pop_back();
  check_refusal(file, errc::bad_format, fault::bounds, "bytes long");
  file[4] = std::byte{2};
  check_refusal(file, errc::unsupported, fault::none, "version 2");
  file[4] = std::byte{3};
  check_refusal(file, errc::bad_format, fault::version, "version 3");
}

BOOST_AUTO_TEST_CASE(ggml_files_are_read_by_the_program_they_fit) {
  const auto whisper = whisper_file();
  check_tensors(open_as_stored(whisper), "ggml", {{"a", {2, 3}, 0}, {"b", {4}, 6}});
  BOOST_TEST(open_as_stored(whisper)->metadata()[0].second == "whisper");
  const auto silero = silero_file();
  check_tensors(open_as_stored(silero), "ggml", {{"bias", {}, 0}});
  check_refusal(whisper_file(8), errc::unsupported, fault::none, "'b' has ggml type 8");
  auto cut = whisper;
  cut.pop_back();
  check_refusal(cut, errc::unsupported, fault::none, "no tensors fill it");
}

BOOST_AUTO_TEST_CASE(darknet_files_need_their_description) {
  const auto file = darknet_file();
  check_tensors(open_darknet(file, darknet_config), "darknet",
                {{"layers.0.bias", {4}, 0},
                 {"layers.0.scales", {4}, 4},
                 {"layers.0.running_mean", {4}, 8},
                 {"layers.0.running_var", {4}, 12},
                 {"layers.0.weight", {4, 2, 3, 3}, 16},
                 {"layers.3.bias", {3}, 88},
                 {"layers.3.weight", {3, 4, 1, 1}, 91}});
  check_refusal(file, errc::bad_format, fault::format, "not recognised");
  const std::string other = std::string(darknet_config) + "[connected]\noutput=2\n";
  BOOST_TEST(!open_darknet(file, other).has_value());
  for (const char* broken : {"", "[net", "[net]\nchannels=x\n", "[net]\n[route]\nlayers=-1\n",
                             "[net]\n[convolutional]\nfilters=99999999999\n",
                             "[net]\n[convolutional]\ngroups=0\n", "filters=3\n"})
    BOOST_TEST(!open_darknet(file, broken).has_value(), broken);
}

BOOST_AUTO_TEST_CASE(small_files_survive_mutations) {
  survives_mutations(llama_legacy(true), "file", nullptr, 64);
  survives_mutations(llama_version_1(false), "file", nullptr, 64);
  survives_mutations(whisper_file(), "file");
  survives_mutations(silero_file(), "file");
}
