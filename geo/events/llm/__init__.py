"""An alternative coder: a language model behind an OpenAI-compatible ``endpoint``, off by default."""
