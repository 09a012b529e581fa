from __future__ import annotations

import stat
from pathlib import Path

from django.core import mail
from django.core.mail import EmailMessage, get_connection
from django.test import Client

from inkstead.accounts.mail import sending
from inkstead.accounts.mail.filebased import write
from tests.accounts.conftest import PASSWORD

BACKEND = "inkstead.accounts.mail.filebased.EmailBackend"


def test_each_message_is_one_file_that_a_person_can_read(mail_folder: Path) -> None:
    connection = get_connection(BACKEND)
    messages = [
        EmailMessage("Schöne Grüße", "Ein Fuß im Meer —\n\n    ABCD-EFGH", "Inkstead <x@y.z>", [to])
        for to in ("ana@example.org", "ana@example.org", "ben@example.org")
    ]
    assert connection.send_messages(messages) == 3
    files = sorted(mail_folder.iterdir())
    assert len(files) == 3
    text = files[0].read_text(encoding="utf-8")
    assert text.startswith("Date: ")
    assert "\nTo: ana@example.org\nSubject: Schöne Grüße\n\nEin Fuß im Meer —\n\n    ABCD-EFGH\n" in text
    assert files[0].name.endswith("-ana-example-org-1.txt")
    assert stat.S_IMODE(files[0].stat().st_mode) == 0o600  # codes are inside


def test_an_address_cannot_lead_out_of_the_folder(tmp_path: Path) -> None:
    path = write(EmailMessage("x", "y", "a@b.c", ["../../../etc/passwd@x.org"]), tmp_path / "mail")
    assert path.parent == tmp_path / "mail"


def test_a_subject_cannot_add_headers(tmp_path: Path) -> None:
    path = write(EmailMessage("x\nBcc: evil@example.org", "y", "a@b.c", ["b@c.d"]), tmp_path)
    assert "\nBcc" not in path.read_text()


def test_joining_writes_a_letter(db: None, mail_folder: Path, settings: object) -> None:
    settings.EMAIL_BACKEND = BACKEND  # type: ignore[attr-defined]
    Client().post("/me/signup/", {"pen_name": "Cleo", "email": "cleo@example.org", "password1": PASSWORD})
    (letter,) = mail_folder.iterdir()
    text = letter.read_text()
    assert "Subject: [Inkstead] Your code: " in text
    assert "Welcome! To finish, type this code" in text
    assert text.rstrip().endswith("http://127.0.0.1:8000")


def test_with_a_server_mail_goes_out_in_the_background(db: None, settings: object) -> None:
    from inkstead.background.models import Job

    settings.EMAIL_HOST = "mail.example.org"  # type: ignore[attr-defined]
    Client().post("/me/signup/", {"pen_name": "Cleo", "email": "cleo@example.org", "password1": PASSWORD})
    assert not mail.outbox
    job = Job.objects.get(task_path__contains="deliver")
    assert job.args[3] == ["cleo@example.org"]
    sending.deliver.func(*job.args)
    assert mail.outbox[0].to == ["cleo@example.org"]
