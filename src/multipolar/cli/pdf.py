"""Pages of HTML as PDF, where what makes them is installed."""

from multipolar.cli.exits import Failed


def as_pdf(page: str) -> bytes:
    """A page as PDF.

    Raises:
        Failed: what makes it is not installed.
    """
    try:
        from multipolar.pdf import pdf
    except (ImportError, OSError) as error:
        raise Failed(
            "PDF needs WeasyPrint (pip install 'multipolar[pdf]') and the Pango library (on Debian: apt-get "
            "install libpango-1.0-0 libpangoft2-1.0-0); or print what --format html writes from a browser"
        ) from error
    return pdf(page)
