#include "solver/input/prm_reader.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include <unistd.h>

namespace zincfield::reader_tests
{

  namespace
  {
    std::string
    message(const std::string &text)
    {
      try
        {
          read_prm_text(text, "test.prm");
        }
      catch (const InputError &error)
        {
          return error.what();
        }
      return "no error";
    }

    /** A folder of its own, the working directory while it lives. */
    class Folder
    {
    public:
      Folder()
        : before_(std::filesystem::current_path())
        , here_(std::filesystem::temp_directory_path() / ("zincfield_reader_" + std::to_string(getpid())))
      {
        std::filesystem::create_directories(here_);
        std::filesystem::current_path(here_);
      }
      ~Folder()
      {
        std::filesystem::current_path(before_);
        std::filesystem::remove_all(here_);
      }
      void
      write(const std::string &file, const std::string &text) const
      {
        std::ofstream(file) << text;
      }
      std::string
      message(const std::string &file) const
      {
        try
          {
            read_prm_file(file);
          }
        catch (const InputError &error)
          {
            return error.what();
          }
        return "no error";
      }

    private:
      std::filesystem::path before_, here_;
    };
  } // namespace

  TEST(Reader, SubsectionsCommentsContinuationsAndLines)
  {
    const InputSection root =
      read_prm_text("# first\nset A  b =  1   2 # tail\nsubsection S\n  set C = x \\\n    y\n  set D = z\nend\n"
                    "subsection S\n  set E =\nend",
                    "test.prm");
    EXPECT_EQ(root.find_entry("A b")->value, "1 2");
    EXPECT_EQ(root.find_entry("A b")->line, 2u);
    const InputSection *const section = root.find_section("S");
    EXPECT_EQ(root.sections.size(), 1u);
    EXPECT_EQ(section->find_entry("C")->value, "x y");
    EXPECT_EQ(section->find_entry("C")->line, 4u);
    EXPECT_EQ(section->find_entry("D")->line, 6u);
    EXPECT_EQ(section->find_entry("E")->value, "");
  }

  TEST(Reader, Syntax)
  {
    EXPECT_EQ(message("subsection A\n  set b = 1\n"), "test.prm:1: A: this subsection has no \"end\".");
    EXPECT_EQ(message("set b = 1\nend\n"), "test.prm:2: \"end\" without a subsection that it could end.");
    EXPECT_EQ(message("subsection A\nend A\n"), "test.prm:2: \"end\" is followed by \"A\". Allowed: \"end\" alone on its line.");
    EXPECT_EQ(message("set b\n"), "test.prm:1: \"set b\" has no \"=\". Allowed: \"set KEY = VALUE\".");
    EXPECT_EQ(message("set = 1\n"), "test.prm:1: \"set\" names no key. Allowed: \"set KEY = VALUE\".");
    EXPECT_EQ(message("subsection\n"), "test.prm:1: \"subsection\" has no name. Allowed: \"subsection NAME\".");
    EXPECT_EQ(message("subsection a/b\n"),
              "test.prm:1: the name of the subsection \"a/b\" has a slash. Allowed: names without \"/\".");
    EXPECT_EQ(message("subsecton A\nend\n"), "test.prm:1: \"subsecton A\" is not understood. Allowed: \"set KEY = VALUE\", "
                                             "\"subsection NAME\", \"end\", \"include FILE\" or a # "
                                             "comment. Did you mean \"subsection\"?");
    EXPECT_EQ(message("subsection S\n  set A = 1\nend\nsubsection S\n  set A = 2\nend\n"),
              "test.prm:5: S/A = 2: this key was already set to \"1\" at test.prm:2. Allowed: one value for a key.");
    EXPECT_EQ(message(std::string("set A = 1\nset B = \0", 19)), "test.prm:2: byte 0 is not text. Allowed: UTF-8 text.");
  }

  TEST(Reader, ForgottenSet)
  {
    const std::string allowed = " Allowed: \"set KEY = VALUE\", \"subsection NAME\", \"end\", \"include FILE\" or a # comment.";
    EXPECT_EQ(message("Gap = 10 um\n"),
              "test.prm:1: \"Gap = 10 um\" is not understood." + allowed + " Did you mean \"set Gap = 10 um\"?");
    EXPECT_EQ(message("Set Gap = 10 um\n"),
              "test.prm:1: \"Set Gap = 10 um\" is not understood." + allowed + " Did you mean \"set\"?");
  }

