"""The list of moves: by category, those that are not open greyed."""

from multipolar.cells import cells_in, fit, fit_right
from multipolar.domain.model.views import Offer, View
from multipolar.tui.support import routes as to
from multipolar.tui.widgets.cell_grid import EMPTY, Cell, CellGrid, Line


class MoveSheet(CellGrid):
    """Moves a seat may use, grouped as in the rulebook."""

    def __init__(self) -> None:
        super().__init__(id="moves")
        self._offers: tuple[Offer, ...] = ()
        self._partner: str | None = None

    def show_offers(self, view: View, offers: tuple[Offer, ...], partner: str | None) -> None:
        """Show the moves.

        Args:
            view: the seat's view.
            offers: the moves.
            partner: a power with which the move should be open, when one is wanted.
        """
        self._partner = partner
        self._offers = offers
        self.recompose_lines()

    def compose_lines(self, width: int) -> list[Line]:
        """A heading a category, a line a move."""
        lines: list[Line] = [(Cell(fit_right("capital·resources", width - 1), "quiet"),)]
        category = ""
        for offer in self._offers:
            if offer.category != category:
                category = offer.category
                lines += [EMPTY] if len(lines) > 1 else []
                lines.append((Cell(category.upper(), "head"),))
            shut = bool(offer.blocked) or (
                self._partner is not None and offer.most > 0 and self._partner not in offer.open_partners
            )
            price = f"{offer.cost[0]}·{offer.cost[1]}"
            text = f"{'–' if shut else ' '} {fit(offer.title, max(8, width - cells_in(price) - 4))} {price} "
            lines.append(
                (
                    Cell(
                        text,
                        "quiet" if shut else "",
                        opens=to.Choice(offer.move),
                        hint=offer.blocked,
                        name=offer.title,
                    ),
                )
            )
        return lines
