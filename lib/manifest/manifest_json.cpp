#include <array>
#include <cstddef>
#include <optional>
#include <set>
#include <utility>

#include <weightkin/manifest/file_manifest.hpp>
#include <weightkin/reader/limits.hpp>

#include "core/written_json.hpp"
#include "manifest/file_hasher.hpp"
#include "reader/reader_error.hpp"
#include "reader/wire/json_value.hpp"

// The statement of OMS 1.0. Its specification (github.com/ossf/model-signing-spec) names the layers
// and leaves the statement to the reference implementation (github.com/sigstore/model-transparency,
// src/model_signing/_signing/signing.py and manifest.py), where it says: one subject, whose sha256
// is the SHA-256 over the raw digests of predicate.resources in their order, which is that of the
// path's components; a model of one file is the resource ".". Its published signatures agree:
// tests/manifest/oms_vectors_test.cpp.
namespace weightkin {
namespace {

using detail::bad_file;
using ordered_json = detail::written_json;

constexpr std::string_view statement_type = "https://in-toto.io/Statement/v1";
constexpr std::string_view predicate_type = "https://model_signing/signature/v1.0";

std::optional<manifest_hash> hash_named(std::string_view name) {
  for (const manifest_hash algorithm : {manifest_hash::sha256, manifest_hash::blake3})
    if (name_of(algorithm) == name) return algorithm;
  return std::nullopt;
}

std::optional<digest> digest_of_hex(std::string_view hex) {
  digest out;
  if (hex.size() != 2 * out.bytes.size()) return std::nullopt;
  const auto nibble = [](char letter) {
    if (letter >= '0' && letter <= '9') return letter - '0';
    if (letter >= 'a' && letter <= 'f') return letter - 'a' + 10;
    if (letter >= 'A' && letter <= 'F') return letter - 'A' + 10;
    return -1;
  };
  for (std::size_t i = 0; i < out.bytes.size(); ++i) {
    const int high = nibble(hex[2 * i]);
    const int low = nibble(hex[2 * i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    out.bytes[i] = static_cast<std::uint8_t>(16 * high + low);
  }
  return out;
}

/// Reads one statement; each step says what it misses.
class statement_reader {
public:
  statement_reader(const json_value& root, std::string_view label) : root_(root), label_(label) {}

  result<file_manifest> read() {
    if (auto fine = check_types(); !fine) return std::move(fine).error();
    const json_value* predicate = root_.find("predicate");
    if (predicate == nullptr || predicate->find("serialization") == nullptr)
      return missing("predicate.serialization");
    if (auto fine = read_serialization(*predicate->find("serialization")); !fine)
      return std::move(fine).error();
    const json_value* resources = predicate->find("resources");
    if (resources == nullptr || resources->items() == nullptr)
      return missing("predicate.resources");
    for (const json_value& one : *resources->items())
      if (auto fine = read_resource(one); !fine) return std::move(fine).error();
    if (auto fine = read_subject(); !fine) return std::move(fine).error();
    return std::move(manifest_);
  }

private:
  [[nodiscard]] error missing(std::string_view what) const {
    return bad_file(fault::missing, label_, "no usable " + std::string(what));
  }
  static const std::string* text_at(const json_value& value, std::string_view key) {
    const json_value* member = value.find(key);
    return member == nullptr ? nullptr : member->text();
  }

  [[nodiscard]] result<void> check_types() const {
    const std::string* type = text_at(root_, "_type");
    const std::string* predicate = text_at(root_, "predicateType");
    if (type == nullptr || predicate == nullptr) return missing("_type and predicateType");
    if (*type != statement_type || *predicate != predicate_type)
      return bad_file(fault::version, label_,
                      "an in-toto statement of predicate " + std::string(predicate_type) +
                          " was expected, not " + detail::printable(*predicate));
    return {};
  }

  result<void> read_serialization(const json_value& value) {
    const std::string* method = text_at(value, "method");
    if (method == nullptr) return missing("predicate.serialization.method");
    if (*method != "files")
      return detail::unsupported_file(label_, "models serialised by " + detail::printable(*method));
    const std::string* hash = text_at(value, "hash_type");
    if (hash == nullptr) return missing("predicate.serialization.hash_type");
    const auto algorithm = hash_named(*hash);
    if (!algorithm) return detail::unsupported_file(label_, "hash " + detail::printable(*hash));
    manifest_.algorithm = *algorithm;
    if (const json_value* links = value.find("allow_symlinks"))
      manifest_.follow_links = links->boolean() != nullptr && *links->boolean();
    const json_value* ignored = value.find("ignore_paths"); // since 1.0.1
    if (ignored == nullptr || ignored->items() == nullptr) return {};
    for (const json_value& one : *ignored->items()) {
      if (one.text() == nullptr) return missing("predicate.serialization.ignore_paths");
      manifest_.ignored.push_back(*one.text());
    }
    return {};
  }

  result<void> read_resource(const json_value& value) {
    const std::string* name = text_at(value, "name");
    const std::string* algorithm = text_at(value, "algorithm");
    const std::string* hex = text_at(value, "digest");
    if (name == nullptr || name->empty() || algorithm == nullptr || hex == nullptr)
      return missing("name, algorithm and digest of resource " +
                     std::to_string(manifest_.files.size()));
    const std::string label = "resource " + detail::printable(*name) + ": ";
    if (*algorithm != name_of(manifest_.algorithm))
      return bad_file(fault::format, label_, label + "its hash is not that of the serialisation");
    const auto content = digest_of_hex(*hex);
    if (!content) return bad_file(fault::format, label_, label + "64 hexadecimal digits expected");
    if (!names_.insert(*name).second)
      return bad_file(fault::duplicate, label_, label + "it stands twice");
    manifest_.files.push_back({*name, *content});
    return {};
  }

  result<void> read_subject() {
    const json_value* subjects = root_.find("subject");
    if (subjects == nullptr || subjects->items() == nullptr || subjects->items()->size() != 1)
      return missing("single subject");
    const json_value& subject = subjects->items()->front();
    if (const std::string* name = text_at(subject, "name")) manifest_.model = *name;
    const json_value* digests = subject.find("digest");
    const std::string* hex = digests == nullptr ? nullptr : text_at(*digests, "sha256");
    const auto stated = hex == nullptr ? std::nullopt : digest_of_hex(*hex);
    if (!stated) return missing("subject.digest.sha256");
    if (*stated != subject_of(manifest_))
      return bad_file(fault::checksum, label_,
                      "its subject is not the digest of the resources it lists");
    return {};
  }

  const json_value& root_;
  std::string_view label_;
  file_manifest manifest_;
  std::set<std::string> names_;
};

} // namespace

std::string_view name_of(manifest_hash algorithm) noexcept {
  return algorithm == manifest_hash::sha256 ? "sha256" : "blake3";
}

digest subject_of(const file_manifest& manifest) {
  detail::file_hasher hasher(manifest_hash::sha256);
  for (const manifest_file& file : manifest.files)
    hasher.update(std::as_bytes(std::span(file.content.bytes)));
  const auto subject = hasher.finish();
  return subject ? *subject : digest{};
}

std::string manifest_to_json(const file_manifest& manifest) {
  ordered_json resources = ordered_json::array();
  for (const manifest_file& file : manifest.files)
    resources.push_back({{"name", file.name},
                         {"algorithm", name_of(manifest.algorithm)},
                         {"digest", to_hex(file.content)}});
  const ordered_json serialization{{"method", "files"},
                                   {"hash_type", name_of(manifest.algorithm)},
                                   {"allow_symlinks", manifest.follow_links},
                                   {"ignore_paths", manifest.ignored}};
  const ordered_json subject{{"name", manifest.model},
                             {"digest", {{"sha256", to_hex(subject_of(manifest))}}}};
  const ordered_json statement{
      {"_type", statement_type},
      {"subject", ordered_json::array({subject})},
      {"predicateType", predicate_type},
      {"predicate", {{"serialization", serialization}, {"resources", std::move(resources)}}}};
  return statement.dump(2) + "\n";
}

std::string findings_to_json(const file_manifest& expected,
                             const std::vector<file_finding>& findings) {
  ordered_json files = ordered_json::array();
  for (const file_finding& one : findings)
    files.push_back({{"name", one.name}, {"state", name_of(one.state)}});
  const ordered_json root{{"schema", "urn:weightkin:schema:check:1.0"},
                          {"subject", {{"sha256", to_hex(subject_of(expected))}}},
                          {"as_listed", findings.empty()},
                          {"files", std::move(files)}};
  return root.dump(2) + "\n";
}

result<file_manifest> manifest_from_json(std::string_view json, std::string_view label) {
  const auto root = parse_json_value(json, label, 0, reader_limits());
  if (!root) return root.error();
  return statement_reader(*root, label).read();
}

} // namespace weightkin
