#!/usr/bin/python3
"""Slurm's part of a long run: test_slurm.py PROGRAM SOURCE_DIRECTORY [--time-limit]

Starts munge and Slurm with one node on the loopback address in a folder of its own, and submits the scripts of inputs/slurm/:
a run that is warned, goes back into the queue, and ends with the numbers of one that was never interrupted; and a job array over a
parameter study with one summary at the end. The warning comes from scancel as soon as there is a checkpoint; with --time-limit from Slurm itself
because time is nearly over, which takes two minutes. Ends with 77 where this machine cannot run Slurm, and says why.
"""
import json
import os
import pwd
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SKIPPED = 77

CONFIGURATION = """ClusterName=local
SlurmctldHost=localhost(127.0.0.1)
SlurmUser={user}
SlurmdUser={user}
SlurmctldPort={controller_port}
SlurmdPort={node_port}
AuthType=auth/munge
AuthInfo=socket={folder}/munge/socket
CredType=cred/munge
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
JobRequeue=1
KillWait=5
NodeName=localhost NodeAddr=127.0.0.1 CPUs={cpus} State=UNKNOWN
PartitionName=all Nodes=localhost Default=YES MaxTime=INFINITE State=UP OverSubscribe=FORCE
"""

CYCLES = ["--set", "Discretization/Minimum cycles = {0}", "--set", "Discretization/Maximum cycles = {0}"]


class Skip(Exception):
    pass


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def wait_for(condition, what, seconds=60.0):
    end = time.time() + seconds
    while time.time() < end:
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError(f"waited {seconds:.0f} s in vain for {what}")


