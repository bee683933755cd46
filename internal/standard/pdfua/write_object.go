package pdfua

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"math"
	"strconv"
	"unicode/utf16"

	"github.com/klauspost/compress/zlib"
)

// packed collects objects for an object stream (ISO 32000-1, 7.5.7).
type packed struct {
	nums []int
	at   []int
	body bytes.Buffer
}

// perStream is how many objects an object stream holds: enough that Flate finds what
// repeats, few enough that a reader need not unpack much for one.
const perStream = 200

// object writes an object that is no stream.
func (w *writer) object(num int, body string) {
	w.pack.nums = append(w.pack.nums, num)
	w.pack.at = append(w.pack.at, w.pack.body.Len())
	w.pack.body.WriteString(body)
	w.pack.body.WriteByte('\n')
	if len(w.pack.nums) == perStream {
		w.flush()
	}
}

// flush writes the object stream that is being filled.
func (w *writer) flush() {
	if len(w.pack.nums) == 0 {
		return
	}
	num := w.alloc()
	var head bytes.Buffer
	for i, n := range w.pack.nums {
		fmt.Fprintf(&head, "%d %d ", n, w.pack.at[i])
		w.where[n] = place{in: num, at: int64(i), there: true}
	}
	dict := fmt.Sprintf("/Type/ObjStm/N %d/First %d", len(w.pack.nums), head.Len())
	head.Write(w.pack.body.Bytes())
	w.pack.nums, w.pack.at = w.pack.nums[:0], w.pack.at[:0]
	w.pack.body.Reset()
	w.stream(num, dict, head.Bytes())
}

// stream writes a stream, deflated. The dictionary is given without its brackets.
func (w *writer) stream(num int, dict string, data []byte) {
	w.packet.Reset()
	if w.zip == nil {
		w.zip, _ = zlib.NewWriterLevel(&w.packet, 6) // the level is in range
	}
	w.zip.Reset(&w.packet) // one for all: a new one takes a megabyte
	w.zip.Write(data)      // to memory: cannot fail
	w.zip.Close()
	w.raw(num, dict+"/Filter/FlateDecode", w.packet.Bytes())
}

// raw writes a stream as it is.
func (w *writer) raw(num int, dict string, data []byte) {
	w.where[num] = place{at: w.n, there: true}
	w.put(fmt.Appendf(nil, "%d 0 obj\n<<%s/Length %d>>\nstream\n", num, dict, len(data)))
	w.put(data)
	w.put([]byte("\nendstream\nendobj\n"))
}

// finish writes the cross-reference stream (7.5.8), whose dictionary is the trailer.
func (w *writer) finish(root, info int) error {
	w.flush()
	xref := w.alloc()
	w.where[xref] = place{at: w.n, there: true}
	start := w.n
	const entry = 1 + 5 + 2 // widths of the three fields
	table := make([]byte, 0, entry*len(w.where))
	field := func(n, v int64) {
		for i := n - 1; i >= 0; i-- {
			table = append(table, byte(v>>(8*i)))
		}
	}
	for i, p := range w.where {
		switch {
		case i == 0 || !p.there:
			field(1, 0)
			field(5, 0)
			field(2, 65535)
		case p.in > 0:
			field(1, 2)
			field(5, int64(p.in))
			field(2, p.at)
		default:
			field(1, 1)
			field(5, p.at)
			field(2, 0)
		}
	}
	id := hex.EncodeToString(w.sum.Sum(nil)[:16])
	w.stream(xref, fmt.Sprintf("/Type/XRef/Size %d/W[1 5 2]/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]", len(w.where), root, info, id, id), table)
	w.put(fmt.Appendf(nil, "startxref\n%d\n%%%%EOF\n", start))
	return w.err
}

// num writes a number with at most three decimals and no exponent (7.3.3).
func num(b []byte, v float64) []byte {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		v = 0
	}
	n := int64(math.Round(v * 1000))
	if n < 0 {
		b, n = append(b, '-'), -n
	}
	b = strconv.AppendInt(b, n/1000, 10)
	if f := n % 1000; f != 0 {
		b = append(b, '.', byte('0'+f/100), byte('0'+f/10%10), byte('0'+f%10))
		for b[len(b)-1] == '0' {
			b = b[:len(b)-1]
		}
	}
	return b
}

func nums(vs ...float64) string {
	var b []byte
	for i, v := range vs {
		if i > 0 {
			b = append(b, ' ')
		}
		b = num(b, v)
	}
	return string(b)
}

// text writes a text string (7.9.2.2): ASCII as it is, else UTF-16.
func text(s string) string {
	ascii := true
	for i := range len(s) {
		if s[i] < 0x20 || s[i] > 0x7e {
			ascii = false
		}
	}
	if ascii {
		return literal([]byte(s))
	}
	b := []byte{0xfe, 0xff}
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u>>8), byte(u))
	}
	return literal(b)
}

// textIn is a text string that says its language (7.9.2.2, "language escape").
func textIn(lang, s string) string {
	b := []byte{0xfe, 0xff, 0, 0x1b}
	for i := range len(lang) {
		b = append(b, 0, lang[i])
	}
	b = append(b, 0, 0x1b)
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u>>8), byte(u))
	}
	return literal(b)
}

// literal writes a string in brackets (7.3.4.2).
func literal(s []byte) string {
	b := make([]byte, 0, len(s)+2)
	b = append(b, '(')
	for _, c := range s {
		switch c {
		case '(', ')', '\\':
			b = append(b, '\\', c)
		case '\r':
			b = append(b, `\r`...) // a bare one would be read as a line feed
		default:
			b = append(b, c)
		}
	}
	return string(append(b, ')'))
}

// name writes a name (7.3.5).
func name(s string) string {
	b := []byte{'/'}
	for i := range len(s) {
		c := s[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.' || c == '+' {
			b = append(b, c)
		} else {
			b = fmt.Appendf(b, "#%02X", c)
		}
	}
	return string(b)
}
