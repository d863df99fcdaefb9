"""What people read is in plain English: the words of `plain_english.txt` are counted, and there must be none.

``python tests/test_plain_english.py`` prints every place as ``file:line: word -> better words``.
"""

import io
import json
import re
import sys
import tokenize
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LINES = (Path(__file__).parent / "plain_english.txt").read_text(encoding="utf-8").splitlines()
CODE = "\x00"  # stands for each character of code, so that words on both sides of it are no phrase


def entries():
    """Read the list: each pattern with the better words, and the titles in which the words may stand."""
    better, titles = {}, []
    for line in LINES:
        if line.startswith("="):
            titles.append(line[1:].strip())
        elif line.strip() and not line.startswith("#"):
            pattern, words = line.split(" -> ")
            better[pattern.strip()] = words.strip()
    return better, titles


BETTER, TITLES = entries()
# What may stand between the words of a phrase: a line end, a hash of a comment, the quotes between two strings.
GAP = r"[\s#>\"']+(?:f[\"'])?"
WORDS = {re.compile(rf"\b(?:{GAP.join(pattern.split())})\b", re.IGNORECASE): pattern for pattern in BETTER}
NOT_COUNTED = re.compile("|".join([r"https?://[^\s)>\"]+", *(re.escape(t).replace(r"\ ", r"\s+") for t in TITLES)]))


def blank(text):
    """Keep the line ends of a text and nothing else."""
    return re.sub(r"[^\n]", CODE, text)


def prose_of_python(source):
    """Keep the strings and comments of a module where they stand, and blank its code."""
    kinds = {tokenize.STRING, tokenize.COMMENT, getattr(tokenize, "FSTRING_MIDDLE", None)}
    rows = source.splitlines(keepends=True)
    shown = [re.sub(r"\S", CODE, row) for row in rows]
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in kinds:
            continue
        (first, left), (last, right) = token.start, token.end
        for number in range(first, last + 1):
            start = left if number == first else 0
            end = right if number == last else len(rows[number - 1])
            row = shown[number - 1]
            shown[number - 1] = row[:start] + rows[number - 1][start:end] + row[end:]
    text = "".join(shown).replace("\\n", "  ")
    return re.sub(r"\{[^{}\n\"']*\}", lambda found: blank(found[0]), text)  # code in an f-string


def prose_of_notebook(source):
    """Keep the Markdown cells of a notebook on the lines of the file."""
    markdown = [line for cell in json.loads(source)["cells"] if cell["cell_type"] == "markdown"
                for line in cell["source"]]  # fmt: skip
    stored = {json.dumps(line, ensure_ascii=False) for line in markdown}
    return "\n".join(line if line.strip().rstrip(",") in stored else "" for line in source.splitlines())


# A comment, or a string of a script. A string that is one word in small letters, such as an id, is not shown.
SPOKEN = re.compile(r"""//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`""", re.DOTALL)
SHOWN_ATTRIBUTE = re.compile(r"""\b(?:title|aria-label|placeholder|alt|content)=("[^"]*"|'[^']*')""")


def keep(pattern, text, group=0):
    """Keep what matches a pattern where it stands, and blank the rest."""
    kept, end = "", 0
    for found in pattern.finditer(text):
        kept += blank(text[end : found.start(group)]) + found[group]
        end = found.end(group)
    return kept + blank(text[end:])


def prose_of_script(source):
    """Keep the comments and strings of a script."""
    kept = re.sub(r"\$\{[^{}]*\}", lambda found: blank(found[0]), keep(SPOKEN, source))
    return re.sub(r"""(["'`])[#.]?[a-z][\w-]*\1""", lambda found: blank(found[0]), kept)


def prose_of_page(source):
    """Keep the text of a page, with what its tags show, and the comments and strings of its scripts."""
    source = re.sub(r"<style\b.*?</style>", lambda found: blank(found[0]), source, flags=re.DOTALL)
    parts = re.split(r"(<script\b[^>]*>.*?</script>)", source, flags=re.DOTALL)
    parts[1::2] = [prose_of_script(part) for part in parts[1::2]]
    parts[0::2] = [re.sub(r"<[^>]*>", lambda tag: keep(SHOWN_ATTRIBUTE, tag[0], group=1), part) for part in parts[0::2]]
    return "".join(parts)


