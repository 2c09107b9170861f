# Debian packages: cpack -G DEB in the build folder. One package a component; what each needs of
# others is read from its programs by dpkg-shlibdeps.
set(WEIGHTKIN_MAINTAINER "weightkin developers <weightkin@example.invalid>" CACHE STRING
  "who answers for packages made of this build: name <address>")
mark_as_advanced(WEIGHTKIN_MAINTAINER)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME weightkin)
set(CPACK_PACKAGE_CONTACT "${WEIGHTKIN_MAINTAINER}")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "tells whether model weights descend from another model's")
set(CPACK_RESOURCE_FILE_LICENSE "${PROJECT_SOURCE_DIR}/LICENSE")
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ
  GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
# Brings what is installed into the order of Debian's policy.
set(CPACK_PRE_BUILD_SCRIPTS "${PROJECT_SOURCE_DIR}/cmake/packaging/debian_order.cmake")
set(CPACK_WEIGHTKIN_SOURCE "${PROJECT_SOURCE_DIR}")

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

# weightkin_package(COMPONENT NAME SECTION TEXT)
macro(weightkin_package component name section text)
  list(APPEND CPACK_COMPONENTS_ALL ${component})
  string(TOUPPER ${component} key)
  set(CPACK_DEBIAN_${key}_PACKAGE_NAME ${name})
  set(CPACK_DEBIAN_${key}_PACKAGE_SECTION ${section})
  set(CPACK_DEBIAN_${key}_DESCRIPTION "${what}\n.\n${text}")
endmacro()

set(CPACK_COMPONENTS_ALL "")
set(what "weightkin compares two model checkpoints and says, component by component,\nwhether the weights of one descend from the other's.")
set(own_version "${PROJECT_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}")
set(dev_needs "")
if(TARGET weightkin_c)
  weightkin_package(c_library "libweightkin-c${PROJECT_VERSION_MAJOR}" libs
    "This is the library that programs in C and other languages load.")
  list(APPEND dev_needs "${CPACK_DEBIAN_C_LIBRARY_PACKAGE_NAME} (= ${own_version})")
endif()
if(BUILD_SHARED_LIBS)
  weightkin_package(cpp_library "libweightkin${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR}" libs
    "This is the library that programs in C++ load.")
  list(APPEND dev_needs "${CPACK_DEBIAN_CPP_LIBRARY_PACKAGE_NAME} (= ${own_version})")
endif()
weightkin_package(dev libweightkin-dev libdevel
  "Headers, libraries, find_package and pkg-config files for C and C++.")
# What the static library calls, by the names of its users' build.
list(APPEND dev_needs zlib1g-dev libsnappy-dev libzstd-dev libblosc-dev libhwy-dev
  "libssl-dev (>= 3)" libsqlite3-dev libyaml-dev)
if(WEIGHTKIN_POSTGRESQL)
  list(APPEND dev_needs libpq-dev)
endif()
list(JOIN dev_needs ", " CPACK_DEBIAN_DEV_PACKAGE_DEPENDS)
set(CPACK_DEBIAN_DEV_PACKAGE_SHLIBDEPS OFF)
if(TARGET weightkin)
  weightkin_package(tools weightkin-tools science
    "This is the command weightkin.")
  if(BUILD_SHARED_LIBS)
    # dpkg-shlibdeps knows nothing of a library that is not installed.
    set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS "${PROJECT_BINARY_DIR}")
    set(CPACK_DEBIAN_TOOLS_PACKAGE_DEPENDS
      "${CPACK_DEBIAN_CPP_LIBRARY_PACKAGE_NAME} (= ${own_version})")
  endif()
endif()
include(CPack)
