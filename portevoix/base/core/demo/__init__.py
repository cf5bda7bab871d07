"""`make run`: prepares the database, starts the web server and the worker, watches over them, stops all of it.

`presence` says whether it runs already; `children` are the processes it watches; `preparation` is what comes before; `ports` finds
a free one. The command `rundemo` puts them together.
"""
