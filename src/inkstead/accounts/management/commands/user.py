"""`inkstead user`: accounts made by the operator, already confirmed; names of people who left set free again."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from inkstead.accounts import actions
from inkstead.accounts.actions import NewAccount
from inkstead.accounts.models import Role
from inkstead.lib.refusals import Refused

KNOWN = {"pen_name", "email", "password", "role"}


class Command(BaseCommand):
    help = "Create accounts that are confirmed already, and set names of people who left free again."

    def add_arguments(self, parser: CommandParser) -> None:
        kinds = parser.add_subparsers(dest="what", required=True)
        free = kinds.add_parser("free", help="let a pen name be taken whose owner left within a year")
        free.add_argument("pen_name", metavar="PENNAME")
        create = kinds.add_parser("create", help="create an account")
        create.add_argument("pen_name", nargs="?", metavar="PENNAME", help="the name they write under")
        create.add_argument("--email", help="how they sign in")
        create.add_argument(
            "--password-stdin", action="store_true", help="read the password from the first line of stdin"
        )
        create.add_argument("--role", choices=Role.values, default=Role.READER)
        create.add_argument("--batch", action="store_true", help="read a JSON object per line from stdin")
        create.add_argument("--token", metavar="NAME", help="with --batch: create a token of this name for each")
        create.add_argument("--json", action="store_true", help="print JSON")
        self.create_parser_ = create

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "free":
            freed = actions.free_gone_name(options["pen_name"])
            self.stdout.write(
                "It can be taken again." if freed else "Nobody of that name, spelt so, left within a year."
            )
        elif options["batch"]:
            self._create_batch(options)
        elif options["pen_name"] and options["email"]:
            self._create_one(options)
        else:
            self.create_parser_.error("give PENNAME and --email, or --batch")

    def _create_one(self, options: dict[str, Any]) -> None:
        password = sys.stdin.readline().rstrip("\r\n") if options["password_stdin"] else None
        user, pen_name = actions.create_account(
            pen_name=options["pen_name"], email=options["email"], password=password, role=options["role"]
        )
        if options["json"]:
            self._print({"pen_name": pen_name.name, "id": user.pk})
            return
        self.stdout.write(f"{pen_name.name} can sign in as {user.email}.")
        if password is None:
            self.stdout.write("There is no password yet: they choose one with “Forgot your password?”.")

    def _create_batch(self, options: dict[str, Any]) -> None:
        numbered = list(_read(sys.stdin.read()))
        with ThreadPoolExecutor() as pool:  # hashing passwords is slow and lets other threads run
            accounts = list(pool.map(_prepare, numbered))
        lines = _save(accounts, [number for number, _ in numbered], options["token"])
        for line in lines:
            if options["json"]:
                self._print(line)
            else:
                self.stdout.write("\t".join(map(str, line.values())))

    def _print(self, line: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(line, ensure_ascii=False))


def _read(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            given = json.loads(line)
        except (ValueError, RecursionError):
            raise CommandError(f"Line {number}: this is not JSON. No account was made.") from None
        if not _is_account(given):
            raise CommandError(
                f'Line {number}: an object with the texts "pen_name", "email" and perhaps "password" and "role" is '
                "expected. No account was made."
            )
        yield number, given


def _is_account(given: object) -> bool:
    return (
        isinstance(given, dict)
        and {"pen_name", "email"} <= given.keys() <= KNOWN
        and all(isinstance(value, str) for value in given.values())
    )


def _prepare(numbered: tuple[int, dict[str, Any]]) -> NewAccount:
    number, given = numbered
    try:
        return actions.prepare_account(**given)
    except Refused as refusal:
        raise CommandError(f"Line {number}: {refusal} No account was made.") from None


@transaction.atomic
def _save(accounts: list[NewAccount], numbers: list[int], token: str | None) -> list[dict[str, Any]]:
    """All or none."""
    try:
        made = actions.create_accounts(accounts)
    except Refused as refusal:
        number = numbers[refusal.refused_at]  # type: ignore[attr-defined]
        raise CommandError(f"Line {number}: {refusal} No account was made.") from None
    lines: list[dict[str, Any]] = [{"pen_name": pen_name.name, "id": user.pk} for user, pen_name in made]
    if token is not None:
        for line, secret in zip(lines, actions.create_tokens(made, token), strict=True):
            line["token"] = secret
    return lines
