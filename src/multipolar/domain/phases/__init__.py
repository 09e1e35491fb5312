"""What happens phase by phase, from the first event to the last assessment."""
