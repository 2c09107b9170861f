#include <ctime>
#include <string>

#include <boost/test/unit_test.hpp>

#include "support/pickle_run.hpp"

using namespace weightkin;
using namespace weightkin::test;
using namespace std::string_literals;

namespace {

/// `module.name` applied to the tuple that `arguments` spells.
std::string called(std::string_view module, std::string_view name, std::string_view arguments,
                   const pickle_rules& rules = {}) {
  return value_of_text(pickle_writer().global(module, name).raw(arguments).raw("R").stop(), rules);
}

pickle_rules with_storages() {
  pickle_rules rules;
  rules.torch_storages = true;
  return rules;
}

} // namespace

BOOST_AUTO_TEST_CASE(python_containers_are_evaluated) {
  BOOST_TEST(called("collections", "OrderedDict", ")") == "{}");
  BOOST_TEST(called("collections", "OrderedDict",
                    "](]K\x01"
                    "aK\x02"
                    "ae\x85") == "{1:2}");
  BOOST_TEST(called("collections", "Counter", "}K\x01K\x02s\x85") == "{1:2}");
  BOOST_TEST(called("collections", "defaultdict", "cbuiltins\nlist\n\x85") == "{}");
  BOOST_TEST(called("builtins", "set",
                    "](K\x01K\x02"
                    "e\x85") == "set(1,2)");
  BOOST_TEST(called("__builtin__", "frozenset",
                    "](K\x01"
                    "e\x85") == "set(1)");
  BOOST_TEST(called("_codecs", "encode", "X\x02\0\0\0\xc3\xa9X\x06\0\0\0latin1\x86"s) == "b'\xe9'");
  BOOST_TEST(called("torch", "Size", "K\x01K\x02\x86\x85") == "(1,2)");
  BOOST_TEST(called("torch", "device", "X\x03\0\0\0cpu\x85"s) == "object");
}

BOOST_AUTO_TEST_CASE(calls_with_other_arguments_are_refused) {
  BOOST_TEST(called("collections", "OrderedDict", "K\x01\x85") == "pickle-malformed");
  BOOST_TEST(called("builtins", "set", "K\x01\x85") == "pickle-malformed");
  BOOST_TEST(called("builtins", "bytearray", "K\x01\x85") == "limit");
  BOOST_TEST(called("_codecs", "encode", "X\x01\0\0\0aX\x05\0\0\0utf-8\x86"s) == "pickle-global");
  BOOST_TEST(called("numpy.core.multiarray", "_reconstruct", "X\x01\0\0\0x\x85"s) ==
             "pickle-global");
  BOOST_TEST(called("torch", "float32", ")") == "pickle-malformed");
  BOOST_TEST(called("torch", "FloatStorage", "K\x01\x85") == "pickle-malformed");
  BOOST_TEST(called("numpy", "ndarray", "K\x01\x85") == "pickle-malformed");
  BOOST_TEST(called("torch._utils", "_rebuild_tensor_v2", ")") == "pickle-malformed");
  BOOST_TEST(called("torch._utils", "_rebuild_parameter", "K\x01\x88}\x87") == "pickle-malformed");
  BOOST_TEST(called("torch._tensor", "_rebuild_from_type_v2",
                    "(cbuiltins\nlist\nctorch\nTensor\n)}t") == "pickle-malformed");
  BOOST_TEST(called("collections", "OrderedDict", "K\x01") == "pickle-malformed");
}

BOOST_AUTO_TEST_CASE(state_goes_only_to_what_takes_it) {
  const std::string dict = pickle_writer().global("collections", "OrderedDict").raw(")R}b").stop();
  BOOST_TEST(value_of_text(dict) == "{}");
  const std::string name_space = "cargparse\nNamespace\n)\x81}X\x01\0\0\0aK\x01sb."s;
  BOOST_TEST(value_of_text(name_space) == "object");
  BOOST_TEST(value_of_text("cargparse\nNamespace\n)\x81}b}b.") == "pickle-malformed");
  BOOST_TEST(value_of_text("cargparse\nNamespace\n}b.") == "pickle-malformed");
  BOOST_TEST(value_of_text("cbuiltins\nset\n)\x81.") == "pickle-malformed");
}

