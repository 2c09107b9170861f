#include <chrono>
#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>

#include "support/allocation_meter.hpp"
#include "support/pickle_run.hpp"
#include "support/temp_directory.hpp"

using namespace weightkin;
using namespace weightkin::test;
using namespace std::string_literals;

namespace {

double seconds_of(const std::string& text, fault expected) {
  const auto start = std::chrono::steady_clock::now();
  const fault found = fault_of_text(text);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  BOOST_TEST(name_of(found) == name_of(expected));
  return seconds.count();
}

} // namespace

BOOST_AUTO_TEST_CASE(every_way_to_spell_a_value) {
  BOOST_TEST(value_of_text("N.") == "None");
  BOOST_TEST(value_of_text("\x80\x02\x88.") == "True");
  BOOST_TEST(value_of_text("\x80\x02\x89.") == "False");
  BOOST_TEST(value_of_text("I01\n.") == "True");
  BOOST_TEST(value_of_text("I00\n.") == "False");
  BOOST_TEST(value_of_text("I1\n.") == "1");
  BOOST_TEST(value_of_text("I-42\n.") == "-42");
  BOOST_TEST(value_of_text("L12L\n.") == "12");
  BOOST_TEST(value_of_text("K\xff.") == "255");
  BOOST_TEST(value_of_text("M\x01\x02.") == "513");
  BOOST_TEST(value_of_text("J\xff\xff\xff\xff.") == "-1");
  BOOST_TEST(value_of_text("J\x00\x00\x00\x80."s) == "-2147483648");
  BOOST_TEST(value_of_text("\x8a\x00."s) == "0");
  BOOST_TEST(value_of_text("\x8a\x02\xff\x00."s) == "255");
  for (const std::int64_t value :
       {std::int64_t{-1} << 31, std::int64_t{-1} << 30, (std::int64_t{1} << 30) - 1,
        std::int64_t{1} << 30, std::int64_t{INT64_MIN}, std::int64_t{INT64_MAX}})
    BOOST_TEST(value_of_text(pickle_writer().integer(value).stop()) == std::to_string(value));
  BOOST_TEST(value_of_text("\x8a\x01\xff.") == "-1");
  BOOST_TEST(value_of_text("\x8a\x09\xff\xff\xff\xff\xff\xff\xff\xff\xff.") == "-1");
  BOOST_TEST(value_of_text("\x8a\x09\xff\xff\xff\xff\xff\xff\xff\xff\x00."s) == "big");
  BOOST_TEST(value_of_text("\x8b\x01\x00\x00\x00\x07."s) == "7");
  BOOST_TEST(value_of_text("G\x3f\xf8\x00\x00\x00\x00\x00\x00."s) == "r1.500000");
  BOOST_TEST(value_of_text("F-2.5e1\n.") == "r-25.000000");
  BOOST_TEST(value_of_text("S'a\\'b\\n\\x41\\101'\n.") == "'a'b\nAA'");
  BOOST_TEST(value_of_text("S\"it's\"\n.") == "'it's'");
  BOOST_TEST(value_of_text("T\x02\x00\x00\x00hi."s) == "'hi'");
  BOOST_TEST(value_of_text("U\x02hi.") == "'hi'");
  BOOST_TEST(value_of_text("U\x01\xff.") == "b'\xff'");
  BOOST_TEST(value_of_text("V\\u00e9\\U0001f600\xe9\n.") == "'\xc3\xa9\xf0\x9f\x98\x80\xc3\xa9'");
  BOOST_TEST(value_of_text("X\x02\x00\x00\x00hi."s) == "'hi'");
  BOOST_TEST(value_of_text("\x8c\x02hi.") == "'hi'");
  BOOST_TEST(value_of_text("\x8d\x02\x00\x00\x00\x00\x00\x00\x00hi."s) == "'hi'");
  BOOST_TEST(value_of_text("C\x01\xff.") == "b'\xff'");
  BOOST_TEST(value_of_text("B\x01\x00\x00\x00z."s) == "b'z'");
  BOOST_TEST(value_of_text("\x8e\x01\x00\x00\x00\x00\x00\x00\x00z."s) == "b'z'");
  BOOST_TEST(value_of_text("\x96\x01\x00\x00\x00\x00\x00\x00\x00z."s) == "b'z'");
}

BOOST_AUTO_TEST_CASE(every_way_to_build_a_container) {
  BOOST_TEST(value_of_text(").") == "()");
  BOOST_TEST(value_of_text("K\x01\x85.") == "(1)");
  BOOST_TEST(value_of_text("K\x01K\x02\x86.") == "(1,2)");
  BOOST_TEST(value_of_text("K\x01K\x02K\x03\x87.") == "(1,2,3)");
  BOOST_TEST(value_of_text("(K\x01K\x02t.") == "(1,2)");
  BOOST_TEST(value_of_text("(K\x01K\x02l.") == "[1,2]");
  BOOST_TEST(value_of_text("(K\x01K\x02"
                           "d.") == "{1:2}");
  BOOST_TEST(value_of_text("(K\x01K\x02\x91.") == "set(1,2)");
  BOOST_TEST(value_of_text("]K\x01"
                           "a(K\x02K\x03"
                           "e.") == "[1,2,3]");
  BOOST_TEST(value_of_text("}K\x01K\x02s(K\x03K\x04u.") == "{1:2,3:4}");
  BOOST_TEST(value_of_text("\x8f(K\x01\x90.") == "set(1)");
  BOOST_TEST(value_of_text("K\x01K\x02"
                           "0.") == "1");
  BOOST_TEST(value_of_text("K\x01(K\x02K\x03"
                           "1.") == "1");
  BOOST_TEST(value_of_text("K\x01(0.") == "1"); // POP of a mark
  BOOST_TEST(value_of_text("K\x05"
                           "2\x86.") == "(5,5)");
}

