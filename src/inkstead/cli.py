"""The command line, `inkstead …`: finds Django, prepares the database, runs a command, and turns errors into sentences.

Exit status: 0 done · 1 refused or failed, one sentence on stderr · 2 wrong usage · 130 interrupted.
"""

from __future__ import annotations

import difflib
import errno
import os
import sys
import traceback
from collections.abc import Sequence
from importlib.metadata import version

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, get_commands, load_command_class
from django.core.management.base import BaseCommand
from django.db import DatabaseError, OperationalError, connections

from inkstead.lib.refusals import Refused

HIDDEN = {"migrate", "makemigrations", "shell"}
OPTIONS_OF_DJANGO = {
    "--version",
    "--verbosity",
    "--settings",
    "--pythonpath",
    "--traceback",
    "--no-color",
    "--force-color",
}
DONE, FAILED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    if any("\udc80" <= character <= "\udcff" for argument in arguments for character in argument):
        print("An argument is no readable text: Inkstead expects UTF-8.", file=sys.stderr)
        return WRONG_USAGE
    try:
        return run(arguments)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _forget_stdout()
        return DONE  # whoever read our output, `head` for one, has seen enough
    except Exception as error:
        if os.environ.get("INKSTEAD_DEBUG") == "1":
            traceback.print_exc()
        print(sentence(error), file=sys.stderr)
        return getattr(error, "returncode", FAILED)


def run(arguments: Sequence[str]) -> int:
    match list(arguments):
        case ["--version" | "version" | "-V"]:
            print(f"Inkstead {version('inkstead')}")
            return DONE
        case [] | ["--help" | "-h" | "help"]:
            _set_up()
            print(overview())
            return DONE
        case ["help", name, *_]:
            return run([name, "--help"])
        case [name, *rest]:
            _set_up()
            return run_command(name, rest)
    return WRONG_USAGE


def run_command(name: str, arguments: Sequence[str]) -> int:
    command = find_command(name)
    if command is None:
        print(_unknown(name), file=sys.stderr)
        return WRONG_USAGE
    parser = command.create_parser("inkstead", name)
    options = vars(parser.parse_args(arguments))
    try:
        if getattr(command, "prepares_database", name not in HIDDEN):
            _prepare_database()
        command.execute(*options.pop("args", ()), **{"skip_checks": True, **options})
        sys.stdout.flush()
    finally:
        connections.close_all()
    return DONE


def find_command(name: str) -> BaseCommand | None:
    app = get_commands().get(name)
    if app is None or not (name in HIDDEN or _is_ours(app)):
        return None
    command = app if isinstance(app, BaseCommand) else load_command_class(app, name)
    command.suppressed_base_arguments = OPTIONS_OF_DJANGO
    command.requires_system_checks = []  # `inkstead doctor` and the tests run them, not every command
    command.requires_migrations_checks = False
    # argparse prints usage and leaves with 2, instead of raising.
    command._called_from_command_line = True  # type: ignore[attr-defined]
    return command


def overview() -> str:
    commands = {name: find_command(name) for name in our_commands()}
    width = max(map(len, commands), default=0)
    lines = [f"  {name:<{width}}  {command.help if command else ''}".rstrip() for name, command in commands.items()]
    return "\n".join(
        [
            "Inkstead, a home for serial fiction.",
            "",
            "usage: inkstead COMMAND [OPTIONS]      inkstead COMMAND --help",
            "",
            *lines,
            "",
            "Start with `inkstead serve --demo`. Settings are environment variables, see docs/operators/.",
        ]
    )


def our_commands() -> list[str]:
    return sorted(name for name, app in get_commands().items() if _is_ours(app))


def sentence(error: BaseException) -> str:
    """What to tell a person. Without INKSTEAD_DEBUG=1 nobody is shown a traceback."""
    match error:
        case Refused() | CommandError() | ImproperlyConfigured():
            return str(error)
        case OSError():
            return _about_files(error)
        case OperationalError():
            return f"The database cannot be used: {_first_line(error)}"
        case DatabaseError():
            return f"The database did not accept this: {_first_line(error)}"
        case _:
            what = f"{type(error).__name__}: {_first_line(error)}".rstrip(": ")
            return f"Something went wrong inside Inkstead ({what}); INKSTEAD_DEBUG=1 shows where."


def _about_files(error: OSError) -> str:
    where = f" ({error.filename})" if error.filename else ""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return f"The disk is full{where}: free some space and try again."
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return f"Inkstead is not allowed to do this{where}: {error.strerror}."
        case errno.ENOENT:
            return f"There is no such file or folder{where}."
        case _:
            return f"{error.strerror or _first_line(error)}{where}."


def _first_line(error: BaseException) -> str:
    return str(error).strip().partition("\n")[0]


def _set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inkstead.settings")
    django.setup()


def _prepare_database() -> None:
    from inkstead.stores.preparing import prepare_database  # noqa: PLC0415 - needs Django to be set up

    prepare_database()


def _is_ours(app: str | BaseCommand) -> bool:
    name = app if isinstance(app, str) else type(app).__module__
    return name.startswith("inkstead.")


def _unknown(name: str) -> str:
    close = difflib.get_close_matches(name, our_commands(), n=1)
    hint = f" Did you mean `inkstead {close[0]}`?" if close else " `inkstead --help` lists what there is."
    return f"There is no command {name!r}.{hint}"


def _forget_stdout() -> None:
    """Otherwise Python complains about the broken pipe once more while it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
