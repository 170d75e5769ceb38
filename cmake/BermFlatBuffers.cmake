# berm_flatbuffers(<target> SCHEMAS <file.fbs>...)
#
# The accessors and builders that flatc makes of schemas, as headers to include as "<folder>/<name>_generated.h".
function(berm_flatbuffers target)
  cmake_parse_arguments(ARG "" "" "SCHEMAS" ${ARGN})
  set(root ${CMAKE_BINARY_DIR}/generated)
  file(RELATIVE_PATH folder ${CMAKE_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR})
  set(headers "")
  set(schemas "")
  foreach(schema ${ARG_SCHEMAS})
    get_filename_component(name ${schema} NAME_WE)
    list(APPEND headers ${root}/${folder}/${name}_generated.h)
    list(APPEND schemas ${CMAKE_CURRENT_SOURCE_DIR}/${schema})
  endforeach()
  add_custom_command(
    OUTPUT ${headers}
    COMMAND ${FLATC} --cpp --cpp-std c++17 --scoped-enums -o ${root}/${folder} ${schemas}
    DEPENDS ${schemas}
    COMMENT "Generating the readers of ${folder}'s schemas"
    VERBATIM)
  add_custom_target(${target}_headers DEPENDS ${headers})
  add_dependencies(${target} ${target}_headers)
  target_include_directories(${target} SYSTEM PUBLIC ${root})
endfunction()
