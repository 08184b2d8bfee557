"""Frame -> files, one module a format; each export is exactly the rows it is given.

Every export carries when and by which version it was made, which filters were on, and whose data
it holds (``metadata``). Article text is hostile: it is quoted by the rules of each format.
"""
