"""A page of HTML as PDF: the one module that needs the extra ``pdf``, and the Pango library beside it."""

from weasyprint import HTML


def pdf(page: str) -> bytes:
    """A page of HTML as it is printed."""
    made: bytes = HTML(string=page).write_pdf()
    return made
