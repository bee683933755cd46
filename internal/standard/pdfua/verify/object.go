package verify

import (
	"unicode/utf16"
	"unicode/utf8"
)

// The objects of ISO 32000-1, 7.3. null is Go's nil; a boolean is bool; numbers are int and float64.
type (
	object any
	name   string
	text   string // a string object: raw bytes
	array  []object
	dict   map[name]object
	ref    struct{ num, gen int }
	stream struct {
		dict dict
		raw  []byte // encoded bytes as they stand in the file
		self ref    // zero when it is no indirect object
	}
	keyword string // an operator or a word such as obj, R, stream; never the value of a finished object
)

// key reads a value of a dictionary and follows references; a missing key and a null are the same (7.3.7).
func (f *File) key(d dict, k name) object { return f.follow(d[k]) }

func (f *File) dictAt(d dict, k name) dict { return f.asDict(d[k]) }

// asDict is the dictionary an object is or refers to; a stream gives its dictionary. Nil when it is neither.
func (f *File) asDict(o object) dict {
	switch v := f.follow(o).(type) {
	case dict:
		return v
	case *stream:
		return v.dict
	}
	return nil
}

func (f *File) arrayAt(d dict, k name) array {
	a, _ := f.key(d, k).(array)
	return a
}

func (f *File) nameAt(d dict, k name) string {
	n, _ := f.key(d, k).(name)
	return string(n)
}

func (f *File) boolAt(d dict, k name) bool {
	b, _ := f.key(d, k).(bool)
	return b
}

func (f *File) streamAt(d dict, k name) *stream {
	s, _ := f.key(d, k).(*stream)
	return s
}

// intAt reads an integer; a real stands for its whole part, as readers do.
func (f *File) intAt(d dict, k name) (int, bool) { return wholeNumber(f.key(d, k)) }

func wholeNumber(o object) (int, bool) {
	switch v := o.(type) {
	case int:
		return v, true
	case float64:
		if v > -1e15 && v < 1e15 {
			return int(v), true
		}
	}
	return 0, false
}

func number(o object) (float64, bool) {
	switch v := o.(type) {
	case int:
		return float64(v), true
	case float64:
		return v, true
	}
	return 0, false
}

// textAt reads a text string (7.9.2.2); ok is false when the key holds no string.
func (f *File) textAt(d dict, k name) (s string, ok bool) {
	t, ok := f.key(d, k).(text)
	if !ok || !f.spend(len(t)) {
		return "", ok
	}
	return decodeText(t), true
}

// bytesAt reads a string object as its bytes: ids and language tags.
func (f *File) bytesAt(d dict, k name) (s string, ok bool) {
	t, ok := f.key(d, k).(text)
	return string(t), ok
}

// decodeText turns a text string into UTF-8: UTF-16 or UTF-8 when a byte order mark says so, else PDFDocEncoding
// (7.9.2.2, annex D.2).
func decodeText(t text) string {
	b := []byte(t)
	switch {
	case len(b) >= 2 && b[0] == 0xFE && b[1] == 0xFF:
		return dropEscapes(utf16Text(b[2:], false))
	case len(b) >= 2 && b[0] == 0xFF && b[1] == 0xFE:
		return dropEscapes(utf16Text(b[2:], true))
	case len(b) >= 3 && b[0] == 0xEF && b[1] == 0xBB && b[2] == 0xBF && utf8.Valid(b[3:]):
		return string(b[3:])
	}
	if plainASCII(b) {
		return string(t)
	}
	out := make([]rune, len(b))
	for i, c := range b {
		out[i] = docEncoding(c)
	}
	return string(out)
}

func plainASCII(b []byte) bool {
	for _, c := range b {
		if c < 0x20 || c > 0x7E {
			return false
		}
	}
	return true
}

func utf16Text(b []byte, little bool) string {
	units := make([]uint16, 0, len(b)/2)
	for i := 0; i+1 < len(b); i += 2 {
		if little {
			units = append(units, uint16(b[i+1])<<8|uint16(b[i]))
		} else {
			units = append(units, uint16(b[i])<<8|uint16(b[i+1]))
		}
	}
	return string(utf16.Decode(units))
}

// dropEscapes takes the language escapes out of a UTF-16 text string: U+001B, a language code, U+001B (7.9.2.2).
func dropEscapes(s string) string {
	out, inside := make([]rune, 0, len(s)), false
	for _, r := range s {
		if r == 0x1B {
			inside = !inside
			continue
		}
		if !inside {
			out = append(out, r)
		}
	}
	return string(out)
}

// docEncodingHigh are the codes where PDFDocEncoding is not Latin-1 (annex D.2): 0x18-0x1F and 0x80-0xA0.
var docEncodingHigh = map[byte]rune{
	0x18: 0x02D8, 0x19: 0x02C7, 0x1A: 0x02C6, 0x1B: 0x02D9, 0x1C: 0x02DD, 0x1D: 0x02DB, 0x1E: 0x02DA, 0x1F: 0x02DC,
	0x80: 0x2022, 0x81: 0x2020, 0x82: 0x2021, 0x83: 0x2026, 0x84: 0x2014, 0x85: 0x2013, 0x86: 0x0192, 0x87: 0x2044,
	0x88: 0x2039, 0x89: 0x203A, 0x8A: 0x2212, 0x8B: 0x2030, 0x8C: 0x201E, 0x8D: 0x201C, 0x8E: 0x201D, 0x8F: 0x2018,
	0x90: 0x2019, 0x91: 0x201A, 0x92: 0x2122, 0x93: 0xFB01, 0x94: 0xFB02, 0x95: 0x0141, 0x96: 0x0152, 0x97: 0x0160,
	0x98: 0x0178, 0x99: 0x017D, 0x9A: 0x0131, 0x9B: 0x0142, 0x9C: 0x0153, 0x9D: 0x0161, 0x9E: 0x017E, 0xA0: 0x20AC,
}

func docEncoding(c byte) rune {
	if r, ok := docEncodingHigh[c]; ok {
		return r
	}
	return rune(c)
}
