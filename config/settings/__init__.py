"""base: common; demo: `make run`; test: the tests; production: a real server."""
