#!/bin/bash
# The cases of a parameter study (or the variants of an input), each a job of an array:
#
#   zincfield --check my.prm                          # lists the cases: 12, say
#   sbatch --array=1-12%4 parameter_study.sh my.prm             # at most 4 at a time
#   sbatch --dependency=afterany:JOB --wrap "zincfield my.prm --collect"   # then: one summary, table and figure
#
# Cases that were finished are not run again: the same command goes on with a study of which some jobs have failed.
#
#SBATCH --job-name=study
#SBATCH --ntasks=1
#SBATCH --time=04:00:00
#SBATCH --signal=B:USR1@300
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=%x-%A_%a.out

set -u
input=${1:?usage: sbatch --array=1-N parameter_study.sh INPUT.prm [options of zincfield]}
program=${ZINCFIELD:-zincfield}
launcher=${ZINCFIELD_LAUNCHER-srun}
most_restarts=${ZINCFIELD_MOST_RESTARTS:-50}

export OMP_NUM_THREADS=1
$launcher "$program" "$@" --case "$SLURM_ARRAY_TASK_ID" --resume &
run=$!
trap 'kill -USR1 "$run"' USR1
wait "$run"
status=$?
while kill -0 "$run" 2>/dev/null; do # the signal ends the wait, not the run
  wait "$run"
  status=$?
done

if [ "$status" -eq 75 ] && [ "${SLURM_RESTART_COUNT:-0}" -lt "$most_restarts" ]; then
  echo "$(date +%T) to be continued: case $SLURM_ARRAY_TASK_ID of $input"
  scontrol requeue "$SLURM_JOB_ID"
fi
exit "$status"
