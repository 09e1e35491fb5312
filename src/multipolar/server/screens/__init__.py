"""Screens in a browser: the app of the terminal, run on this host, painted by a terminal in a page.

Apart from the light page, which needs none of this. `parent` and what it loads run in processes of their
own; the host itself never loads a screen.
"""
