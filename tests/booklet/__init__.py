"""Tests of the paper pack."""
