#include "reader/hdf5/hdf5_walk.hpp"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "reader/first_duplicate.hpp"
#include "reader/hdf5/hdf5_dataset.hpp"
#include "reader/hdf5/hdf5_group.hpp"
#include "reader/located_error.hpp"

namespace weightkin {
namespace {

constexpr std::size_t most_soft_links = 16; ///< followed one after the other
/// All paths together: 16 MB and as much as the file itself, so that long names of deep groups
/// cannot multiply.
constexpr std::uint64_t base_path_bytes = 16'000'000;

/// An object that was visited.
struct known_object {
  std::optional<std::size_t> tensor; ///< index of the first tensor it became
};

/// A name whose object is found by another name.
struct soft_link {
  std::string path;
  std::string target; ///< from the root, without the leading '/'
};

/// A path in one normal form: no leading, trailing, doubled slash, no component ".".
std::string normal_path(std::string_view text) {
  std::string path;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('/'), text.size());
    const std::string_view part = text.substr(0, end);
    if (!part.empty() && part != ".") {
      if (!path.empty()) path += '/';
      path += part;
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return path;
}

class walker {
public:
  walker(hdf5_file& file, hdf5_contents& contents)
      : file_(file), datasets_(file), contents_(contents),
        path_bytes_left_(base_path_bytes + file.source()->size()) {}

  result<void> walk(std::uint64_t root, std::span<const std::string_view> wanted) {
    const auto group = read_hdf5_object(file_, root);
    if (!group) return group.error();
    if (!is_hdf5_group(*group))
      return file_.fail(fault::header, group->at, "the root object is no group");
    for (const std::string_view name : wanted) {
      auto text =
          read_hdf5_text(file_, datasets_.heap(), *group, name, file_.limits().config_bytes);
      if (!text) return std::move(text).error();
      if (*text) contents_.attributes.emplace_back(name, std::move(**text));
    }
    known_.emplace(root, known_object{});
    if (auto visited = visit_group(*group, "", 1); !visited) return visited;
    if (auto followed = follow_soft_links(); !followed) return followed;
    const auto twice = detail::first_duplicate(contents_.tensors, [](const stored_tensor& tensor) {
      return std::string_view(tensor.name);
    });
    if (twice)
      return file_.fail(fault::duplicate, group->at,
                        "two datasets are called " + detail::escaped(*twice));
    return {};
  }

private:
  result<void> visit_group(const hdf5_object& group, const std::string& path, std::size_t depth) {
    auto links = read_hdf5_links(file_, group);
    if (!links) return located(path, links.error());
    for (hdf5_link& link : *links) {
      if (link.name.empty() || link.name.find('/') != std::string::npos)
        return file_.fail(fault::header, group.at,
                          "an object called " + detail::escaped(link.name));
      const std::string child = path.empty() ? link.name : path + '/' + link.name;
      if (++links_ > file_.limits().hdf5_objects)
        return file_.fail(fault::limit, group.at,
                          "more than " + std::to_string(file_.limits().hdf5_objects) + " objects");
      if (child.size() > hdf5_name_bytes || child.size() > path_bytes_left_)
        return file_.fail(fault::limit, group.at, "the names of its objects are too long");
      path_bytes_left_ -= child.size();
      if (link.address == hdf5_nowhere) {
        const std::string base = link.target.starts_with('/') ? "" : path + '/';
        if (link.target.size() > hdf5_name_bytes)
          return file_.fail(fault::limit, group.at, "a link leads to a path that is too long");
        soft_links_.push_back({child, normal_path(base + link.target)});
      } else if (auto visited = visit(link.address, child, depth); !visited) {
        return visited;
      }
    }
    return {};
  }

