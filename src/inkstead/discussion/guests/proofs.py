"""A small sum that a browser does before a guest's comment is taken at once, or a report of theirs.

The server signs a challenge: what it is about, how hard it is, when it was made and a number that is used once. The
browser looks for a counter with which SHA-256 of "challenge:counter" begins with so many zero bits (2^bits tries on
average; 17 bits are about 130,000, a second or two on a phone). Nothing of it comes from elsewhere, and nothing tells
who asks.
Where scripts are off no proof comes along; then the comment waits until a person has read it, and of reports only some
are taken in an hour.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import connection
from django.utils import timezone

from inkstead.lib.refusals import Refused

LIFETIME = 4 * 3600  # seconds that a form may stay open
LATELY = timedelta(minutes=10)
LONGEST = 400
HARDEST = 6  # bits more while many comments of guests wait
_signer = Signer(salt="inkstead.guests.proof", sep=".")


def harder_after(lately: int) -> int:
    """Bits more while much came from guests lately: one for every doubling beyond ten."""
    return max(0, (lately // 10).bit_length())


def challenge_for(about: int | str, *, harder: int = 0) -> str:
    """`about` is a part that is commented on, or what is reported; a proof is worth nothing for anything else."""
    bits = settings.PROOF_BITS + min(max(harder, 0), HARDEST)
    return _signer.sign(f"{about}.{bits}.{int(time.time())}.{secrets.token_hex(12)}")


def spend(about: int | str, proof: str) -> None:
    """Take the answer to a challenge about this, once; inside the transaction that saves what it came with."""
    challenge, _, counter = proof.rpartition(":")
    if len(proof) > LONGEST or not counter.isascii() or not counter.isdigit():
        raise _wrong()
    try:
        meant, bits, made, nonce = _signer.unsign(challenge).split(".")
    except (BadSignature, ValueError):
        raise _wrong() from None
    if meant != str(about) or not has_zeros(proof, int(bits)):
        raise _wrong()
    if not 0 <= time.time() - int(made) <= LIFETIME:
        raise Refused("This form was open for too long. Send it once more.", code="stale_proof")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO discussion_spentproof (nonce, at) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            [nonce, timezone.now()],
        )
        if cursor.rowcount != 1:
            raise Refused("This was sent already.", code="conflict")


def has_zeros(proof: str, bits: int) -> bool:
    digest = hashlib.sha256(proof.encode()).digest()
    return int.from_bytes(digest, "big") >> (256 - bits) == 0


def solve(challenge: str) -> str:
    """What the browser's script does; for tests and for programs that use the API."""
    bits = int(challenge.split(".")[1])
    counter = 0
    while not has_zeros(proof := f"{challenge}:{counter}", bits):
        counter += 1
    return proof


def _wrong() -> Refused:
    return Refused(
        "The proof that came with this does not fit it. Send it once more.",
        code="invalid",
        fields={"proof": "It does not fit."},
    )
