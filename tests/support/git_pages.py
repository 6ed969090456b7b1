"""Invented page values of every kind in six languages, for golden pages and pictures."""

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from samizdat.model.article import Article, content_hash
from samizdat.model.asset import Variant
from samizdat.model.identity import mint_id, story_path
from samizdat.model.page import (
    AliasPage,
    ArchivePage,
    Correction,
    HomePage,
    NewsroomShelf,
    Page,
    RowPromo,
    SectionName,
    SectionPage,
    SectionShelf,
    Signpost,
    StickyNote,
    StoryPage,
    Teaser,
    TopicArchivePage,
    TopicName,
    TopicPage,
    alias_key,
    section_key,
    story_key,
    topic_key,
)
from samizdat.model.tree import (
    Block,
    Embed,
    Figure,
    Heading,
    Image,
    Link,
    List,
    ListItem,
    Paragraph,
    Quote,
    Strong,
    Text,
)
from samizdat.render.git import Look
from samizdat.render.wording import load_wording

MORNING = datetime(2026, 3, 14, 8, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Voice:
    """One language's invented newsroom."""

    title: str
    newsroom: str
    sections: tuple[str, str]
    authors: tuple[str, ...]
    headlines: tuple[str, ...]
    caption: str
    paragraphs: tuple[str, ...]
    heading: str
    items: tuple[str, ...]
    quote: str
    bar: tuple[str, str]
    topics: tuple[str, str]
    note: str
    promo: str
    correction: str
    reason: str


VOICES = {
    "en": Voice(
        "Harbour mirror",
        "Harbour Daily",
        ("City", "Culture"),
        ("Ada Lindqvist", "Tom Reyes"),
        (
            "Old lighthouse opens its doors after nine years of repair",
            "Ferry timetable changes on Monday: the first boat leaves at 05:40",
            "Library lends 40,000 books in a month, a record",
            "Storm passes north of the bay; fishing boats may leave again",
            "Harbour United win 2–1 in the last minute",
        ),
        "The lighthouse on the northern mole, seen from the ferry. Photo: Harbour Daily",
        (
            (
                "The lighthouse on the northern mole can be visited again from Saturday. Masons,"
                " carpenters and a clockmaker worked on it for nine years."
            ),
            (
                "Visitors climb 173 steps to the lamp room. From there the view reaches to the"
                " islands on clear days, and in the evening to the lights of three towns."
            ),
            (
                "The lamp itself comes from 1911 and still turns on its bath of mercury, which is"
                " now sealed. A small exhibition shows the keepers' logbooks."
            ),
        ),
        "How to get there",
        ("Tram 4 to the fish market, then ten minutes on foot", "By bicycle along the mole"),
        "My grandfather kept the light here. I never thought that I would hold his keys again.",
        bar=("About this mirror", "Harbour Radio"),
        topics=("Lighthouses", "Winter opening hours"),
        note="The library is closed on Sunday; this page is kept up by neighbours.",
        promo="Tide tables for the whole year",
        correction="The tower has 173 steps, not 183 as we first wrote.",
        reason="The photographer asked for it.",
    ),
    "zh-Hans": Voice(
        "港口镜像",
        "港口日报",
        ("城市", "文化"),
        ("林晓帆", "周以宁"),
        (
            "北堤灯塔修缮九年后重新开放",
            "轮渡时刻表周一调整，首班船提前至五点四十分",
            "市图书馆单月借出四万册图书，创下新高",
            "风暴从海湾以北掠过，渔船恢复出海",
            "港口联队补时绝杀，二比一取胜",
        ),
        "从轮渡上看到的北堤灯塔。港口日报摄",
        (
            "北堤灯塔将从本周六起重新接待参观者。石匠、木匠和一位钟表匠为此忙碌了整整九年。",
            (
                "参观者要登上一百七十三级台阶才能到达灯室。天气晴朗时，"
                "从那里可以望见外海的岛屿；入夜后，三座城镇的灯火尽收眼底。"
            ),
            (
                "灯器本身制造于1911年，至今仍在水银槽上缓缓转动，如今槽体已经密封。"
                "塔内还有一个小型展览，陈列历任守塔人的值班日志。"
            ),
        ),
        "如何前往",
        ("乘4路电车到鱼市站，再步行十分钟", "沿防波堤骑自行车"),
        "我的祖父曾在这里守灯，没想到有一天我还能再拿起他的钥匙。",
        bar=("关于本镜像", "港口广播"),
        topics=("灯塔", "冬季开放时间"),
        note="图书馆本周日闭馆，本页由街坊邻居维护。",
        promo="全年潮汐时刻表",
        correction="灯塔共有一百七十三级台阶，此前误写为一百八十三级。",
        reason="应摄影者要求",
    ),
    "zh-Hant": Voice(
        "港口鏡像",
        "港口日報",
        ("城市", "文化"),
        ("林曉帆", "周以寧"),
        (
            "北堤燈塔修繕九年後重新開放",
            "渡輪時刻表週一調整，首班船提前至五點四十分",
            "市立圖書館單月借出四萬冊圖書，創下新高",
            "風暴從海灣以北掠過，漁船恢復出海",
            "港口聯隊補時絕殺，二比一取勝",
        ),
        "從渡輪上看到的北堤燈塔。港口日報攝",
        (
            "北堤燈塔將從本週六起重新接待參觀者。石匠、木匠和一位鐘錶匠為此忙碌了整整九年。",
            (
                "參觀者要登上一百七十三級臺階才能到達燈室。天氣晴朗時，"
                "從那裡可以望見外海的島嶼；入夜後，三座城鎮的燈火盡收眼底。"
            ),
            (
                "燈器本身製造於1911年，至今仍在水銀槽上緩緩轉動，如今槽體已經密封。"
                "塔內還有一個小型展覽，陳列歷任守塔人的值班日誌。"
            ),
        ),
        "如何前往",
        ("搭4號電車到魚市站，再步行十分鐘", "沿防波堤騎自行車"),
        "我的祖父曾在這裡守燈，沒想到有一天我還能再拿起他的鑰匙。",
        bar=("關於本鏡像", "港口廣播"),
        topics=("燈塔", "冬季開放時間"),
        note="圖書館本週日閉館，本頁由街坊鄰居維護。",
        promo="全年潮汐時刻表",
        correction="燈塔共有一百七十三級臺階，此前誤寫為一百八十三級。",
        reason="應攝影者要求",
    ),
    "fa": Voice(
        "آینهٔ بندر",
        "روزنامهٔ بندر",
        ("شهر", "فرهنگ"),
        ("نیلوفر آذری", "کاوه مهرجو"),
        (
            "فانوس دریایی قدیمی پس از نه سال مرمت بازگشایی می‌شود",
            "برنامهٔ کشتی‌های مسافربری از دوشنبه تغییر می‌کند: نخستین کشتی ساعت ۵:۴۰",
            "کتابخانهٔ شهر در یک ماه ۴۰ هزار کتاب امانت داد",
            "توفان از شمال خلیج گذشت؛ قایق‌های ماهیگیری دوباره به دریا می‌روند",
            "تیم بندر در دقیقهٔ پایانی ۲ بر ۱ برنده شد",
        ),
        "فانوس دریایی روی موج‌شکن شمالی از عرشهٔ کشتی. عکس: روزنامهٔ بندر",
        (
            (
                "فانوس دریایی موج‌شکن شمالی از شنبه دوباره پذیرای بازدیدکنندگان است."
                " سنگ‌تراش‌ها، نجارها و یک ساعت‌ساز نه سال روی آن کار کردند."
            ),
            (
                "بازدیدکنندگان ۱۷۳ پله را تا اتاق چراغ بالا می‌روند. در روزهای صاف، جزیره‌ها از"
                " آن‌جا دیده می‌شوند و شب‌ها چراغ‌های سه شهر."
            ),
            (
                "خود چراغ ساخت سال ۱۹۱۱ است و هنوز می‌چرخد. نمایشگاه کوچکی دفترهای نگهبانان را"
                " نشان می‌دهد."
            ),
        ),
        "چگونه برویم",
        ("تراموای ۴ تا بازار ماهی، سپس ده دقیقه پیاده", "با دوچرخه از روی موج‌شکن"),
        "پدربزرگم نگهبان این چراغ بود. هرگز گمان نمی‌کردم دوباره کلیدهایش را به دست بگیرم.",
        bar=("دربارهٔ این آینه", "رادیو بندر"),
        topics=("فانوس دریایی", "ساعت\u200cهای زمستانی"),
        note="کتابخانه یکشنبه بسته است؛ این صفحه را همسایه\u200cها نگه می\u200cدارند.",
        promo="جدول جزر و مد سال",
        correction="برج ۱۷۳ پله دارد، نه ۱۸۳ پله که پیش\u200cتر نوشته بودیم.",
        reason="به درخواست عکاس",
    ),
    "ar": Voice(
        "مرآة الميناء",
        "صحيفة الميناء",
        ("المدينة", "الثقافة"),
        ("ليلى الساحلي", "سامر البحري"),
        (
            "المنارة القديمة تفتح أبوابها بعد تسع سنوات من الترميم",
            "تغيير مواعيد العبّارات يوم الاثنين: أول رحلة في 5:40",
            "المكتبة تعير 40 ألف كتاب في شهر واحد",
            "العاصفة تمر شمال الخليج وقوارب الصيد تعود إلى البحر",
            "فريق الميناء يفوز 2–1 في الدقيقة الأخيرة",
        ),
        "المنارة على الرصيف الشمالي كما تُرى من العبّارة. تصوير: صحيفة الميناء",
        (
            (
                "تعود المنارة على الرصيف الشمالي إلى استقبال الزوار ابتداءً من يوم السبت. وقد عمل"
                " فيها بنّاؤون ونجارون وساعاتي مدة تسع سنوات."
            ),
            (
                "يصعد الزوار 173 درجة إلى غرفة المصباح، ومنها يمتد النظر في الأيام الصافية إلى"
                " الجزر، وفي المساء إلى أضواء ثلاث مدن."
            ),
            "يعود المصباح نفسه إلى عام 1911 وما زال يدور. ويعرض معرض صغير دفاتر الحراس.",
        ),
        "كيف تصل",
        ("الترام رقم 4 إلى سوق السمك ثم عشر دقائق سيرًا", "بالدراجة على طول الرصيف"),
        "كان جدي يحرس هذا الضوء، ولم أتخيل أن أمسك مفاتيحه من جديد.",
        bar=("عن هذه المرآة", "إذاعة الميناء"),
        topics=("المنارات", "مواعيد الشتاء"),
        note="المكتبة مغلقة يوم الأحد، ويعتني الجيران بهذه الصفحة.",
        promo="جداول المد والجزر للعام كله",
        correction="في البرج 173 درجة، لا 183 كما كتبنا أولًا.",
        reason="بطلب من المصوّر",
    ),
    "ru": Voice(
        "Зеркало гавани",
        "Портовая газета",
        ("Город", "Культура"),
        ("Вера Липатова", "Олег Ремизов"),
        (
            "Старый маяк открывается после девяти лет ремонта",
            "Расписание паромов меняется с понедельника: первый рейс в 05:40",
            "Библиотека выдала за месяц 40 тысяч книг — рекорд",
            "Шторм прошёл севернее залива, рыбаки снова выходят в море",
            "«Гавань» победила 2:1 на последней минуте",
        ),
        "Маяк на северном молу, вид с парома. Фото: «Портовая газета»",
        (
            (
                "Маяк на северном молу с субботы снова открыт для посетителей. Каменщики, плотники"
                " и часовщик работали над ним девять лет."
            ),
            (
                "К фонарю ведут 173 ступени. В ясный день отсюда видны острова, а вечером — огни"
                " трёх городов."
            ),
            (
                "Сам фонарь изготовлен в 1911 году и вращается до сих пор. На небольшой выставке"
                " показаны журналы смотрителей."
            ),
        ),
        "Как добраться",
        ("Трамвай № 4 до рыбного рынка, затем десять минут пешком", "На велосипеде по молу"),
        "Мой дед был здесь смотрителем. Не думала, что снова возьму в руки его ключи.",
        bar=("Об этом зеркале", "Портовое радио"),
        topics=("Маяки", "Зимние часы работы"),
        note="В воскресенье библиотека закрыта; эту страницу ведут соседи.",
        promo="Таблицы приливов на весь год",
        correction="В башне 173 ступени, а не 183, как мы написали сначала.",
        reason="по просьбе фотографа",
    ),
}


def look(language: str) -> Look:
    """Return the look of a mirror in *language*."""
    return Look(VOICES[language].title, load_wording(language), "desk@mirror.example")


def sections(voice: Voice) -> tuple[SectionName, SectionName]:
    """Return the newsroom's two sections."""
    return (
        SectionName("harbour/city", voice.sections[0]),
        SectionName("harbour/culture", voice.sections[1]),
    )


def teaser(title: str, number: int, language: str) -> Teaser:
    """Return the *number*-th newest story in a list."""
    at = MORNING - timedelta(hours=7 * number)
    identity = mint_id("harbour", f"https://harbour.example/{number}")
    return Teaser(
        identity, story_path("harbour", identity, at), title, language, at, number == 1, number == 3
    )


def teasers(language: str) -> tuple[Teaser, ...]:
    """Return the newest stories; the last one is in another direction than the page."""
    voice = VOICES[language]
    other = VOICES["en" if language in {"fa", "ar"} else "fa"]
    own = [teaser(title, i, language) for i, title in enumerate(voice.headlines)]
    return (*own, teaser(other.headlines[1], 9, "en" if language in {"fa", "ar"} else "fa"))


def variant(address: str) -> Variant:
    """Return an invented derivative of the image at *address*."""
    return Variant(hashlib.sha256(address.encode()).hexdigest(), 960, 640, 51_234)


def story(language: str) -> StoryPage:
    """Return a story with most kinds of blocks."""
    voice = VOICES[language]
    lead = "https://harbour.example/pictures/lighthouse.jpg"
    lost = "https://harbour.example/pictures/steps.jpg"
    first, second, third = voice.paragraphs
    blocks: tuple[Block, ...] = (
        Paragraph((Text(first),)),
        Paragraph((Strong((Text(second[:6]),)), Text(second[6:]))),
        Quote((Paragraph((Text(voice.quote),)),)),
        Figure(Image(lost, alt="steps")),
        Heading(3, (Text(voice.heading),)),
        List(tuple(ListItem((Paragraph((Text(item),)),)) for item in voice.items)),
        Paragraph(
            (
                Text(third + " "),
                Link("https://harbour.example/tickets?day=6&n=2", (Text(voice.sections[1]),)),
            )
        ),
        Embed("https://video.example/watch/1911"),
    )
    item = teaser(voice.headlines[0], 0, language)
    article = Article(
        voice.headlines[0],
        blocks,
        voice.authors,
        MORNING,
        language=language,
        lead=Figure(Image(lead, alt=voice.sections[0]), (Text(voice.caption),)),
    )
    return StoryPage(
        key=story_key(item.id),
        id=item.id,
        path=item.path,
        newsroom_id="harbour",
        newsroom=voice.newsroom,
        address="https://harbour.example/city/2026/03/lighthouse?id=12&part=a",
        title=voice.headlines[0],
        language=language,
        sections=sections(voice),
        article=article,
        content_hash=content_hash(article),
        mirrored_at=MORNING + timedelta(hours=2, minutes=4),
        published_at=MORNING,
        variants={lead: variant(lead)},
        updated=2,
        sort_at=MORNING,
    )


def navigation(language: str) -> tuple[Signpost, ...]:
    """Return the operator's bar: a file of the edition and an address elsewhere."""
    here, there = VOICES[language].bar
    return (Signpost(here, "about.md"), Signpost(there, "https://radio.example/live?x=1&y=2"))


def topics(language: str) -> tuple[TopicName, TopicName]:
    """Return the story's two topics."""
    first, second = VOICES[language].topics
    return (TopicName("lighthouse", first), TopicName("t-ltauiswujupm", second))


def promo(language: str) -> Signpost:
    """Return a promoted link."""
    return Signpost(VOICES[language].promo, "https://tides.example/2026")


def desk_story(language: str) -> StoryPage:
    """Return a story with everything that editors can put around one, and footnotes for links."""
    voice, page = VOICES[language], story(language)
    lost = "https://harbour.example/pictures/steps.jpg"
    listed = teasers(language)
    tail = Paragraph(
        (
            Link("https://harbour.example/ferry", (Text(voice.headlines[1]),)),
            Text(" · "),
            Link("https://islands.example/a_(b)?q=1", (Text(voice.headlines[2]),)),
            Text(" · "),
            Link("https://harbour.example/tickets?day=6&n=2", (Text(voice.items[1]),)),
        )
    )
    article = replace(page.article, blocks=(*page.article.blocks, tail), tags=voice.topics)
    return replace(
        page,
        article=article,
        content_hash=content_hash(article),
        navigation=navigation(language),
        topics=topics(language),
        related=listed[2:4] + listed[5:],
        promos_above=(promo(language),),
        promos_below=(Signpost(voice.bar[1], "about.md"), promo(language)),
        corrections=(
            Correction((voice.correction,), MORNING + timedelta(days=1)),
            Correction((voice.note, voice.correction)),
        ),
        links={"https://harbour.example/ferry": f"{listed[1].path}.md"},
        link_policy="footnote",
        withheld={lost: voice.reason},
    )


def desk_home(language: str) -> HomePage:
    """Return a front page with everything that editors can put on it."""
    voice, page = VOICES[language], home(language)
    listed = teasers(language)
    first, *others = page.newsrooms
    city, culture = first.shelves
    shelves = (replace(city, picks=(listed[4],)), replace(culture, teasers=()))
    notes = (StickyNote(voice.note), StickyNote(voice.promo, "https://tides.example/2026"))
    return replace(
        page,
        newsrooms=(replace(first, shelves=shelves), *others),
        navigation=navigation(language),
        notes=notes,
        picks=(listed[2], listed[5]),
        topics=topics(language),
    )


def desk_section(language: str) -> SectionPage:
    """Return a section with a note and promoted links between its rows."""
    voice, link = VOICES[language], promo(language)
    return replace(
        section(language),
        navigation=navigation(language),
        notes=(StickyNote(voice.note, "about.md"),),
        promos=(RowPromo(2, link), RowPromo(40, Signpost(voice.bar[0], "about.md"))),
    )


def year(language: str) -> ArchivePage:
    """Return a year of the archive."""
    voice = VOICES[language]
    city, _ = sections(voice)
    months = (("2025-12", 97), ("2025-11", 1204))
    key = section_key(city.key, "2025")
    bar = navigation(language)
    return ArchivePage(key, voice.newsroom, city, "2025", (), months, navigation=bar)


def topic(language: str) -> TopicPage:
    """Return a topic with an archive of two years."""
    name, _ = topics(language)
    months = (("2026-03", 6), ("2025-12", 2))
    bar = navigation(language)
    return TopicPage(topic_key(name.key), name, teasers(language), months, navigation=bar)


def topic_month(language: str) -> TopicArchivePage:
    """Return a month of a topic."""
    name, _ = topics(language)
    key = topic_key(name.key, "2026-03")
    bar = navigation(language)
    return TopicArchivePage(key, name, "2026-03", teasers(language), navigation=bar)


def alias(language: str) -> AliasPage:
    """Return a pointer at a path that another system chose."""
    told, bar = teaser(VOICES[language].headlines[0], 0, language), navigation(language)
    path = "pages/国际 (1)/n#1 50%.md"
    file = f"{told.path}.md"
    return AliasPage(alias_key(path), path, told.title, told.language, file, navigation=bar)


def dead_alias(language: str) -> AliasPage:
    """Return a pointer to a page that is not to be seen."""
    return AliasPage(alias_key("old.md"), "old.md", "", "", "", navigation=navigation(language))


def home(language: str) -> HomePage:
    """Return a front page with two newsrooms."""
    voice = VOICES[language]
    city, culture = sections(voice)
    listed = teasers(language)
    other = VOICES["ru"]
    return HomePage(
        voice.title,
        "desk@mirror.example",
        (
            NewsroomShelf(
                "harbour",
                voice.newsroom,
                "https://harbour.example/",
                (SectionShelf(city, listed[:4]), SectionShelf(culture, listed[4:])),
            ),
            NewsroomShelf(
                "port",
                other.newsroom,
                "https://port.example/",
                (
                    SectionShelf(
                        SectionName("port/city", other.sections[0]),
                        tuple(
                            replace(t, path=t.path.replace("harbour", "port"))
                            for t in teasers("ru")[:3]
                        ),
                    ),
                ),
            ),
        ),
    )


def section(language: str) -> SectionPage:
    """Return a section with an archive of two years."""
    voice = VOICES[language]
    city, _ = sections(voice)
    months = (("2026-03", 41), ("2026-02", 118), ("2025-12", 97), ("2025-11", 1204))
    return SectionPage(section_key(city.key), voice.newsroom, city, teasers(language), months)


def month(language: str) -> ArchivePage:
    """Return a month of the archive."""
    voice = VOICES[language]
    city, _ = sections(voice)
    key = section_key(city.key, "2026-03")
    return ArchivePage(key, voice.newsroom, city, "2026-03", teasers(language))


def long_month(language: str) -> ArchivePage:
    """Return a month that is an index of its days."""
    voice = VOICES[language]
    city, _ = sections(voice)
    key = section_key(city.key, "2025-11")
    days = (("2025-11-30", 612), ("2025-11-02", 592))
    return ArchivePage(key, voice.newsroom, city, "2025-11", (), days)


def day(language: str) -> ArchivePage:
    """Return a day of the archive."""
    voice = VOICES[language]
    city, _ = sections(voice)
    key = section_key(city.key, "2025-11-02")
    return ArchivePage(key, voice.newsroom, city, "2025-11-02", teasers(language)[:2])


def every_page(language: str) -> dict[str, Page]:
    """Return a page of each kind and state, by a name for its golden file."""
    shown = story(language)
    return {
        "home": home(language),
        "section": section(language),
        "month": month(language),
        "long-month": long_month(language),
        "day": day(language),
        "story": shown,
        "gone": replace(shown, state="gone"),
        "withdrawn": replace(shown, state="withdrawn", reason=""),
        "desk-home": desk_home(language),
        "desk-section": desk_section(language),
        "desk-story": desk_story(language),
        "year": year(language),
        "topic": topic(language),
        "topic-month": topic_month(language),
        "alias": alias(language),
        "dead-alias": dead_alias(language),
    }
