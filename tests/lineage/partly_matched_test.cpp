// When a component is the same: parts without a counterpart make it another one, but a second
// network of the same build in one file does not.
#include <string>
#include <utility>
#include <vector>
#include <zoo/made_decoder.hpp>

#include <boost/test/unit_test.hpp>

#include <weightkin/lineage/compare.hpp>

namespace {

using namespace weightkin;
using namespace weightkin::zoo;

comparison compared(const zoo_model& subject, const zoo_model& reference) {
  auto answer = compare_views(subject.views(), reference.views());
  if (!answer) BOOST_FAIL(answer.error().message);
  return *std::move(answer);
}

verdict ruled(const zoo_model& subject, const zoo_model& reference) {
  return compared(subject, reference).components.front().ruling;
}

bool holds(const std::string& text, const char* part) {
  return text.find(part) != std::string::npos;
}

zoo_model perceptron(std::uint64_t seed, const std::string& module) {
  // The layers of a made decoder's feed-forward networks, as a plain chain.
  const zoo_model from = made_decoder(seed, {});
  zoo_model model;
  model.kind = backbone::perceptron;
  for (int layer = 0; layer < 3; ++layer) {
    zoo_tensor tensor =
        *from.find("model.layers." + std::to_string(layer) + ".self_attn.q_proj.weight");
    tensor.name = module + ".fc" + std::to_string(layer) + ".weight";
    model.tensors.push_back(std::move(tensor));
  }
  return model;
}

zoo_model joined(zoo_model one, const zoo_model& other) {
  one.tensors.insert(one.tensors.end(), other.tensors.begin(), other.tensors.end());
  return one;
}

BOOST_AUTO_TEST_CASE(a_copy_is_identical) {
  const zoo_model one = perceptron(1, "net");
  BOOST_TEST(name_of(ruled(one, one)) == "identical");
}

BOOST_AUTO_TEST_CASE(a_second_network_beside_it_changes_nothing) {
  const zoo_model one = perceptron(1, "net");
  BOOST_TEST(name_of(ruled(joined(one, perceptron(2, "net_8k")), one)) == "identical");
}

BOOST_AUTO_TEST_CASE(what_has_no_counterpart_is_said_beside_the_verdict) {
  const zoo_model one = perceptron(1, "net");
  const comparison half = compared(joined(one, perceptron(2, "net_8k")), one);
  const char* said = "; 50 % have no counterpart";
  BOOST_TEST(holds(half.components.front().sentence, said), half.components.front().sentence);
  BOOST_TEST(holds(half.sentence, "50 % of them without a counterpart"), half.sentence);
  const comparison whole = compared(one, one);
  BOOST_TEST(!holds(whole.components.front().sentence, "no counterpart"));
  BOOST_TEST(!holds(whole.sentence, "without a counterpart"));
}

BOOST_AUTO_TEST_CASE(a_new_head_does) {
  const zoo_model one = perceptron(1, "net");
  zoo_model head = perceptron(3, "head");
  head.tensors.resize(1);
  head.tensors.front().name = "head.weight";
  BOOST_TEST(name_of(ruled(joined(one, head), one)) == "derived");
}

BOOST_AUTO_TEST_CASE(a_new_layer_in_the_same_network_does) {
  const zoo_model one = perceptron(1, "net");
  zoo_model more = perceptron(3, "net");
  more.tensors.resize(1);
  more.tensors.front().name = "net.fc9.weight";
  BOOST_TEST(name_of(ruled(joined(one, more), one)) == "derived");
}

} // namespace
