package api

import (
	"strings"

	"github.com/danielgtaylor/huma/v2/validation"

	"atelier/internal/base/lang"
)

// huma says in English what is wrong with a value. Here its sentences are given keys, with what they are about behind a
// bar, and become text in the reader's language when a problem is written.
func init() {
	for key, message := range map[string]*string{
		"unexpected": &validation.MsgUnexpectedProperty,
		"date-time":  &validation.MsgExpectedRFC3339DateTime,
		"date":       &validation.MsgExpectedRFC3339Date,
		"boolean":    &validation.MsgExpectedBoolean,
		"number":     &validation.MsgExpectedNumber,
		"integer":    &validation.MsgExpectedInteger,
		"string":     &validation.MsgExpectedString,
		"array":      &validation.MsgExpectedArray,
		"object":     &validation.MsgExpectedObject,
		"unique":     &validation.MsgExpectedArrayItemsUnique,
	} {
		*message = key
	}
	for key, message := range map[string]*string{
		"email":      &validation.MsgExpectedRFC5322Email,
		"uri":        &validation.MsgExpectedRFC3986URI,
		"one-of":     &validation.MsgExpectedOneOf,
		"minimum":    &validation.MsgExpectedMinimumNumber,
		"maximum":    &validation.MsgExpectedMaximumNumber,
		"min-length": &validation.MsgExpectedMinLength,
		"max-length": &validation.MsgExpectedMaxLength,
		"pattern":    &validation.MsgExpectedMatchPattern,
		"shape":      &validation.MsgExpectedBePattern,
		"min-items":  &validation.MsgExpectedMinItems,
		"max-items":  &validation.MsgExpectedMaxItems,
		"required":   &validation.MsgExpectedRequiredProperty,
	} {
		*message = key + "|%v"
	}
}

// sentences of huma that are in its code itself.
var sentences = map[string]string{
	"unknown query parameter":              "unknown-parameter",
	"required query parameter is missing":  "parameter-missing",
	"required header parameter is missing": "parameter-missing",
	"required path parameter is missing":   "parameter-missing",
	"invalid integer":                      "integer",
	"invalid boolean":                      "boolean",
	"invalid float":                        "number",
	"request body is required":             "body-missing",
}

// sayRule is what is wrong with a value, in a language. What has no words of its own is told without detail.
func sayRule(tag lang.Tag, message string) string {
	key, about, _ := strings.Cut(message, "|")
	if known, ok := sentences[message]; ok {
		key = known
	}
	key = "rule." + key
	if !words.Has(tag, key) {
		return words.Say(tag, "rule.unreadable")
	}
	return words.Say(tag, key, lang.A{"value": about})
}
