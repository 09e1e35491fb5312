"""How single things work: what a move needs, what it does, frameworks, leaks, scores."""
