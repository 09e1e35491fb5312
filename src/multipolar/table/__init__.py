"""One exercise being played: the port every front end holds, and the single writer behind it."""
