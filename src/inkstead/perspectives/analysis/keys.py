"""What makes two lines the same line: their words, whatever their marks, capitals and apostrophes."""

from __future__ import annotations

import re
import unicodedata


def listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


WORD = re.compile(r"[^\W_]+")
APOSTROPHES = str.maketrans("", "", "'’ʼ`´‘\u00ad\u200b\u2060")
SENTENCE_END = re.compile(r"(?<=[.!?…。！？])[\s\u2060]+(?=[^\s])")
# What anybody may say anywhere. In their normalised form.
STOCK = frozenset(
    """yes|no|what|why|who|how|when|where|okay|ok|oh|hey|hi|hello|sorry|im sorry|i am sorry|please|thank you|thanks
    |i dont know|i do not know|i know|of course|what do you mean|what is it|whats wrong|what happened|are you okay
    |are you all right|are you alright|im fine|i am fine|come in|come here|come on|good morning|good night|goodnight
    |good evening|goodbye|bye|i love you|i love you too|me too|never mind|nothing|really|right|sure|maybe|well|stop
    |stop it|wait|go on|go away|let me go|lets go|all right|alright|i see|is that so|who is it|who are you|excuse me
    |what are you doing|what are you doing here|where are you going|what did you say|oh my god|shut up|not now|thats it
    |it is nothing|its nothing|you are welcome|youre welcome|i understand|i dont understand|what do you want|yes sir
    |ja|nein|was|warum|wer|ich weiß nicht|ich weiß es nicht|danke|bitte|komm herein|guten morgen|gute nacht|natürlich
    |es tut mir leid|ich liebe dich|was ist los|oui|non|quoi|pourquoi|je ne sais pas|je sais|merci|sil te plaît|bonjour
    |bonsoir|bonne nuit|je suis désolé|je suis désolée|je taime|daccord|bien sûr|sí|qué|por qué|no lo sé|no sé|gracias
    |por favor|buenos días|buenas noches|lo siento|te quiero|claro|de acuerdo|sì|cosa|perché|non lo so|grazie|prego
    |mi dispiace|ti amo|va bene|certo""".replace("\n", "")
    .replace("    ", "")
    .split("|")
)
FULL_WEIGHT = 6
"""A line of so many words is as telling as a line can be."""


def words_of(text: str) -> list[str]:
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return WORD.findall(text.translate(APOSTROPHES).casefold())


def key_of(text: str) -> str:
    return " ".join(words_of(text))


def sentences_of(text: str) -> list[str]:
    return SENTENCE_END.split(text)


def weight_of(key: str) -> float:
    """How much it tells that two people say this, 0 to 1."""
    if not key or key in STOCK:
        return 0.0
    words = key.count(" ") + 1
    if words == 1:
        # Chinese, Japanese and Thai leave no spaces between words.
        return 0.0 if key.isascii() else min(1.0, max(0, len(key) - 6) / 12)
    return min(1.0, (words - 1) / (FULL_WEIGHT - 1))
