from dataclasses import replace

from nomen.training.evaluation.documents.measuring import measure_documents
from nomen.training.evaluation.documents.tables import interval_tables, overview_tables
from tests.training.evaluation.documents.pages import LETTERS, LOGS, Marked

RESULT = measure_documents(Marked(), {"letters": LETTERS, "logs": LOGS})


def test_a_terminal_shows_sets_genres_and_means() -> None:
    found, left = overview_tables(RESULT)

    assert [row[0] for row in left.rows] == [row[0] for row in found.rows]
    assert [row[0] for row in found.rows] == [
        "letters",
        "logs",
        "mean of 1 sets",
        "log",
        "mail",
        "note",
        "mean of 2 genres",
    ]
    assert found.rows[0][1:6] == ("3", "3", "50.0", "33.3", "40.0")
    assert left.headings[1:3] == ("precision 0.2", "letters left 0.2")
    assert left.rows[0] == ("letters", "66.7", "18.2", "50.0", "54.5")


def test_documents_without_names_show_false_names_alone() -> None:
    found, left = overview_tables(RESULT)

    assert found.rows[1] == ("logs", "1", "0", "", "", "", "", "100")
    assert left.rows[1] == ("logs", "", "", "", "")


def test_a_page_shows_the_presets_by_genre() -> None:
    *_, presets = interval_tables(RESULT)

    assert [row[:2] for row in presets.rows][:3] == [
        ("high_recall, 0.2", "mail"),
        ("high_recall, 0.2", "note"),
        ("high_recall, 0.2", "mean"),
    ]
    assert presets.rows[2][-1].startswith("50.0 (")


def test_without_presets_their_table_is_left_out() -> None:
    bare = replace(RESULT, thresholds={})

    assert (len(overview_tables(bare)), len(interval_tables(bare))) == (1, 2)
