"""Who did it, and to whom: the parties of one act.

``lexicon`` knows names and roles, ``phrases`` reads a noun phrase, ``slots`` and ``tokens`` find the
phrases that stand where an actor or a recipient stands, ``tagged`` does so where there is no parse,
``subjects`` mends what a parser got wrong, ``lists`` reads who is listed beside them, ``blame`` who is
said to have done it, ``accused`` finds that in a sentence further on, ``sites`` leaves out where it was,
``context`` follows pronouns and definite descriptions, ``names`` cuts a name out of what leads
up to it, ``find`` puts them together.
"""
