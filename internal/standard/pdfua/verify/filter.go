package verify

import (
	"bytes"
	"compress/lzw"
	"compress/zlib"
	"encoding/ascii85"
	"errors"
	"io"
)

var errTooLarge = errors.New("the file asks for more than the limits of time and memory")

// decode gives the bytes of a stream with its filters undone (7.4). Filters of images (DCTDecode and the like) are
// left: whole says whether every filter was undone. Bytes that end early are given as far as they go.
func (f *File) decode(s *stream) (b []byte, whole bool) {
	if s == nil {
		return nil, false
	}
	if s.self != (ref{}) {
		if c, ok := f.decoded[s.self]; ok {
			return c.b, c.whole
		}
	}
	b, whole = s.raw, true
	filters, parms := f.listOf(s.dict, "Filter", "F"), f.listOf(s.dict, "DecodeParms", "DP")
	for i, filter := range filters {
		var p dict
		if i < len(parms) {
			p = f.asDict(parms[i])
		}
		fn, _ := f.follow(filter).(name)
		if b, whole = f.undo(fn, p, b); !whole {
			break
		}
	}
	if s.self != (ref{}) && len(b) < 1<<20 {
		f.decoded[s.self] = decodedStream{b, whole}
	}
	return b, whole
}

type decodedStream struct {
	b     []byte
	whole bool
}

// listOf reads a key that holds one value or an array of them; the short form is that of inline images.
func (f *File) listOf(d dict, long, short name) array {
	v := f.key(d, long)
	if v == nil {
		v = f.key(d, short)
	}
	switch v := v.(type) {
	case nil:
		return nil
	case array:
		return v
	default:
		return array{v}
	}
}

func (f *File) undo(filter name, parms dict, b []byte) ([]byte, bool) {
	switch filter {
	case "FlateDecode", "Fl":
		r, err := zlib.NewReader(bytes.NewReader(b))
		if err != nil {
			return nil, false
		}
		return f.predict(parms, f.readAll(r)), true
	case "LZWDecode", "LZW":
		if early, ok := f.intAt(parms, "EarlyChange"); ok && early == 0 {
			return f.predict(parms, f.readAll(lzw.NewReader(bytes.NewReader(b), lzw.MSB, 8))), true
		}
		return f.predict(parms, f.take(unLZW(b, f.left()))), true
	case "ASCIIHexDecode", "AHx":
		l := lexer{b: append([]byte("<"), b...)}
		return f.take([]byte(l.hex())), true
	case "ASCII85Decode", "A85":
		return f.take(unASCII85(b)), true
	case "RunLengthDecode", "RL":
		return f.take(unRunLength(b, f.left())), true
	case "Crypt":
		return b, true
	}
	return b, false
}

// left is how many bytes may still be decoded.
func (f *File) left() int { return min(maxStream, maxDecoded-f.spent) }

// spend counts bytes made from the file; false says that the limit is passed.
func (f *File) spend(n int) bool {
	f.spent += n
	if f.spent > maxDecoded {
		f.cut = errTooLarge
		return false
	}
	return true
}

// work counts steps; false says that the limit is passed.
func (f *File) work(n int) bool {
	f.operators += n
	if f.operators > maxOperators {
		f.cut = errTooLarge
		return false
	}
	return true
}

func (f *File) take(b []byte) []byte {
	if len(b) > f.left() {
		b = b[:max(0, f.left())]
		f.cut = errTooLarge
	}
	f.spent += len(b)
	return b
}

func (f *File) readAll(r io.Reader) []byte {
	limit := f.left()
	if limit <= 0 {
		f.cut = errTooLarge
		return nil
	}
	// A damaged end is not an error here: readers show what they could read.
	b, _ := io.ReadAll(io.LimitReader(r, int64(limit)+1))
	return f.take(b)
}

func unASCII85(b []byte) []byte {
	if i := bytes.Index(b, []byte("~>")); i >= 0 {
		b = b[:i]
	}
	out := make([]byte, len(b)*4+8)
	n, _, _ := ascii85.Decode(out, b, true)
	return out[:n]
}

