#!/bin/bash
#SBATCH --job-name=capaug
#SBATCH --nodes=3
#SBATCH --ntasks-per-node=1
#SBATCH --cpus-per-task=16
#SBATCH --exclusive
#SBATCH --time=04:00:00
#SBATCH --no-kill
# A Ray cluster of the nodes of this job, and one run on all of them: sbatch ray_on_slurm.sh DATASET OUT
set -euo pipefail

export RAY_USAGE_STATS_ENABLED=0
mapfile -t nodes < <(scontrol show hostnames "$SLURM_JOB_NODELIST")
head=${nodes[0]}
address=$head:${RAY_PORT:-6379}

# Ray starts on every node. What stands after -- runs on the first node, and Ray stops when it has ended.
srun --no-kill ray symmetric-run --address "$address" --min-nodes "$SLURM_NNODES" --num-cpus "$SLURM_CPUS_PER_TASK" -- \
    capaug generate --dataset "$1" --out "$2" --engine ray --address "$address"
