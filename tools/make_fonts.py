"""Make the site's web fonts: the letters that news in Arabic, Persian and Latin script needs, nothing else.

Reads the packages `@fontsource/ibm-plex-sans-arabic` 5.3.0 and `@fontsource/noto-naskh-arabic` 5.3.0 (npm pack, both under the
SIL Open Font License 1.1) and writes woff2 files into the package. Needs `fonttools` and `brotli`.

    python tools/make_fonts.py fontsource-ibm-plex-sans-arabic-5.3.0.tgz fontsource-noto-naskh-arabic-5.3.0.tgz

Subsetting makes a modified version, which the licence allows; "Plex" is a reserved name, so the name inside the files is ours.
"""

import io
import sys
import tarfile
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

TARGET = Path(__file__).parents[1] / "src" / "siyaq" / "site" / "static" / "fonts"
# Letters, marks, digits and punctuation of Arabic; beside them the Persian, Kurdish and Urdu letters that names bring.
ARABIC = [
    0x060C, 0x061B, 0x061F, *range(0x0621, 0x063B), *range(0x0640, 0x0656), *range(0x0660, 0x066E), 0x0670, 0x0671,
    0x0679, 0x067E, 0x0686, 0x0688, 0x0691, 0x0698, 0x06A4, 0x06A9, 0x06AD, 0x06AF, 0x06BA, 0x06BE, 0x06C0, 0x06C1, 0x06C6,
    0x06CC, 0x06CE, 0x06D2, 0x06D4, 0x06D5, *range(0x06F0, 0x06FA), 0x200C, 0x200D,
]  # fmt: skip
LATIN = [
    *range(0x20, 0x7F), 0xA0, 0xA3, 0xA9, 0xAB, 0xB0, 0xB7, 0xBB, *map(ord, "ÀÂÇÈÉÊËÎÏÔÖÙÜàâäçèéêëîïñóôöùûü"), 0x0153,
    0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2026, 0x20AC, 0x2190, 0x2192,
]  # fmt: skip
FEATURES = (
    "init",
    "medi",
    "fina",
    "isol",
    "rlig",
    "calt",
    "ccmp",
    "locl",
    "mark",
    "mkmk",
    "curs",
    "kern",
    "liga",
    "tnum",
    "lnum",
)
FILES = {
    "siyaq-sans-arabic-400.woff2": ("ibm-plex-sans-arabic-arabic-400-normal.woff2", ARABIC),
    "siyaq-sans-arabic-600.woff2": ("ibm-plex-sans-arabic-arabic-600-normal.woff2", ARABIC),
    "siyaq-sans-latin-400.woff2": ("ibm-plex-sans-arabic-latin-400-normal.woff2", LATIN),
    "siyaq-sans-latin-600.woff2": ("ibm-plex-sans-arabic-latin-600-normal.woff2", LATIN),
    "siyaq-naskh-arabic-400.woff2": ("noto-naskh-arabic-arabic-400-normal.woff2", ARABIC),
    "siyaq-naskh-latin-400.woff2": ("noto-naskh-arabic-latin-400-normal.woff2", LATIN),
}
_FAMILY_NAMES = (1, 3, 4, 6, 16, 18)  # of the name table


def main(packages: list[str]) -> None:
    """Write all files of `FILES`."""
    found = {name: data for package in packages for name, data in fonts_in(package).items()}
    for target, (source, letters) in FILES.items():
        data = subset_font(found[source], letters, family=target.split("-")[1].title())
        (TARGET / target).write_bytes(data)
        sys.stdout.write(f"{target}: {len(found[source])} -> {len(data)} bytes\n")


def fonts_in(package: str) -> dict[str, bytes]:
    """The woff2 files of an npm package, by name."""
    with tarfile.open(package) as tar:
        members = [m for m in tar.getmembers() if m.name.endswith(".woff2")]
        return {Path(m.name).name: tar.extractfile(m).read() for m in members}  # type: ignore[union-attr]


def subset_font(data: bytes, letters: list[int], family: str) -> bytes:
    """A font with some letters only, named as ours."""
    options = subset.Options(flavor="woff2", layout_features=list(FEATURES), hinting=False, desubroutinize=True)
    font = TTFont(io.BytesIO(data))
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=letters)
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in _FAMILY_NAMES:
            record.string = f"Siyaq{family}" if record.nameID == 6 else f"Siyaq {family}"
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


if __name__ == "__main__":
    main(sys.argv[1:])
