"""Links of the pages that lead out of docs/, to sources and examples: MkDocs hook, see mkdocs.yml.

On GitHub `../../deploy/examples` opens a folder; the site has pages of docs/ only. Such a link becomes one to the
repository if SEXTANT_REPOSITORY names its address, else its bare text. One that leads nowhere is a warning, and so an error.
"""

import logging
import os
import posixpath
import re

log = logging.getLogger("mkdocs.plugins.site_links")

LINK = re.compile(r"(?<!!)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(([^)\s]+)\)")
FENCE = re.compile(r"^(```.*?^```[^\n]*$)", re.DOTALL | re.MULTILINE)


def on_page_markdown(markdown, page, config, files):
    # Odd parts are fenced blocks, which are shown as they are.
    parts = FENCE.split(markdown)
    return "".join(part if i % 2 else LINK.sub(lambda link: for_site(link, page, config), part) for i, part in enumerate(parts))


def for_site(link, page, config):
    text, target = link.groups()
    path = target.split("#")[0]
    if not path or re.match(r"[a-z]+:", target):
        return link.group()
    docs = os.path.relpath(config.docs_dir, os.path.dirname(config.config_file_path)).replace(os.sep, "/")
    path = posixpath.normpath(posixpath.join(docs, posixpath.dirname(page.file.src_uri), path))
    if path.startswith(docs + "/"):
        # A page: MkDocs checks it. Folders are shown on GitHub only.
        if not os.path.isdir(path):
            return link.group()
    if not os.path.exists(os.path.join(os.path.dirname(config.config_file_path), path)):
        log.warning("%s links to %s, which does not exist", page.file.src_uri, target)
    if not config.repo_url:
        return text
    kind = "tree" if os.path.isdir(path) else "blob"
    return f"[{text}]({config.repo_url.rstrip('/')}/{kind}/main/{path})"
