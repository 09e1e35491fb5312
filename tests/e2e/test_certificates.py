"""HTTPS with a certificate that no authority has signed, and every address of the machine: tried for real."""

import asyncio
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from multipolar.client.table import RemoteTable
from multipolar.domain.model.commands import Say
from multipolar.user_errors import UserError
from multipolar.wire.certificates import fingerprint_of
from tests.cli.command import CommandLine
from tests.e2e.test_hosting import HostProcess, run

__all__ = ["run"]


def certificate(folder: Path, name: str, names: str) -> tuple[str, str]:
    """A certificate that signs itself, for some names, and its key."""
    cert, key = folder / f"{name}.pem", folder / f"{name}-key.pem"
    made = ("-keyout", str(key), "-out", str(cert), "-days", "2", "-subj", "/CN=multipolar")
    kind = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    command = ["openssl", "req", "-x509", *kind, *made, "-addext", f"subjectAltName={names}"]
    subprocess.run(command, check=True, capture_output=True)
    return str(cert), str(key)


def _mark(cert: str) -> str:
    return fingerprint_of(Path(cert).read_text())


def _host(run: CommandLine, cert: str, key: str) -> HostProcess:
    where = ("--port", "0", "--listen", "any", "--certificate", cert, "--key", key)
    return HostProcess(run, "first-steps", "--seats", "VRN", *where)


async def test_people_come_in_by_https_where_they_trust_the_certificate_alone(run: CommandLine) -> None:
    cert, key = certificate(run.folder, "cert", "IP:127.0.0.1,DNS:localhost")
    host = await asyncio.to_thread(_host, run, cert, key)
    assert host.address.startswith("https://")
    port, code = host.address.rsplit(":", 1)[1], host.codes["VRN"]
    for address in (f"https://127.0.0.1:{port}", f"https://localhost:{port}/"):
        table = await RemoteTable.open(address, code, "Asha", cert)
        assert (await table.submit(Say(text=f"From {address}."))).accepted
        await table.close()
    joining = ("join", f"https://127.0.0.1:{port}", code, "--plain", "--certificate", cert)
    done = await asyncio.to_thread(run, *joining, stdin="status\nquit\n")
    assert (done.code, done.err) == (0, "")
    # Who does not know it is told what to compare, and nothing was sent.
    with pytest.raises(UserError, match="not known here") as unknown:
        await RemoteTable.open(f"https://127.0.0.1:{port}", code)
    assert _mark(cert) in str(unknown.value)
    with pytest.raises(UserError, match="write that too"):
        await RemoteTable.open(f"127.0.0.1:{port}", code)
    other, _ = certificate(run.folder, "other", "IP:127.0.0.1")
    with pytest.raises(UserError, match="not known here"):
        await RemoteTable.open(f"https://127.0.0.1:{port}", code, "", other)
    # Another address of this machine: the host is reached, its certificate says nothing of it.
    with pytest.raises(UserError, match="for another address"):
        await RemoteTable.open(f"https://127.0.0.2:{port}", code, "", cert)


def test_who_hosts_is_told_of_every_address_and_of_the_fingerprint(run: CommandLine) -> None:
    cert, key = certificate(run.folder, "cert", "IP:127.0.0.1")
    sheet = run.folder / "sheets.html"
    command = ["-m", "multipolar", "host", "first-steps", "--seats", "VRN", "--port", "0", "--listen", "any"]
    command += ["--certificate", cert, "--key", key, "--codes", str(sheet)]
    told = _told(run, command)
    mark = _mark(cert)
    assert f"fingerprint of the certificate: {mark}" in told
    assert any("https://127.0.0.1:" in line for line in told)
    assert not any("plain HTTP" in line for line in told)
    assert any("multipolar join https://" in line for line in told)
    assert mark in sheet.read_text()
    plain = _told(run, command[:10])
    assert any("plain HTTP: whoever runs this network can read along" in line for line in plain)
    alone = _told(run, command[:8])
    assert any("only this machine can reach it" in line for line in alone)


def _told(run: CommandLine, command: list[str]) -> list[str]:
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    host = subprocess.Popen([sys.executable, *command], cwd=run.folder, env=run.environment(), **pipes)  # type: ignore[call-overload]
    assert host.stdout is not None
    lines: list[str] = []
    while not lines or not lines[-1].startswith("Ctrl-C"):
        line = host.stdout.readline().decode()
        assert line, host.communicate()[1]
        lines.append(line.rstrip("\n"))
    host.terminate()
    assert host.communicate(timeout=20)[1] == b""
    return lines


def test_a_key_that_is_not_the_certificates_is_said_in_a_line(run: CommandLine) -> None:
    cert, key = certificate(run.folder, "cert", "IP:127.0.0.1")
    _, other = certificate(run.folder, "other", "IP:127.0.0.1")
    for wrong in ((cert, other), (key, key), (cert, cert)):
        done = run("host", "first-steps", "--port", "0", "--certificate", wrong[0], "--key", wrong[1])
        assert (done.code, len(done.err.splitlines())) == (1, 1), done.err
        assert "certificate" in done.err


def test_only_an_address_that_was_asked_for_is_listened_at(run: CommandLine) -> None:
    host = HostProcess(run, "first-steps", "--seats", "VRN", "--port", "0")
    port = int(host.address.rsplit(":", 1)[1])
    socket.create_connection(("127.0.0.1", port), 5).close()
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.2", port), 5)