BOOST_AUTO_TEST_CASE(the_memo_remembers) {
  BOOST_TEST(value_of_text("K\x07q\x00h\x00\x86."s) == "(7,7)");
  BOOST_TEST(value_of_text("K\x07r\xff\xff\xff\xffj\xff\xff\xff\xff\x86.") == "(7,7)");
  BOOST_TEST(value_of_text("K\x07p12\ng12\n\x86.") == "(7,7)");
  BOOST_TEST(value_of_text("K\x07\x94K\x08\x94h\x01\x87.") == "(7,8,8)");
  BOOST_TEST(value_of_text("K\x07q\x01K\x08\x94h\x01h\x01\x86\x87."s) == "(7,8,(8,8))");
  BOOST_TEST(value_of_text("h\x00."s) == "pickle-malformed");
  BOOST_TEST(value_of_text("K\x07p99999999999999999999\n.") == "pickle-malformed");
}

BOOST_AUTO_TEST_CASE(bytes_after_stop_are_not_read) {
  const auto done = run_text("K\x01.garbage");
  BOOST_TEST_REQUIRE(done.has_value());
  BOOST_TEST(done->end == 3U);
}

BOOST_AUTO_TEST_CASE(broken_pickles_are_refused_with_their_class) {
  BOOST_TEST(value_of_text("") == "truncated");
  BOOST_TEST(value_of_text(".") == "pickle-malformed");
  BOOST_TEST(value_of_text("K\x01K\x02.") == "pickle-malformed");
  BOOST_TEST(value_of_text("K\x01(.") == "pickle-malformed");
  BOOST_TEST(value_of_text("0.") == "pickle-malformed");
  BOOST_TEST(value_of_text("2.") == "pickle-malformed");
  BOOST_TEST(value_of_text("t.") == "pickle-malformed");
  BOOST_TEST(value_of_text("(K\x01\x86.") == "pickle-malformed"); // reaches below its mark
  BOOST_TEST(value_of_text("]K\x01K\x02s.") == "pickle-malformed");
  BOOST_TEST(value_of_text("}K\x01"
                           "a.") == "pickle-malformed");
  BOOST_TEST(value_of_text("](K\x01\x90.") == "pickle-malformed");
  BOOST_TEST(value_of_text("}(K\x01u.") == "pickle-malformed");
  BOOST_TEST(value_of_text("}]K\x01s.") == "pickle-malformed");
  BOOST_TEST(value_of_text("]]b.") == "pickle-malformed");
  BOOST_TEST(value_of_text("}}b.") == "pickle-malformed");
  BOOST_TEST(value_of_text("K\x01}b.") == "pickle-malformed");
  BOOST_TEST(value_of_text("]]R.") == "pickle-malformed");
  BOOST_TEST(value_of_text("K\x01K\x02\x93.") == "pickle-malformed");
  BOOST_TEST(value_of_text("Ionce\n.") == "pickle-malformed");
  BOOST_TEST(value_of_text("Fonce\n.") == "pickle-malformed");
  BOOST_TEST(value_of_text("S'a\n.") == "pickle-malformed");
  BOOST_TEST(value_of_text("S'a'+'b'\n.") == "pickle-malformed");
  BOOST_TEST(value_of_text("V\\ud800\n.") == "pickle-malformed");
  BOOST_TEST(value_of_text("X\x01\x00\x00\x00\xff."s) == "encoding");
  BOOST_TEST(value_of_text("X\x05\x00\x00\x00hi."s) == "truncated");
  BOOST_TEST(value_of_text("T\xff\xff\xff\xffhi.") == "pickle-malformed");
  BOOST_TEST(value_of_text("\x8b\xff\xff\xff\xffhi.") == "pickle-malformed");
  BOOST_TEST(value_of_text("K") == "truncated");
  BOOST_TEST(value_of_text("I12") == "truncated");
  BOOST_TEST(value_of_text("\x80\x06N.") == "version");
  BOOST_TEST(value_of_text("\x95\xff\xff\xff\xff\xff\xff\xff\x7fN.") == "truncated");
  BOOST_TEST(value_of_text("I" + std::string(5000, '1') + "\n.") == "limit");
  BOOST_TEST(value_of_text("\x8b\x01\x20\x00\x00"s + std::string(8193, '\1') + ".") == "limit");
}