  TEST(Reader, BracesOfOtherLanguages)
  {
    EXPECT_EQ(message("subsection A {\n"),
              "test.prm:1: the name of the subsection \"A {\" ends with a brace. Allowed: \"subsection NAME\", lines, \"end\".");
  }

  TEST(Reader, LineEndsTabsAndTheMarkOfWindows)
  {
    for (const std::string text : {"\xEF\xBB\xBFset A = 1\nset B = 2\n", "set A = 1\r\nset B = 2\r\n", "set A = 1\rset B = 2\r",
                                   "\tset\tA\t=\t1\nset B\t= 2"})
      {
        const InputSection root = read_prm_text(text, "test.prm");
        EXPECT_EQ(root.find_entry("A")->value, "1");
        EXPECT_EQ(root.find_entry("B")->value, "2");
        EXPECT_EQ(root.find_entry("B")->line, 2u);
      }
  }

  TEST(Reader, Encodings)
  {
    const std::string advice =
      " Allowed: UTF-8 text: save the file with that encoding (an umlaut or a micro sign may be in another one).";
    EXPECT_EQ(message("set A = 0.3 \xC2\xB5m\n"), "no error");                                      // a micro sign in UTF-8
    EXPECT_EQ(message("\nset A = 0.3 \xB5m\n"), "test.prm:2: byte 181 is no UTF-8 text." + advice); // and in Latin-1
    EXPECT_EQ(message("set A = M\xFCller\n"), "test.prm:1: byte 252 is no UTF-8 text." + advice);
    EXPECT_EQ(message("set A = \xE2\x88"), "test.prm:1: byte 226 is no UTF-8 text." + advice); // cut off
    EXPECT_EQ(message(std::string("\xFF\xFEs\0e\0t\0", 8)),
              "test.prm:1: the file is UTF-16. Allowed: UTF-8 text: save the file with that encoding.");
  }

  TEST(Reader, AbsurdNesting)
  {
    std::string text;
    for (unsigned int i = 0; i < 20000; ++i)
      text += "subsection s\n";
    EXPECT_EQ(message(text), "test.prm:33: subsections are nested more than 32 deep.");
  }

  TEST(Reader, Files)
  {
    const Folder folder;
    EXPECT_EQ(folder.message("none.prm"), "none.prm: there is no file \"none.prm\".");
    folder.write("empty.prm", "# nothing yet\n");
    EXPECT_EQ(folder.message("empty.prm"),
              "empty.prm: the input sets nothing. Allowed: an input as zincfield --template prints it.");
    std::filesystem::create_directory("folder");
    EXPECT_EQ(folder.message("folder"), "folder: \"folder\" is not a file.");
    folder.write("large.prm", std::string((1 << 20) + 1, '#'));
    EXPECT_EQ(folder.message("large.prm"), "large.prm: \"large.prm\" is larger than 1 MB. Allowed: a text file of parameters.");

    folder.write("folder/part.prm", "subsection S\n  set A = 1\nend\n");
    folder.write("whole.prm", "include folder/part.prm\nset B = 2\n");
    EXPECT_EQ(read_prm_file("whole.prm").find_section("S")->find_entry("A")->file, "folder/part.prm");

    folder.write("missing.prm", "\ninclude other.prm\n");
    EXPECT_EQ(folder.message("missing.prm"), "missing.prm:2: there is no file \"other.prm\".");
    folder.write("open.prm", "subsection S\n");
    folder.write("opener.prm", "include open.prm\nend\n");
    EXPECT_EQ(folder.message("opener.prm"), "open.prm:1: S: this subsection has no \"end\".");
  }

  TEST(Reader, Inclusions)
  {
    const Folder folder;
    folder.write("a.prm", "include b.prm\n");
    folder.write("b.prm", "\ninclude a.prm\n");
    EXPECT_EQ(folder.message("a.prm"), "b.prm:2: a file includes itself: \"a.prm\" includes \"b.prm\" includes \"a.prm\".");
    folder.write("leaf.prm", "# nothing\n");
    std::string many;
    for (unsigned int i = 0; i < 17; ++i)
      many += "include leaf.prm\n";
    folder.write("many.prm", many);
    EXPECT_EQ(folder.message("many.prm"), "many.prm:17: more than 16 files are included.");
  }
} // namespace zincfield::reader_tests
