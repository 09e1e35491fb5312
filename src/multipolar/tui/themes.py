"""The colours: a dark and a light theme, and the variables that both give the screens.

Colour never carries meaning alone. Only these themes are offered: themes in the terminal's own sixteen
colours turn black on black where ``NO_COLOR`` is set.
"""

from textual.theme import Theme

DARK = Theme(
    name="dark",
    primary="#5fa8d3",
    secondary="#8a9ab0",
    accent="#e0a458",
    success="#7bc47f",
    warning="#e6c35c",
    error="#e5736b",
    foreground="#d7dee6",
    background="#10161d",
    surface="#161e27",
    panel="#1e2935",
    dark=True,
    variables={
        "good": "#7bc47f",
        "bad": "#e5736b",
        "quiet": "#7f8c9b",
        "rule": "#2f3d4c",
        "allied": "#74d3a4",
        "partner": "#7bc47f",
        "cooperative": "#a5c98a",
        "correct": "#aab4bf",
        "strained": "#e0c068",
        "adversarial": "#e5946b",
        "rupture": "#ea6a72",
        "block-cursor-background": "#2c4a63",
        "block-cursor-foreground": "#ffffff",
        "scrollbar": "#35506a",
        "scrollbar-hover": "#4a6b8a",
        "scrollbar-active": "#5fa8d3",
        "scrollbar-background": "#161e27",
        "scrollbar-background-hover": "#161e27",
        "scrollbar-background-active": "#161e27",
    },
)
LIGHT = Theme(
    name="light",
    primary="#1f6391",
    secondary="#55606e",
    accent="#97590c",
    success="#2a7237",
    warning="#7d5c00",
    error="#ac2b2b",
    foreground="#1c2630",
    background="#f7f8f9",
    surface="#eff1f4",
    panel="#e1e6eb",
    dark=False,
    variables={
        "good": "#2a7237",
        "bad": "#ac2b2b",
        "quiet": "#626d79",
        "rule": "#c2cad3",
        "allied": "#0b6b4c",
        "partner": "#2a7237",
        "cooperative": "#4f6d1b",
        "correct": "#55606e",
        "strained": "#7d5c00",
        "adversarial": "#a04a0e",
        "rupture": "#a5172b",
        "block-cursor-background": "#c9dded",
        "block-cursor-foreground": "#0d1822",
        "scrollbar": "#a9bccd",
        "scrollbar-hover": "#8aa3b9",
        "scrollbar-active": "#1f6391",
        "scrollbar-background": "#e9edf1",
        "scrollbar-background-hover": "#e9edf1",
        "scrollbar-background-active": "#e9edf1",
    },
)
THEMES = (DARK, LIGHT)