BOOST_AUTO_TEST_CASE(opcodes_outside_the_list_are_refused) {
  constexpr std::string_view known =
      "N)}]KMJILGFTUXBCSVtldaesu012(ghjpqrcRbQ.i\x88\x89\x8f\x8a\x8b\x8c\x8d\x8e\x96\x85\x86\x87"
      "\x91\x90\x94\x93\x81\x80\x95";
  int refused = 0;
  for (int code = 0; code < 256; ++code) {
    if (known.find(static_cast<char>(code)) != std::string_view::npos) continue;
    const std::string text = "K\x01"s + static_cast<char>(code) + std::string(16, '.');
    BOOST_TEST(value_of_text(text) == "pickle-op", "opcode " << code);
    ++refused;
  }
  BOOST_TEST(refused == 256 - static_cast<int>(known.size()));
}

BOOST_AUTO_TEST_CASE(classes_outside_the_list_are_refused_by_name) {
  for (const char* text : {"cos\nsystem\n.", "\x8c\x02os\x8c\x06system\x93.", "ios\nsystem\n.",
                           "c__torch__.x\nNet\n.", "ccollections\nOrderedDic\n.",
                           "ccollections \nOrderedDict\n.", "cCollections\nOrderedDict\n.",
                           "cbuiltins\neval\n.", "ctorch.storage\n_load_from_bytes\n."}) {
    const auto done = run_text(text);
    BOOST_TEST_REQUIRE(!done.has_value(), text);
    BOOST_TEST((done.error().why == fault::pickle_global), text);
    BOOST_TEST(done.error().message.find("byte ") != std::string::npos);
  }
  const auto done = run_text("cos\nsystem\n.");
  BOOST_TEST(done.error().message.find("os system") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_value_that_contains_itself_is_built_and_released) {
  const auto done = run_text("]q\x00h\x00"
                             "a."s);
  BOOST_TEST_REQUIRE(done.has_value());
  BOOST_TEST(done->values.count_of(done->root) == 1U);
}

BOOST_AUTO_TEST_CASE(a_million_opcodes_take_no_time) {
  const std::size_t million = 1'000'000;
  BOOST_TEST(seconds_of("N" + std::string(million, '2') + ".", fault::pickle_malformed) < 1.0);
  BOOST_TEST(seconds_of(std::string(million, '(') + ".", fault::pickle_malformed) < 1.0);
  BOOST_TEST(seconds_of("](" + std::string(million, '}') + "e.", fault::none) < 1.0);
  const std::size_t many = 400'000; // nested values take 28 bytes each of a budget of 16 MiB
  BOOST_TEST(seconds_of(std::string(many, ']') + std::string(many - 1, 'a') + ".", fault::none) <
             1.0);
  BOOST_TEST(seconds_of("N" + std::string(many, '\x85') + ".", fault::none) < 1.0);
  std::string globals;
  for (int index = 0; index < 100'000; ++index)
    globals += "cargparse\nNamespace\n0";
  BOOST_TEST(seconds_of(globals + "N.", fault::none) < 1.0);
}

BOOST_AUTO_TEST_CASE(memory_stays_within_its_budget) {
  const std::size_t length = 8'000'000;
  for (const char opcode : {']', '}', '\x8f', 'N', '(', '2', '\x94'}) {
    const std::string text = "N" + std::string(length, opcode) + ".";
    const std::size_t mark = allocation_meter::mark();
    (void)run_text(text);
    // Growing vectors hold up to three times what they were charged for.
    BOOST_TEST(allocation_meter::growth_since(mark) < 64'000'000 + 16 * length);
  }
  pickle_rules rules;
  rules.limits.pickle_stack = 1000;
  BOOST_TEST(value_of_text("N" + std::string(2000, '2') + ".", rules) == "limit");
  BOOST_TEST(value_of_text(std::string(2000, '('), rules) == "limit");
  rules.limits.pickle_opcodes = 100;
  BOOST_TEST(value_of_text("N" + std::string(200, '2') + ".", rules) == "limit");
  rules.limits.pickle_bytes = 10;
  BOOST_TEST(value_of_text("N" + std::string(20, '2') + ".", rules) == "limit");
}

BOOST_AUTO_TEST_CASE(copied_bytes_give_the_same_values) {
  // Longer than the stream's buffer, with texts across its edges.
  pickle_writer writer;
  writer.raw("](");
  for (int index = 0; index < 3000; ++index)
    writer.text(std::string(static_cast<std::size_t>(index % 97), 'x')).integer(index);
  writer.text(std::string(200'000, 'y'));
  const std::string text = writer.raw("e").stop();
  temp_directory folder;
  write_file(folder / "p.pkl", text);
  const auto file = open_file(folder / "p.pkl", file_access::copied);
  BOOST_TEST_REQUIRE(file.has_value());
  const auto copied = run_pickle(**file, 0, text.size(), {});
  BOOST_TEST_REQUIRE(copied.has_value(), (copied ? "" : copied.error().message));
  BOOST_TEST((spelled(copied->values, copied->root) == value_of_text(text)));
}
