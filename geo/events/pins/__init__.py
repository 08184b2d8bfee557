"""Whether an event is sure enough to be drawn: ``pinning`` asks, about a ``case``, also of its ``place``."""
