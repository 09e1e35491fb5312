"""A sheet of codes to print, cut up and hand out: one page a seat, complete in one file."""

import html
import io
import re
from collections.abc import Mapping

import segno

from multipolar.server.hosting import Opened

_BRIEF = 300
"""Characters of a role on its page."""
STRIPS = 4
"""Strips on a page: one for each person of a team."""
_STYLE = (
    "@page{margin:1.2cm}body{font:10pt/1.35 system-ui,sans-serif;margin:0}section{break-after:page}"
    "section:last-child{break-after:auto}h1{font-size:16pt;margin:0 0 .2cm}p{margin:.1cm 0}"
    ".strip{border-top:1px dashed #666;padding:.35cm 0;display:flex;gap:.8cm;align-items:center;"
    "break-inside:avoid}.code{font:600 18pt/1.2 ui-monospace,monospace;letter-spacing:.08em}"
    ".mark{font-size:8pt;overflow-wrap:anywhere}svg{display:block;width:3.2cm;height:3.2cm}"
)
_WIFI = (
    "Page does not open? Join the Wi-Fi of the host and stay in it if the phone says “no internet”; "
    "switch mobile data off. A sign-in page appears? Sign in there, then open the address in your browser."
)


def link_to(address: str, code: str) -> str:
    """The address that fills a code in: it stands in the fragment, which is never sent nor logged."""
    return f"{address}/#{code}"


def qr_lines(text: str) -> list[str]:
    """A QR code in characters, for a terminal."""
    drawn = io.StringIO()
    segno.make(text, error="m", micro=False).terminal(drawn, compact=True)
    return drawn.getvalue().rstrip("\n").split("\n")


def _qr_svg(text: str) -> str:
    drawn: str = segno.make(text, error="m", micro=False).svg_inline(border=2, omitsize=True)
    return drawn


def sheet(opened: Opened) -> str:
    """The sheet as HTML: powers first, the codes of those who watch and lead apart, last."""
    powers = {seat: code for seat, code in opened.codes.items() if seat in opened.roles}
    others = {seat: code for seat, code in opened.codes.items() if seat not in opened.roles}
    pages = [_page(opened, seat, code) for seat, code in powers.items()]
    title = f"<title>Codes: {html.escape(opened.title)}</title>"
    head = f'<head><meta charset="utf-8">{title}<style>{_STYLE}</style></head>'
    body = f"<body>{''.join(pages)}{_control(opened, others)}</body>"
    return f'<!doctype html><html lang="en">{head}{body}</html>\n'


def _page(opened: Opened, seat: str, code: str) -> str:
    title = html.escape(f"{opened.names[seat]} · {opened.title}")
    strips = STRIPS * _strip(opened, seat, code)
    return f"<section><h1>{title}</h1><p>{html.escape(_in_short(opened.roles[seat]))}</p>{strips}</section>"


def _in_short(role: str) -> str:
    """The beginning of a role: three lines of it, in whole sentences; all of it stands in the program."""
    told = ""
    for sentence in re.findall(r".+?[.!?](?:\s|$)|.+$", role):
        if told and len(told) + len(sentence) > _BRIEF:
            break
        told += sentence
    return told.strip()


def _strip(opened: Opened, seat: str, code: str) -> str:
    address = opened.addresses[0]
    joining = f"multipolar join {address.removeprefix('http://')} {code}"
    return (
        f'<div class="strip"><div>{_qr_svg(link_to(address, code))}</div><div>'
        f"<p><strong>{html.escape(opened.names[seat])}</strong> {html.escape(address)}</p>"
        f'<p class="code">{code}</p><p>Terminal: <code>{html.escape(joining)}</code></p><p>{_WIFI}</p>'
        f"{_fingerprint(opened)}</div></div>"
    )


def _fingerprint(opened: Opened) -> str:
    if not opened.fingerprint:
        return ""
    return (
        '<p class="mark">Your device does not know the certificate? Go on only if its SHA-256 fingerprint '
        f"is <code>{opened.fingerprint}</code></p>"
    )


def _control(opened: Opened, others: Mapping[str, str]) -> str:
    strips = "".join(_strip(opened, seat, code) for seat, code in others.items())
    return f"<section><h1>Not for players · {html.escape(opened.title)}</h1>{strips}</section>"
