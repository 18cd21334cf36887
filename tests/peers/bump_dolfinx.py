#!/usr/bin/python3
"""The benchmark inputs/benchmarks/bump.prm with DOLFINx 0.5 (Debian package fenicsx) and the best PETSc settings found for it.

Box 5 x 5 x 20 um whose bottom is raised to the Gaussian bump h = 3 exp(-r^2 / (2 * 0.8^2)) um about its centre (vertical lines
stretched linearly between bottom and top); N x N x 4 N hexahedra, Q_p for concentration and potential. Binary Zn2+/SO4 2-
electrolyte, ideal dilute, D = 0.703e-9 and 1.065e-9 m2/s, 298.15 K; top: c = 1000 mol/m3, potential 0; sides: no flux; bottom:
i = i0 (exp(f eta) - c/c0 exp(-f eta)), i0 = 73.6 A/m2, E = -0.1 V, only Zn2+ reacts. Newton to a residual reduction of 1e-8.

Prints one line "RESULT {...}" (JSON). Compiling the forms and importing the modules is not in its times.
"""
import argparse
import itertools
import json
import resource
import time

import basix
import numpy as np
import ufl
from dolfinx import fem, mesh
from dolfinx.fem import petsc as fem_petsc
from mpi4py import MPI
from petsc4py import PETSc

HEIGHT, ELECTRODE_POTENTIAL = 20.0, -0.1  # [um], [V]
AMG = {"strong_threshold": 0.5, "coarsen_type": "HMIS", "interp_type": "ext+i", "P_max": 4}
comm = MPI.COMM_WORLD


def surface(x):
    return 3.0 * np.exp(-((x[0] - 2.5) ** 2 + (x[1] - 2.5) ** 2) / (2 * 0.8**2))


def raised(points):
    """Points of the box, moved with its bottom."""
    bottom = surface(points.T)
    return np.column_stack([points[:, 0], points[:, 1], bottom + points[:, 2] * (HEIGHT - bottom) / HEIGHT])


def curved_box(n, degree):
    """Hexahedra of a degree above 1: their nodes lie on the bump where those of degree 1 only have their corners."""
    if comm.rank > 0:
        nodes, cells = np.empty((0, 3)), np.empty((0, (degree + 1) ** 3), dtype=np.int64)
    else:
        counts = np.array([n, n, 4 * n])
        strides = degree * counts + 1
        reference = basix.create_element(basix.ElementFamily.P, basix.CellType.hexahedron, degree, basix.LagrangeVariant.equispaced).points
        local = np.rint(degree * reference).astype(np.int64)
        first = degree * np.array(list(itertools.product(*(range(c) for c in counts))), dtype=np.int64)
        place = first[:, None, :] + local[None, :, :]
        cells = (place[..., 0] * strides[1] + place[..., 1]) * strides[2] + place[..., 2]
        grid = np.meshgrid(*(np.linspace(0, 1, s) for s in strides), indexing="ij")
        nodes = raised(np.column_stack([g.ravel() for g in grid]) * [5.0, 5.0, HEIGHT])
    element = ufl.VectorElement("Lagrange", ufl.Cell("hexahedron", geometric_dimension=3), degree)
    return mesh.create_mesh(comm, cells, nodes, ufl.Mesh(element))


def make_mesh(n, geometry_degree):
    if geometry_degree > 1:
        return curved_box(n, geometry_degree)
    domain = mesh.create_box(comm, [[0, 0, 0], [5, 5, HEIGHT]], [n, n, 4 * n], mesh.CellType.hexahedron)
    domain.geometry.x[:] = raised(domain.geometry.x)
    return domain


def weak_form(state, domain, ds, degree):
    """c in 1000 mol/m3, potential in RT/F, D in 1e-9 m2/s. Residual, its derivative, and the current density [A/m2] on ds(1)."""
    dx = ufl.Measure("dx", domain=domain, metadata={"quadrature_degree": 2 * degree})
    c, phi = ufl.split(state)
    test_c, test_phi = ufl.TestFunctions(state.function_space)
    faraday, thermal_voltage = 96485.33212, 8.314462618 * 298.15 / 96485.33212
    flux_unit = 1e-9 * 1000.0 / 1e-6  # mol/m2/s
    eta = ELECTRODE_POTENTIAL / thermal_voltage - phi
    reaction = 73.6 * (ufl.exp(eta) - c * ufl.exp(-eta)) / (faraday * flux_unit)
    flux_zn = -0.703 * (ufl.grad(c) + 2 * c * ufl.grad(phi))
    flux_so4 = -1.065 * (ufl.grad(c) - 2 * c * ufl.grad(phi))
    current = 2 * flux_zn - 2 * flux_so4
    residual = -ufl.inner(flux_so4, ufl.grad(test_c)) * dx - ufl.inner(current, ufl.grad(test_phi)) * dx - reaction * test_phi * ds(1)
    native = {"cffi_extra_compile_args": ["-O3", "-march=native"]}
    forms = (residual, ufl.derivative(residual, state), faraday * flux_unit / 25.0 * reaction * ds(1))
    return [fem.form(form, jit_params=native) for form in forms]


def top_values(space, facets):
    """Concentration and potential of the bulk at the top, and the owned unknowns of each field."""
    bcs, owned = [], []
    first = space.dofmap.index_map.local_range[0] * space.dofmap.index_map_bs
    n_owned = space.dofmap.index_map.size_local * space.dofmap.index_map_bs
    for i, value in enumerate((1.0, 0.0)):
        collapsed, dofs = space.sub(i).collapse()
        boundary_value = fem.Function(collapsed)
        boundary_value.x.array[:] = value
        where = fem.locate_dofs_topological((space.sub(i), collapsed), 2, facets)
        bcs.append(fem.dirichletbc(boundary_value, where, space.sub(i)))
        dofs = np.array(dofs, dtype=np.int32)
        owned.append(np.sort(dofs[dofs < n_owned] + first).astype(np.int32))
    return bcs, owned


