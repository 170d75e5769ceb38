# Third-party libraries, all Debian packages, each as one target `berm_3p_<name>`.
# SYSTEM include directories keep their warnings out of ours.
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(simdjson REQUIRED)
find_package(CLI11 REQUIRED)
find_package(GTest REQUIRED)
find_package(LLVM 14 REQUIRED CONFIG)
find_package(Threads REQUIRED)
find_package(ZLIB REQUIRED)
# FlatBuffers: headers and flatc only, no library.
find_path(FLATBUFFERS_INCLUDE_DIR flatbuffers/flatbuffers.h REQUIRED)
find_program(FLATC flatc REQUIRED)
find_path(ANTLR4_INCLUDE_DIR antlr4-runtime.h PATH_SUFFIXES antlr4-runtime REQUIRED)
find_library(ANTLR4_LIBRARY NAMES libantlr4-runtime.a antlr4-runtime REQUIRED)
find_program(ANTLR4_TOOL NAMES antlr4 REQUIRED)
# The header alone, for the hash of names.
find_path(XXHASH_INCLUDE_DIR xxhash.h REQUIRED)
find_path(RE2_INCLUDE_DIR re2/re2.h REQUIRED)
# Static where Debian has it: each shared library costs a start some 0.1 ms.
find_library(RE2_LIBRARY NAMES libre2.a re2 REQUIRED)
find_library(YAML_LIBRARY NAMES libyaml-cpp.a yaml-cpp REQUIRED)

function(berm_third_party name)
  cmake_parse_arguments(ARG "" "" "LINK;INCLUDE" ${ARGN})
  add_library(berm_3p_${name} INTERFACE)
  target_link_libraries(berm_3p_${name} INTERFACE ${ARG_LINK})
  target_include_directories(berm_3p_${name} SYSTEM INTERFACE ${ARG_INCLUDE})
endfunction()

berm_third_party(fmt LINK fmt::fmt)
berm_third_party(json LINK nlohmann_json::nlohmann_json)
berm_third_party(yaml LINK ${YAML_LIBRARY} INCLUDE ${YAML_CPP_INCLUDE_DIR})
berm_third_party(simdjson LINK simdjson::simdjson)
berm_third_party(zlib LINK ZLIB::ZLIB)
berm_third_party(cli11 LINK CLI11::CLI11)
berm_third_party(gtest LINK GTest::gtest GTest::gmock)
berm_third_party(flatbuffers INCLUDE ${FLATBUFFERS_INCLUDE_DIR})
berm_third_party(xxhash INCLUDE ${XXHASH_INCLUDE_DIR})
berm_third_party(re2 LINK ${RE2_LIBRARY} INCLUDE ${RE2_INCLUDE_DIR})
berm_third_party(antlr LINK ${ANTLR4_LIBRARY} Threads::Threads INCLUDE ${ANTLR4_INCLUDE_DIR})
# The static component library, never the shared libLLVM, which costs 18 ms at every start.
berm_third_party(llvm LINK LLVMSupport INCLUDE ${LLVM_INCLUDE_DIRS})
