"""The same stories as a site for Hugo: front matter and Markdown bodies, a minimal theme.

python -m bench.app.hugo_site FOLDER STORIES
"""

from __future__ import annotations

import json
import sys
import sysconfig
from pathlib import Path

from bench.app.stories import article, section
from samizdat.render.markdown import WriteOptions, write_blocks

PROGRAM = Path(sysconfig.get_path("scripts")) / "hugo"
CONFIG = {
    "title": "港口镜像",
    "baseURL": "https://mirror.example/",
    "languageCode": "zh-Hans",
    "taxonomies": {"tag": "tags"},
}
PLAIN = "plain.json"
"""The configuration without the feeds and the map of the site, for `hugo --config`."""

SINGLE = """\
<!doctype html><html lang="{{ .Params.language }}"><head><meta charset="utf-8">
<title>{{ .Title }}</title></head><body><h1>{{ .Title }}</h1>
<p>{{ .Params.author }} · {{ .Date.Format "2006-01-02 15:04" }}</p>{{ .Content }}
</body></html>
"""
LIST = """\
<!doctype html><html><head><meta charset="utf-8"><title>{{ .Title }}</title></head><body>
<h1>{{ .Title }}</h1><ul>{{ range .Pages }}
<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ .Date.Format "2006-01-02" }}</li>{{ end }}
</ul></body></html>
"""


def write_site(folder: Path, stories: int) -> int:
    """Write the site of *stories* into *folder*; return the bytes of their bodies."""
    plain = CONFIG | {"disableKinds": ["RSS", "sitemap", "404"]}
    (folder / "hugo.json").write_text(json.dumps(CONFIG), encoding="utf-8")
    (folder / PLAIN).write_text(json.dumps(plain), encoding="utf-8")
    layouts = folder / "layouts" / "_default"
    layouts.mkdir(parents=True)
    (layouts / "single.html").write_text(SINGLE, encoding="utf-8")
    (layouts / "list.html").write_text(LIST, encoding="utf-8")
    options, size = WriteOptions(), 0
    for number in range(stories):
        read = article(number)
        body = write_blocks(read.blocks, options)
        size += len(body.encode())
        front = {
            "title": read.title,
            "date": read.published_at.isoformat() if read.published_at else "",
            "author": read.authors[0],
            "language": read.language,
            "tags": read.tags,
        }
        path = folder / "content" / section(number) / f"{number}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{json.dumps(front, ensure_ascii=False)}\n\n{body}\n", encoding="utf-8")
    return size


if __name__ == "__main__":
    print(write_site(Path(sys.argv[1]), int(sys.argv[2])))
