"""What a seat may know, and in which words: views, forecasts, causes, narration."""