  result<void> visit(std::uint64_t address, const std::string& path, std::size_t depth) {
    addresses_.emplace(path, address);
    const auto known = known_.find(address);
    if (known != known_.end()) return add_name(known->second, path);
    const auto object = read_hdf5_object(file_, address);
    if (!object) return located(path, object.error());
    const auto here = known_.emplace(address, known_object{}).first;
    if (hdf5_dataset_reader::is_dataset(*object)) return read_dataset(*object, path, here->second);
    if (!is_hdf5_group(*object)) return datasets_.remember_type(*object, address);
    if (depth == file_.limits().hdf5_depth)
      return file_.fail(fault::limit, object->at,
                        "groups are nested more than " + std::to_string(depth) + " deep");
    return visit_group(*object, path, depth + 1);
  }

  result<void> read_dataset(const hdf5_object& object, const std::string& path,
                            known_object& known) {
    auto dataset = datasets_.read(object, path);
    if (!dataset) return located(path, dataset.error());
    if (!dataset->tensor) {
      warn(path, dataset->skipped + " and is not read");
      return {};
    }
    known.tensor = contents_.tensors.size();
    return add_tensor(std::move(*dataset->tensor), path);
  }

  /// Another name of an object that was visited before.
  result<void> add_name(const known_object& known, const std::string& path) {
    if (known.tensor) return add_tensor(contents_.tensors[*known.tensor], path);
    warn(path, "is another name of what was read before");
    return {};
  }

  result<void> add_tensor(stored_tensor tensor, const std::string& path) {
    if (contents_.tensors.size() == file_.limits().tensors)
      return detail::bad_file(fault::limit, file_.source()->label(),
                              "more than " + std::to_string(file_.limits().tensors) + " datasets");
    tensor.name = path;
    contents_.tensors.push_back(std::move(tensor));
    return {};
  }

  /// Once everything has its name: each soft link gives one more.
  result<void> follow_soft_links() {
    std::unordered_map<std::string_view, std::size_t> links;
    for (std::size_t i = 0; i < soft_links_.size(); ++i)
      links.emplace(soft_links_[i].path, i);
    // Looked up once each, so that chains are followed by number.
    std::vector<std::optional<std::size_t>> next(soft_links_.size());
    for (std::size_t i = 0; i < soft_links_.size(); ++i)
      if (const auto found = links.find(soft_links_[i].target); found != links.end())
        next[i] = found->second;
    for (const soft_link& link : soft_links_) {
      std::size_t last = links.at(link.path);
      for (std::size_t hops = 0; next[last]; ++hops, last = *next[last])
        if (hops == most_soft_links)
          return file_.fail(fault::cycle, 0,
                            "link " + detail::escaped(link.path) + " leads through too many links");
      const std::string& target = soft_links_[last].target;
      const auto object = addresses_.find(target);
      if (object == addresses_.end())
        warn(link.path, "is a link to " + detail::escaped(target) + ", where nothing was read");
      else if (auto added = add_name(known_.at(object->second), link.path); !added)
        return added;
    }
    return {};
  }

  void warn(const std::string& path, const std::string& what) {
    if (contents_.warnings.size() < most_warnings)
      contents_.warnings.push_back(file_.source()->label() + ": " + detail::escaped(path) + " " +
                                   what);
  }

  /// The same failure, saying which object it concerns.
  error located(const std::string& path, error failure) const {
    const std::string& label = file_.source()->label();
    if (failure.message.starts_with(label + ": "))
      failure.message.insert(label.size() + 2, detail::escaped(path) + ": ");
    return failure;
  }

  static constexpr std::size_t most_warnings = 1000;

  hdf5_file& file_;
  hdf5_dataset_reader datasets_;
  hdf5_contents& contents_;
  std::uint64_t path_bytes_left_;
  std::uint64_t links_ = 0;
  std::unordered_map<std::uint64_t, known_object> known_;    ///< by address
  std::unordered_map<std::string, std::uint64_t> addresses_; ///< by path
  std::vector<soft_link> soft_links_;
};

} // namespace

result<hdf5_contents> walk_hdf5(hdf5_file& file, std::uint64_t root,
                                std::span<const std::string_view> wanted) {
  hdf5_contents contents;
  if (auto walked = walker(file, contents).walk(root, wanted); !walked)
    return std::move(walked).error();
  return contents;
}

} // namespace weightkin
