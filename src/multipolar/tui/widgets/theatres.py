"""Theatres and the threats in them, as bars with their drift."""

from multipolar.cells import cells_in, fit
from multipolar.tui.support import routes as to
from multipolar.tui.widgets.cell_grid import Cell, Line
from multipolar.tui.widgets.drawing import bar, course, moved
from multipolar.tui.widgets.panel import Panel

WITH_COURSE = 42
"""Columns from which on the course of a threat stands beside it."""
SHOWN_STAGES = ("warning", "acute", "confrontation", "brink", "conflict")


class Theatres(Panel):
    """Each theatre with its threats and its open crises."""

    def title_now(self) -> str:
        """What it is."""
        return "THEATRES AND THREATS"

    def compose_lines(self, width: int) -> list[Line]:
        """A heading a theatre, a bar a threat."""
        view = self.view
        lines: list[Line] = []
        kind_width = max((cells_in(threat.kind) for threat in view.threats), default=8) + 1
        steps = 8 if width >= WITH_COURSE else 0
        bar_width = max(4, min(40, width - kind_width - 16 - steps))
        for theatre in view.theatres:
            lines.append((Cell(theatre.name, "strong"),))
            for crisis in view.crises:
                if crisis.theatre == theatre.id and crisis.stage in SHOWN_STAGES:
                    told = f"  ! {crisis.title}: {'–'.join(crisis.parties)}, {crisis.stage}"
                    lines.append((Cell(told, "bad", opens=to.Crisis(crisis.id)),))
            for threat in view.threats:
                if threat.theatre != theatre.id:
                    continue
                level = view.numbers.get(threat.target, 0)
                drift = moved(view, threat.target)
                full, empty = bar(level, bar_width)
                told = f"{'▲' if drift > 0 else '▼'}{abs(drift)}" if drift else ""
                exposed = threat.exposure.get(view.seat, 0)
                style = "bad" if level >= 60 else "warn" if level >= 40 else "good"
                number = f" {level:>3d} "
                lines.append(
                    (
                        Cell(f"  {fit(threat.kind, kind_width)}", ""),
                        Cell(full, style),
                        Cell(empty, "trough"),
                        Cell(number, "strong", threat.target, hint=threat.why),
                        Cell(fit(told, 4), "bad" if drift > 0 else "good"),
                        Cell(fit(course(view, threat.target, steps), steps), "bar"),
                        Cell(
                            f" {'•' * exposed}",
                            "quiet",
                            hint=f"your exposure: {exposed} of 3" if view.brief else "",
                        ),
                    )
                )
        return lines or [(Cell("This scenario has no theatres.", "quiet"),)]
