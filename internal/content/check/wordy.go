package check

import (
	"atelier/internal/base/lang"
)

// Plain language (A7.3, A7.4): a shorter word says the same. Each language has its own list.
var wordyPhrase = &Rule{
	ID: "wordy", Level: Note,
	Title:  text("A shorter word says the same", "Un mot plus court dit la même chose"),
	Says:   text("“{phrase}” could be shorter: “{words}”.", "« {phrase} » pourrait être plus court : « {words} »."),
	Why:    text("Readers in a hurry stumble over words that carry nothing.", "Le lecteur pressé trébuche sur les mots qui ne portent rien."),
	Source: sourcePlain,
	Advice: text("Try “{instead}”.", "Essayez « {instead} »."),
	Only:   bothWorded,
	words: func() []entry {
		e, f := lang.English, lang.French
		return []entry{
			{e, "in order to", "to"}, {e, "utilize|utilizes|utilise|utilises", "use"}, {e, "utilization", "use"}, {e, "prior to", "before"},
			{e, "with regard|respect|regards to", "about"}, {e, "in the event that", "if"}, {e, "due to the fact that", "because"},
			{e, "at this point in time", "now"}, {e, "a large|significant number of", "many"}, {e, "commence|commences", "begin"}, {e, "in accordance with", "under, as … asks"},
			{e, "for the purpose|purposes of", "to, for"}, {e, "subsequent to", "after"}, {e, "facilitate|facilitates", "help, make easier"}, {e, "in the absence of", "without"},
			{e, "leverage|leverages", "use"}, {e, "in light of", "given"}, {e, "has|have the ability to", "can"}, {e, "on a regular|daily|annual basis", "regularly, every day, each year"},
			{f, "dans le but de", "pour"}, {f, "au niveau de la|du|des|l’", "en, dans, pour"}, {f, "dans le cadre de", "pendant, pour, dans"}, {f, "suite à", "après, à la suite de"},
			{f, "procéder|procède|procédez à la|l’|un|une", "le verbe lui-même"}, {f, "effectuer|effectue|effectuez une|un|la|le|des", "faire, ou le verbe lui-même"}, {f, "en ce qui concerne", "pour, quant à"},
			{f, "dans le cas où", "si"}, {f, "à l’ heure actuelle", "maintenant"}, {f, "un grand nombre de", "beaucoup de"}, {f, "préalablement à", "avant"}, {f, "afin d’ être en mesure de", "pour pouvoir"},
			{f, "être en mesure de", "pouvoir"}, {f, "en raison du fait que", "parce que"}, {f, "compte tenu du fait que", "puisque"}, {f, "il est à noter que", "(rien)"}, {f, "à des fins de", "pour"},
			{f, "nonobstant", "malgré"}, {f, "postérieurement à", "après"},
		}
	},
}
