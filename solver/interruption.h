#pragma once

namespace zincfield
{
  /**
   * From now on SIGINT (Ctrl-C) and SIGTERM (a batch system's end of time) end this process at once, with a line from the rank that
   * `speaks` and the exit status 130 or 143. Nothing needs rescuing: files appear whole or not at all, and a summary says
   * "unfinished" until its last variant is in it.
   */
  void
  end_on_signals(bool speaks, bool one_of_several);
} // namespace zincfield
