package lang

import "golang.org/x/text/language"

// leftwards are the scripts that are written from right to left, by their ISO 15924
// code.
var leftwards = map[string]bool{
	"Adlm": true, "Arab": true, "Hebr": true, "Mand": true, "Mend": true, "Nkoo": true,
	"Rohg": true, "Samr": true, "Syrc": true, "Thaa": true,
}

// RTL says whether the language is written from right to left, by the script it
// names or the one it is mostly written in.
func (t Tag) RTL() bool {
	script, _ := language.Make(string(t)).Script()
	return leftwards[script.String()]
}
