#include "solver/input/command_line.h"

#include "solver/input/describe_input.h"
#include "solver/input/read_cases.h"
#include "solver/input/units.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>
#include <sstream>

namespace zincfield
{
  namespace
  {
    std::string
    short_help()
    {
      std::string                    text   = "zincfield: electrodeposition on coated zinc.\n\n"
                                              "  zincfield INPUT                 run an input file\n"
                                              "  zincfield --check INPUT         check it, in less than a second\n"
                                              "  zincfield --template protrusion a short input of this geometry to begin with\n"
                                              "  zincfield --list                geometries, kinetics, coatings, data sets\n"
                                              "  zincfield --help                all options\n";
      const std::vector<std::string> inputs = shipped_inputs();
      if (!inputs.empty())
        text += "\nInputs that come with the program, under inputs/:\n";
      for (const std::string &input : inputs)
        text += "  " + input + "\n";
      return text;
    }

    std::string
    text_of(void (*write)(std::ostream &))
    {
      std::ostringstream stream;
      write(stream);
      return stream.str();
    }

    CommandLine
    printing(const std::string &text, const int status = 0)
    {
      CommandLine command_line;
      command_line.action = CommandLine::Action::print;
      command_line.text   = text;
      command_line.status = status;
      return command_line;
    }

    CommandLine
    wrong_option(const CLI::ParseError &error, const CLI::App &app)
    {
      std::string problem = error.what() + std::string(std::string(error.what()).back() == '.' ? "" : ".");
      std::string hint;
      if (dynamic_cast<const CLI::ExtrasError *>(&error) != nullptr)
        {
          std::vector<std::string> known;
          for (const CLI::Option *const option : app.get_options())
            known.push_back(option->get_name());
          const std::vector<std::string> extras = app.remaining();
          const std::string              extra  = extras.empty() ? "" : extras.front();
          const bool                     option = extra.rfind("-", 0) == 0;
          problem = option ? "there is no option \"" + extra + "\"." : "\"" + extra + "\" is too much: there is one input file.";
          hint    = did_you_mean(extra, known);
        }
      return printing("zincfield: " + problem + (hint.empty() ? "" : " " + hint) + " See zincfield --help.\n", 1);
    }

    /** What is wrong with a number of things; empty: nothing. */
    std::string
    not_a_number_of_things(const std::string &text)
    {
      const bool digits = !text.empty() && text.size() < 10 && text.find_first_not_of("0123456789") == std::string::npos;
      return digits && std::stoul(text) > 0 ? "" : text + ": this is no positive whole number.";
    }

    /** The arguments, the last one first, with options that had another name once. */
    std::vector<std::string>
    with_new_names(const int argc, const char *const *argv)
    {
      std::vector<std::string> arguments(argv + 1, argv + argc);
      for (std::string &argument : arguments)
        if (argument == "--member")
          {
            std::cerr << "zincfield: --member is called --case now.\n";
            argument = "--case";
          }
      std::reverse(arguments.begin(), arguments.end());
      return arguments;
    }

    /** Options that make no sense together; empty: none. */
    std::string
    contradiction(const RunOptions &options)
    {
      const std::vector<std::pair<bool, std::string>> alone = {
        {options.resume, "--resume"}, {options.collect, "--collect"}, {options.mesh_only, "--mesh-only"}};
      for (std::size_t i = 0; i < alone.size(); ++i)
        for (std::size_t j = i + 1; j < alone.size(); ++j)
          if (alone[i].first && alone[j].first)
            return alone[i].second + " and " + alone[j].second + " exclude each other.";
      const bool all = options.only_case == 0 && !options.collect && !options.mesh_only;
      if (options.jobs > 1 && !all)
        return "--jobs goes with none of --case, --collect and --mesh-only.";
      if (options.only_case > 0 && options.collect)
        return "--case and --collect exclude each other.";
      return options.ranks > 1 && options.jobs == 1 ? "--ranks goes with --jobs; otherwise mpirun starts the ranks." : "";
    }
  } // namespace

