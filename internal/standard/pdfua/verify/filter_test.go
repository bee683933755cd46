package verify

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

func TestFiltersAreUndone(t *testing.T) {
	t.Parallel()
	deflate := func(b string) string {
		var out bytes.Buffer
		w := zlib.NewWriter(&out)
		w.Write([]byte(b))
		w.Close()
		return out.String()
	}
	for _, c := range []struct{ entries, raw, want string }{
		{"/Filter/FlateDecode", deflate("hello"), "hello"},
		{"/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 2>>", deflate("\x02ab\x02\x01\x01"), "abbc"},
		{"/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 2>>", deflate("\x01a\x01\x03\x01\x01\x04\x01\x00\x00zz"), "ab1J2Jzz"},
		{"/Filter/FlateDecode/DecodeParms<</Predictor 2/Columns 3>>", deflate("a\x01\x01"), "abc"},
		{"/Filter/ASCIIHexDecode", "68 65 6C6c 6F>", "hello"},
		{"/Filter[/ASCIIHexDecode/ASCIIHexDecode]", "36 38 36 39 3E>", "hi"},
		{"/Filter/ASCII85Decode", "BOu!rDZ~>", "hello"},
		{"/Filter/RunLengthDecode", "\x01he\xFFl\x00o\x80", "hello"},
		// The example of ISO 32000-1, 7.4.4.2.
		{"/Filter/LZWDecode", "\x80\x0B\x60\x50\x22\x0C\x0C\x85\x01", "-----A---B"},
	} {
		f := &File{decoded: map[ref]decodedStream{}}
		l := &lexer{b: []byte("<<" + c.entries + ">>")}
		o, _ := l.next()
		got, whole := f.decode(&stream{dict: o.(dict), raw: []byte(c.raw)})
		if string(got) != c.want || !whole {
			t.Errorf("%s gives %q, want %q", c.entries, got, c.want)
		}
	}
}

// Objects that are written and read again are the same.
func TestObjectsSurviveTheLexer(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.SliceOf(rapid.Byte()).Draw(t, "string")
		n := rapid.Int32().Draw(t, "number")
		r := rapid.IntRange(1, 9999).Draw(t, "reference")
		l := &lexer{b: fmt.Appendf(nil, "<</S<%x>/N %d/R %d 0 R/A[%d(x)null true]>>", s, n, r, n)}
		o, _ := l.next()
		d := o.(dict)
		if string(d["S"].(text)) != string(s) || d["N"] != int(n) || d["R"] != (ref{r, 0}) || len(d["A"].(array)) != 4 {
			t.Fatalf("%v", d)
		}
	})
}

func TestTextStringsAreDecoded(t *testing.T) {
	t.Parallel()
	for in, want := range map[text]string{
		"plain": "plain", "caf\xE9 \x84 \xA0": "café — €", "\xFE\xFF\x00\xE9\xD8\x3D\xDE\x00": "é😀",
		"\xFF\xFE\xE9\x00": "é", "\xEF\xBB\xBFé": "é", "\xFE\xFF\x00\x1B\x00f\x00r\x00\x1B\x00a": "a",
	} {
		if got := decodeText(in); got != want {
			t.Errorf("%q gives %q, want %q", in, got, want)
		}
	}
}
