"""The terminal app: screens over a Table, and nothing behind it.

A `Lobby` opens tables; a worker follows each and posts one message with a frozen view; screens
render from the view and send commands. No rule belongs here: what is legal and what it costs comes in
the view and from `Table.preview`.
"""
