"""The record of many games by their hashes: what makes the engine faster must leave every one as it is."""
