"""What screens and widgets lean on: text, themes, preferences, maps, the lesson's times."""
