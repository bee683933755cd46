package verify

import "strings"

// cffStandardCount is how many strings are predefined (5176, appendix A). Those of the expert sets, from 229 on, are
// not held: a glyph with such a name is nameless here.
const cffStandardCount = 391

// cffLatin are the standard strings from 150 on, capitals first; the small letters follow in the same order.
const cffLatin = `onesuperior logicalnot mu trademark Eth onehalf plusminus Thorn onequarter divide brokenbar degree thorn
threequarters twosuperior registered minus eth multiply threesuperior copyright Aacute Acircumflex Adieresis Agrave
Aring Atilde Ccedilla Eacute Ecircumflex Edieresis Egrave Iacute Icircumflex Idieresis Igrave Ntilde Oacute Ocircumflex
Odieresis Ograve Otilde Scaron Uacute Ucircumflex Udieresis Ugrave Yacute Ydieresis Zcaron aacute acircumflex adieresis
agrave aring atilde ccedilla eacute ecircumflex edieresis egrave iacute icircumflex idieresis igrave ntilde oacute
ocircumflex odieresis ograve otilde scaron uacute ucircumflex udieresis ugrave yacute ydieresis zcaron`

var cffStandardStrings = func() []string {
	out := []string{".notdef"}
	for _, n := range standardNames { // strings 1 to 149 are StandardEncoding in the order of its codes
		if n != "" {
			out = append(out, n)
		}
	}
	return append(out, strings.Fields(cffLatin)...)
}()
