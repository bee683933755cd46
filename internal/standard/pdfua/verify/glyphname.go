package verify

import (
	"strconv"
	"strings"

	"golang.org/x/text/encoding/charmap"
)

// latinNames are the glyph names of the Latin character set (annex D.2) and a few more that are common, with the code
// points they stand for in the Adobe Glyph List. ASCII letters stand for themselves and are not listed.
const latinNames = `space 20 exclam 21 quotedbl 22 numbersign 23 dollar 24 percent 25 ampersand 26 quotesingle 27
parenleft 28 parenright 29 asterisk 2A plus 2B comma 2C hyphen 2D period 2E slash 2F zero 30 one 31 two 32 three 33
four 34 five 35 six 36 seven 37 eight 38 nine 39 colon 3A semicolon 3B less 3C equal 3D greater 3E question 3F at 40
bracketleft 5B backslash 5C bracketright 5D asciicircum 5E underscore 5F grave 60 braceleft 7B bar 7C braceright 7D
asciitilde 7E exclamdown A1 cent A2 sterling A3 currency A4 yen A5 brokenbar A6 section A7 dieresis A8 copyright A9
ordfeminine AA guillemotleft AB logicalnot AC registered AE macron AF degree B0 plusminus B1 twosuperior B2
threesuperior B3 acute B4 mu B5 paragraph B6 periodcentered B7 cedilla B8 onesuperior B9 ordmasculine BA
guillemotright BB onequarter BC onehalf BD threequarters BE questiondown BF Agrave C0 Aacute C1 Acircumflex C2 Atilde C3
Adieresis C4 Aring C5 AE C6 Ccedilla C7 Egrave C8 Eacute C9 Ecircumflex CA Edieresis CB Igrave CC Iacute CD
Icircumflex CE Idieresis CF Eth D0 Ntilde D1 Ograve D2 Oacute D3 Ocircumflex D4 Otilde D5 Odieresis D6 multiply D7
Oslash D8 Ugrave D9 Uacute DA Ucircumflex DB Udieresis DC Yacute DD Thorn DE germandbls DF agrave E0 aacute E1
acircumflex E2 atilde E3 adieresis E4 aring E5 ae E6 ccedilla E7 egrave E8 eacute E9 ecircumflex EA edieresis EB
igrave EC iacute ED icircumflex EE idieresis EF eth F0 ntilde F1 ograve F2 oacute F3 ocircumflex F4 otilde F5
odieresis F6 divide F7 oslash F8 ugrave F9 uacute FA ucircumflex FB udieresis FC yacute FD thorn FE ydieresis FF
dotlessi 131 Lslash 141 lslash 142 OE 152 oe 153 Scaron 160 scaron 161 Ydieresis 178 Zcaron 17D zcaron 17E florin 192
circumflex 2C6 caron 2C7 breve 2D8 dotaccent 2D9 ring 2DA ogonek 2DB tilde 2DC hungarumlaut 2DD endash 2013
emdash 2014 quoteleft 2018 quoteright 2019 quotesinglbase 201A quotedblleft 201C quotedblright 201D quotedblbase 201E
dagger 2020 daggerdbl 2021 bullet 2022 ellipsis 2026 perthousand 2030 guilsinglleft 2039 guilsinglright 203A
fraction 2044 Euro 20AC trademark 2122 minus 2212 fi FB01 fl FB02 ff FB00 ffi FB03 ffl FB04 Delta 2206 Omega 2126
pi 3C0 integral 222B infinity 221E partialdiff 2202 product 220F summation 2211 radical 221A approxequal 2248
notequal 2260 lessequal 2264 greaterequal 2265 lozenge 25CA apple F8FF nbspace A0 sfthyphen AD Gamma 393 Theta 398
Lambda 39B Xi 39E Pi 3A0 Sigma 3A3 Phi 3A6 Psi 3A8 alpha 3B1 beta 3B2 gamma 3B3 delta 3B4 epsilon 3B5 zeta 3B6
eta 3B7 theta 3B8 iota 3B9 kappa 3BA lambda 3BB nu 3BD xi 3BE omicron 3BF rho 3C1 sigma 3C3 tau 3C4 upsilon 3C5
phi 3C6 chi 3C7 psi 3C8 omega 3C9 arrowleft 2190 arrowup 2191 arrowright 2192 arrowdown 2193 club 2663 diamond 2666
heart 2665 spade 2660 element 2208 universal 2200 existential 2203 emptyset 2205 gradient 2207 intersection 2229
union 222A logicaland 2227 logicalor 2228 angle 2220 perpendicular 22A5 equivalence 2261 similar 223C congruent 2245
proportional 221D minute 2032 second 2033 dotmath 22C5 asteriskmath 2217 checkmark 2713`

