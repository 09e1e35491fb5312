"""The outermost guard: whatever happens, one line for the person and an exit code, never a traceback.

Errors a person can mend say what is wrong and what to do. An error nobody foresaw says so; with
MULTIPOLAR_DEBUG set the traceback is printed as well.
"""

import errno
import os
import signal
import sys
import threading
import traceback
from collections.abc import Sequence
from contextlib import suppress
from io import TextIOWrapper

from multipolar.cli.exits import DONE, ENDING, FAILED, INTERRUPTED, WRONG_USE, Failed, Stopped

DEBUG = "MULTIPOLAR_DEBUG"


def heed_signals() -> None:
    """Let a signal to end unwind the program, so that what is saved stands in one file at the end."""
    if threading.current_thread() is not threading.main_thread():
        return
    for number in ENDING:
        # Where somebody wants it ignored (nohup), it stays so.
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _stop)


def _stop(number: int, _frame: object) -> None:
    for each in ENDING:
        # Once is enough: a second would cut short what is done because of the first.
        signal.signal(each, signal.SIG_IGN)
    raise Stopped(number)


def run(arguments: Sequence[str]) -> int:
    """Run one command.

    Args:
        arguments: what stands after the name of the program.

    Returns:
        The exit code: 0 done, 1 failed, 2 wrong use, 130 interrupted, 128 and its number after a signal.
    """
    _prepare_streams()
    heed_signals()
    try:
        code = _run(list(arguments))
        sys.stdout.flush()
    except Stopped as stopped:
        return stopped.code
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        return _broken(error)
    return code


def _prepare_streams() -> None:
    """Make writing possible whatever the streams are: closed ones swallow, others show what they can."""
    if sys.stdin is None or sys.stdout is None or sys.stderr is None:
        # A closed descriptor would be given to the next file opened, a database among them.
        while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:
            pass
        os.close(descriptor)
        sys.stdin = sys.stdin or os.fdopen(0, closefd=False)
        sys.stdout = sys.stdout or os.fdopen(1, "w", closefd=False)
        sys.stderr = sys.stderr or os.fdopen(2, "w", closefd=False)
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a letter shows a question mark; it is no reason to stop.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def _run(arguments: list[str]) -> int:
    from typer import Abort, Exit, TyperException
    from typer.main import get_command

    from multipolar.cli.app import app

    try:
        left = get_command(app).main(arguments, prog_name="multipolar", standalone_mode=False)
    except TyperException as wrong:
        return _wrong_use(wrong)
    except Exit as leaving:
        return leaving.exit_code
    except Abort:
        return INTERRUPTED
    except SystemExit:
        # Typer leaves like this when whoever reads its output has had enough; nothing else does.
        return _silent()
    except Failed as failed:
        return complain(str(failed))
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 - the outermost guard: nothing may pass it as a traceback
        return _unforeseen(error)
    return left if isinstance(left, int) else DONE


def complain(line: str, code: int = FAILED) -> int:
    """Print one line to standard error.

    Args:
        line: what is wrong and what to do.
        code: the exit code it stands for.
    """
    from multipolar.cells import visible

    sys.stderr.write(f"multipolar: {visible(' '.join(line.split()))}\n")
    return code


def _wrong_use(wrong: Exception) -> int:
    context = getattr(wrong, "ctx", None)
    command = getattr(context, "command_path", "multipolar")
    message = getattr(wrong, "format_message", wrong.__str__)()
    return complain(f"{message.rstrip('.')}; see `{command} --help`", WRONG_USE)


def _broken(error: OSError) -> int:
    if error.errno == errno.EPIPE:
        return _silent()
    _silent()
    where = f": {error.filename}" if error.filename else ""
    if os.environ.get(DEBUG):
        traceback.print_exc()
    return complain(f"{error.strerror or error}{where}")


def _silent() -> int:
    """Let what cannot be written any more go nowhere, so that it is not tried again at exit."""
    try:
        sys.stdout.flush()
    except OSError:
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return DONE


def _unforeseen(error: Exception) -> int:
    # Loaded by then, wherever one could have been raised; and not worth loading for `--help`.
    from multipolar.domain.errors import Refused
    from multipolar.user_errors import UserError

    if isinstance(error, UserError):
        return complain(str(error))
    if isinstance(error, Refused):
        return complain(error.message)
    if os.environ.get(DEBUG):
        traceback.print_exc()
    from multipolar.cells import cut

    what = cut(" ".join(f"{type(error).__name__}: {error}".split()), 300)
    return complain(
        f"this should not have happened ({what}); what was saved is safe. Please report it to the "
        f"authors with the command you gave and what {DEBUG}=1 prints before this line"
    )
