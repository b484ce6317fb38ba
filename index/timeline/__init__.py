"""The timeline: what happened when, from all the articles, every entry cited."""

from index.timeline.building import Size, build
from index.timeline.recipe import PRODUCT, Recipe
from index.timeline.records import Quoted, Source, Told

__all__ = ["PRODUCT", "Quoted", "Recipe", "Size", "Source", "Told", "build"]
