"""Fingerprints of certificates: by which a person sees that a certificate is the one of the sheet."""

import hashlib
import ssl


def fingerprint_of(pem: str) -> str:
    """The SHA-256 fingerprint of the first certificate in a text, as browsers show it: ``AB:12:…``.

    Args:
        pem: one or more certificates, as in a file of them.

    Raises:
        ValueError: when it holds none.
    """
    begin, end = pem.find(ssl.PEM_HEADER), pem.find(ssl.PEM_FOOTER)
    if begin < 0 or end < begin:
        raise ValueError("it holds no certificate")
    found = (
        hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem[begin : end + len(ssl.PEM_FOOTER)])).hexdigest().upper()
    )
    return ":".join(found[at : at + 2] for at in range(0, len(found), 2))
