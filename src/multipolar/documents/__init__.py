"""Files that people write in YAML: read with the place of everything, and every mistake told in words.

Scenarios and rule sets are read alike. What a file should hold is handed in as a pydantic model; what its
content means is checked by those who know.
"""
