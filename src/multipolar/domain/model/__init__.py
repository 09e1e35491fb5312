"""What is true and what has happened: commands, events, the world, views, and how each is made."""
