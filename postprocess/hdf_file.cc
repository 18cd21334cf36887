#include "postprocess/hdf_file.h"

#include <hdf5.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <numeric>
#include <sstream>

namespace zincfield
{
  namespace
  {
    constexpr hsize_t rows_of_chunk = 16384; // compressed together
    constexpr int     compression   = 1;     // of zlib's nine levels: the others save 2 % and take twice as long

    /** An object of HDF5, closed at the end of its life. */
    class HdfObject
    {
    public:
      HdfObject(const hid_t id, herr_t (*close)(hid_t))
        : id_(id)
        , close_(close)
      {}
      HdfObject(const HdfObject &) = delete;
      HdfObject &
      operator=(const HdfObject &) = delete;
      ~HdfObject()
      {
        close();
      }

      /** Whether it exists and could be closed. */
      bool
      close()
      {
        const bool good = id_ >= 0 && close_(id_) >= 0;
        id_             = -1;
        return good;
      }
      operator hid_t() const
      {
        return id_;
      }

    private:
      hid_t id_;
      herr_t (*close_)(hid_t);
    };

    template <typename Number>
    hid_t
    native_type();
    template <>
    hid_t
    native_type<float>()
    {
      return H5T_NATIVE_FLOAT;
    }
    template <>
    hid_t
    native_type<std::int64_t>()
    {
      return H5T_NATIVE_INT64;
    }
    template <>
    hid_t
    native_type<unsigned char>()
    {
      return H5T_NATIVE_UCHAR;
    }

    /** Rows of all ranks: how many there are, and where those of this rank begin. */
    struct Rows
    {
      Rows(const std::uint64_t here, const MPI_Comm communicator)
        : own(here)
      {
        MPI_Allreduce(&here, &all, 1, MPI_UINT64_T, MPI_SUM, communicator);
        MPI_Exscan(&here, &first, 1, MPI_UINT64_T, MPI_SUM, communicator);
        int rank = 0;
        MPI_Comm_rank(communicator, &rank);
        if (rank == 0)
          first = 0;
      }
      std::uint64_t own, all = 0, first = 0;
    };

    /** Writes rows of `width` numbers of all ranks, one rank after the other. Collective. */
    template <typename Number>
    bool
    write_rows(
      const hid_t group, const std::string &name, const std::vector<Number> &values, const unsigned int width, const Rows &rows)
    {
      const int       rank    = width > 1 ? 2 : 1;
      const hsize_t   shape[] = {rows.all, width}, start[] = {rows.first, 0}, count[] = {rows.own, width};
      const HdfObject space(H5Screate_simple(rank, shape, nullptr), H5Sclose),
        memory(H5Screate_simple(rank, count, nullptr), H5Sclose), properties(H5Pcreate(H5P_DATASET_CREATE), H5Pclose),
        transfer(H5Pcreate(H5P_DATASET_XFER), H5Pclose);
      if (rows.all > 0)
        {
          const hsize_t chunk[] = {std::min<hsize_t>(rows.all, rows_of_chunk), width};
          H5Pset_chunk(properties, rank, chunk);
          H5Pset_shuffle(properties);
          H5Pset_deflate(properties, compression);
        }
      H5Pset_dxpl_mpio(transfer, H5FD_MPIO_COLLECTIVE);
      HdfObject set(H5Dcreate2(group, name.c_str(), native_type<Number>(), space, H5P_DEFAULT, properties, H5P_DEFAULT), H5Dclose);
      if (set < 0)
        return false;
      if (rows.own > 0)
        H5Sselect_hyperslab(space, H5S_SELECT_SET, start, nullptr, count, nullptr);
      else // takes part all the same: the others wait for it
        {
          H5Sselect_none(space);
          H5Sselect_none(memory);
        }
      const bool good = rows.all == 0 || H5Dwrite(set, native_type<Number>(), memory, space, transfer, values.data()) >= 0;
      return set.close() && good;
    }

    /** Texts that all ranks know, as a data set of them. */
    bool
    write_texts(const hid_t group, const std::string &name, const std::vector<std::string> &texts)
    {
      std::size_t length = 1;
      for (const std::string &text : texts)
        length = std::max(length, text.size() + 1);
      std::vector<char> flat(length * texts.size(), '\0');
      for (std::size_t i = 0; i < texts.size(); ++i)
        std::copy(texts[i].begin(), texts[i].end(), flat.begin() + i * length);
      const hsize_t   n = texts.size();
      const HdfObject type(H5Tcopy(H5T_C_S1), H5Tclose), space(H5Screate_simple(1, &n, nullptr), H5Sclose);
      H5Tset_size(type, length);
      HdfObject  set(H5Dcreate2(group, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), H5Dclose);
      const bool good = set >= 0 && H5Dwrite(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, flat.data()) >= 0;
      return set.close() && good;
    }

