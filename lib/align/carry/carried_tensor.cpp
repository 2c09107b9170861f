#include "align/carry/carried_tensor.hpp"

#include <string>
#include <utility>

#include "align/carry/picked_elements.hpp"
#include "align/carry/swapped_elements.hpp"
#include "align/carry/turned_elements.hpp"

namespace weightkin::detail {
namespace {

/// What is picked, flipped and multiplied; turns come after it, one by one.
std::vector<axis_change> without_turns(std::span<const axis_change> changes) {
  std::vector<axis_change> picks;
  for (const axis_change& change : changes) {
    if (change.from.empty() && change.factor.empty() && change.sign.empty()) continue;
    picks.push_back(change);
    picks.back().turn = nullptr;
  }
  return picks;
}

/// What is multiplied when everything is in its place.
std::vector<axis_change> afterwards(std::span<const axis_change> changes) {
  std::vector<axis_change> scales;
  for (const axis_change& change : changes)
    if (!change.after.empty()) {
      scales.emplace_back();
      scales.back().axis = change.axis;
      scales.back().factor = change.after;
    }
  return scales;
}

/// Where a view reads from `source` instead of from memory.
tensor_view reading_from(const tensor_view& like, const element_source& source, dtype type,
                         std::span<const std::uint64_t> shape) {
  tensor_view view = like;
  view.type = type;
  view.shape = shape;
  view.strides = {};
  view.data = nullptr;
  view.source = &source;
  view.storage = {};
  view.encoding = nullptr;
  return view;
}

} // namespace

result<void> carried_tensor::restore(const tensor_view& original, stored_order storage) {
  const bool usable = original.shape.size() >= 2 && is_byte_sized(original.type) &&
                      (original.source != nullptr || is_contiguous(original));
  if (!usable)
    return error{errc::bad_argument,
                 "tensor '" + std::string(original.name) + "': its axes cannot be exchanged"};
  if (storage.reverse_shape) {
    reversed_shape_ = std::make_unique<std::vector<std::uint64_t>>(original.shape.rbegin(),
                                                                   original.shape.rend());
    view_.shape = *reversed_shape_;
    view_.strides = {};
  }
  if (storage.swap_axes) {
    swapped_shape_ =
        std::make_unique<std::vector<std::uint64_t>>(view_.shape.begin(), view_.shape.end());
    std::swap((*swapped_shape_)[0], (*swapped_shape_)[1]);
    auto swapped = std::make_unique<swapped_elements>(view_);
    view_ = reading_from(view_, *swapped, original.type, *swapped_shape_);
    sources_.push_back(std::move(swapped));
  }
  return {};
}

result<carried_tensor> carried_tensor::carry(const tensor_view& original, stored_order storage,
                                             std::span<const axis_change> changes,
                                             std::string_view name) {
  carried_tensor made;
  made.view_ = original;
  made.view_.name = name;
  if (storage.reverse_shape || storage.swap_axes)
    if (auto restored = made.restore(original, storage); !restored)
      return std::move(restored).error();
  if (const auto picks = without_turns(changes); !picks.empty()) {
    auto picked = picked_elements::make(made.view_, picks);
    if (!picked) return std::move(picked).error();
    made.view_ = reading_from(made.view_, **picked, (*picked)->type(), (*picked)->shape());
    made.sources_.push_back(std::move(*picked));
  }
  for (const axis_change& change : changes) {
    if (!change.turn) continue;
    if (!change.from.empty() || !change.sign.empty())
      return error{errc::bad_argument,
                   "tensor '" + std::string(original.name) + "': an axis is picked and turned"};
    auto turned = turned_elements::make(made.view_, change.axis, change.turn);
    if (!turned) return std::move(turned).error();
    made.view_ = reading_from(made.view_, **turned, dtype::f32, (*turned)->shape());
    made.sources_.push_back(std::move(*turned));
  }
  if (const auto scales = afterwards(changes); !scales.empty()) {
    auto scaled = picked_elements::make(made.view_, scales);
    if (!scaled) return std::move(scaled).error();
    made.view_ = reading_from(made.view_, **scaled, (*scaled)->type(), (*scaled)->shape());
    made.sources_.push_back(std::move(*scaled));
  }
  return made;
}

} // namespace weightkin::detail
