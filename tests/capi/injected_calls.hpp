#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <weightkin.h>

/// Every call of the C interface that can fail, once, in a form that can be repeated.
namespace weightkin::test {

/// A policy with every kind of rule.
inline constexpr std::string_view policy_json = R"({"schema": "urn:weightkin:schema:policy:1.0",
  "name": "gate", "abstention": {"undetermined": "review", "not_comparable": "pass",
  "non_evidential": "pass"}, "rules": [{"id": "origin", "rule": "forbid", "references":
  {"except_licences": ["mit"]}}, {"id": "named", "rule": "declare"},
  {"id": "claims", "rule": "support_claims", "then": "review"}]})";

/// What the calls are made on; each is made when first asked for, with an allocator that works.
class call_context {
public:
  call_context();
  call_context(const call_context&) = delete;
  call_context& operator=(const call_context&) = delete;
  ~call_context();

  wkin_model* subject();
  wkin_model* reference();
  wkin_model* opened(); ///< from bytes
  wkin_fingerprint* subject_print();
  wkin_fingerprint* reference_print();
  wkin_inventory* inventory();
  wkin_comparison* comparison();
  wkin_merge* merge();
  wkin_scan* scan();
  wkin_forest* forest();
  wkin_hash* hash();
  wkin_manifest* manifest();
  wkin_checksum* checksum();
  wkin_index* index(); ///< of both fingerprints, in a file
  wkin_index_answer* answer();
  wkin_policy* policy();
  wkin_decision* decision();
  wkin_fingerprint_builder* builder(); ///< filled

  [[nodiscard]] std::span<const wkin_tensor_view> views(std::size_t model) const;
  [[nodiscard]] std::span<const wkin_tensor_declaration> declarations() const;
  [[nodiscard]] std::span<const std::byte> file(std::size_t index) const { return files_[index]; }
  const std::vector<std::byte>& print_bytes();
  const std::vector<std::byte>& builder_bytes();
  const std::string& print_json();
  const std::string& manifest_json();
  const std::string& comparison_json();
  char* room() { return room_.data(); }
  [[nodiscard]] std::size_t room_size() const { return room_.size(); }

private:
  std::vector<std::vector<float>> values_[2];
  std::vector<wkin_tensor_view> views_[2];
  std::vector<wkin_tensor_declaration> declarations_;
  std::vector<std::vector<std::byte>> files_;
  std::vector<char> room_;
  std::vector<std::byte> print_bytes_;
  std::vector<std::byte> builder_bytes_;
  std::string print_json_;
  std::string manifest_json_;
  std::string comparison_json_;
  wkin_model* models_[2] = {};
  wkin_model* opened_ = nullptr;
  wkin_fingerprint* prints_[2] = {};
  wkin_inventory* inventory_ = nullptr;
  wkin_comparison* comparison_ = nullptr;
  wkin_merge* merge_ = nullptr;
  wkin_scan* scan_ = nullptr;
  wkin_forest* forest_ = nullptr;
  wkin_hash* hash_ = nullptr;
  wkin_manifest* manifest_ = nullptr;
  wkin_checksum* checksum_ = nullptr;
  wkin_index* index_ = nullptr;
  wkin_index_answer* answer_ = nullptr;
  wkin_policy* policy_ = nullptr;
  wkin_decision* decision_ = nullptr;
  wkin_fingerprint_builder* builder_ = nullptr;
};

/// One call. `prepare` makes what it is made on; `run` makes the call and closes what came of it.
struct injected_call {
  const char* name;
  void (*prepare)(call_context& context);
  wkin_status (*run)(call_context& context, wkin_error* error);
  wkin_status expected = WKIN_OK; ///< where memory suffices
  /// SQLite has several words for a lack of memory, and hands out texts that are not there: what it
  /// could not read may also be told as a file that cannot be read or is damaged.
  bool from_database = false;
};

/// Calls that make handles, read or write.
[[nodiscard]] std::span<const injected_call> making_calls();
/// Calls that look at handles.
[[nodiscard]] std::span<const injected_call> looking_calls();
/// Calls on policies and decisions.
[[nodiscard]] std::span<const injected_call> policy_calls();
/// Calls that read and write comparisons and other documents.
[[nodiscard]] std::span<const injected_call> document_calls();
/// Calls on an index of models.
[[nodiscard]] std::span<const injected_call> index_calls();

} // namespace weightkin::test
