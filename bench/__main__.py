"""`python -m bench [name]`."""

import sys

from bench.database import bench_database
from bench.run import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], bench_database))
