"""The second view: ACLED's event types, by rules over records that share place, day and actors.

``scenes`` judges what happened together, ``demonstrations`` those of them that crowds made, both by
what ``look`` sees of a record; ``rows`` makes ACLED-shaped rows of it, ``words`` holds the lists of
``data/ontology/acled.toml``.
"""
