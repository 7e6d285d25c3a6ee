"""All benchmarks, one after the other."""

from benchmarks import startup, throughput

startup.main()
throughput.main()
