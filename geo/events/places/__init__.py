"""Where it happened: which of the article's toponyms is the place of one act, by which rule.

``cues`` reads the words around a toponym, ``story`` knows where the whole article is, ``named`` asks the
names of a sentence, ``locate`` decides, ``words`` holds the lists of ``data/ontology/locate.toml``.
"""