// standardHigh is StandardEncoding where it is not ASCII (annex D.2): codes in hexadecimal.
const standardHigh = `27 quoteright 60 quoteleft A1 exclamdown A2 cent A3 sterling A4 fraction A5 yen A6 florin A7 section
A8 currency A9 quotesingle AA quotedblleft AB guillemotleft AC guilsinglleft AD guilsinglright AE fi AF fl B1 endash
B2 dagger B3 daggerdbl B4 periodcentered B6 paragraph B7 bullet B8 quotesinglbase B9 quotedblbase BA quotedblright
BB guillemotright BC ellipsis BD perthousand BF questiondown C1 grave C2 acute C3 circumflex C4 tilde C5 macron
C6 breve C7 dotaccent C8 dieresis CA ring CB cedilla CD hungarumlaut CE ogonek CF caron D0 emdash E1 AE E3 ordfeminine
E8 Lslash E9 Oslash EA OE EB ordmasculine F1 ae F5 dotlessi F8 lslash F9 oslash FA oe FB germandbls`

var (
	nameToRune, runeToName                     = readNames()
	winAnsiNames, macRomanNames, standardNames = readEncodings()
)

func readNames() (map[string]rune, map[rune]string) {
	to, from := map[string]rune{}, map[rune]string{}
	add := func(n string, r rune) {
		to[n] = r
		if _, ok := from[r]; !ok {
			from[r] = n
		}
	}
	for c := 'A'; c <= 'Z'; c++ {
		add(string(c), c)
		add(string(c+32), c+32)
	}
	words := strings.Fields(latinNames)
	for i := 0; i+1 < len(words); i += 2 {
		n, err := strconv.ParseUint(words[i+1], 16, 32)
		if err == nil {
			add(words[i], rune(n))
		}
	}
	return to, from
}

func readEncodings() (win, mac, std [256]string) {
	for c := 0x20; c < 256; c++ {
		win[c] = runeToName[charmap.Windows1252.DecodeByte(byte(c))]
		mac[c] = runeToName[charmap.Macintosh.DecodeByte(byte(c))]
		if c < 0x7F {
			std[c] = runeToName[rune(c)]
		}
	}
	// Annex D.2, notes: in WinAnsiEncoding unused codes above 40 octal are bullets, A0 is a space and AD a hyphen; in
	// MacRomanEncoding CA is a space and DB the currency sign.
	win[0xA0], win[0xAD], mac[0xCA], mac[0xDB] = "space", "hyphen", "space", "currency"
	for _, c := range []int{0x7F, 0x81, 0x8D, 0x8F, 0x90, 0x9D} {
		win[c] = "bullet"
	}
	for _, c := range []int{0xAD, 0xB0, 0xB2, 0xB3, 0xB6, 0xB7, 0xB8, 0xB9, 0xBA, 0xBD, 0xC3, 0xC5, 0xC6, 0xD7, 0xF0} {
		mac[c] = "" // Mac OS has these; the encoding of PDF does not
	}
	words := strings.Fields(standardHigh)
	for i := 0; i+1 < len(words); i += 2 {
		if n, err := strconv.ParseUint(words[i], 16, 8); err == nil {
			std[n] = words[i+1]
		}
	}
	return win, mac, std
}

// glyphText is the text a glyph name stands for by the rules of the Adobe Glyph List: what follows a full stop is a
// variant, an underscore joins, "uni" and "u" give code points.
func glyphText(n string) (string, bool) {
	n, _, _ = strings.Cut(n, ".")
	if n == "" {
		return "", false
	}
	var out strings.Builder
	for part := range strings.SplitSeq(n, "_") {
		s, ok := partText(part)
		if !ok {
			return "", false
		}
		out.WriteString(s)
	}
	return out.String(), true
}

func partText(n string) (string, bool) {
	if r, ok := nameToRune[n]; ok {
		return string(r), true
	}
	if hex, ok := strings.CutPrefix(n, "uni"); ok && len(hex) >= 4 && len(hex)%4 == 0 {
		var out strings.Builder
		for i := 0; i < len(hex); i += 4 {
			v, err := strconv.ParseUint(hex[i:i+4], 16, 32)
			if err != nil {
				return "", false
			}
			out.WriteRune(rune(v))
		}
		return out.String(), true
	}
	if hex, ok := strings.CutPrefix(n, "u"); ok && len(hex) >= 4 && len(hex) <= 6 {
		if v, err := strconv.ParseUint(hex, 16, 32); err == nil && v <= 0x10FFFF {
			return string(rune(v)), true
		}
	}
	return "", false
}
