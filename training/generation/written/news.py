"""News: articles with bylines and captions, headlines, lives of people, credits, subtitles."""

from nomen.training.generation.page import Page
from nomen.training.generation.world import Genre, World
from nomen.training.generation.writing import Cast, framed, write
from nomen.training.generation.written.bodies import lines, paragraph

_MOST = 8


def write_article(page: Page, world: World) -> None:
    """Write headline, byline, paragraphs, perhaps a caption and credits."""
    cast = Cast(world)
    if world.chance(0.7):
        write(page, "headline_line", world, cast).write("\n")
    if world.chance(0.7):
        write(page, "byline", world, cast.turned(6)).write(world.choose("\n", "\n\n"))
    for _ in range(world.random.randint(1, _MOST // 2)):
        page.add(paragraph(world, cast, 1, 3, key="news_line")).write(world.choose("\n", "\n\n"))
    if world.chance(0.4):
        write(page, world.choose("caption_line", "byline"), world, cast)


def write_headlines(page: Page, world: World) -> None:
    """Write headlines of different news."""
    for _ in range(world.random.randint(1, _MOST)):
        write(page, "headline_line", world, Cast(world)).write("\n")


def write_subtitles(page: Page, world: World) -> None:
    """Write subtitles with their times."""
    page.add(lines(world, Cast(world), "subtitle", world.random.randint(1, _MOST)))


def write_script(page: Page, world: World) -> None:
    """Write cues of a script or play."""
    page.add(lines(world, Cast(world), "cue", world.random.randint(1, _MOST)))


def write_credits(page: Page, world: World) -> None:
    """Write who made and played what."""
    for _ in range(world.random.randint(1, _MOST)):
        write(page, "credits", world, Cast(world)).write("\n")


GENRES: dict[str, Genre] = {
    "article": write_article,
    "headlines": write_headlines,
    "subtitles": write_subtitles,
    "script": write_script,
    "credits": write_credits,
    "byline": framed("byline"),
    "caption": framed("caption_line"),
    "obituary": framed("obituary"),
    "genealogy": framed("genealogy"),
    "announcement": framed("announcement"),
}