    bool
    write_text(const hid_t object, const std::string &name, const std::string &text)
    {
      const HdfObject type(H5Tcopy(H5T_C_S1), H5Tclose), space(H5Screate(H5S_SCALAR), H5Sclose);
      H5Tset_size(type, text.size());
      const HdfObject attribute(H5Acreate2(object, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
      return attribute >= 0 && H5Awrite(attribute, type, text.data()) >= 0;
    }

    std::string
    read_text(const hid_t object, const std::string &name)
    {
      const HdfObject attribute(H5Aopen(object, name.c_str(), H5P_DEFAULT), H5Aclose);
      if (attribute < 0)
        return "";
      const HdfObject type(H5Aget_type(attribute), H5Tclose);
      std::string     text(H5Tget_size(type), ' ');
      H5Aread(attribute, type, text.data());
      return text;
    }

    /** A file of all ranks, opened or made. */
    hid_t
    open_together(const std::string &path, const bool anew, const MPI_Comm communicator)
    {
      const HdfObject access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
      H5Pset_fapl_mpio(access, communicator, MPI_INFO_NULL);
      int there = 0, rank = 0;
      MPI_Comm_rank(communicator, &rank);
      if (rank == 0 && !anew)
        {
          std::error_code failed;
          there = std::filesystem::exists(path, failed) && H5Fis_hdf5(path.c_str()) > 0 ? 1 : 0;
        }
      MPI_Bcast(&there, 1, MPI_INT, 0, communicator);
      return there == 1 ? H5Fopen(path.c_str(), H5F_ACC_RDWR, access) : H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, access);
    }

    /** Fields, and what their numbers stand for, in a group each. */
    bool
    write_fields_of(const hid_t group, const Grid &grid, const Rows &points, const std::string &fields, const std::string &names)
    {
      HdfObject values(H5Gcreate2(group, fields.c_str(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), H5Gclose),
        words(H5Gcreate2(group, names.c_str(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), H5Gclose);
      bool       good     = values >= 0 && words >= 0;
      const bool as_texts = names == "Names"; // for VTKHDF see write_names()
      for (const GridField &field : grid.fields)
        good = good && write_rows(values, name_without_strokes(field.name), field.values, field.n_components, points);
      for (const auto &entry : grid.names)
        good = good && (entry.second.empty() || !as_texts || write_texts(words, entry.first, entry.second));
      return good && values.close() && words.close();
    }

    /**
     * What numbers stand for, as field data of a VTKHDF file that is closed: VTK reads texts of variable length only, which
     * parallel HDF5 does not write. By one rank.
     */
    bool
    write_names(const std::string &path, const Grid &grid)
    {
      HdfObject       file(H5Fopen(path.c_str(), H5F_ACC_RDWR, H5P_DEFAULT), H5Fclose);
      const HdfObject type(H5Tcopy(H5T_C_S1), H5Tclose);
      H5Tset_size(type, H5T_VARIABLE);
      bool good = file >= 0;
      for (const auto &entry : grid.names)
        if (good && !entry.second.empty())
          {
            const hsize_t             n = entry.second.size();
            std::vector<const char *> texts;
            for (const std::string &text : entry.second)
              texts.push_back(text.c_str());
            const HdfObject   space(H5Screate_simple(1, &n, nullptr), H5Sclose);
            const std::string path = "VTKHDF/FieldData/" + entry.first;
            HdfObject         set(H5Dcreate2(file, path.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), H5Dclose);
            good = set >= 0 && H5Dwrite(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, texts.data()) >= 0;
            good = set.close() && good;
          }
      return file.close() && good;
    }

    bool
    agreed(const bool good, const MPI_Comm communicator)
    {
      int here = good ? 1 : 0, everywhere = 0;
      MPI_Allreduce(&here, &everywhere, 1, MPI_INT, MPI_MIN, communicator);
      return everywhere == 1;
    }

    void
    without_messages()
    {
      H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
    }

    std::vector<hsize_t>
    shape_of(const hid_t group, const std::string &name)
    {
      const HdfObject set(H5Dopen2(group, name.c_str(), H5P_DEFAULT), H5Dclose);
      if (set < 0)
        return {};
      const HdfObject      space(H5Dget_space(set), H5Sclose);
      std::vector<hsize_t> shape(std::max(H5Sget_simple_extent_ndims(space), 0));
      H5Sget_simple_extent_dims(space, shape.data(), nullptr);
      return shape;
    }

    std::string
    in_quotes(const std::string &text)
    {
      std::string result;
      for (const char c : text)
        result += c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '"' ? "&quot;" : std::string(1, c);
      return result;
    }

    /** The reference to a data set. */
    std::string
    data_item(const std::string &file, const std::string &place, const std::vector<hsize_t> &shape, const bool whole_numbers)
    {
      std::string sizes;
      for (const hsize_t n : shape)
        sizes += (sizes.empty() ? "" : " ") + std::to_string(n);
      return "<DataItem Dimensions=\"" + sizes + "\" NumberType=\"" +
             (whole_numbers ? "Int\" Precision=\"8" : "Float\" Precision=\"4") + "\" Format=\"HDF\">" +
             in_quotes(file + ":/" + place) + "</DataItem>";
    }

    herr_t
    add_name(const hid_t, const char *const name, const H5L_info_t *, void *const names)
    {
      static_cast<std::vector<std::string> *>(names)->push_back(name);
      return 0;
    }
  } // namespace

  std::string
  name_without_strokes(const std::string &name)
  {
    const std::size_t bracket = name.rfind('[');
    std::string       result  = name.substr(0, bracket);
    std::replace(result.begin(), result.end(), '/', '|');
    if (bracket == std::string::npos)
      return result;
    std::istringstream unit(name.substr(bracket, name.rfind(']') - bracket));
    std::string        part;
    std::getline(unit, part, '/');
    result += part;
    while (std::getline(unit, part, '/'))
      {
        const std::size_t power = part.find('^');
        result += " " + part.substr(0, power) + "^-" + (power == std::string::npos ? "1" : part.substr(power + 1));
      }
    return result + "]";
  }

  bool
  write_vtkhdf(const std::string &path, const Grid &grid, const MPI_Comm communicator)
  {
    without_messages();
    int rank = 0;
    MPI_Comm_rank(communicator, &rank);
    const std::int64_t n_points = grid.points.size() / 3, n_cells = grid.cells.size() / grid.n_corners, n_ids = grid.cells.size();
    const Rows pieces(1, communicator), points(n_points, communicator), cells(n_cells, communicator), ids(n_ids, communicator),
      ends(n_cells + 1, communicator);
    std::vector<std::int64_t> offsets(n_cells + 1);
    for (std::int64_t c = 0; c <= n_cells; ++c)
      offsets[c] = c * grid.n_corners;
    const std::vector<unsigned char> types(n_cells, grid.n_corners == 2 ? 3 : grid.n_corners == 4 ? 9 : 12);

    HdfObject file(open_together(path, true, communicator), H5Fclose);
    if (!agreed(file >= 0, communicator))
      return false;
    bool good = false;
    {
      const HdfObject root(H5Gcreate2(file, "VTKHDF", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), H5Gclose);
      const hsize_t   two       = 2;
      const int       version[] = {1, 0};
      const HdfObject pair(H5Screate_simple(1, &two, nullptr), H5Sclose),
        attribute(H5Acreate2(root, "Version", H5T_STD_I64LE, pair, H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
      good = root >= 0 && H5Awrite(attribute, H5T_NATIVE_INT, version) >= 0 && write_text(root, "Type", "UnstructuredGrid") &&
             write_rows(root, "NumberOfPoints", std::vector<std::int64_t>{n_points}, 1, pieces) &&
             write_rows(root, "NumberOfCells", std::vector<std::int64_t>{n_cells}, 1, pieces) &&
             write_rows(root, "NumberOfConnectivityIds", std::vector<std::int64_t>{n_ids}, 1, pieces) &&
             write_rows(root, "Points", grid.points, 3, points) && write_rows(root, "Connectivity", grid.cells, 1, ids) &&
             write_rows(root, "Offsets", offsets, 1, ends) && write_rows(root, "Types", types, 1, cells) &&
             write_fields_of(root, grid, points, "PointData", "FieldData");
    }
    good = agreed(file.close() && good, communicator);
    if (good && rank == 0)
      good = write_names(path, grid);
    return agreed(good, communicator);
  }

  bool
  write_group(const std::string &path, const std::string &group, const Grid &grid, const MPI_Comm communicator)
  {
    without_messages();
    const Rows                points(grid.points.size() / 3, communicator), cells(grid.cells.size() / grid.n_corners, communicator);
    std::vector<std::int64_t> numbers = grid.cells; // of points, counted through all ranks
    for (std::int64_t &number : numbers)
      number += points.first;
    HdfObject file(open_together(path, false, communicator), H5Fclose);
    if (!agreed(file >= 0, communicator))
      return false;
    bool good = false;
    {
      const HdfObject parents(H5Pcreate(H5P_LINK_CREATE), H5Pclose);
      H5Pset_create_intermediate_group(parents, 1);
      const std::string parent = group.substr(0, group.rfind('/'));
      if (H5Lexists(file, parent.c_str(), H5P_DEFAULT) > 0 && H5Lexists(file, group.c_str(), H5P_DEFAULT) > 0)
        H5Ldelete(file, group.c_str(), H5P_DEFAULT);
      const HdfObject root(H5Gcreate2(file, group.c_str(), parents, H5P_DEFAULT, H5P_DEFAULT), H5Gclose);
      std::string     names; // what fields are called, in their order
      for (const GridField &field : grid.fields)
        names += field.name + "\n";
      good = root >= 0 && write_text(root, "fields", names.empty() ? "\n" : names) &&
             write_rows(root, "Points", grid.points, 3, points) && write_rows(root, "Cells", numbers, grid.n_corners, cells) &&
             write_fields_of(root, grid, points, "Fields", "Names");
    }
    good = file.close() && good;
    return agreed(good, communicator);
  }

  std::string
  xdmf_grid(const std::string &path, const std::string &group, const double time)
  {
    without_messages();
    const HdfObject file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose);
    const HdfObject root(file < 0 ? -1 : H5Gopen2(file, group.c_str(), H5P_DEFAULT), H5Gclose);
    if (root < 0)
      return "";
    const std::string          name   = std::filesystem::path(path).filename().string();
    const std::vector<hsize_t> points = shape_of(root, "Points"), cells = shape_of(root, "Cells");
    if (points.size() != 2 || cells.size() != 2)
      return "";
    std::ostringstream text;
    text << "<Grid Name=\"" << in_quotes(group) << "\" GridType=\"Uniform\">\n<Time Value=\"" << time
         << "\"/>\n<Topology TopologyType=\""
         << (cells[1] == 2   ? "Polyline\" NodesPerElement=\"2"
             : cells[1] == 4 ? "Quadrilateral"
                             : "Hexahedron")
         << "\" NumberOfElements=\"" << cells[0] << "\">" << data_item(name, group + "/Cells", cells, true)
         << "</Topology>\n<Geometry GeometryType=\"XYZ\">" << data_item(name, group + "/Points", points, false) << "</Geometry>\n";
    std::istringstream fields(read_text(root, "fields"));
    for (std::string field; std::getline(fields, field);)
      {
        const std::string          place = "Fields/" + name_without_strokes(field);
        const std::vector<hsize_t> shape = shape_of(root, place);
        if (!field.empty() && !shape.empty())
          text << "<Attribute Name=\"" << in_quotes(field) << "\" Center=\"Node\" AttributeType=\""
               << (shape.size() > 1 ? "Vector" : "Scalar") << "\">" << data_item(name, group + "/" + place, shape, false)
               << "</Attribute>\n";
      }
    std::vector<std::string> words;
    if (const HdfObject names(H5Gopen2(root, "Names", H5P_DEFAULT), H5Gclose); names >= 0)
      H5Literate(names, H5_INDEX_NAME, H5_ITER_INC, nullptr, &add_name, &words);
    for (const std::string &word : words)
      text << "<Information Name=\"" << in_quotes(word) << "\" Value=\"" << in_quotes(name + ":/" + group + "/Names/" + word)
           << "\"/>\n";
    text << "</Grid>\n";
    return text.str();
  }

  std::string
  xdmf_file(const std::vector<std::string> &grids)
  {
    std::string text = "<?xml version=\"1.0\" ?>\n<Xdmf Version=\"3.0\">\n<Domain>\n";
    if (grids.size() != 1)
      text += "<Grid Name=\"series\" GridType=\"Collection\" CollectionType=\"Temporal\">\n";
    for (const std::string &grid : grids)
      text += grid;
    if (grids.size() != 1)
      text += "</Grid>\n";
    return text + "</Domain>\n</Xdmf>\n";
  }
} // namespace zincfield
