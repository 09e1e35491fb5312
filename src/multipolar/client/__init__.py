"""A seat at an exercise that another machine hosts: the table port over a network."""
