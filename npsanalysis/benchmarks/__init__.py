"""Against the world: published scores, competitors rated in one survey, and what a score may be called."""
