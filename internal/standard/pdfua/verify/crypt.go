package verify

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5" //nolint:gosec // ISO 32000-1, 7.6.3.3 prescribes it
	"crypto/rc4" //nolint:gosec // ISO 32000-1, 7.6.2 prescribes it
	"encoding/binary"
)

// crypt opens strings and streams of a file that is encrypted with the standard handler and the empty user password,
// versions 1 to 4 (7.6.2 to 7.6.5). Version 5 (AES with 256 bits) belongs to ISO 32000-2 and is not opened.
type crypt struct {
	key      []byte
	aes      bool
	identity bool // streams and strings are left as they are
}

// padding is the string of 7.6.3.3, algorithm 2, step a.
var padding = []byte("\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A")

// unlock makes the key of an encrypted file; what was read before, without a key, is forgotten.
func (f *File) unlock() error {
	if f.trailer["Encrypt"] == nil {
		return nil
	}
	d := f.dictAt(f.trailer, "Encrypt")
	v, _ := f.intAt(d, "V")
	if f.nameAt(d, "Filter") != "Standard" || v < 1 || v > 4 {
		return ErrLocked
	}
	bits, ok := f.intAt(d, "Length")
	if !ok {
		bits = 40
	}
	c := &crypt{}
	if v == 4 {
		std := f.dictAt(f.dictAt(d, "CF"), name(f.nameAt(d, "StmF")))
		method := f.nameAt(std, "CFM")
		c.aes, c.identity, bits = method == "AESV2", std == nil || method == "None", 128
	}
	if v == 1 {
		bits = 40
	}
	if bits < 40 || bits > 128 {
		return ErrLocked
	}
	c.key = f.encryptionKey(d, bits/8)
	if !c.opens(f, d) {
		return ErrLocked
	}
	clear(f.cache)
	clear(f.inside)
	clear(f.decoded)
	if r, ok := f.trailer["Encrypt"].(ref); ok {
		f.cache[r.num] = d // its own strings are never encrypted
	}
	f.lock = c
	return nil
}

// encryptionKey is algorithm 2 of 7.6.3.3 with an empty password.
func (f *File) encryptionKey(d dict, n int) []byte {
	r, _ := f.intAt(d, "R")
	p, _ := f.intAt(d, "P")
	owner, _ := f.bytesAt(d, "O")
	h := md5.New() //nolint:gosec // prescribed
	h.Write(padding)
	h.Write([]byte(owner)[:min(32, len(owner))])
	h.Write(binary.LittleEndian.AppendUint32(nil, uint32(int32(p))))
	if id := f.arrayAt(f.trailer, "ID"); len(id) > 0 {
		first, _ := f.follow(id[0]).(text)
		h.Write([]byte(first))
	}
	if plain, given := f.key(d, "EncryptMetadata").(bool); given && !plain && r >= 4 {
		h.Write([]byte{255, 255, 255, 255})
	}
	key := h.Sum(nil)
	if r >= 3 {
		for range 50 {
			sum := md5.Sum(key[:n]) //nolint:gosec // prescribed
			key = sum[:]
		}
	}
	return key[:n]
}

// opens checks the key against the U entry (algorithms 4 and 5 of 7.6.3.4).
func (c *crypt) opens(f *File, d dict) bool {
	want, _ := f.bytesAt(d, "U")
	r, _ := f.intAt(d, "R")
	got := padding
	if r >= 3 {
		h := md5.New() //nolint:gosec // prescribed
		h.Write(padding)
		if id := f.arrayAt(f.trailer, "ID"); len(id) > 0 {
			first, _ := f.follow(id[0]).(text)
			h.Write([]byte(first))
		}
		got = h.Sum(nil)
	}
	out := append([]byte(nil), got...)
	rounds := 1
	if r >= 3 {
		rounds = 20
	}
	for i := range rounds {
		key := append([]byte(nil), c.key...)
		for j := range key {
			key[j] ^= byte(i)
		}
		s, err := rc4.NewCipher(key) //nolint:gosec // prescribed
		if err != nil {
			return false
		}
		s.XORKeyStream(out, out)
	}
	return len(want) >= 16 && string(out[:16]) == want[:16]
}

// bytes opens data of one object (algorithm 1 of 7.6.2).
func (c *crypt) bytes(b []byte, r ref) []byte {
	salt := append(append([]byte(nil), c.key...), byte(r.num), byte(r.num>>8), byte(r.num>>16), byte(r.gen), byte(r.gen>>8))
	if c.aes {
		salt = append(salt, "sAlT"...)
	}
	sum := md5.Sum(salt) //nolint:gosec // prescribed
	key := sum[:min(len(c.key)+5, 16)]
	if !c.aes {
		s, err := rc4.NewCipher(key) //nolint:gosec // prescribed
		if err != nil {
			return b
		}
		out := make([]byte, len(b))
		s.XORKeyStream(out, b)
		return out
	}
	block, err := aes.NewCipher(key)
	if err != nil || len(b) < 32 || len(b)%16 != 0 {
		return nil
	}
	out := make([]byte, len(b)-16)
	cipher.NewCBCDecrypter(block, b[:16]).CryptBlocks(out, b[16:])
	if pad := int(out[len(out)-1]); pad >= 1 && pad <= 16 {
		out = out[:len(out)-pad]
	}
	return out
}

func (c *crypt) open(o object, r ref) object {
	if c == nil || c.identity {
		return o
	}
	switch v := o.(type) {
	case text:
		return text(c.bytes([]byte(v), r))
	case array:
		for i := range v {
			v[i] = c.open(v[i], r)
		}
	case dict:
		for k := range v {
			v[k] = c.open(v[k], r)
		}
	}
	return o
}

func (c *crypt) openStream(f *File, s *stream) *stream {
	if c == nil || c.identity || s.dict["Type"] == name("XRef") {
		return s
	}
	for _, filter := range f.listOf(s.dict, "Filter", "F") {
		if filter == name("Crypt") {
			return s
		}
	}
	s.raw = c.bytes(s.raw, s.self)
	c.open(s.dict, s.self)
	return s
}
