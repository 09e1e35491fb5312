"""What a screen shows as a text must not hang on how far an animation had come."""

import os

os.environ["TEXTUAL_ANIMATIONS"] = "none"
