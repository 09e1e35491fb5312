"""Whole exercises as scripts, each with the transcript of what was answered."""
