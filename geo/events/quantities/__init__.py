"""How many: people killed, wounded, arrested, displaced or gathered, as ranges with their words.

``words`` reads number words, ``people`` what is counted, ``find`` ties a count to an act.
"""
