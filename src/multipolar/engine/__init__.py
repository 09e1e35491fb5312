"""One exercise being run: the single writer, the programs that play, the clock, the log it is kept in."""
