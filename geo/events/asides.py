"""What stands inside a sentence without being part of it: the dateline, editors' brackets.

"BOGOTA, 10 Oct (Reuters) -- Ana Ruiz [name as received], a judge, was shot": with the dateline and the
insert in it a parser takes the wrong word for the subject. They are blanked, not cut, so that every
offset stays true.
"""

from __future__ import annotations

import re

from geo.dateline import Dateline
from geo.model import Sentence

__all__ = ["plain"]

#: Square brackets are an editor's; round ones the writer's own, blanked when they hold a remark of a
#: few words. An abbreviation ("the Front (FLN)") belongs to the name before it and stays.
_SQUARE = re.compile(r"\[[^\[\]]{1,200}\]")
_ROUND = re.compile(r"\((?!\s?[A-Z0-9.&-]{1,12}\s?\))[^()]{1,60}\)")


def plain(sentence: Sentence, line: Dateline | None) -> str:
    """The text of a sentence with its dateline and its asides blanked; as long as before.

    Parameters
    ----------
    sentence
        As cut.
    line
        The dateline of the story, if it has one.
    """
    text = sentence.text
    if line is not None and sentence.start <= line.start < sentence.end:
        end = min(line.end, sentence.end) - sentence.start
        text = " " * end + text[end:]
    for aside in (_SQUARE,):
        text = aside.sub(_blank, text)
    return text


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())
