"""Which place a name means: candidates, what speaks for each, a score and a reason.

``groups`` joins the mentions of one name, ``features`` and ``signs`` are what is weighed, ``resolve``
chooses, ``score`` calibrates, ``reasons`` says why in words, ``online`` asks Nominatim when it may.
"""
