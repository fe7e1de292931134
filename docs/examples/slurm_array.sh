#!/bin/bash
#SBATCH --job-name=capaug
#SBATCH --array=1-16
#SBATCH --cpus-per-task=8
#SBATCH --mem=8G
#SBATCH --time=04:00:00
#SBATCH --requeue
# One part of a run for each task of the array: sbatch slurm_array.sh DATASET OUT
# Each makes its own folder, OUT-parts/1 to OUT-parts/16; merge them when all are done.
set -euo pipefail

PARTS=16 # as in --array above, also when tasks are sent again: --array=3,7

capaug generate --dataset "$1" --out "$2-parts/$SLURM_ARRAY_TASK_ID" --part "$SLURM_ARRAY_TASK_ID/$PARTS" \
    --workers "$SLURM_CPUS_PER_TASK"
