#include "reader/pickle/pickle_value.hpp"

namespace weightkin {

// The values that pickles repeat most are made once: None, the truths and the empty tuple.
pickle_values::pickle_values(std::uint64_t budget_bytes) : budget_left_(budget_bytes) {
  nodes_.resize(4);
  nodes_[1].kind = nodes_[2].kind = pickle_kind::boolean;
  nodes_[3].kind = pickle_kind::tuple;
  nodes_[3].runs = {0, 0};
  runs_.push_back(0); // so that 0 is no run
}

bool pickle_values::charge(std::uint64_t bytes) noexcept {
  if (bytes > budget_left_) {
    budget_left_ = 0;
    return false;
  }
  budget_left_ -= bytes;
  return true;
}

pickle_index pickle_values::add(const node& value) {
  if (nodes_.size() >= first_immediate || !charge(sizeof(node))) return no_value;
  nodes_.push_back(value);
  return static_cast<pickle_index>(nodes_.size() - 1);
}

pickle_index pickle_values::integer(std::int64_t value) {
  constexpr std::int64_t half_range = std::int64_t{1} << 30U;
  if (value >= -half_range && value < half_range - 1)
    return static_cast<pickle_index>(immediate_zero + value);
  node made;
  made.kind = pickle_kind::integer;
  made.integer = value;
  return add(made);
}

pickle_index pickle_values::real(double value) {
  node made;
  made.kind = pickle_kind::real;
  made.real = value;
  return add(made);
}

pickle_index pickle_values::text(pickle_kind kind, std::string_view content) {
  if (content.size() >= no_value || !charge(content.size())) return no_value;
  node made;
  made.kind = kind;
  made.count = static_cast<std::uint32_t>(content.size());
  made.integer = static_cast<std::int64_t>(text_.size());
  text_.insert(text_.end(), content.begin(), content.end());
  return add(made);
}

pickle_index pickle_values::container(pickle_kind kind, bool ordered_dict) {
  node made;
  made.kind = kind;
  made.flag = ordered_dict ? 1 : 0;
  made.runs = {0, 0};
  return add(made);
}

std::uint32_t pickle_values::add_run(std::span<const pickle_index> items) {
  const std::size_t start = runs_.size();
  if (start + items.size() + 2 >= no_value || !charge(4 * (items.size() + 2))) return 0;
  runs_.push_back(0);
  runs_.push_back(static_cast<std::uint32_t>(items.size()));
  runs_.insert(runs_.end(), items.begin(), items.end());
  return static_cast<std::uint32_t>(start);
}

pickle_index pickle_values::tuple(std::span<const pickle_index> items) {
  if (items.empty()) return nothing();
  const std::uint32_t run = add_run(items);
  if (run == 0) return no_value;
  node made;
  made.kind = pickle_kind::tuple;
  made.count = static_cast<std::uint32_t>(items.size());
  made.runs = {run, run};
  return add(made);
}

bool pickle_values::append(pickle_index container, std::span<const pickle_index> items) {
  if (items.empty()) return true;
  const std::uint32_t run = add_run(items);
  if (run == 0) return false;
  node& grown = nodes_[container];
  if (grown.runs.first == 0) grown.runs.first = run;
  if (grown.runs.last != 0) runs_[grown.runs.last] = run;
  grown.runs.last = run;
  grown.count += static_cast<std::uint32_t>(items.size());
  return true;
}

pickle_index pickle_values::global(const pickle_global& row, std::string_view full_name) {
  const pickle_index made = text(pickle_kind::global, full_name);
  if (made == no_value) return no_value;
  nodes_[made].flag = row.readable ? 1 : 0;
  nodes_[made].role = row.role;
  nodes_[made].type = row.type;
  return made;
}

pickle_index pickle_values::side(pickle_kind kind, std::size_t number, std::size_t bytes) {
  if (!charge(bytes)) return no_value;
  node made;
  made.kind = kind;
  made.count = static_cast<std::uint32_t>(number);
  return add(made);
}

pickle_index pickle_values::storage(const pickle_storage& value) {
  const pickle_index made = side(pickle_kind::storage, storages_.size(), sizeof(value));
  if (made != no_value) storages_.push_back(value);
  return made;
}

pickle_index pickle_values::tensor(const pickle_tensor& value) {
  const pickle_index made = side(pickle_kind::tensor, tensors_.size(), sizeof(value));
  if (made != no_value) tensors_.push_back(value);
  return made;
}

pickle_index pickle_values::object(const pickle_object& value) {
  const pickle_index made = side(pickle_kind::object, objects_.size(), sizeof(value));
  if (made != no_value) objects_.push_back(value);
  return made;
}

pickle_index pickle_values::located(const pickle_located& value) {
  const pickle_index made = side(pickle_kind::located, located_.size(), sizeof(value));
  if (made != no_value) located_.push_back(value);
  return made;
}

std::int64_t pickle_values::integer_of(pickle_index value) const noexcept {
  if (value >= first_immediate) return static_cast<std::int64_t>(value) - immediate_zero;
  return nodes_[value].integer;
}

double pickle_values::real_of(pickle_index value) const noexcept { return nodes_[value].real; }

std::string_view pickle_values::text_of(pickle_index value) const noexcept {
  const node& asked = nodes_[value];
  return {text_.data() + asked.integer, asked.count};
}

std::uint32_t pickle_values::count_of(pickle_index container) const noexcept {
  return nodes_[container].count;
}

std::span<const pickle_index> pickle_values::tuple_of(pickle_index value) const noexcept {
  const node& asked = nodes_[value];
  if (asked.count == 0) return {};
  return {runs_.data() + asked.runs.first + 2, asked.count};
}

bool pickle_values::is_ordered_dict(pickle_index value) const noexcept {
  return kind(value) == pickle_kind::dict && nodes_[value].flag != 0;
}

pickle_global pickle_values::global_of(pickle_index value) const noexcept {
  const node& asked = nodes_[value];
  return {asked.role, asked.type, asked.flag != 0};
}

const pickle_storage& pickle_values::storage_of(pickle_index value) const noexcept {
  return storages_[nodes_[value].count];
}

const pickle_tensor& pickle_values::tensor_of(pickle_index value) const noexcept {
  return tensors_[nodes_[value].count];
}

const pickle_object& pickle_values::object_of(pickle_index value) const noexcept {
  return objects_[nodes_[value].count];
}

pickle_object& pickle_values::object_of(pickle_index value) noexcept {
  return objects_[nodes_[value].count];
}

const pickle_located& pickle_values::located_of(pickle_index value) const noexcept {
  return located_[nodes_[value].count];
}

pickle_values::cursor::cursor(const pickle_values& values, pickle_index container) noexcept
    : run_(values.nodes_[container].runs.first), left_(values.nodes_[container].count) {}

pickle_index pickle_values::cursor::next(const pickle_values& values) noexcept {
  const std::vector<std::uint32_t>& runs = values.runs_;
  if (within_ == runs[run_ + 1]) {
    run_ = runs[run_];
    within_ = 0;
  }
  --left_;
  return runs[run_ + 2 + within_++];
}

} // namespace weightkin
