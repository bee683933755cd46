package verify

import (
	"encoding/binary"
	"strconv"
)

func parseReal(s string) float64 {
	x, _ := strconv.ParseFloat(s, 64)
	return x
}

// width runs a Type 2 charstring up to the first operator that clears the stack: an operand too many before it is the
// advance (Adobe Technical Note 5177, 3.1).
func (c *cff) width(gid int) (float64, bool) {
	if gid < 0 || gid >= len(c.chars) {
		return 0, false
	}
	fd := 0
	if c.choose != nil {
		fd = int(c.choose[gid])
	}
	if fd >= len(c.private) {
		return 0, false
	}
	r := &cffRunner{c: c, p: c.private[fd]}
	switch r.run(c.chars[gid], 0) {
	case cffGiven:
		return (r.p.nominal + r.stack[0]) * c.scale, true
	case cffUsual:
		return r.p.usual * c.scale, true
	}
	return 0, false
}

// What a charstring came to: it goes on after a subroutine, it gives a width, it leaves the usual one, or it cannot be
// told.
type cffOutcome int

const (
	cffGoesOn cffOutcome = iota
	cffGiven
	cffUsual
	cffUnknown
)

type cffRunner struct {
	c     *cff
	p     cffPrivate
	stack []float64
	calls int
}

func (r *cffRunner) run(b []byte, depth int) cffOutcome {
	for i := 0; i < len(b) && len(r.stack) < 513; i++ {
		v := int(b[i])
		switch {
		case v >= 32 && v <= 246:
			r.stack = append(r.stack, float64(v-139))
		case v >= 247 && v <= 254 && i+1 < len(b):
			r.stack = append(r.stack, cffShort(v, int(b[i+1])))
			i++
		case v == 255 && i+4 < len(b):
			r.stack = append(r.stack, float64(int32(binary.BigEndian.Uint32(b[i+1:])))/65536)
			i += 4
		case v == 28 && i+2 < len(b):
			r.stack = append(r.stack, float64(int16(binary.BigEndian.Uint16(b[i+1:]))))
			i += 2
		case v == 10 || v == 29:
			if out := r.call(v == 29, depth); out != cffGoesOn {
				return out
			}
		case v == 11:
			return cffGoesOn
		default:
			return r.clear(v)
		}
	}
	return cffUnknown
}

// call runs a subroutine; its number is biased by the count of them (5177, 4.7).
func (r *cffRunner) call(global bool, depth int) cffOutcome {
	subrs := r.p.local
	if global {
		subrs = r.c.global
	}
	n := len(r.stack)
	if r.calls++; n == 0 || depth >= 10 || r.calls > 1000 {
		return cffUnknown
	}
	bias := 107
	if len(subrs) >= 33900 {
		bias = 32768
	} else if len(subrs) >= 1240 {
		bias = 1131
	}
	i := wholeOf(r.stack[n-1]) + bias
	r.stack = r.stack[:n-1]
	if i < 0 || i >= len(subrs) {
		return cffUnknown
	}
	return r.run(subrs[i], depth+1)
}

// clear judges the first operator that clears the stack by how many operands it takes.
func (r *cffRunner) clear(op int) cffOutcome {
	n, given := len(r.stack), false
	switch op {
	case 1, 3, 18, 19, 20, 23: // stem hints and masks take pairs
		given = n%2 == 1
	case 21: // rmoveto
		given = n > 2
	case 4, 22: // vmoveto, hmoveto
		given = n > 1
	case 14: // endchar, or the four operands of seac
		given = n == 1 || n == 5
	default:
		return cffUnknown
	}
	if given {
		return cffGiven
	}
	return cffUsual
}
