"""Measures predictors on raw documents of many genres, and on small cases."""
