"""What waits to come in, what is ready to leave, and where things came from."""

from inkstead.exchange.models.archives import Archive, Incoming
from inkstead.exchange.models.arrivals import Arrival, ArrivedFile, ArrivedImage, ArrivedPart, ArrivedStep, Reading
from inkstead.exchange.models.books import BookName, Edition
from inkstead.exchange.models.origins import Origin, Unclaimed

__all__ = [
    "Archive",
    "Arrival",
    "ArrivedFile",
    "ArrivedImage",
    "ArrivedPart",
    "ArrivedStep",
    "BookName",
    "Edition",
    "Incoming",
    "Origin",
    "Reading",
    "Unclaimed",
]
