"""An auditor: a second, naive reading of the rule data over exported records.

`reading` reads and recomputes, and knows nothing of the program; `producing` has the program play games
and write them out.
"""
