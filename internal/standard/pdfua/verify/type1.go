package verify

import (
	"bytes"
	"sort"
)

// type1 is a Type 1 font program (Adobe Type 1 Font Format): names and widths of its glyphs.
type type1 struct {
	names    []string
	index    map[string]int
	widths   map[int]float64
	encoding map[int]string // nil when it is StandardEncoding
}

// parseType1 is nil when no glyphs are found.
func parseType1(b []byte) *type1 {
	b = unPFB(b)
	i := bytes.Index(b, []byte("eexec"))
	if i < 0 {
		return nil
	}
	t := &type1{index: map[string]int{}, widths: map[int]float64{}}
	t.readEncoding(b[:i])
	private := b[i+5:]
	for len(private) > 0 && isSpace(private[0]) {
		private = private[1:]
	}
	t.readGlyphs(decryptType1(unhexEexec(private), 55665, 4))
	if len(t.names) == 0 {
		return nil
	}
	sort.Strings(t.names)
	widths := map[int]float64{}
	for i, n := range t.names {
		if w, ok := t.widths[t.index[n]]; ok {
			widths[i] = w
		}
		t.index[n] = i
	}
	t.widths = widths
	return t
}

// unPFB takes the segment headers of the PFB form out.
func unPFB(b []byte) []byte {
	if len(b) < 6 || b[0] != 0x80 {
		return b
	}
	var out []byte
	for len(b) >= 6 && b[0] == 0x80 && b[1] != 3 {
		n := int(b[2]) | int(b[3])<<8 | int(b[4])<<16 | int(b[5])<<24
		end := min(len(b), 6+max(0, n))
		out = append(out, b[6:end]...)
		b = b[end:]
	}
	return out
}

func unhexEexec(b []byte) []byte {
	for _, c := range b[:min(4, len(b))] {
		if unhex(c) < 0 {
			return b
		}
	}
	l := lexer{b: append([]byte("<"), b...)}
	return []byte(l.hex())
}

// decryptType1 is eexec and charstring decryption (chapter 7); skip random bytes at the start are dropped.
func decryptType1(b []byte, key uint16, skip int) []byte {
	out := make([]byte, len(b))
	for i, c := range b {
		out[i] = c ^ byte(key>>8)
		key = (uint16(c)+key)*52845 + 22719
	}
	return out[min(max(0, skip), len(out)):]
}

func (t *type1) readEncoding(b []byte) {
	i := bytes.Index(b, []byte("/Encoding"))
	if i < 0 {
		return
	}
	l := &lexer{b: b, pos: i + len("/Encoding"), content: true}
	if o, _ := l.next(); o == keyword("StandardEncoding") {
		return
	}
	t.encoding = map[int]string{}
	var last object
	for range 4096 {
		o, ok := l.next()
		if !ok || o == keyword("readonly") || o == keyword("def") {
			return
		}
		if n, is := o.(name); is {
			if c, is := last.(int); is {
				t.encoding[c] = string(n)
			}
		}
		last = o
	}
}

// readGlyphs reads "/name length RD bytes" entries of CharStrings.
func (t *type1) readGlyphs(b []byte) {
	skip := 4
	if i := bytes.Index(b, []byte("/lenIV")); i >= 0 {
		l := &lexer{b: b, pos: i + 6, content: true}
		if n, ok := l.next(); ok {
			if v, is := n.(int); is {
				skip = v
			}
		}
	}
	i := bytes.Index(b, []byte("/CharStrings"))
	if i < 0 {
		return
	}
	l := &lexer{b: b, pos: i + len("/CharStrings"), content: true}
	for len(t.names) < 1<<16 {
		o, ok := l.next()
		if !ok || o == keyword("end") {
			return
		}
		n, is := o.(name)
		if !is {
			continue
		}
		size, _ := l.next()
		length, is := size.(int)
		if !is || length < 0 || length > len(b) {
			continue
		}
		l.next() // RD or -|
		start := l.pos + 1
		if start+length > len(b) {
			return
		}
		if _, again := t.index[string(n)]; !again {
			t.index[string(n)] = len(t.names)
			if w, ok := type1Width(decryptType1(b[start:start+length], 4330, skip)); ok {
				t.widths[len(t.names)] = w
			}
			t.names = append(t.names, string(n))
		}
		l.pos = start + length
	}
}

// type1Width runs a charstring up to hsbw or sbw, which give the advance (6.4).
func type1Width(b []byte) (float64, bool) {
	var stack []float64
	for i := 0; i < len(b); i++ {
		v := int(b[i])
		switch {
		case v >= 32 && v <= 246:
			stack = append(stack, float64(v-139))
		case v >= 247 && v <= 254 && i+1 < len(b):
			w := int(b[i+1])
			if v <= 250 {
				stack = append(stack, float64((v-247)*256+w+108))
			} else {
				stack = append(stack, float64(-(v-251)*256-w-108))
			}
			i++
		case v == 255 && i+4 < len(b):
			stack = append(stack, float64(int32(uint32(b[i+1])<<24|uint32(b[i+2])<<16|uint32(b[i+3])<<8|uint32(b[i+4]))))
			i += 4
		case v == 13 && len(stack) >= 2:
			return stack[1], true
		case v == 12 && i+1 < len(b) && b[i+1] == 7 && len(stack) >= 3:
			return stack[2], true
		case v == 12 && i+1 < len(b) && b[i+1] == 12 && len(stack) >= 2 && stack[len(stack)-1] != 0:
			n := len(stack)
			stack = append(stack[:n-2], stack[n-2]/stack[n-1])
			i++
		default:
			return 0, false
		}
	}
	return 0, false
}

func (t *type1) codeName(code int) string {
	n := t.encoding[code]
	if t.encoding == nil && code >= 0 && code < 256 {
		n = standardNames[code]
	}
	if n == "" {
		return ".notdef" // what an encoding leaves out
	}
	return n
}

func (t *type1) glyphs() int { return len(t.names) }

func (t *type1) charNames() []string { return t.names }

func (t *type1) byCID(int) (int, bool) { return 0, false }

func (t *type1) width(gid int) (float64, bool) {
	w, ok := t.widths[gid]
	return w, ok
}

func (t *type1) simple(fn *font, code int) (int, bool) {
	n := fn.glyphName(code)
	if n == "" || fn.f.key(fn.d, "Encoding") == nil {
		n = t.codeName(code)
	}
	gid, ok := t.index[n]
	return gid, ok && n != ".notdef"
}
