#!/usr/bin/env python3
"""Cuts the faces of this folder out of the fonts as their makers publish them.

    python3 make.py SOURCE OUT

SOURCE holds, in any depth, the files named below: Source Serif 4 as Google Fonts publishes it (npm package
@expo-google-fonts/source-serif-4), the others as the Debian packages fonts-inter-variable, fonts-noto-core and
fonts-noto-mono install them. fontTools (Debian: python3-fonttools) does the cutting. What is left
out: scripts that other faces of the folder cover, hinting (paper needs none), names nobody reads, and the letters'
alternate shapes. What stays is in RANGES and FEATURES.
"""
import os
import sys

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

LATIN = ["0020-007E", "00A0-024F", "0259", "02B0-02FF", "0300-036F", "1E00-1EFF", "2C60-2C7F", "A78B-A78C", "FB00-FB06"]
GREEK, CYRILLIC = ["0370-03FF"], ["0400-052F"]
MARKS = ["2000-206F", "2070-209F", "20A0-20BF", "2100-218F", "2190-2193", "2212", "2260", "2264-2265", "25CA", "25CC", "FFFD"]
READ = LATIN + CYRILLIC + GREEK + MARKS
SIGNS = ["2190-22FF", "2300-23FF", "2460-24FF", "2500-27BF", "27C0-27EF", "27F0-27FF", "2900-297F", "2A00-2AFF", "2B00-2B5F", "2B95", "FFFD"]
FEATURES = ["ccmp", "locl", "mark", "mkmk", "kern", "liga", "rlig", "tnum", "lnum", "onum", "pnum", "frac", "sups", "subs"]
JOINED = FEATURES + ["init", "medi", "fina", "isol", "calt", "curs", "dist"]

# name of the face: source file, axis values of a variable font, what it draws, features, family name
FACES = {
    "AtelierSerif-Regular": ("SourceSerif4_400Regular.ttf", None, READ, FEATURES, "Atelier Serif"),
    "AtelierSerif-Bold": ("SourceSerif4_600SemiBold.ttf", None, READ, FEATURES, "Atelier Serif"),
    "AtelierSerif-Italic": ("SourceSerif4_400Regular_Italic.ttf", None, READ, FEATURES, "Atelier Serif"),
    "AtelierSerif-BoldItalic": ("SourceSerif4_600SemiBold_Italic.ttf", None, READ, FEATURES, "Atelier Serif"),
    "Inter-Regular": ("Inter-roman.var.ttf", 400, READ + SIGNS, FEATURES, None),
    "Inter-Bold": ("Inter-roman.var.ttf", 650, READ + SIGNS, FEATURES, None),
    "Inter-Italic": ("Inter-italic.var.ttf", 400, READ, FEATURES, None),
    "Inter-BoldItalic": ("Inter-italic.var.ttf", 650, READ, FEATURES, None),
    "NotoSansMono-Regular": ("NotoSansMono-Regular.ttf", None, READ + ["2500-259F"], FEATURES, None),
    "NotoSansMono-Bold": ("NotoSansMono-Bold.ttf", None, READ + ["2500-259F"], FEATURES, None),
    "NotoSansCanadianAboriginal-Regular": ("NotoSansCanadianAboriginal-Regular.ttf", None, ["0000-10FFFF"], FEATURES, None),
    "NotoSansCanadianAboriginal-Bold": ("NotoSansCanadianAboriginal-Bold.ttf", None, ["0000-10FFFF"], FEATURES, None),
    "NotoNaskhArabic-Regular": ("NotoNaskhArabic-Regular.ttf", None, ["0000-10FFFF"], JOINED, None),
    "NotoNaskhArabic-Bold": ("NotoNaskhArabic-Bold.ttf", None, ["0000-10FFFF"], JOINED, None),
    "NotoSansHebrew-Regular": ("NotoSansHebrew-Regular.ttf", None, ["0000-10FFFF"], JOINED, None),
    "NotoSansHebrew-Bold": ("NotoSansHebrew-Bold.ttf", None, ["0000-10FFFF"], JOINED, None),
    "NotoSansMath-Regular": ("NotoSansMath-Regular.ttf", None, GREEK + SIGNS + ["2032-2037", "2100-214F", "1D400-1D7FF"], FEATURES, None),
    "NotoSansSymbols-Regular": ("NotoSansSymbols-Regular.ttf", None, SIGNS, FEATURES, None),
    "NotoSansSymbols2-Regular": ("NotoSansSymbols2-Regular.ttf", None, SIGNS, FEATURES, None),
}


def find(folder, name):
    for root, _, files in os.walk(folder):
        if name in files:
            return os.path.join(root, name)
    sys.exit(f"make.py: no {name} under {folder}")


def unicodes(ranges):
    out = set()
    for r in ranges:
        a, _, b = r.partition("-")
        out.update(range(int(a, 16), int(b or a, 16) + 1))
    return out


def rename(font, family, face):
    """The licence of Source Serif keeps its name for the unmodified fonts: ours carry another one."""
    style = face.partition("-")[2]
    for n in list(font["name"].names):
        if n.nameID in (1, 16):
            n.string = family
        elif n.nameID in (3, 4, 6):
            n.string = face if n.nameID != 4 else f"{family} {style}"
        elif n.nameID in (2, 17):
            n.string = style


def cut(face, source, weight, ranges, features, family, folder, out):
    font = TTFont(find(folder, source), recalcTimestamp=False)
    if weight:
        font = instancer.instantiateVariableFont(font, {"wght": weight})
        font["OS/2"].usWeightClass = weight
    o = subset.Options()
    o.layout_features, o.hinting, o.notdef_outline, o.glyph_names = features, False, True, False
    o.name_IDs, o.legacy_kern, o.recalc_timestamp = [0, 1, 2, 3, 4, 5, 6, 13, 14], False, False
    o.drop_tables += ["DSIG", "Silt", "Silf", "Glat", "Gloc", "Feat", "Sill", "STAT", "MATH", "gasp"]
    cutter = subset.Subsetter(o)
    cutter.populate(unicodes=unicodes(ranges))
    cutter.subset(font)
    if family:
        rename(font, family, face)
    font.save(os.path.join(out, face + ".ttf"))


if __name__ == "__main__":
    os.makedirs(sys.argv[2], exist_ok=True)
    for face, (source, weight, ranges, features, family) in FACES.items():
        cut(face, source, weight, ranges, features, family, sys.argv[1], sys.argv[2])
