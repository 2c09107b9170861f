#include "reader/hdf5/hdf5_group.hpp"

#include <utility>

#include "reader/hdf5/hdf5_dense_links.hpp"
#include "reader/hdf5/hdf5_symbol_table.hpp"
#include "reader/located_error.hpp"

namespace weightkin {
namespace {

using kind = hdf5_message_kind;

enum class link_type : unsigned { hard = 0, soft = 1, external = 64 };

result<void> append(std::vector<hdf5_link>& links, result<std::vector<hdf5_link>> more) {
  if (!more) return std::move(more).error();
  for (hdf5_link& link : *more)
    links.push_back(std::move(link));
  return {};
}

} // namespace

result<hdf5_link> read_hdf5_link(const hdf5_file& file, hdf5_fields fields) {
  const std::uint64_t at = fields.at();
  const unsigned version = fields.u8();
  const unsigned flags = fields.u8();
  if (version != 1) return file.fail(fault::header, at, "no link message");
  const auto type = static_cast<link_type>((flags & 0x08U) != 0 ? fields.u8() : 0);
  if ((flags & 0x04U) != 0) fields.skip(8); // order of creation
  if ((flags & 0x10U) != 0) fields.skip(1); // character set
  const std::uint64_t length = fields.number(1U << (flags & 0x03U));
  const std::string_view name = fields.text(length);
  if (fields.is_short()) return file.fail(fault::header, at, "the link message ends early");
  if (name.size() > hdf5_name_bytes)
    return file.fail(fault::limit, at,
                     "a name of more than " + std::to_string(hdf5_name_bytes) + " bytes");
  hdf5_link link{std::string(name), hdf5_nowhere, {}};
  if (type == link_type::hard) {
    link.address = fields.address();
  } else if (type == link_type::soft) {
    link.target = fields.text(fields.u16());
  } else {
    return file.unsupported(at, "link " + detail::escaped(name) + " leads " +
                                    (type == link_type::external
                                         ? "to another file, which is not opened"
                                         : "somewhere in a way that is not read"));
  }
  if (fields.is_short() || (type == link_type::hard && link.address == hdf5_nowhere))
    return file.fail(fault::header, at, "link " + detail::escaped(name) + " leads nowhere");
  return link;
}

bool is_hdf5_group(const hdf5_object& object) noexcept {
  return object.find(kind::symbol_table) != nullptr || object.find(kind::link_info) != nullptr ||
         object.find(kind::link) != nullptr;
}

result<std::vector<hdf5_link>> read_hdf5_links(hdf5_file& file, const hdf5_object& object) {
  std::vector<hdf5_link> links;
  for (const hdf5_message& message : object.messages) {
    if (message.kind == kind::link) {
      auto link = read_hdf5_link(file, message.body);
      if (!link) return std::move(link).error();
      links.push_back(std::move(*link));
    } else if (message.kind == kind::symbol_table) {
      if (auto done = append(links, read_symbol_table(file, message.body)); !done)
        return std::move(done).error();
    } else if (message.kind == kind::link_info) {
      if (auto done = append(links, read_dense_links(file, message.body)); !done)
        return std::move(done).error();
    }
  }
  return links;
}

} // namespace weightkin