class Slurm:
    """munged, slurmctld and slurmd of this test only."""

    def __init__(self, folder):
        self.folder = folder
        self.processes = []
        for tool in ("munged", "slurmctld", "slurmd", "sbatch", "scontrol"):
            if not shutil.which(tool, path=os.environ["PATH"] + ":/usr/sbin:/sbin"):
                raise Skip(f"{tool} is not installed (Debian packages slurm-wlm and munge)")
        if os.getuid() != 0:
            raise Skip("slurmd is started as root only")
        for name in ("munge", "state", "spool"):
            (folder / name).mkdir(mode=0o755)
        key = folder / "munge" / "key"
        key.write_bytes(os.urandom(1024))
        key.chmod(0o400)
        self.munge = folder / "munge"
        configuration = CONFIGURATION.format(folder=folder, user=pwd.getpwuid(os.getuid()).pw_name, controller_port=free_port(), node_port=free_port(),
                                             cpus=os.cpu_count())
        (folder / "slurm.conf").write_text(configuration)
        self.environment = {**os.environ, "SLURM_CONF": str(folder / "slurm.conf"), "PATH": os.environ["PATH"] + ":/usr/sbin:/sbin",
                            "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}

    def start(self):
        self.daemon("munged", "--foreground", f"--key-file={self.munge}/key", f"--socket={self.munge}/socket", f"--pid-file={self.munge}/pid",
                    f"--log-file={self.munge}/log", f"--seed-file={self.munge}/seed")
        self.expect(lambda: (self.munge / "socket").exists(), "munged")
        self.daemon("slurmctld", "-D", "-c")
        self.daemon("slurmd", "-D", "-N", "localhost")
        self.expect(lambda: "idle" in self.ask("sinfo", "-h", "-o", "%T"), "slurmctld and slurmd")

    def expect(self, condition, what):
        try:
            wait_for(condition, what, 30.0)
        except AssertionError:
            logs = "".join(f"\n{log}:\n{log.read_text(errors='replace')[-600:]}" for log in sorted(self.folder.glob("*.log")))
            raise Skip(f"{what} did not start here{logs}") from None

    def daemon(self, *command):
        log = open(self.folder / f"{command[0]}.out", "w")
        self.processes.append(subprocess.Popen(command, env=self.environment, stdout=log, stderr=log, start_new_session=True))

    def ask(self, *command):
        return subprocess.run(command, env=self.environment, capture_output=True, text=True).stdout

    def submit(self, script, *arguments, options=(), **variables):
        command = ["sbatch", "--parsable", "--ntasks=1", *options, str(script), *arguments]
        done = subprocess.run(command, env={**self.environment, **variables}, capture_output=True, text=True, cwd=self.folder)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip().split(";")[0]

    def state(self, job):
        return re.findall(r"JobState=(\S+)", self.ask("scontrol", "show", "job", job))

    def hurry(self, job):
        """Slurm lets two minutes pass before it starts a job again."""
        if "PENDING" in self.state(job):
            self.ask("scontrol", "update", f"JobId={job}", "StartTime=now")

    def stop(self):
        for process in reversed(self.processes):
            process.terminate()
        for process in reversed(self.processes):
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def results(folder):
    summary = json.loads((folder / "summary.json").read_text())
    return summary["status"], {name: [v["quantities"], v["balance"]] for name, v in summary["variants"].items()}


def one_run(slurm, program, source, by_time_limit):
    """Warned, put back into the queue, finished: as if nothing had happened."""
    case, cycles = slurm.folder / "case.prm", 11 if by_time_limit else 8
    case.write_text(re.search(r'R"\((.*?)\)"', (source / "tests/restart/interrupted.h").read_text(), re.S).group(1))
    options = ["--no-figures", "--variant", "low", *(word.format(cycles) for word in CYCLES)]
    subprocess.run([program, case, *options, "--output", slurm.folder / "whole"], env=slurm.environment, check=True, stdout=subprocess.DEVNULL)
    time_limit = ["--time=1", "--signal=B:USR1@55"] if by_time_limit else []
    job = slurm.submit(source / "inputs/slurm/one_run.sh", str(case), *options, "--output", str(slurm.folder / "queued"),
                       options=[f"--output={slurm.folder}/job.out", *time_limit], ZINCFIELD=str(program), ZINCFIELD_LAUNCHER="")
    if not by_time_limit:
        wait_for(lambda: (slurm.folder / "queued/low/checkpoint/000004").exists(), "a checkpoint")
        slurm.ask("scancel", "--batch", "--signal=USR1", job)

    def ended():
        slurm.hurry(job)
        return slurm.state(job) in (["COMPLETED"], ["FAILED"])

    wait_for(ended, "the end of the job", 400.0 if by_time_limit else 90.0)
    said = (slurm.folder / "job.out").read_text()
    assert slurm.state(job) == ["COMPLETED"], said
    assert "Stopped by SIGUSR1" in said and "to be continued" in said and "going on from" in said, said
    restarts = re.search(r"Restarts=(\d+)", slurm.ask("scontrol", "show", "job", job)).group(1)
    assert int(restarts) >= 1, restarts
    assert results(slurm.folder / "queued") == results(slurm.folder / "whole")
    print(f"one run: started {int(restarts) + 1} times, the numbers of the uninterrupted run")


def parameter_study(slurm, program, source):
    """A job array, then everything collected."""
    case = slurm.folder / "study.prm"
    text = (slurm.folder / "case.prm").read_text()
    text = text[:text.index("subsection Variants")] + "subsection Sweep\n  set Control/Applied current density = 1 mA/cm^2 to 20 mA/cm^2, 3 values\nend\n"
    case.write_text(text)
    options = ["--no-figures", "--output", str(slurm.folder / "study"), *(word.format(3) for word in CYCLES)]
    job = slurm.submit(source / "inputs/slurm/parameter_study.sh", str(case), *options, options=["--array=1-3", f"--output={slurm.folder}/study-%a.out"],
                       ZINCFIELD=str(program), ZINCFIELD_LAUNCHER="")
    wait_for(lambda: not slurm.ask("squeue", "-h", "-j", job).strip(), "the end of the array")
    said = "".join((slurm.folder / f"study-{k}.out").read_text() for k in (1, 2, 3))
    collected = subprocess.run([program, case, *options, "--collect"], env=slurm.environment, capture_output=True, text=True)
    assert collected.returncode == 0, collected.stderr + said
    subprocess.run([program, case, *options[:1], "--output", slurm.folder / "serial", *options[3:]], env=slurm.environment, check=True, stdout=subprocess.DEVNULL)
    assert results(slurm.folder / "study") == results(slurm.folder / "serial")
    print("parameter study: three jobs of an array, the numbers of a serial study")


def main():
    program, source = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    folder = Path(tempfile.mkdtemp(prefix="zincfield_slurm_"))
    folder.chmod(0o755)
    slurm = None
    try:
        slurm = Slurm(folder)
        slurm.start()
        one_run(slurm, program, source, "--time-limit" in sys.argv)
        parameter_study(slurm, program, source)
    except Skip as reason:
        print(f"skipped: {reason}")
        return SKIPPED
    finally:
        if slurm:
            slurm.stop()
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
