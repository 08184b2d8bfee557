"""The screen, and the only room that knows Streamlit.

    page ─▶ data (samples and added articles, coded) ─▶ session (one Filters, one selection, the URL)
         ─▶ sidebar (filters)  map_view  event_table  side_panel (card, article, correction)
         ─▶ downloads  inputs (add articles)  matrix  numbers  review  about

No article text reaches folium, Markdown or a script: every piece is escaped in ``markup`` or shown
by a widget that takes plain text.
"""
