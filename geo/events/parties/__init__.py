"""Who has a part in an act of violence: ``judging`` asks of those found and of those ``beside``, by ``signs``."""
