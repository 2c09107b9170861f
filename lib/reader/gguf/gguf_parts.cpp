#include "reader/gguf/gguf_parts.hpp"

#include <algorithm>
#include <utility>

#include "reader/first_duplicate.hpp"
#include "reader/located_error.hpp"

namespace weightkin {
namespace {

constexpr std::string_view ending = ".gguf";
constexpr std::string_view between = "-of-";
constexpr std::size_t digits = 5;

/// What a part's file name says.
struct part_name {
  std::string prefix;   ///< up to and with the hyphen before the number
  std::uint32_t number; ///< counted from 1
  std::uint32_t count;

  [[nodiscard]] std::string of(std::uint32_t other) const {
    return prefix + padded(other) + std::string(between) + padded(count) + std::string(ending);
  }

private:
  static std::string padded(std::uint32_t value) {
    const std::string text = std::to_string(value);
    return std::string(digits - text.size(), '0') + text;
  }
};

/// The number at the end of `name`, which is taken off; nothing when there are not five digits.
std::optional<std::uint32_t> take_number(std::string_view& name) {
  if (name.size() < digits) return std::nullopt;
  std::uint32_t value = 0;
  for (const char c : name.substr(name.size() - digits)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<std::uint32_t>(c - '0');
  }
  name.remove_suffix(digits);
  return value;
}

std::optional<part_name> parse_part_name(std::string_view name) {
  if (!name.ends_with(ending)) return std::nullopt;
  name.remove_suffix(ending.size());
  const auto count = take_number(name);
  if (!count || !name.ends_with(between)) return std::nullopt;
  name.remove_suffix(between.size());
  const auto number = take_number(name);
  if (!number || !name.ends_with('-')) return std::nullopt;
  if (*number == 0 || *number > *count) return std::nullopt;
  return part_name{std::string(name), *number, *count};
}

/// Adds up the parts in their order.
class part_collector {
public:
  part_collector(const read_request& request, part_name name)
      : request_(request), label_(request.bytes->label()), name_(std::move(name)) {}

  result<file_contents> collect(gguf_file own) {
    if (name_.count > request_.options.limits.shards)
      return detail::bad_file(fault::limit, label_,
                              std::to_string(name_.count) + " parts, more than " +
                                  std::to_string(request_.options.limits.shards));
    // Its own place first: what does not fit its name needs no other file.
    if (auto checked = check_place(own.split, name_.number); !checked)
      return std::move(checked).error();
    for (std::uint32_t number = 1; number <= name_.count; ++number) {
      result<gguf_file> part =
          number == name_.number ? std::exchange(own, gguf_file{}) : read_other(number);
      if (!part) return std::move(part).error();
      if (auto added = add(std::move(*part)); !added) return std::move(added).error();
    }
    if (auto checked = check_whole(); !checked) return std::move(checked).error();
    return std::move(whole_);
  }

private:
  result<gguf_file> read_other(std::uint32_t number) {
    const std::string name = name_.of(number);
    const auto bytes = request_.beside.open(name);
    if (!bytes) {
      error failure = bytes.error();
      if (failure.why == fault::missing) failure.why = fault::shard;
      failure.message = label_ + ": part " + failure.message;
      return failure;
    }
    auto part = read_gguf_file(*bytes, request_.options.limits);
    if (!part) return part;
    if (auto checked = check_place(part->split, number); !checked)
      return std::move(checked).error();
    return part;
  }

  result<void> check_place(const gguf_split& split, std::uint32_t number) const {
    const std::string name = "part " + detail::escaped(name_.of(number));
    if (split.count != std::int64_t{name_.count})
      return refuse(name + " says it is one of " + text_of(split.count) + " parts");
    if (split.number != std::int64_t{number} - 1)
      return refuse(name + " says it is part number " + text_of(split.number) + ", counted from 0");
    return {};
  }

  result<void> add(gguf_file part) {
    if (part.split.tensors) {
      if (tensors_ && tensors_ != part.split.tensors)
        return refuse("parts disagree about the number of tensors: " + text_of(tensors_) + " or " +
                      text_of(part.split.tensors));
      tensors_ = part.split.tensors;
    }
    file_contents& contents = part.contents;
    // The other parts only repeat their place.
    if (whole_.format.empty()) {
      whole_.format = contents.format;
      whole_.metadata = std::move(contents.metadata);
    }
    std::move(contents.warnings.begin(), contents.warnings.end(),
              std::back_inserter(whole_.warnings));
    if (contents.tensors.size() > request_.options.limits.tensors - whole_.tensors.size())
      return detail::bad_file(fault::limit, label_,
                              "more than " + std::to_string(request_.options.limits.tensors) +
                                  " tensors in all parts");
    std::move(contents.tensors.begin(), contents.tensors.end(), std::back_inserter(whole_.tensors));
    return {};
  }

  result<void> check_whole() const {
    if (tensors_ && tensors_ != static_cast<std::int64_t>(whole_.tensors.size()))
      return refuse("the parts hold " + std::to_string(whole_.tensors.size()) +
                    " tensors and say they hold " + text_of(tensors_));
    const auto name_of = [](const stored_tensor& t) -> const std::string& { return t.name; };
    if (const auto name = detail::first_duplicate(whole_.tensors, name_of))
      return detail::bad_file(fault::duplicate, label_,
                              "tensor " + detail::escaped(*name) + " lies in two parts");
    return {};
  }

  static std::string text_of(const std::optional<std::int64_t>& number) {
    return number ? std::to_string(*number) : "an unknown number";
  }

  [[nodiscard]] error refuse(const std::string& what) const {
    return detail::bad_file(fault::shard, label_, what);
  }

  const read_request& request_;
  const std::string& label_;
  part_name name_;
  std::optional<std::int64_t> tensors_; ///< in all parts, as the parts say
  file_contents whole_;
};

} // namespace

result<file_contents> read_gguf_parts(const read_request& request, gguf_file part) {
  auto name = parse_part_name(request.beside.own_name());
  if (!name)
    return detail::bad_file(
        fault::shard, request.bytes->label(),
        "a part of a model that was split, but its name does not end in "
        "-00001-of-00002.gguf or the like, from which the others' would follow");
  return part_collector(request, std::move(*name)).collect(std::move(part));
}

} // namespace weightkin
