"""Many files: a pool that a crash cannot stop, limits for each file, and a memory between runs."""

from deident.batch.limits import default_memory
from deident.batch.order import HANDFUL, TIMEOUT_SECONDS, run, workers
from deident.batch.pool import Pool, is_abandoned

__all__ = ["HANDFUL", "TIMEOUT_SECONDS", "Pool", "default_memory", "is_abandoned", "run", "workers"]