BOOST_AUTO_TEST_CASE(storages_are_named_by_persistent_ids_only_in_torch_files) {
  const std::string id = pickle_writer()
                             .raw("(")
                             .text("storage")
                             .global("torch", "FloatStorage")
                             .text("0")
                             .text("cpu")
                             .integer(4)
                             .raw("tQ")
                             .stop();
  BOOST_TEST(value_of_text(id) == "pickle-malformed");
  BOOST_TEST(value_of_text(id, with_storages()) == "storage");
  BOOST_TEST(value_of_text("(tQ.", with_storages()) == "pickle-malformed");
  BOOST_TEST(value_of_text("NQ.", with_storages()) == "pickle-malformed");
}

BOOST_AUTO_TEST_CASE(tensors_keep_what_was_said_about_them) {
  pickle_writer writer;
  put_tensor(writer, {"7", "HalfStorage", 9, 1, {2, 3}, {3, 1}});
  const auto done = run_text(writer.stop(), with_storages());
  BOOST_TEST_REQUIRE(done.has_value(), (done ? "" : done.error().message));
  BOOST_TEST_REQUIRE((done->values.kind(done->root) == pickle_kind::tensor));
  const pickle_tensor& tensor = done->values.tensor_of(done->root);
  const pickle_storage& storage = done->values.storage_of(tensor.storage);
  BOOST_TEST((tensor.type == dtype::f16));
  BOOST_TEST(tensor.offset == 1);
  BOOST_TEST(tensor.unreadable == nullptr);
  BOOST_TEST(spelled(done->values, tensor.size) == "(2,3)");
  BOOST_TEST(done->values.text_of(storage.key) == "7");
  BOOST_TEST(storage.count == 9);
}

BOOST_AUTO_TEST_CASE(lazily_conjugated_tensors_are_not_taken_for_their_elements) {
  pickle_writer writer;
  writer.global("torch._utils", "_rebuild_tensor_v2").raw("((");
  writer.text("storage").global("torch", "ComplexFloatStorage").text("0").text("cpu").integer(2);
  writer.raw("tQK\0"s).integers({2}).integers({1}).raw("\x89}").raw("}").text("conj").raw(
      "\x88stR");
  const auto done = run_text(writer.stop(), with_storages());
  BOOST_TEST_REQUIRE(done.has_value(), (done ? "" : done.error().message));
  const char* reason = done->values.tensor_of(done->root).unreadable;
  BOOST_TEST_REQUIRE(reason != nullptr);
  BOOST_TEST(std::string(reason).find("conjugated") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(opaque_classes_stay_inert_in_lenient_mode) {
  pickle_rules lenient;
  lenient.lenient = true;
  BOOST_TEST(value_of_text("cos\nsystem\nX\x04\0\0\0true\x85R."s, lenient) == "object");
  BOOST_TEST(value_of_text("cmy\nList\n)\x81K\x01"
                           "a(K\x02K\x03u}b.",
                           lenient) == "object");
  BOOST_TEST(value_of_text("cargparse\nNamespace\n)\x81K\x01"
                           "a.",
                           lenient) == "pickle-malformed");
}

BOOST_AUTO_TEST_CASE(a_huge_shared_argument_is_not_copied_for_every_call) {
  // One tuple of 200 000 items, passed to 100 000 calls.
  std::string text = "(" + std::string(200'000, 'N') +
                     "tq\x00"
                     "0"s;
  text += "cbuiltins\nslice\nq\x01"
          "0";
  for (int index = 0; index < 100'000; ++index)
    text += "h\x01h\x00R0"s;
  const std::clock_t start = std::clock(); // of this process alone
  BOOST_TEST(value_of_text(text + "N.") == "None");
  const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  BOOST_TEST(seconds < 5.0);
}
