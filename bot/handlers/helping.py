"""Words in the direct messages with Ribbon."""

from bot.gestures.interactions import DirectWords
from bot.gestures.replies import Nothing
from bot.gestures.visit import Visit
from domain.helping import answer_words


def answer(visit: Visit, words: DirectWords) -> Nothing:
    """Whatever was written is answered alike, by a message."""
    answer_words(visit.records, visit.at, words.channel, words.ts)
    return Nothing()
