# Writes version.h when it changes: cmake -D SOURCE= -D BINARY= -D VERSION= -D BUILD_TYPE= -D SCRIPTS_FROM_PROGRAM= -P version.cmake
set(GIT_REVISION "")
find_program(git git)
if(git AND EXISTS ${SOURCE}/.git)
  execute_process(COMMAND ${git} describe --always --dirty=+ --abbrev=10 --exclude=* WORKING_DIRECTORY ${SOURCE}
                  OUTPUT_VARIABLE GIT_REVISION OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
configure_file(${SOURCE}/solver/support/version.h.in ${BINARY}/version.h @ONLY)
