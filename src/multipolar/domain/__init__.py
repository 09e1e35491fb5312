"""The rules of a multipolar exercise, and nothing else.

Pure: no clock, no chance but the dice port, no files, no screen, no database. Start reading at
`exercise.py`; everything else is what that loop needs.
"""