func unRunLength(b []byte, limit int) []byte {
	var out []byte
	for i := 0; i < len(b) && len(out) <= limit; {
		n := int(b[i])
		i++
		switch {
		case n < 128:
			end := min(i+n+1, len(b))
			out = append(out, b[i:end]...)
			i = end
		case n > 128 && i < len(b):
			out = append(out, bytes.Repeat(b[i:i+1], 257-n)...)
			i++
		default:
			return out
		}
	}
	return out
}

// unLZW undoes LZW whose code length grows one code early, the default of 7.4.4.3, which compress/lzw does not know.
func unLZW(b []byte, limit int) []byte {
	const clear, end = 256, 257
	var out []byte
	prefix, suffix := make([]int, 4096), make([]byte, 4096)
	next, width, last, first := 258, 9, -1, byte(0)
	acc, bits := 0, 0
	scratch := make([]byte, 0, 4096)
	for _, c := range b {
		acc, bits = acc<<8|int(c), bits+8
		for bits >= width {
			code := acc >> (bits - width) & (1<<width - 1)
			bits -= width
			if code == end || len(out) > limit {
				return out
			}
			if code == clear {
				next, width, last = 258, 9, -1
				continue
			}
			if code > next || (code == next && last < 0) {
				return out
			}
			scratch = scratch[:0]
			at := code
			if code == next {
				scratch, at = append(scratch, first), last
			}
			for ; at > 257; at = prefix[at] {
				scratch = append(scratch, suffix[at])
			}
			first = byte(at)
			scratch = append(scratch, first)
			for i := len(scratch) - 1; i >= 0; i-- {
				out = append(out, scratch[i])
			}
			if last >= 0 && next < 4096 {
				prefix[next], suffix[next] = last, first
				next++
			}
			if next+1 >= 1<<width && width < 12 {
				width++
			}
			last = code
		}
		acc &= 1<<bits - 1
	}
	return out
}

// predict undoes the predictors of 7.4.4.4: TIFF (2) with 8 bits, and PNG (10 to 15).
func (f *File) predict(parms dict, b []byte) []byte {
	predictor, _ := f.intAt(parms, "Predictor")
	if predictor < 2 {
		return b
	}
	colors, bits, columns := 1, 8, 1
	for k, p := range map[name]*int{"Colors": &colors, "BitsPerComponent": &bits, "Columns": &columns} {
		if n, ok := f.intAt(parms, k); ok {
			*p = n
		}
	}
	if colors < 1 || colors > 64 || bits < 1 || bits > 16 || columns < 1 || columns > 1<<20 {
		return b
	}
	pixel, row := max(1, colors*bits/8), (colors*bits*columns+7)/8
	if predictor == 2 {
		if bits == 8 {
			for i := range b {
				if i%row >= pixel {
					b[i] += b[i-pixel]
				}
			}
		}
		return b
	}
	return unPNG(b, pixel, row)
}

func unPNG(b []byte, pixel, row int) []byte {
	out := make([]byte, 0, len(b))
	prev := make([]byte, row)
	for len(b) > 1 {
		kind := b[0]
		line := append([]byte(nil), b[1:min(row+1, len(b))]...)
		b = b[1+len(line):]
		for i := range line {
			var left, up, corner byte
			up = prev[i]
			if i >= pixel {
				left, corner = line[i-pixel], prev[i-pixel]
			}
			switch kind {
			case 1:
				line[i] += left
			case 2:
				line[i] += up
			case 3:
				line[i] += byte((int(left) + int(up)) / 2)
			case 4:
				line[i] += paeth(left, up, corner)
			}
		}
		out = append(out, line...)
		copy(prev, line)
	}
	return out
}

func paeth(a, b, c byte) byte {
	p := int(a) + int(b) - int(c)
	pa, pb, pc := abs(p-int(a)), abs(p-int(b)), abs(p-int(c))
	if pa <= pb && pa <= pc {
		return a
	}
	if pb <= pc {
		return b
	}
	return c
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