def make_solver(name, matrix, owned):
    ksp = PETSc.KSP().create(comm)
    ksp.setOperators(matrix)
    options = PETSc.Options()
    if name == "mumps":
        ksp.setType("preonly")
        ksp.getPC().setType("lu")
        ksp.getPC().setFactorSolverType("mumps")
    elif name == "hypre":
        ksp.setType("gmres")
        ksp.getPC().setType("hypre")
        options["pc_hypre_boomeramg_numfunctions"] = 2
        for key, value in AMG.items():
            options["pc_hypre_boomeramg_" + key] = value
    else:
        ksp.setType("fgmres")
        ksp.getPC().setType("fieldsplit")
        ksp.getPC().setFieldSplitIS(*[(field, PETSc.IS().createGeneral(o, comm)) for field, o in zip("cp", owned)])
        options["pc_fieldsplit_type"] = "symmetric_multiplicative"
        for field in "cp":
            options[f"fieldsplit_{field}_ksp_type"] = "preonly"
            options[f"fieldsplit_{field}_pc_type"] = "hypre"
            for key, value in AMG.items():
                options[f"fieldsplit_{field}_pc_hypre_boomeramg_{key}"] = value
    ksp.setTolerances(rtol=1e-4, max_it=400)
    ksp.setFromOptions()
    return ksp


def newton(state, residual_form, jacobian_form, bcs, ksp, matrix, vector):
    """Steps, linear iterations, seconds for matrices and preconditioners, seconds in all."""
    start, setup, iterations, update = time.perf_counter(), 0.0, 0, matrix.createVecRight()
    for step in range(40):
        with vector.localForm() as local:
            local.set(0)
        fem_petsc.assemble_vector(vector, residual_form)
        vector.ghostUpdate(addv=PETSc.InsertMode.ADD, mode=PETSc.ScatterMode.REVERSE)
        fem_petsc.set_bc(vector, bcs, state.vector, -1.0)
        norm = vector.norm()
        initial = norm if step == 0 else initial
        if norm < 1e-8 * initial:
            return step, iterations, setup, time.perf_counter() - start
        begin = time.perf_counter()
        matrix.zeroEntries()
        fem_petsc.assemble_matrix(matrix, jacobian_form, bcs=bcs)
        matrix.assemble()
        ksp.setOperators(matrix)  # or setUp() takes the last step's preconditioner for this one, and solve() makes the new one
        ksp.setUp()
        ksp.setUpOnBlocks()
        setup += time.perf_counter() - begin
        vector.scale(-1)
        ksp.solve(vector, update)
        if ksp.getConvergedReason() < 0:
            break
        iterations += ksp.getIterationNumber()
        state.vector.axpy(1.0, update)
        state.x.scatter_forward()
    raise SystemExit("DOLFINx: not converged")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("n", type=int, help="cells across the base")
    parser.add_argument("--degree", type=int, default=2)
    parser.add_argument("--geometry-degree", type=int, default=1)
    parser.add_argument("--solver", choices=["fieldsplit", "hypre", "mumps"], default="fieldsplit")
    options = parser.parse_args()

    start = time.perf_counter()
    domain = make_mesh(options.n, options.geometry_degree)
    electrode_facets = mesh.locate_entities_boundary(domain, 2, lambda x: np.isclose(x[2], surface(x), atol=1e-6))
    top_facets = mesh.locate_entities_boundary(domain, 2, lambda x: np.isclose(x[2], HEIGHT))
    tags = mesh.meshtags(domain, 2, np.sort(electrode_facets), np.full(len(electrode_facets), 1, dtype=np.int32))
    ds = ufl.Measure("ds", domain=domain, subdomain_data=tags)
    element = ufl.FiniteElement("Q", domain.ufl_cell(), options.degree)
    space = fem.FunctionSpace(domain, ufl.MixedElement([element, element]))
    state = fem.Function(space)
    begin = time.perf_counter()
    residual_form, jacobian_form, current_form = weak_form(state, domain, ds, options.degree)
    compiling = time.perf_counter() - begin
    bcs, owned = top_values(space, top_facets)
    state.sub(0).interpolate(lambda x: np.ones(x.shape[1]))
    fem.petsc.set_bc(state.vector, bcs)
    matrix, vector = fem_petsc.create_matrix(jacobian_form), fem_petsc.create_vector(residual_form)
    ksp = make_solver(options.solver, matrix, owned)
    comm.barrier()
    before = time.perf_counter() - start - compiling

    steps, iterations, setup, total = newton(state, residual_form, jacobian_form, bcs, ksp, matrix, vector)
    current = comm.allreduce(fem.assemble_scalar(current_form), op=MPI.SUM)
    peak = comm.allreduce(1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, op=MPI.SUM)
    if comm.rank == 0:
        result = {
            "unknowns": space.dofmap.index_map.size_global * space.dofmap.index_map_bs,
            "cells": domain.topology.index_map(3).size_global,
            "mesh_s": before,
            "setup_s": setup,
            "solve_s": total - setup,
            "newton_steps": steps,
            "linear_iterations": iterations,
            "peak_bytes": peak,
            "current": current,
        }
        print("RESULT " + json.dumps(result))


if __name__ == "__main__":
    main()
