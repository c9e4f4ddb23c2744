"""A small world for the tests of genres."""

import random

from nomen.training.augmentation.swapping import AllGroups, NameGroup
from nomen.training.data.texts import LabelledText
from nomen.training.generation.page import Page
from nomen.training.generation.things import Things
from nomen.training.generation.world import Genre, World

NAMES = AllGroups(
    [
        NameGroup(
            country="CN",
            gender="F",
            forenames=["Meilan", "Yu"],
            surnames=["Zhao", "Ouyang"],
            has_family_names=True,
        ),
        NameGroup(
            country="ES",
            gender="M",
            forenames=["José María", "Ángel"],
            surnames=["Ibarra", "Núñez"],
            has_family_names=True,
        ),
    ]
)
PROSE = [
    LabelledText("The river rose by a foot."),
    LabelledText("Then Ada Brook paid.", ((5, 14),)),
]


def made_world(seed: object = 0) -> World:
    generator = random.Random(f"{seed}")
    things = Things(generator, NAMES)
    return World(random=generator, things=things, prose=PROSE, names=NAMES)


def made_page(genre: Genre, seed: object = 0) -> LabelledText:
    page = Page()
    genre(page, made_world(seed))
    return page.finish()


def names_of(text: LabelledText) -> list[str]:
    return [text.text[start:end] for start, end in text.names]
