"""Whether a run was healthy: what it filed, compared with what the outlet's profile expects."""
