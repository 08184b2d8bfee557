"""The same event told twice is one.

``sameness`` compares two tellings, ``merge`` joins those of an article, ``across`` those of an archive,
``tellings`` and ``naming`` write down what the joined event is called and who is in it.
"""
