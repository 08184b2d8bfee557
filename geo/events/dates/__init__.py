"""When it happened: phrases of time, read against the day of publication.

``tokens`` and ``words`` cut and name the words, ``parse``, ``days``, ``relative`` and ``daymath`` turn a
phrase into days, ``phrases`` finds all of a text, ``calendar`` says which of them dates an event.
"""
