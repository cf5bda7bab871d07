"""What is measured: each module has `run(names)`, which yields the results whose name is asked for."""
