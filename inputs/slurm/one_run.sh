#!/bin/bash
# One run, however long: sbatch one_run.sh my.prm
#
# Five minutes before its time is over Slurm sends SIGUSR1; the program writes a checkpoint and ends with status 75, the job
# goes back into the queue, and the next start goes on from there. Change the lines below to what your cluster has.
#
#SBATCH --job-name=zincfield
#SBATCH --ntasks=4
#SBATCH --time=04:00:00
#SBATCH --signal=B:USR1@300
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=%x-%j.out

set -u
input=${1:?usage: sbatch one_run.sh INPUT.prm [options of zincfield]}
program=${ZINCFIELD:-zincfield}
# How ranks are started here: "srun --mpi=pmix", "mpirun", ... What is given has to pass SIGUSR1 on to them, as both do.
launcher=${ZINCFIELD_LAUNCHER-srun}
# A run that does not get on, because a single mesh takes longer than the job may, is not started for ever.
most_restarts=${ZINCFIELD_MOST_RESTARTS:-50}

export OMP_NUM_THREADS=1
$launcher "$program" "$@" --resume &
run=$!
trap 'kill -USR1 "$run"' USR1
wait "$run"
status=$?
while kill -0 "$run" 2>/dev/null; do # the signal ends the wait, not the run
  wait "$run"
  status=$?
done

if [ "$status" -eq 75 ]; then
  if [ "${SLURM_RESTART_COUNT:-0}" -lt "$most_restarts" ]; then
    echo "$(date +%T) to be continued: $input"
    scontrol requeue "$SLURM_JOB_ID"
  else
    echo "started $most_restarts times and not finished: $input"
  fi
fi
exit "$status"
