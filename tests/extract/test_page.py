"""A page and what is known of it give an article."""

from datetime import UTC, datetime

import pytest

from samizdat.errors import NoStoryError
from samizdat.extract.page import PageJob, extract_page, merge_pages
from samizdat.extract.recipe_file import load_recipe
from samizdat.model.article import Article
from samizdat.model.entry import Entry
from samizdat.model.tree import Figure, Paragraph, Text
from samizdat.model.tree_text import text_of

ADDRESS = "https://harbour.example/2026/03/05/ferry.html"

HARBOUR = """<!doctype html><html lang="{lang}"><head><meta charset="utf-8">
<title>{title} | Harbour Daily</title><meta property="og:title" content="{title}">
<meta property="og:site_name" content="Harbour Daily">
<meta property="og:image" content="/img/ferry-at-the-new-pier.jpg">
<meta property="article:published_time" content="2026-03-05T09:30:00+08:00">
<link rel="canonical" href="https://harbour.example/2026/03/05/ferry.html?utm_source=x">
</head><body><nav><a href="/">Home</a> <a href="/w">World</a></nav>
<h1>{title}</h1><div class="meta"><span class="author">{author}</span></div>
<div class="story"><p>{one}</p><div class="ad">Buy two hats</div><p>{two}</p><p>{three}</p></div>
<footer>All rights reserved by nobody in particular</footer></body></html>"""

STORIES = {
    "en": (
        "Ferry returns to the old harbour",
        "Ada Bell",
        (
            "The first ferry in eleven years left the old harbour on Thursday morning with sixty "
            "passengers on board and a brass band on the quay."
        ),
        "Its timetable was printed on yellow paper, and the library keeps one copy of each page.",
        "Rain is expected at the weekend, the weather office said, but the boats will sail anyway.",
    ),
    "zh-Hans": (
        "渡轮重返旧港口",
        "林小雨",
        "星期四上午，十一年来的第一班渡轮载着六十名乘客离开了旧港口，码头上还有铜管乐队为大家演奏。",
        "时刻表印在黄色的纸上，图书馆保存了每一页的一份副本，读者可以到二楼的阅览室查看这些资料。",
        "气象部门说周末预计会下雨，但是船只仍然会照常开行，请各位旅客提前到达码头等候上船。",
    ),
    "zh-Hant": (
        "渡輪重返舊港口",
        "林小雨",
        "星期四上午，十一年來的第一班渡輪載著六十名乘客離開了舊港口，碼頭上還有銅管樂隊為大家演奏。",
        "時刻表印在黃色的紙上，圖書館保存了每一頁的一份副本，讀者可以到二樓的閱覽室查看這些資料。",
        "氣象部門說週末預計會下雨，但是船隻仍然會照常開行，請各位旅客提前到達碼頭等候上船。",
    ),
    "fa": (
        "بازگشت کشتی به بندر قدیمی",
        "مینا راد",
        (
            "نخستین کشتی پس از یازده سال بامداد پنجشنبه با شصت مسافر بندر قدیمی را ترک کرد و گروه "
            "نوازندگان در اسکله می‌نواختند."
        ),
        "جدول حرکت کشتی‌ها روی کاغذ زرد چاپ شده و کتابخانه یک نسخه از هر برگ را نگه می‌دارد.",
        "اداره هواشناسی گفت که در پایان هفته باران می‌بارد، اما کشتی‌ها همچنان حرکت می‌کنند.",
    ),
    "ru": (
        "Паром вернулся в старую гавань",
        "Анна Белова",
        (
            "Первый за одиннадцать лет паром вышел в четверг утром из старой гавани с сорока "
            "пассажирами на борту, а на причале играл духовой оркестр."
        ),
        "Расписание напечатали на жёлтой бумаге, и библиотека хранит по листу каждого выпуска.",
        "В выходные ожидается дождь, сообщили синоптики, но суда всё равно выйдут в море.",
    ),
    "ar": (
        "العبارة تعود إلى الميناء القديم",
        "ليلى حداد",
        (
            "غادرت أول عبارة منذ أحد عشر عاما الميناء القديم الخميس وعلى متنها ستون راكبا بينما "
            "كانت فرقة نحاسية تعزف على الرصيف."
        ),
        "طبعت مواعيد الرحلات على ورق أصفر وتحتفظ المكتبة بنسخة واحدة من كل صفحة.",
        "من المتوقع هطول الأمطار في نهاية الأسبوع لكن القوارب ستبحر على أي حال كما قالت الأرصاد.",
    ),
}
RECIPE = load_recipe('body = "div.story"\nexclude = ".ad"\n', where="recipe")


