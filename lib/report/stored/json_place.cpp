#include "report/stored/json_place.hpp"

#include <limits>

#include "fingerprint/file/json_fields.hpp"

namespace weightkin::detail {
namespace {

const nlohmann::json& absent() {
  static const nlohmann::json null;
  return null;
}

} // namespace

json_place json_place::operator[](const char* key) const& {
  json_place place = *this;
  place.from_ = this;
  place.key_ = key;
  place.value_ = &absent();
  if (!ok()) return place;
  if (has(key))
    place.value_ = &*value_->find(key);
  else
    place.complain("is missing");
  return place;
}

bool json_place::has(const char* key) const {
  if (!ok()) return false;
  if (!value_->is_object()) complain("an object was expected");
  return value_->is_object() && value_->contains(key);
}

std::size_t json_place::size() const {
  if (!ok()) return 0;
  if (!value_->is_array()) complain("a list was expected");
  return value_->is_array() ? value_->size() : 0;
}

json_place json_place::at(std::size_t index) const& {
  json_place place = *this;
  place.from_ = this;
  place.key_ = nullptr;
  place.index_ = index;
  place.value_ = index < size() ? &(*value_)[index] : &absent();
  return place;
}

std::string json_place::text() const {
  if (!ok()) return {};
  if (value_->is_string()) return value_->get<std::string>();
  complain("a string was expected");
  return {};
}

std::uint64_t json_place::whole() const {
  if (!ok()) return 0;
  json_fields field;
  const std::uint64_t value = field.whole(*value_);
  if (!field.ok()) complain(field.complaint());
  return value;
}

std::int64_t json_place::integer(std::int64_t least, std::int64_t most) const {
  if (!ok()) return least;
  json_fields field;
  const std::int64_t value = field.integer(*value_, least, most);
  if (!field.ok()) complain(field.complaint());
  return value;
}

double json_place::number() const {
  if (value_->is_number()) return value_->get<double>();
  if (ok() && !value_->is_null()) complain("a number or null was expected");
  return std::numeric_limits<double>::quiet_NaN();
}

double json_place::number(double least, double most) const {
  const double value = number();
  if (ok() && (value < least || value > most)) complain("is outside of what it can be");
  return value;
}

double json_place::known_number(double least, double most) const {
  if (ok() && value_->is_null()) complain("a number was expected");
  return number(least, most);
}

bool json_place::boolean() const {
  if (value_->is_boolean()) return value_->get<bool>();
  if (ok()) complain("true or false was expected");
  return false;
}

std::string json_place::path() const {
  if (from_ == nullptr) return {};
  return from_->path() + "/" + (key_ != nullptr ? std::string(key_) : std::to_string(index_));
}

} // namespace weightkin::detail
