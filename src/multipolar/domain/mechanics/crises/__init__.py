"""Crises: what brings them about, who may choose what, and how they end."""