def page(language: str, *, declared: str | None = None) -> bytes:
    title, author, one, two, three = STORIES[language]
    lang = language if declared is None else declared
    filled = HARBOUR.format(lang=lang, title=title, author=author, one=one, two=two, three=three)
    return filled.encode()


@pytest.mark.parametrize("language", STORIES)
def test_recipe_reads_the_whole_story_in_every_language(language: str) -> None:
    title, author, *paragraphs = STORIES[language]
    article = extract_page(PageJob(page(language, declared="en"), ADDRESS, recipe=RECIPE))
    assert article == Article(
        title=title,
        blocks=tuple(Paragraph((Text(text),)) for text in paragraphs),
        authors=(author,),
        published_at=datetime(2026, 3, 5, 1, 30, tzinfo=UTC),
        language=language,
        lead=article.lead,
        canonical=ADDRESS,
        route="recipe",
        confidence=1.0,
    )
    assert article.lead is not None
    assert article.lead.image.address == "https://harbour.example/img/ferry-at-the-new-pier.jpg"


@pytest.mark.parametrize("language", STORIES)
def test_generic_route_reads_the_source_exactly(language: str) -> None:
    _, _, *paragraphs = STORIES[language]
    article = extract_page(PageJob(page(language), ADDRESS))
    assert article.route == "generic"
    texts = text_of(article.blocks).split("\n\n")
    assert [text for text in texts if text in paragraphs] == paragraphs
    assert not any("rights reserved" in text for text in texts)


def test_page_without_a_story_says_where_and_what_to_do() -> None:
    with pytest.raises(NoStoryError) as caught:
        extract_page(PageJob(b"<title>x</title><p>Menu", ADDRESS))
    assert caught.value.where == ADDRESS
    assert "recipe" in caught.value.hint


def test_entry_fills_only_what_the_page_does_not_say() -> None:
    body = f"<div class=story><p>{STORIES['en'][2]}</p></div>".encode()
    when = datetime(2026, 3, 5, tzinfo=UTC)
    entry = Entry(
        "https://harbour.example/a", title="Announced", published_at=when, authors=("Bo",)
    )
    bare = extract_page(PageJob(body, "https://harbour.example/a", recipe=RECIPE, entry=entry))
    assert (bare.title, bare.published_at, bare.authors) == ("Announced", when, ("Bo",))
    full = extract_page(PageJob(page("en"), ADDRESS, recipe=RECIPE, entry=entry))
    assert full.title == STORIES["en"][0]


def test_article_body_in_json_ld_points_at_the_nodes_that_hold_it() -> None:
    _, _, *paragraphs = STORIES["en"]
    told = " ".join(paragraphs)
    data = f'<script type="application/ld+json">{{"@type":"NewsArticle","articleBody":"{told}"}}'
    html = page("en").replace(b"</head>", f"{data}</script></head>".encode())
    article = extract_page(PageJob(html, ADDRESS))
    assert article.route == "structured"
    assert text_of(article.blocks).split("\n\n") == paragraphs


def test_article_body_alone_is_the_story_of_a_page_drawn_by_scripts() -> None:
    told = "\\n".join(STORIES["en"][2:] * 2)
    html = f'<script type="application/ld+json">{{"@type":"NewsArticle","articleBody":"{told}"}}'
    article = extract_page(PageJob(f"{html}</script><div id=app></div>".encode(), ADDRESS))
    assert article.route == "structured"
    assert len(article.blocks) == 6


def test_pages_of_one_story_are_joined_without_what_repeats() -> None:
    def one(*texts: str) -> Article:
        return Article("t", tuple(Paragraph((Text(text),)) for text in texts), next_page="n")

    merged = merge_pages([one("intro", "a", "more"), one("intro", "b", "a", "c", "more")])
    assert text_of(merged.blocks).split("\n\n") == ["intro", "a", "more", "b", "a", "c"]
    assert merged.next_page == ""
    with pytest.raises(ValueError, match="at least one"):
        merge_pages([])


def test_opening_picture_is_not_shown_twice() -> None:
    picture = b'<figure><img src="/img/ferry-at-the-new-pier-800x600.jpg"></figure>'
    first = page("en").replace(b'<div class="story">', b'<div class="story">' + picture)
    article = extract_page(PageJob(first, ADDRESS, recipe=RECIPE))
    assert article.lead is not None
    assert not any(isinstance(block, Figure) for block in article.blocks)
    below = page("en").replace(b'<div class="ad">', picture + b'<div class="ad">')
    article = extract_page(PageJob(below, ADDRESS, recipe=RECIPE))
    assert article.lead is None
    assert sum(isinstance(block, Figure) for block in article.blocks) == 1
