// Compares tensors that are already in memory, as a training framework would: once as a plain
// vector of views, once through a type of its own that is a tensor source. No file is read.

#include <array>
#include <cstdint>
#include <iostream>
#include <string>
#include <vector>

#include <weightkin/lineage/compare.hpp>
#include <weightkin/report/text_report.hpp>

#include "story/components.hpp"

namespace {

/// Stands for a framework's parameter list: owns names, shapes and values in its own way. Having
/// `size()` and `operator[]` makes it a tensor source; `name()` is used in the report.
class parameter_list {
public:
  parameter_list(std::string name, story::made_component tensors)
      : name_(std::move(name)), tensors_(std::move(tensors)) {}

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::size_t size() const { return tensors_.size(); }

  [[nodiscard]] weightkin::tensor_view operator[](std::size_t index) const {
    const story::made_tensor& tensor = tensors_[index];
    weightkin::tensor_view view;
    view.name = tensor.name;
    view.type = weightkin::dtype::f32;
    view.shape = tensor.extents;
    view.data = reinterpret_cast<const std::byte*>(tensor.values.data());
    return view;
  }

private:
  std::string name_;
  story::made_component tensors_;
};
static_assert(weightkin::tensor_source<parameter_list>);

} // namespace

int main() {
  story::random_stream random(7);
  story::made_component tower = story::make_vision_tower(random);
  const parameter_list fresh("fresh", story::make_vision_tower(random));
  const parameter_list descendant("descendant", story::tuned(tower, 0.1, random));
  const parameter_list ancestor("ancestor", std::move(tower));

  const auto ruling = weightkin::compare(descendant, ancestor);
  if (!ruling) return 2;
  std::cout << weightkin::to_text(*ruling);

  // A vector of views does as well, and so does a mixture of both.
  const std::vector<weightkin::tensor_view> views = weightkin::views_of(fresh);
  const auto innocent = weightkin::compare(views, ancestor);
  if (!innocent) return 2;
  std::cout << "\nand a tower of the same shapes: " << name_of(innocent->overall) << '\n';

  const bool right =
      ruling->overall == weightkin::verdict::derived && !is_finding(innocent->overall);
  return right ? 0 : 1;
}
