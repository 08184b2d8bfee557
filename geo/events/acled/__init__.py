"""The second view: ACLED's event types, by rules over records that share place, day and actors.

``scenes`` judges what happened together, ``rows`` makes ACLED-shaped rows of it, ``words`` holds the
lists of ``data/ontology/acled.toml``.
"""
