"""From keys to commands: actions, sending, stepping, whose turn it is."""
