"""The three renderers behind the forges: cmark-gfm (GitHub), comrak (GitLab), goldmark (Gitea).

Each takes Markdown and gives HTML, raw HTML let through, since the forges clean afterwards.
"""

import json
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import cmarkgfm
import comrak

_GITHUB = (
    cmarkgfm.Options.CMARK_OPT_UNSAFE
    | cmarkgfm.Options.CMARK_OPT_FOOTNOTES
    | cmarkgfm.Options.CMARK_OPT_GITHUB_PRE_LANG
)
_GITHUB_EXTENSIONS = ["table", "strikethrough", "autolink", "tasklist", "tagfilter"]

# What GitLab turns on in its own build of comrak, and what it may turn on next.
_GITLAB_EXTENSIONS = (
    "alerts",
    "autolink",
    "description_lists",
    "footnotes",
    "math_code",
    "math_dollars",
    "multiline_block_quotes",
    "shortcodes",
    "strikethrough",
    "table",
    "tasklist",
    "wikilinks_title_before_pipe",
)

# goldmark's extensions as Gitea and Forgejo set them: GFM, footnotes, heading attributes.
_HUGO = {
    "disableKinds": ["taxonomy", "term", "section", "RSS", "sitemap", "robotsTXT", "404"],
    "outputs": {"home": ["json"]},
    "markup": {
        "goldmark": {
            "renderer": {"unsafe": True},
            "parser": {"attribute": {"title": True, "block": False}, "autoHeadingID": True},
            "extensions": {
                "typographer": {"disable": True},
                "definitionList": False,
                "footnote": {"enable": True},
                "linkify": True,
                "strikethrough": True,
                "table": True,
                "taskList": True,
            },
        }
    },
}
_LAYOUT = """{{- $out := slice -}}
{{- range hugo.Data.documents -}}
{{- $out = $out | append (dict "html" (page.RenderString (dict "display" "block") .)) -}}
{{- end -}}
{{- $out | jsonify -}}
"""


def github(markdown: str) -> str:
    """Return what cmark-gfm with GitHub's extensions makes of *markdown*."""
    rendered: str = cmarkgfm.cmark.markdown_to_html_with_extensions(
        markdown, options=_GITHUB, extensions=_GITHUB_EXTENSIONS
    )
    return rendered


def gitlab(markdown: str) -> str:
    """Return what comrak with GitLab's extensions makes of *markdown*."""
    extensions = comrak.ExtensionOptions()
    for name in _GITLAB_EXTENSIONS:
        setattr(extensions, name, True)
    options = comrak.RenderOptions()
    options.unsafe_ = True
    rendered: str = comrak.render_markdown(
        markdown, extension_options=extensions, render_options=options
    )
    return rendered


def forgejo(documents: Sequence[str]) -> list[str]:
    """Return what goldmark makes of each document; one process for all, since a start is slow."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder)
        (site / "hugo.json").write_text(json.dumps(_HUGO), encoding="utf-8")
        for name in ("data", "layouts", "content"):
            (site / name).mkdir()
        data = json.dumps(list(documents), ensure_ascii=False)
        (site / "data" / "documents.json").write_text(data, encoding="utf-8")
        (site / "layouts" / "home.json").write_text(_LAYOUT, encoding="utf-8")
        command = [str(_hugo()), "--source", str(site), "--quiet", "--noBuildLock"]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        rendered = json.loads((site / "public" / "index.json").read_text(encoding="utf-8"))
    return [item["html"] for item in rendered]


def _hugo() -> Path:
    name = "hugo.exe" if sys.platform == "win32" else "hugo"
    return Path(sysconfig.get_path("scripts")) / name


def _each(render: Callable[[str], str]) -> Callable[[Sequence[str]], list[str]]:
    return lambda documents: [render(document) for document in documents]


RENDERERS: dict[str, Callable[[Sequence[str]], list[str]]] = {
    "github": _each(github),
    "gitlab": _each(gitlab),
    "forgejo": forgejo,
}
"""Forge → renderer of a batch of documents."""