  CommandLine
  parse_command_line(const int argc, const char *const *argv)
  {
    if (argc <= 1)
      return printing(short_help());

    CommandLine              command_line;
    RunOptions              &options = command_line.options;
    std::string              max_time;
    std::vector<std::string> template_of;
    bool                     check = false, speciate = false, list = false, version = false, reference = false, no_figures = false;
    CLI::App                 app("", "zincfield");
    app.description("Finite-element solver for electrodeposition on coated zinc.\n"
                    "Exit status: 0 done, 1 wrong input, 2 the equations could not be solved, 3 the machine failed,\n"
                    "75 stopped, to go on with --resume.");
    app.add_option("INPUT", options.input_file, "Input file (.prm)");
    app.add_flag("--check", check, "Check the input and end; no mesh is built");
    app.add_flag("--speciate", speciate, "Print the composition of the bulk (aqueous chemistry) and end");
    app.add_option("--set", options.overrides, "Override a value: \"Section/Key = value\"; may be repeated")
      ->expected(1)
      ->allow_extra_args(false) // or the input file after it would be another value
      ->take_all();
    app.add_option("--variant", command_line.options.variant, "Run this variant of the input only");
    app.add_option("--output", options.output_directory, "Folder for the results (default: results/NAME)");
    app.add_flag("--resume", options.resume, "Go on from the checkpoints in the folder of the results, if there are any");
    app.add_option("--max-time", max_time, "Stop after so long, where --resume can go on: \"2 h\"");
    app.add_option("--case", options.only_case, "Run the case of this number only (--check lists them): one job of an array")
      ->check(not_a_number_of_things, "");
    app.add_option("--jobs", options.jobs, "Run so many cases at the same time, each as a process of its own")
      ->check(not_a_number_of_things, "");
    app.add_option("--ranks", options.ranks, "With --jobs: MPI ranks of each of them, started by mpirun")
      ->check(not_a_number_of_things, "");
    app.add_flag("--collect", options.collect, "Run nothing: write summary, table and figures of what was run with --case");
    app.add_flag("--mesh-only", options.mesh_only, "Write the mesh and end");
    app.add_flag("--verbose", options.verbose, "Every Newton step in the log, not only every mesh");
    app.add_flag("--no-figures", no_figures, "Draw no figures");
    app.add_option("--petsc", options.petsc_options, "Options for PETSc, as one text: \"-snes_monitor -ksp_view\"");
    CLI::Option *const templates =
      app
        .add_option(
          "--template", template_of,
          "Print a complete, commented input; with a geometry (\"protrusion\"), a transport model or both: a short one of these")
        ->expected(0, 2);
    app.add_flag("--list", list,
                 "Print geometries, transport models, kinetics, coating profiles, data sets with numbers and inputs");
    app.add_flag("--version", version, "Print the version and those of the libraries");
    app.add_flag("--reference", reference, "Print the parameter reference of the manual")->group("");
    app.set_help_flag("--help,-h", "Print this text");
    try
      {
        app.parse(with_new_names(argc, argv));
      }
    catch (const CLI::CallForHelp &)
      {
        return printing(app.help());
      }
    catch (const CLI::ParseError &error)
      {
        return wrong_option(error, app);
      }
    options.figures = !no_figures;
    if (const std::string problem = contradiction(options); !problem.empty())
      return printing("zincfield: " + problem + " See zincfield --help.\n", 1);
    if (!max_time.empty())
      try
        {
          options.max_time = parse_quantity(max_time, "s");
          if (!(options.max_time > 0.))
            throw std::invalid_argument("it is not above 0");
        }
      catch (const std::invalid_argument &error)
        {
          return printing(
            "zincfield: --max-time = " + max_time + ": " + error.what() + ". Allowed: a time > 0, for example \"2 h\".\n", 1);
        }
    if (version)
      return printing(version_text());
    if (list)
      return printing(list_of_kinds());
    if (*templates)
      try
        {
          std::ostringstream stream;
          write_template(stream, template_of);
          return printing(stream.str());
        }
      catch (const std::invalid_argument &error)
        {
          return printing(std::string("zincfield: --template: ") + error.what() + "\n", 1);
        }
    if (reference)
      return printing(text_of(write_reference));
    if (options.input_file.empty())
      return printing("zincfield: no input file is given. See zincfield --help.\n", 1);
    command_line.action = speciate ? CommandLine::Action::speciate : check ? CommandLine::Action::check : CommandLine::Action::run;
    return command_line;
  }

  std::vector<Case>
  read_cases(CommandLine &command_line)
  {
    const RunOptions &options = command_line.options;
    if (command_line.action == CommandLine::Action::check)
      require_no_errors(options.input_file, options.overrides, options.variant);
    const std::vector<Case> chosen = read_cases(options.input_file, options.overrides, options.variant);
    // fits rest on other variants than the one that is run
    return chosen.front().fits.empty() || options.variant.empty() ? chosen : read_cases(options.input_file, options.overrides);
  }

  namespace
  {
    /** What a mesh that comes ready-made consists of. */
    std::string
    regions_and_boundaries(const Geometry &geometry)
    {
      const auto line = [](const std::string &what, const std::vector<std::string> &names) {
        std::string text = "\n  " + what;
        for (std::size_t i = 0; i < names.size(); ++i)
          text += (i == 0 ? ": " : ", ") + names[i];
        return text;
      };
      std::string text = line("regions", geometry.material_names()) + line("boundaries", geometry.boundary_names());
      for (const std::string &note : geometry.notes())
        text += "\n  " + note;
      return text;
    }
  } // namespace

  std::string
  check_report(const std::string &file, const std::vector<Case> &cases)
  {
    std::string text = file + ": valid";
    if (cases.size() > 1 || cases[0].variant != "base")
      {
        const bool study = cases.front().of_study;
        text += ", " + std::to_string(cases.size()) + (study ? " cases:" : cases.size() == 1 ? " variant:" : " variants:");
        for (std::size_t i = 0; i < cases.size(); ++i)
          text += study ? "\n  " + std::to_string(i + 1) + "  " + cases[i].variant : (i == 0 ? " " : ", ") + cases[i].variant;
      }
    if (cases.front().geometry->imported())
      text += regions_and_boundaries(*cases.front().geometry);
    std::vector<std::string> said;
    for (const Case &data : cases)
      for (const KeyWithoutEffect &key : data.without_effect)
        if (const std::string note = key.text(); std::find(said.begin(), said.end(), note) == said.end())
          {
            said.push_back(note);
            text += "\n  " + note;
          }
    return text;
  }
} // namespace zincfield
