from tests.rated import rated_city

__all__ = ["rated_city"]
