from .words import Identity, search_terms, search_text

__all__ = ["Identity", "search_terms", "search_text"]
