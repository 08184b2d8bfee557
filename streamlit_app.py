"""The app; `make run` or `streamlit run streamlit_app.py`."""

from geo.app import page

page.run()
