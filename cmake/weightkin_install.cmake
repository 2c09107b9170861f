# Install rules, the package configuration (find_package) and the pkg-config files. Every path is
# relative to where the files lie, so that an installed tree can be moved. Components, for packages
# that split them: c_library and cpp_library (what programs need to run), dev, tools.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/weightkin")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/weightkin" DESTINATION include COMPONENT dev
  FILES_MATCHING PATTERN "*.hpp")
install(TARGETS weightkin_headers weightkin_library EXPORT weightkin_cpp
  ARCHIVE COMPONENT dev
  LIBRARY COMPONENT cpp_library NAMELINK_COMPONENT dev)
install(EXPORT weightkin_cpp NAMESPACE weightkin:: FILE weightkin-cpp-targets.cmake
  DESTINATION "${package_dir}" COMPONENT dev)
if(TARGET weightkin_c)
  install(DIRECTORY "${PROJECT_SOURCE_DIR}/capi/include/" DESTINATION include COMPONENT dev
    FILES_MATCHING PATTERN "*.h")
  install(TARGETS weightkin_c EXPORT weightkin_c
    LIBRARY COMPONENT c_library NAMELINK_COMPONENT dev)
  install(EXPORT weightkin_c NAMESPACE weightkin:: FILE weightkin-c-targets.cmake
    DESTINATION "${package_dir}" COMPONENT dev)
endif()

set(weightkin_is_static ON)
if(BUILD_SHARED_LIBS)
  set(weightkin_is_static OFF)
endif()
install(FILES "${PROJECT_SOURCE_DIR}/cmake/Findblosc.cmake"
  "${PROJECT_SOURCE_DIR}/cmake/Findyaml.cmake" DESTINATION "${package_dir}" COMPONENT dev)
configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/weightkin-config.cmake.in"
  "${PROJECT_BINARY_DIR}/weightkin-config.cmake" INSTALL_DESTINATION "${package_dir}"
  NO_SET_AND_CHECK_MACRO)
# Before 1.0 a minor version may break its users.
write_basic_package_version_file("${PROJECT_BINARY_DIR}/weightkin-config-version.cmake"
  COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/weightkin-config.cmake"
  "${PROJECT_BINARY_DIR}/weightkin-config-version.cmake" DESTINATION "${package_dir}"
  COMPONENT dev)

# pkg-config expands pcfiledir to the folder of the .pc file. A static library has to name what it
# calls; a shared one has linked it.
file(RELATIVE_PATH pc_to_prefix "/prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/prefix")
set(pc_requires "zlib, snappy, libzstd, blosc, libhwy, libcrypto, sqlite3, yaml-0.1")
if(WEIGHTKIN_POSTGRESQL)
  string(APPEND pc_requires ", libpq")
endif()
set(pc_requires_private "")
if(BUILD_SHARED_LIBS)
  set(pc_requires_private "${pc_requires}")
  set(pc_requires "")
endif()
foreach(name weightkin weightkin_c)
  configure_file("${PROJECT_SOURCE_DIR}/cmake/${name}.pc.in" "${PROJECT_BINARY_DIR}/${name}.pc" @ONLY)
endforeach()
install(FILES "${PROJECT_BINARY_DIR}/weightkin.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig"
  COMPONENT dev)
if(TARGET weightkin_c)
  install(FILES "${PROJECT_BINARY_DIR}/weightkin_c.pc"
    DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig" COMPONENT dev)
endif()

include(weightkin_single_header)
if(TARGET weightkin)
  include(weightkin_self_description)
endif()
include(weightkin_packages)
