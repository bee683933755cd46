package check

import (
	"atelier/internal/base/lang"
)

// OQLF: turns of phrase and words taken from English for which French has its own.
var anglicism = &Rule{
	ID: "anglicism", Level: Warning,
	Title:  text("French says it in French", "Le français se dit en français"),
	Says:   text("“{phrase}” is taken from English: “{words}”.", "« {phrase} » est calqué sur l’anglais ou emprunté à l’anglais : « {words} »."),
	Why:    text("Readers meet a translation instead of a text written for them.", "Le lecteur rencontre une traduction, et non un texte écrit pour lui."),
	Source: sourceOQLFLex,
	Advice: text("Write “{instead}”.", "Écrivez plutôt « {instead} »."),
	Only:   onlyFrench,
	words: func() []entry {
		var out []entry
		for _, pair := range anglicisms {
			out = append(out, entry{lang.French, pair[0], pair[1]})
		}
		return out
	},
}

var anglicisms = [][2]string{
	{"à date", "à ce jour, à jour"}, {"en termes de", "en matière de, quant à"}, {"pris|prendre|prend|prennent pour acquis", "tenir pour acquis"},
	{"fait|faire|font du sens", "avoir du sens, être logique"}, {"mettre|met|mettent|mis l’ emphase", "mettre l’accent"}, {"canceller", "annuler"},
	{"cancellation", "annulation"}, {"cédule", "calendrier, horaire"}, {"cédulé|céduler", "prévu, planifier"}, {"email|emails|e-mail|e-mails", "courriel"},
	{"mail|mails", "courriel"}, {"feedback", "rétroaction, commentaires"}, {"meeting|meetings", "réunion"}, {"deadline|deadlines", "échéance"},
	{"checklist|checklists|check-list", "liste de contrôle"}, {"customiser|customisé", "personnaliser"}, {"impacter|impacte|impactent|impacté", "toucher, avoir une incidence sur"},
	{"initier|initie|initié un|une|le|la", "lancer, entreprendre"}, {"délivrable|délivrables", "livrable"}, {"adresser un|le|ce|les|des|ces problème|problèmes|enjeu|enjeux", "s’attaquer à, traiter"},
	{"rencontrer les|des|nos|vos|ses exigences|besoins|objectifs|attentes", "répondre aux, atteindre"}, {"siéger sur", "siéger à"}, {"basé sur une base", "à titre"},
	{"sur une base régulière|quotidienne|annuelle|hebdomadaire|mensuelle|volontaire", "régulièrement, chaque jour, à titre volontaire"}, {"au meilleur de ma|sa|notre connaissance", "à ma connaissance"},
	{"définitivement oui|non|le|la", "certainement, sans contredit"}, {"librairie logicielle", "bibliothèque logicielle"}, {"librairies logicielles", "bibliothèques logicielles"},
	{"en|par opposition à ce que", "contrairement à ce que"}, {"opportunités|opportunité d’ affaires|affaire", "occasion d’affaires"}, {"le|la|les focus", "l’attention, la priorité"},
	{"focuser|focusser", "se concentrer"}, {"updater|upgrader", "mettre à jour, mettre à niveau"}, {"downloader|uploader", "télécharger, téléverser"}, {"forwarder", "faire suivre"},
	{"input|inputs|output|outputs", "intrant, extrant, apport, résultat"}, {"monitorer|monitoring", "surveiller, surveillance"}, {"scanner|scanné le|la|les|un|une", "numériser, analyser"},
	{"coûts|coût d’ opération", "frais d’exploitation"}, {"à l’ effet que", "selon lequel, voulant que"}, {"en autant que", "pourvu que, dans la mesure où"},
	{"prendre|prend|prennent avantage", "profiter de, tirer parti de"}, {"questionner la|le|les pertinence|choix|décision", "remettre en question"}, {"compléter le|un|votre|ce formulaire", "remplir le formulaire"},
	{"appliquer sur|pour un|le|ce poste|emploi", "postuler, poser sa candidature"}, {"place d’ affaires", "établissement"}, {"temps supplémentaire|supplémentaires payé", "heures supplémentaires"},
	{"digital|digitale|digitales|digitaux", "numérique"}, {"digitalisation|digitaliser", "numérisation, virage numérique"}, {"challenge|challenges", "défi"}, {"challenger", "remettre en question"},
	{"implémentation", "mise en œuvre, mise en place"}, {"implémenter|implémente|implémenté", "mettre en œuvre, mettre en place"}, {"versus", "par rapport à, ou"}, {"timing", "moment, calendrier"},
	{"agenda caché", "intentions cachées"}, {"livrer|délivrer la marchandise", "tenir ses promesses"}, {"être|est|sont confortable|confortables avec", "être à l’aise avec"}, {"disponible|disponibles au public", "accessible au public"},
}
