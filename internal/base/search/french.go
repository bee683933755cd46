package search

import "strings"

// frenchEnding is one rule of Jacques Savoy's light stemmer for French: a word
// longer than over that ends in ending gets the other ending.
type frenchEnding struct {
	over   int
	ending string
	put    string
	goOn   bool // the rules that follow are tried as well
}

// frenchEndings are the rules of the stemmer in their order, on words without
// accents. Two differ from its published form, so that words of one family stay
// together: -ière becomes -ier (première, premier), and -ième is found without
// its accent; -ère and -ète need no rule once their accent is gone, and -isateur
// is never reached.
var frenchEndings = []frenchEnding{
	{9, "issement", "ir", false},
	{8, "issant", "ir", false},
	{7, "ivement", "if", false},
	{6, "ement", "e", false},
	{11, "ficatrice", "fier", false},
	{10, "ficateur", "fier", false},
	{9, "catrice", "quer", false},
	{8, "cateur", "quer", false},
	{8, "atrice", "er", false},
	{7, "ateur", "er", false},
	{6, "trice", "teur", true},
	{5, "ieme", "", false},
	{7, "teuse", "ter", false},
	{6, "teur", "ter", false},
	{5, "euse", "eu", false},
	{5, "iere", "ier", false},
	{7, "ive", "if", false},
	{4, "folle", "fou", false},
	{4, "molle", "mou", false},
	{9, "nnelle", "n", false},
	{9, "nnel", "n", false},
	{8, "ique", "", true},
	{8, "esse", "e", false},
	{7, "inage", "in", false},
	{12, "ualisation", "uel", false},
	{9, "isation", "", false},
	{8, "ation", "", false},
	{8, "ition", "", false},
}

// frenchStem stems a folded word.
func frenchStem(word string) string {
	if !isASCII(word) {
		return word
	}
	word = frenchSingular(word)
	for _, rule := range frenchEndings {
		if len(word) > rule.over && strings.HasSuffix(word, rule.ending) {
			word = word[:len(word)-len(rule.ending)] + rule.put
			if !rule.goOn {
				break
			}
		}
	}
	return frenchNormal(word)
}

// frenchSingular takes the mark of the plural off: -aux, -x, -s.
func frenchSingular(word string) string {
	n := len(word)
	if n > 5 && word[n-1] == 'x' {
		if word[n-3] == 'a' && word[n-2] == 'u' && word[n-4] != 'e' {
			word = word[:n-2] + "l"
		} else {
			word = word[:n-1]
		}
	}
	if n = len(word); n > 3 && word[n-1] == 'x' {
		word = word[:n-1]
	}
	if n = len(word); n > 3 && word[n-1] == 's' {
		word = word[:n-1]
	}
	return word
}

// frenchNormal writes double letters once and takes off what a verb or a
// feminine adds: -ie, -r, -e.
func frenchNormal(word string) string {
	if len(word) > 4 {
		word = singleLetters(word)
	}
	if len(word) > 4 && strings.HasSuffix(word, "ie") {
		word = word[:len(word)-2]
	}
	if len(word) > 4 {
		word = strings.TrimSuffix(word, "r")
		word = strings.TrimSuffix(word, "e")
		word = strings.TrimSuffix(word, "e")
		if n := len(word); word[n-1] == word[n-2] && word[n-1] >= 'a' {
			word = word[:n-1]
		}
	}
	return word
}

func singleLetters(word string) string {
	out := make([]byte, 0, len(word))
	for i := range len(word) {
		if i == 0 || word[i] != word[i-1] || word[i] < 'a' {
			out = append(out, word[i])
		}
	}
	return string(out)
}

func isASCII(word string) bool {
	for i := range len(word) {
		if word[i] >= 0x80 {
			return false
		}
	}
	return true
}

// frenchCommon are the French words that say nothing about a passage, folded,
// with what an elision leaves before its apostrophe.
const frenchCommon = `au aux avec ce ces dans de des du elle elles en et eux il ils je la le les leur leurs lui ma mais me
meme memes mes moi mon ne nos notre nous on ou par pas pour qu que qui sa se ses si son sur ta te tes toi ton tu un une vos
votre vous c d j l m n s t y jusqu lorsqu puisqu quoiqu ete etee etees etes etant suis es est sommes sont serai seras sera
serons serez seront serais serait serions seriez seraient etais etait etions etiez etaient fus fut fumes futes furent sois
soit soyons soyez soient fusse fusses ayant eu eue eues eus ai as avons avez ont aurai auras aura aurons aurez auront aurais
aurait aurions auriez auraient avais avait avions aviez avaient eut eumes eutes eurent aie aies ait ayons ayez aient ceci
cela cet cette ici quel quels quelle quelles sans soi etre avoir comme plus tres donc ainsi`
