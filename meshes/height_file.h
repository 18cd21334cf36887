#pragma once

#include <string>
#include <vector>

namespace zincfield
{
  /** A matrix of heights at even distances, a row for each y from 0 on, as a file has it. */
  struct HeightFile
  {
    std::vector<std::vector<double>> heights; // in the file's unit, or 0 to 1 of a picture
    bool                             is_picture = false;
    bool                             is_stl     = false; // lengths in the file's unit, the width too
    /** What a text file of a microscope says of itself [um]; 0: nothing. */
    double width = 0., unit = 0.;
  };

  /**
   * Reads heights: a PNG (8 or 16 bits of grey; black is 0 and white is 1, the first line is the far side), a text of numbers, also
   * with the headings that Gwyddion ("# Width: 10 um", "# Value units: m") and WSxM ("X Amplitude: 10 um") write, or an STL surface
   * whose triangles are the graph of a function of x and y. Throws std::runtime_error with what is wrong.
   *
   * `n`: points each way at which an STL surface is sampled.
   */
  HeightFile
  read_heights(const std::string &file, unsigned int n);

  /** The end of a file's name from the last dot on, in small letters. */
  std::string
  ending_of(const std::string &file);
} // namespace zincfield
