#include "options.hpp"

#include <memory>
#include <string>
#include <string_view>

#include "boundary.hpp"

namespace weightkin::capi {

progress_callback passed_on(wkin_progress_callback on_progress, void* user_data,
                            wkin_log_callback on_log, void* log_user_data) {
  if (on_progress == nullptr && on_log == nullptr) return {};
  // Copies of the callback share what was said last.
  const auto stage = std::make_shared<std::string_view>();
  return [=](const progress& now) {
    // A stage has static storage; it is a literal, so its end is a zero byte.
    if (on_log != nullptr && *stage != now.stage)
      on_log(WKIN_LOG_INFO, now.stage.data(), log_user_data);
    *stage = now.stage;
    return on_progress == nullptr ||
           on_progress(now.stage.data(), now.done, now.total, user_data) == 0;
  };
}

result<std::vector<map_rule>> mapping(const char* json) {
  if (json == nullptr) return std::vector<map_rule>{};
  return parse_component_map(json);
}

const char* fault_in_floors(double derived_share, double searched_floor) noexcept {
  if (!(searched_floor >= 0 && searched_floor < 1))
    return "searched_floor must be at least 0 and below 1";
  if (!(derived_share >= 0 && derived_share <= 1))
    return "derived_share must be at least 0 and at most 1";
  return nullptr;
}

result<text_options> looking(const wkin_text_options* given) {
  wkin_text_options asked;
  if (!read_options(given, asked))
    return error{errc::bad_argument, "text options: struct_size is not set (use the _INIT)"};
  text_options look;
  look.colour = asked.colour != 0;
  look.tensors = asked.tensors != 0;
  look.blocks = asked.blocks != 0;
  if (asked.width != 0) look.width = asked.width;
  return look;
}

} // namespace weightkin::capi
