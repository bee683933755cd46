package verify

import "encoding/binary"

// cmapTable is one cmap subtable of a sample font: it maps first and the next code to glyphs 1 and 2.
type cmapTable struct {
	platform, encoding uint16
	first              int
}

func be(parts ...any) []byte {
	var b []byte
	for _, p := range parts {
		b, _ = binary.Append(b, binary.BigEndian, p)
	}
	return b
}

// trueTypeFile makes a font of three empty glyphs, 100, 500 and 600 units of 1000 wide.
func trueTypeFile(cmaps ...cmapTable) string {
	cmap, subtables := be(uint16(0), uint16(len(cmaps))), []byte{}
	for _, c := range cmaps {
		cmap = append(cmap, be(c.platform, c.encoding, uint32(4+8*len(cmaps)+len(subtables)))...)
		subtables = append(subtables, be(uint16(6), uint16(14), uint16(0), uint16(c.first), uint16(2), uint16(1), uint16(2))...)
	}
	head := make([]byte, 54)
	binary.BigEndian.PutUint16(head[18:], 1000)
	hhea := make([]byte, 36)
	binary.BigEndian.PutUint16(hhea[34:], 3)
	tables := []struct {
		tag  string
		data []byte
	}{
		{"cmap", append(cmap, subtables...)}, {"glyf", make([]byte, 4)}, {"head", head}, {"hhea", hhea},
		{"hmtx", be(uint16(100), int16(0), uint16(500), int16(0), uint16(600), int16(0))},
		{"maxp", be(uint32(0x00005000), uint16(3))},
	}
	out := be(uint32(0x00010000), uint16(len(tables)), uint16(0), uint16(0), uint16(0))
	at := len(out) + 16*len(tables)
	var body []byte
	for _, t := range tables {
		out = append(out, t.tag...)
		out = append(out, be(uint32(0), uint32(at+len(body)), uint32(len(t.data)))...)
		body = append(body, t.data...)
	}
	return string(append(out, body...))
}

// cffFile makes a font of .notdef, space and exclam, 250, 250 and 260 wide.
func cffFile() string {
	index := func(items ...string) string {
		b := be(uint16(len(items)))
		if len(items) == 0 {
			return string(b)
		}
		b = append(b, 1)
		at, data := 1, ""
		for _, s := range items {
			b = append(b, byte(at))
			at, data = at+len(s), data+s
		}
		return string(b) + string(byte(at)) + data
	}
	number := func(n int) string { return string(be(byte(28), int16(n))) }
	private := number(250) + "\x14" + number(200) + "\x15" // defaultWidthX, nominalWidthX
	chars := index("\x0e", "\x0e", number(60)+"\x0e")      // endchar; exclam is 60 above nominal
	start := "\x01\x00\x04\x01" + index("W")
	top := func(charsAt, privateAt int) string {
		return index(number(charsAt) + "\x11" + number(len(private)) + number(privateAt) + "\x12")
	}
	rest := index() + index() // strings, global subroutines
	charsAt := len(start) + len(top(0, 0)) + len(rest)
	return start + top(charsAt, charsAt+len(chars)) + rest + chars + private
}
