from .words import Identity, fold, name_key, search_terms, search_text

__all__ = ["Identity", "fold", "name_key", "search_terms", "search_text"]
