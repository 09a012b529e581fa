"""A small archive as mysqldump writes it, with what is awkward in the wild."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

HEAD = "-- MySQL dump 10.13\n/*!40101 SET NAMES utf8 */;\n"
COLUMNS = {
    "authors": "uid penname realname email website bio image date admincreated password",
    "categories": "catid parentcatid category description image locked leveldown displayorder numitems",
    "chapters": "chapid title inorder notes storytext endnotes validated wordcount rating reviews sid uid count",
    "characters": "charid catid charname bio image",
    "classes": "class_id class_type class_name",
    "classtypes": "classtype_id classtype_name classtype_title",
    "inseries": "seriesid sid subseriesid confirmed inorder updated",
    "messages": "message_id message_name message_title message_text",
    "ratings": "rid rating ratingwarning warningtext",
    "reviews": "reviewid item chapid reviewer uid review date rating respond type",
    "series": "seriesid title summary uid isopen catid rating classes characters reviews challenges",
    "settings": "sitekey sitename slogan url siteemail",
    "stories": "sid title summary storynotes catid classes charid rid date updated uid coauthors featured validated "
    "completed rr wordcount rating reviews count challenges",
}
Value = str | int | None


def sql(value: Value) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, int):
        return str(value)
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\r", "\\r") + "'"


def create(table: str, prefix: str = "") -> str:
    columns = ",\n".join(f"  `{name}` text" for name in COLUMNS[table].split())
    return f"CREATE TABLE `{prefix}fanfiction_{table}` (\n{columns},\n  PRIMARY KEY (`x`)\n) ENGINE=MyISAM;\n"


def insert(table: str, *rows: Sequence[Value], prefix: str = "", named: bool = False) -> str:
    names = f" ({', '.join(f'`{name}`' for name in COLUMNS[table].split())})" if named else ""
    values = ",".join(f"({','.join(sql(value) for value in row)})" for row in rows)
    return f"INSERT INTO `{prefix}fanfiction_{table}`{names} VALUES {values};\n"


def story(number: int, title: str, author: int, **more: Value) -> list[Value]:
    told: dict[str, Value] = dict.fromkeys(COLUMNS["stories"].split(), "")
    told |= {"sid": number, "title": title, "uid": author, "validated": "1", "completed": "1", "rid": "2"}
    told |= {"date": "2006-02-09 22:21:35", "updated": "2007-03-01 10:00:00", "catid": "1", "summary": "A summary."}
    return list((told | more).values())


def chapter(number: int, story: int, author: int, place: int, text: str | None = None, **more: Value) -> list[Value]:
    told: dict[str, Value] = dict.fromkeys(COLUMNS["chapters"].split(), "")
    told |= {"chapid": number, "sid": story, "uid": author, "inorder": place, "storytext": text, "validated": "1"}
    return list((told | {"title": f"Night {place}", "count": 7, "reviews": 1} | more).values())


def archive(folder: Path) -> tuple[Path, Path]:
    """The dump and its folder of stories."""
    stories = folder / "stories"
    (stories / "3").mkdir(parents=True)
    (stories / "3" / "21.txt").write_bytes("She said “no”.\n\nHe didn’t.".encode("cp1252"))
    fake = "x');\nINSERT INTO `fanfiction_stories` VALUES (99,'Forged');"
    pieces = [
        HEAD,
        *(create(table) for table in COLUMNS),
        insert(
            "authors",
            [2, "Mira", "Mira Real Name", "Mira@Old.example", "", "Writes at <b>sea</b>.", "", "2005-01-01", 0, "hash"],
            [3, "Ben", "", "benold@old.example", "", "", "", "2005-01-01", 0, "hash"],
        ),
        insert("categories", [1, -1, "Lamps &amp; Sea", "", "", 0, 0, 0, 0]),
        insert("characters", [1, 1, "Keeper O'Dell", "", ""]),
        insert("classtypes", [1, "genres", "Genres"], [2, "warnings", "Warnings"]),
        insert("classes", [1, 1, "Gothic"], [2, 2, "Character Death"]),
        insert("ratings", [1, "G", 0, ""], [2, "PG-13", 0, ""], [3, "NC-17", 1, ""]),
        insert("settings", ["key", "Old Lamps", "", "http://www.old.example/archive", "a@b.c"]),
        insert("messages", [1, "m", "m", fake]).replace("\\n", "\n"),
        insert(
            "chapters",
            [*chapter(11, 1, 2, 2, "<p>The second <i>night</i>.</p>")],
            [*chapter(10, 1, 2, 1, "<p>It was dark; it\\'s fine \\\\ here.</p><p>Über</p>", notes="A note.<br>Two.")],
            [*chapter(21, 2, 3, 1, None)],
            [*chapter(22, 2, 3, 2, None)],
        ),
        insert(
            "reviews",
            [
                1,
                1,
                10,
                "Ann",
                0,
                "Lovely!<br><br><i>Author's Response: Thank you!</i>",
                "2006-03-12 16:43:50",
                5,
                "1",
                "ST",
            ],
            [2, 1, 11, "Ben", 3, "More &amp; more", "2006-03-13 16:43:50", 5, "0", "ST"],
            [3, 1, 0, "X", 0, "On a series", "2006-03-13 16:43:50", 5, "0", "SE"],
        ),
        insert("series", [1, "Lamp cycle", "All of them.", 2, 0, "1", 0, "", "", 0, ""]),
        insert("inseries", [1, 1, 0, 1, 1, "2006-01-01"], [1, 2, 0, 1, 2, "2006-01-01"]),
        insert(
            "stories",
            story(
                1, "The &quot;Lamp&quot;", 2, classes="1,2", charid="1", coauthors="3", storynotes="Begun in spring."
            ),
            story(2, "Ben's Own", 3, rid="3", completed="0"),
            named=True,
        ),
        "\n-- Dump completed on 2020-01-01 12:00:00\n",
    ]
    dump = folder / "dump.sql"
    dump.write_text("".join(pieces), encoding="utf-8")
    return dump, stories
