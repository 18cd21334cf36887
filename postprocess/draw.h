#pragma once

#include <functional>
#include <string>

namespace zincfield
{
  /**
   * Draws the figures of a results folder and writes its report with postprocess/make_figures.py: the script beside an installed
   * program, or that of the sources. Returns what the log says of it: where they are, or why there are none; a run does not fail
   * for want of a picture.
   * To be called by one rank, with all files written. Drawing ends where `interrupted` says so, which is asked ten times a second.
   */
  std::string
  draw_figures(const std::string &results_directory, const std::function<bool()> &interrupted);
} // namespace zincfield
