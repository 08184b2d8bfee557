"""Acts of the past that every reader knows.

``table`` holds them, ``reading`` finds their names in a sentence, ``history`` says which acts of an article
are one of them, told as history.
"""
