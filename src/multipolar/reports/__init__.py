"""The after-action report: a record made into a document that leaves the room.

`contents` gathers what a seat may know from its replay, `charts` draws it, `writing` makes a file of it.
What a seat's edition tells is what its replay shows, and nothing else.
"""
