#include <set>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <weightkin/report/html_report.hpp>
#include <weightkin/report/json_report.hpp>
#include <weightkin/report/printable.hpp>
#include <weightkin/report/stored_comparison.hpp>

#include "report/standard_documents.hpp"

namespace {

using namespace weightkin;
using json = nlohmann::json;

json parsed(const result<std::string>& document) {
  if (!document) BOOST_FAIL(document.error().message);
  return json::parse(*document);
}

const json* named(const json& list, const std::string& name) {
  for (const json& one : list)
    if (one.at("name") == name) return &one;
  return nullptr;
}

std::vector<std::string> names_in(const json& list) {
  std::vector<std::string> names;
  for (const json& one : list)
    names.push_back(one.at("name"));
  return names;
}

const document_options stamped{"2026-01-31T12:00:00Z", "", {}};

BOOST_AUTO_TEST_SUITE(standard_documents)

BOOST_AUTO_TEST_CASE(pedigrees_follow_the_proven_direction) {
  const std::vector<comparison> two{sample::full(), sample::second_reference()};
  const json bom = parsed(to_cyclonedx(two));
  const json& parts = bom.at("metadata").at("component").at("components");
  const json& vision = named(parts, "vision_encoder")->at("pedigree");
  BOOST_TEST(names_in(vision.at("ancestors")) == std::vector<std::string>{"donor.safetensors"});
  BOOST_TEST(names_in(vision.at("variants")) == std::vector<std::string>{"older model.gguf"});
  const json& audio = named(parts, "audio_encoder")->at("pedigree");
  BOOST_TEST(names_in(audio.at("variants")) == std::vector<std::string>{"donor.safetensors"});
  BOOST_TEST(names_in(audio.at("descendants")) == std::vector<std::string>{"older model.gguf"});
  BOOST_TEST(!named(parts, "language_model")->contains("pedigree"));
  BOOST_TEST(named(parts, "language_model")->at("properties").size() > 0U);
  const std::string notes = vision.at("notes");
  BOOST_TEST(notes.find("mixture") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(documents_of_stored_results_are_those_of_the_original) {
  const std::vector<comparison> live{sample::full(), sample::second_reference()};
  std::vector<comparison> stored;
  for (const comparison& ruling : live) {
    auto read = read_comparison(to_json(ruling));
    if (!read) BOOST_FAIL(read.error().message);
    stored.push_back(std::move(*read));
  }
  for (const auto make :
       {to_cyclonedx, to_spdx, to_statement, to_verification_result, to_sarif, to_card_patch}) {
    const auto one = make(live, stamped);
    const auto other = make(stored, stamped);
    if (!one) BOOST_FAIL(one.error().message);
    if (!other) BOOST_FAIL(other.error().message);
    BOOST_TEST(*one == *other);
  }
}

BOOST_AUTO_TEST_CASE(an_identity_by_checksums_is_not_called_exact) {
  comparison ruling = sample::suspect();
  ruling.tensors[0].component = 1; // of the audio encoder, which is identical
  const auto evidence_of = [](const comparison& made) {
    const json bom = parsed(to_cyclonedx(std::vector{made}));
    const json& parts = bom.at("metadata").at("component").at("components");
    const json& kin = named(parts, "audio_encoder")->at("pedigree").at("variants").at(0);
    return kin.at("evidence").at("identity").at(0);
  };
  ruling.components[1].ruling = verdict::identical;
  BOOST_TEST(evidence_of(ruling).at("confidence") == 1.0);
  BOOST_TEST(evidence_of(ruling).at("methods").at(0).at("technique") == "hash-comparison");
  BOOST_TEST(to_html(ruling).find("how sure: exact") != std::string::npos);
  ruling.tensors[0].basis = equality_basis::checksum;
  BOOST_TEST(evidence_of(ruling).at("confidence").get<double>() < 1.0);
  BOOST_TEST(evidence_of(ruling).at("methods").at(0).at("technique") == "binary-analysis");
  const std::string page = to_html(ruling);
  BOOST_TEST(page.find("how sure: exact") == std::string::npos);
  BOOST_TEST(page.find("exact: every compared") == std::string::npos);
  BOOST_TEST(page.find("how sure: by checksums") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_nearest_stands_first_whatever_the_order_given) {
  comparison near = sample::full();
  near.components[0].direction = {};
  comparison far = sample::second_reference();
  for (const auto& both : {std::vector{near, far}, std::vector{far, near}}) {
    const json bom = parsed(to_cyclonedx(both));
    const json& subject = bom.at("metadata").at("component");
    const json& vision = *named(subject.at("components"), "vision_encoder");
    const std::vector<std::string> order{"donor.safetensors", "older model.gguf"};
    BOOST_TEST(names_in(vision.at("pedigree").at("variants")) == order);
  }
  // Unknown shares stand last, in the order given.
  near.components[0].common_variance = std::numeric_limits<double>::quiet_NaN();
  const json bom = parsed(to_cyclonedx(std::vector{near, far}));
  const json& subject = bom.at("metadata").at("component");
  const json& vision = *named(subject.at("components"), "vision_encoder");
  BOOST_TEST(names_in(vision.at("pedigree").at("variants")).front() == "older model.gguf");
}

BOOST_AUTO_TEST_CASE(who_has_no_kin_gets_no_pedigree_and_may_say_so) {
  std::vector<comparison> none{sample::innocent()};
  const json bom = parsed(to_cyclonedx(none));
  BOOST_TEST(bom.dump().find("pedigree") == std::string::npos);
  BOOST_TEST(to_card_patch(none)->find("\nbase_model") == std::string::npos);
  none[0].subject.files = {{"m", 1, std::string(64, '0')}};
  const auto properties = [&] {
    return parsed(to_verification_result(none, stamped)).at("predicate").at("properties").size();
  };
  BOOST_TEST(properties() == 2U);
  for (const verdict doubt : {verdict::undetermined, verdict::related, verdict::identical}) {
    none[0].components[0].ruling = doubt;
    BOOST_TEST(properties() == 1U);
  }
  // Where nothing could be compared, nothing was found out.
  for (component_ruling& component : none[0].components)
    component.ruling = verdict::not_comparable;
  BOOST_TEST(properties() == 1U);
}

BOOST_AUTO_TEST_CASE(confidence_is_never_more_than_the_evidence) {
  const json bom = parsed(to_cyclonedx(std::vector{sample::full()}));
  const json& parts = bom.at("metadata").at("component").at("components");
  const auto confidence = [&](const char* part, const char* list) {
    return named(parts, part)
        ->at("pedigree")
        .at(list)[0]
        .at("evidence")
        .at("identity")[0]
        .at("confidence")
        .get<double>();
  };
  BOOST_TEST(confidence("vision_encoder", "ancestors") == 1 - 1e-12);
  BOOST_TEST(confidence("audio_encoder", "variants") == 1);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_written_says_why) {
  const std::vector<comparison> one{sample::full()};
  const auto refused = [](const result<std::string>& document) {
    return !document && document.error().code == errc::bad_argument;
  };
  BOOST_TEST(refused(to_cyclonedx({})));
  BOOST_TEST(refused(to_cyclonedx(std::vector{sample::full(), sample::innocent()})));
  BOOST_TEST(refused(to_sarif(one, {"", "", {"a", "b"}})));
  BOOST_TEST(refused(to_spdx(one, {})));
  BOOST_TEST(refused(to_verification_result(one, {})));
  for (const char* time : {"2026-01-31", "2026-13-01T00:00:00Z", "2026-01-31T24:00:00Z",
                           "2026-01-31T12:00:00+00:00", "2026-01-31t12:00:00Z", "yesterday"})
    BOOST_TEST(refused(to_sarif(one, {time, "", {}})), time);
  const std::vector<comparison> nameless{sample::suspect()};
  BOOST_TEST(refused(to_statement(nameless)));
  BOOST_TEST(to_statement(nameless).error().message.find("--digests") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_serial_number_is_of_the_content) {
  comparison other = sample::full();
  other.components[0].parameters += 1;
  const auto serial = [](const comparison& ruling) {
    return parsed(to_cyclonedx({&ruling, 1})).at("serialNumber").get<std::string>();
  };
  BOOST_TEST(serial(sample::full()) == serial(sample::full()));
  BOOST_TEST(serial(sample::full()) != serial(other));
}

BOOST_AUTO_TEST_CASE(hostile_names_are_literal) {
  for (const sample::sample_document& document : sample::hostile_documents()) {
    const std::string& text = document.text;
    BOOST_TEST(!text.starts_with("FAILED"), text);
    const bool ascii = std::string_view(document.file).ends_with(".json");
    for (const char c : text)
      if (c != '\n' && (c < ' ' || c == '\x7f') && (ascii || (c & 0x80) == 0))
        BOOST_FAIL(document.file << " has a byte " << static_cast<int>(c));
    if (!ascii) {
      // Beside line ends nothing is left that a terminal or browser would act on.
      std::string unbroken = text;
      std::erase(unbroken, '\n');
      BOOST_TEST((printable(unbroken) == unbroken), document.file);
      BOOST_TEST(text.find("\nbase_model: stolen") == std::string::npos, document.file);
    }
  }
}

BOOST_AUTO_TEST_CASE(hostile_names_come_back_as_they_were) {
  const std::vector<comparison> bad{sample::hostile()};
  const json bom = parsed(to_cyclonedx(bad));
  const json& subject = bom.at("metadata").at("component");
  std::string id = bad[0].components[0].id;
  id.replace(id.find('\xff'), 3, "\\xff\\xc0\\xaf"); // what is no UTF-8 has no other form
  BOOST_TEST(named(subject.at("components"), id) != nullptr);
  const json log = parsed(to_sarif(bad));
  const std::string message = log.at("runs")[0].at("results")[0].at("message").at("text");
  BOOST_TEST(message.find("{{0}}") != std::string::npos);
  BOOST_TEST(message.find("\\[x\\](javascript:1)") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_card_quotes_what_yaml_would_read_otherwise) {
  for (const auto& [id, line] :
       {std::pair<std::string, std::string>{"owner/Model-7.1_b", "owner/Model-7.1_b"},
        {"true", "\"true\""},
        {"1e3", "\"1e3\""},
        {"a/b: c", "\"a/b: c\""},
        {"a\"/\\b", "\"a\\\"/\\\\b\""},
        {"a\nb", "\"a\\\\x0ab\""}}) {
    const auto patch = to_card_patch(std::vector{sample::full()}, {"", "", {id}});
    BOOST_TEST(patch->find("\n  - " + line + "\n") != std::string::npos, *patch);
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
