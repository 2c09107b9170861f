# Defines yaml::yaml, which is libyaml. Distributions ship it without a CMake package. Installed with
# ours: whoever links a static libweightkin links it too.
find_path(yaml_INCLUDE_DIR yaml.h)
find_library(yaml_LIBRARY NAMES yaml yaml-0)
mark_as_advanced(yaml_INCLUDE_DIR yaml_LIBRARY)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(yaml REQUIRED_VARS yaml_LIBRARY yaml_INCLUDE_DIR)
if(yaml_FOUND AND NOT TARGET yaml::yaml)
  add_library(yaml::yaml UNKNOWN IMPORTED)
  set_target_properties(yaml::yaml PROPERTIES IMPORTED_LOCATION "${yaml_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${yaml_INCLUDE_DIR}")
endif()
