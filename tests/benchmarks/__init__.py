"""What the program costs, measured: medians, and ratios to a named reference of the same run."""
