package web

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"net/http"
	"strconv"
	"sync"

	"github.com/klauspost/compress/flate"
)

// Frame is a page with slots: its parts never change and are compressed once;
// what is personal is put between them for each answer. Packing such a page anew
// for every reader would cost several times what sending it does.
//
// A gzip stream is a row of deflate blocks with a checksum at its end (RFC 1951,
// RFC 1952). Parts are kept as finished blocks that refer to nothing outside
// themselves, slots become stored blocks, and the checksum is put together from
// those of the parts.
type Frame struct {
	contentType header
	parts       []part
	once        sync.Once // fills the packed form of the parts
}

type part struct {
	plain  []byte
	packed []byte
	crc    uint32
	shift  uint32 // what the length of the part does to a checksum before it
}

// NewFrame keeps the parts, which must not change afterwards. Between n parts
// there are n-1 slots.
func NewFrame(contentType string, parts ...[]byte) *Frame {
	f := &Frame{contentType: fixed("Content-Type", contentType), parts: make([]part, len(parts))}
	for i, data := range parts {
		f.parts[i].plain = data
	}
	return f
}

// Slots is the number of places to fill.
func (f *Frame) Slots() int { return max(0, len(f.parts)-1) }

// buffers hold answers while they are put together.
var buffers = sync.Pool{New: func() any { return new([]byte) }}

// Serve answers with the parts and, between them, the slots in their order; slots
// that are not given stay empty. The answer is for one person: kept nowhere,
// unless the handler has set Cache-Control.
func (f *Frame) Serve(w http.ResponseWriter, r *http.Request, status int, slots ...[]byte) {
	h := w.Header()
	f.contentType.set(h)
	if len(h["Cache-Control"]) == 0 {
		h["Cache-Control"] = []string{CachePrivate}
	}
	addVary(h)
	buffer := buffers.Get().(*[]byte)
	defer buffers.Put(buffer)
	out := (*buffer)[:0]
	if acceptsGzip(r) {
		h["Content-Encoding"] = []string{encodings[gzipped]}
		out = f.appendGzip(out, slots)
	} else {
		for i, p := range f.parts {
			out = append(append(out, p.plain...), slot(slots, i, len(f.parts))...)
		}
	}
	*buffer = out
	h["Content-Length"] = []string{strconv.Itoa(len(out))}
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		// A write fails when the reader is gone; there is nobody to tell.
		_, _ = w.Write(out)
	}
}

// slot is what follows part i of n.
func slot(slots [][]byte, i, n int) []byte {
	if i >= len(slots) || i >= n-1 {
		return nil
	}
	return slots[i]
}

// gzipHead is RFC 1952, section 2.3: deflate, no flags, no time, unknown system.
var gzipHead = []byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff}

// lastBlock is an empty stored block with the mark of the last one.
var lastBlock = []byte{1, 0, 0, 0xff, 0xff}

func (f *Frame) appendGzip(out []byte, slots [][]byte) []byte {
	f.once.Do(f.pack)
	out = append(out, gzipHead...)
	crc, size := uint32(0), uint32(0)
	for i, p := range f.parts {
		out = append(out, p.packed...)
		crc = multiply(p.shift, crc) ^ p.crc
		data := slot(slots, i, len(f.parts))
		out = appendStored(out, data)
		crc = crc32.Update(crc, crc32.IEEETable, data)
		size += uint32(len(p.plain) + len(data))
	}
	out = append(out, lastBlock...)
	out = binary.LittleEndian.AppendUint32(out, crc)
	return binary.LittleEndian.AppendUint32(out, size)
}

// appendStored adds data as stored blocks (RFC 1951, section 3.2.4).
func appendStored(out, data []byte) []byte {
	for len(data) > 0 {
		n := min(len(data), 0xffff)
		out = append(out, 0)
		out = binary.LittleEndian.AppendUint16(out, uint16(n))
		out = binary.LittleEndian.AppendUint16(out, ^uint16(n))
		out = append(out, data[:n]...)
		data = data[n:]
	}
	return out
}

// pack compresses every part by itself. A flush ends it on a whole byte and
// leaves the stream open.
func (f *Frame) pack() {
	for i := range f.parts {
		p := &f.parts[i]
		var out bytes.Buffer
		// The level is one of the package's and memory takes every write, so
		// there is no error.
		w, _ := flate.NewWriter(&out, gzipLevel)
		_, _ = w.Write(p.plain)
		_ = w.Flush()
		p.packed = out.Bytes()
		p.crc = crc32.ChecksumIEEE(p.plain)
		p.shift = power(uint64(len(p.plain)) * 8)
	}
}

// multiply is the product of two polynomials over GF(2) modulo that of CRC-32,
// bits reflected: the arithmetic by which zlib's crc32_combine puts checksums
// together.
func multiply(a, b uint32) uint32 {
	var product uint32
	for bit := uint32(1) << 31; bit != 0; bit >>= 1 {
		if a&bit != 0 {
			product ^= b
		}
		carry := b & 1
		b >>= 1
		if carry != 0 {
			b ^= crc32.IEEE
		}
	}
	return product
}

// power is x to the n.
func power(n uint64) uint32 {
	result, square := uint32(1)<<31, uint32(1)<<30 // 1 and x
	for ; n > 0; n >>= 1 {
		if n&1 != 0 {
			result = multiply(square, result)
		}
		square = multiply(square, square)
	}
	return result
}
