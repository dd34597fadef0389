package list

import (
	"regexp"
	"strings"

	"strongroom/model/find"
	"strongroom/ui"
)

// inARN finds the name in a secret's ARN: the service puts a dash and six characters behind it.
var inARN = regexp.MustCompile(`^(arn:[^ ]*?:)?secret:(.*)$`)

// suffixed is a name with as many of those six characters as were pasted.
var suffixed = regexp.MustCompile(`^(.+)-[A-Za-z0-9]{0,6}$`)

// sought is the find line as the index understands it: an ARN of this place, whole or not to its end, asks for the name in it. One of
// another place stays as it is, and finds nothing: a namesake is not what was meant.
func (l *Pane) sought() string {
	q := l.query.Text()
	if !strings.Contains(q, "secret:") && !strings.Contains(q, "arn:") {
		return q
	}
	words := strings.Split(q, " ")
	for i, w := range words {
		if m := inARN.FindStringSubmatch(w); m != nil && (m[1] == "" || l.isHere(w)) {
			words[i] = "^" + m[2]
			if name := suffixed.FindStringSubmatch(m[2]); name != nil {
				words[i] += " | ^" + name[1] + "$"
			}
		} else if strings.HasPrefix(w, "arn:") && strings.HasPrefix(l.here, w) {
			words[i] = "" // the beginning of every ARN here
		}
	}
	return strings.Join(words, " ")
}

// isHere reports whether an ARN is one of this place; where several regions are shown, of any of them.
func (l *Pane) isHere(arn string) bool {
	return l.wide.on || l.here != "" && strings.HasPrefix(arn, l.here)
}

// rest is what the first offer adds to the word being typed, as safe text; "" where it does not go on from it.
func (l *Pane) rest() string {
	if !l.typing || len(l.offers) == 0 || !l.query.AtEnd() || l.query.Selected() {
		return ""
	}
	word := find.LastWord(l.query.Before())
	if len(word) > len(l.offers[0]) || !strings.EqualFold(l.offers[0][:len(word)], word) || word == "" {
		return ""
	}
	return ui.Text(l.offers[0][len(word):])
}
