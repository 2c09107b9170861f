#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "fingerprint/file/json_text.hpp"

namespace weightkin::detail {

/// Looks a JSON text through before a tree is made of it: that it is JSON, nested no deeper than
/// allowed (by default, than a fingerprint is), and that no object has a key twice.
class json_guard : public nlohmann::json_sax<nlohmann::json> {
public:
  explicit json_guard(std::size_t most_depth = most_json_depth) : most_depth_(most_depth) {}

  std::string complaint; ///< what was wrong, when parsing stopped

  bool null() override { return true; }
  bool boolean(bool /*value*/) override { return true; }
  bool number_integer(number_integer_t /*value*/) override { return true; }
  bool number_unsigned(number_unsigned_t /*value*/) override { return true; }
  bool number_float(number_float_t /*value*/, const string_t& /*digits*/) override { return true; }
  bool string(string_t& /*value*/) override { return true; }
  bool binary(binary_t& /*value*/) override { return false; }
  bool start_object(std::size_t /*count*/) override { return deeper(); }
  bool start_array(std::size_t /*count*/) override { return deeper(); }
  bool end_object() override { return higher(); }
  bool end_array() override { return higher(); }
  bool key(string_t& name) override {
    if (open_.back().insert(name).second) return true;
    complaint = "an object has a key twice";
    return false;
  }
  bool parse_error(std::size_t at, const std::string& /*token*/,
                   const nlohmann::json::exception& /*reason*/) override {
    complaint = "not JSON at byte " + std::to_string(at == 0 ? 0 : at - 1);
    return false;
  }

private:
  bool deeper() {
    open_.emplace_back();
    if (open_.size() <= most_depth_) return true;
    complaint = "nested too deep";
    return false;
  }
  bool higher() {
    open_.pop_back();
    return true;
  }

  std::size_t most_depth_;
  std::vector<std::set<std::string>> open_; ///< the keys of what is open
};

} // namespace weightkin::detail
