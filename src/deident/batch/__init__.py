"""Many files: a pool that a crash cannot stop, limits for each file, and a memory between runs."""

from deident.batch.limits import default_memory
from deident.batch.pool import TIMEOUT_SECONDS, Pool, run, workers

__all__ = ["TIMEOUT_SECONDS", "Pool", "default_memory", "run", "workers"]