READERS = {".py": prose_of_python, ".ipynb": prose_of_notebook, ".html": prose_of_page, ".js": prose_of_script}


def files():
    """List what is counted."""
    documents = [
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/*.md"),
        *ROOT.glob("docs/api/*.md"),
        ROOT / "data" / "README.md",
        ROOT / "benchmarks/README.md",
    ]
    package = [path for ending in ("py", "html", "js") for path in (ROOT / "frontier").rglob(f"*.{ending}")]
    found = {*documents, *ROOT.glob("notebooks/*.ipynb"), *package} - {ROOT / "CHANGELOG.md"}
    return sorted(path.relative_to(ROOT).as_posix() for path in found)


def places(text, ending=".md"):
    """Find each banned word in the text of a file as (line, word, better words)."""
    prose = READERS.get(ending, str)(text)
    prose = NOT_COUNTED.sub(lambda found: blank(found[0]), prose)
    found = [
        (prose.count("\n", 0, match.start()) + 1, " ".join(match[0].split()), BETTER[pattern])
        for expression, pattern in WORDS.items()
        for match in expression.finditer(prose)
    ]
    return sorted(found)


def report(name):
    path = ROOT / name
    return [f"{name}:{line}: {word} -> {better}"
            for line, word, better in places(path.read_text(encoding="utf-8"), path.suffix)]  # fmt: skip


@pytest.mark.parametrize("name", files())
def test_plain_words(name):
    found = report(name)
    assert not found, "\n" + "\n".join(found)


def words(text, ending=".md"):
    return [(line, word) for line, word, _ in places(text, ending)]


def test_every_word_of_the_list_is_found():
    assert len(BETTER) >= 25
    examples = """told Tells whoever somebody's dearest mended surely one's_own per_cent licences colours favourite
        behaviour recognised normalise than_what_is"""
    for word in (example.replace("_", " ") for example in examples.split()):
        assert words(f"It is {word}, he said.") == [(1, word)], word


def test_a_phrase_goes_over_the_end_of_a_line():
    assert words("the best\nof\nwhat there is") == [(2, "of what")]


def test_identifiers_addresses_and_titles_are_not_counted():
    assert words("`share_dearer`, commend, https://example.com/licence/x, [a](https://example.com/told)") == []
    assert words("of whatever") == []


def test_of_a_module_the_strings_and_comments_are_counted():
    source = '''"""A docstring tells."""
told = f(of, what)  # a comment
# the rest of
# what is
message = f"{told} seldom" + "of" + "what"
longer = (
    "the price of "
    "what is sold"
)
text = "a line\\ntold"
'''
    assert words(source, ".py") == [(1, "tells"), (3, "of # what"), (5, "seldom"), (7, 'of " "what'), (10, "told")]


def test_of_a_notebook_the_markdown_is_counted():
    cells = [{"cell_type": "code", "source": ["told"]}, {"cell_type": "markdown", "source": ["# Dear\n", "of what"]}]
    source = json.dumps({"cells": cells}, indent=1, ensure_ascii=False)
    assert [word for _, word in words(source, ".ipynb")] == ["Dear", "of what"]


def test_of_the_page_what_is_shown_is_counted():
    source = """<style>
.dear {}
</style>
<p id="told" title="A dear one">seldom</p>
<script>
const told = say("told", '#band-told', "It is told", `so ${told} dear`);  // surely
</script>
"""
    found = [(4, "dear"), (4, "seldom"), (6, "dear"), (6, "surely"), (6, "told")]
    assert words(source, ".html") == found
    assert words('colour = "Licence"; /* whoever\nit is */', ".js") == [(1, "Licence"), (1, "whoever")]


if __name__ == "__main__":
    every = [line for name in files() for line in report(name)]
    print(*every, sep="\n")
    print(len(every), "banned words" if len(every) != 1 else "banned word")
    sys.exit(bool(every))
