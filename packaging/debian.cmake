# `cpack -G DEB` in the build folder: the package of this program for the Debian release that it was built on.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME zincfield)
string(REPLACE "-" "~" CPACK_PACKAGE_VERSION ${ZINCFIELD_VERSION}) # 1.0.0~rc comes before 1.0.0
set(CPACK_PACKAGE_CONTACT "The zincfield developers <zincfield@example.org>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "finite-element solver for electrodeposition on coated zinc")
set(CPACK_PACKAGE_DESCRIPTION
"zincfield computes current, potential and concentration on coated and structured
zinc electrodes: Nernst-Planck and Poisson transport, Butler-Volmer kinetics,
coatings with gradients of thickness and conductivity, with error bars.")
set(CPACK_RESOURCE_FILE_LICENSE ${CMAKE_CURRENT_SOURCE_DIR}/LICENSE)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Figures are drawn by Python, on a screen in memory.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "openmpi-bin, python3, python3-numpy, python3-vtk9, python3-matplotlib, python3-h5py, xvfb, xauth, libgl1-mesa-dri")
include(CPack)
