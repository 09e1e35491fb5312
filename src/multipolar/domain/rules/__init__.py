"""What rule set and scenario may declare, and the conditions they are written in."""
