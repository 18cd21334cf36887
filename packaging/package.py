# Spack recipe: `spack repo create zincfield-repo`, copy this file to packages/zincfield/package.py there, `spack install zincfield`.
# Tried: no (no Spack where it was written). deal.II is built for the processor of the cluster, so that it has all its lanes.
from spack.package import *


class Zincfield(CMakePackage):
    """Finite-element solver for electrodeposition on coated zinc surfaces."""

    homepage = "https://example.org/zincfield"  # where you found the sources
    git = "https://example.org/zincfield.git"

    license("LGPL-2.1-or-later")
    version("main", branch="main")

    depends_on("c", type="build")
    depends_on("cxx", type="build")
    depends_on("cmake@3.20:", type="build")
    depends_on("ninja", type="build")
    depends_on("dealii@9.4:9.7 +mpi +p4est +petsc +muparser cxxstd=17")
    depends_on("petsc +hypre +mumps")
    depends_on("cli11")
    depends_on("nlohmann-json")
    depends_on("udunits")
    depends_on("libpng")
    depends_on("muparser")
    depends_on("openssl")
    depends_on("python@3.9:", type="run")
    depends_on("py-numpy", type="run")
    depends_on("py-matplotlib", type="run")
    depends_on("vtk +python", type="run")

    generator("ninja")

    def cmake_args(self):
        return ["-DZINCFIELD_TESTS=OFF"]
