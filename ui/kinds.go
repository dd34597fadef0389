package ui

import (
	"fmt"
	"strconv"
	"strings"

	"strongroom/backend/document"
)

// DescribeKind is what a value is, as far as its shape tells.
func DescribeKind(doc document.Document) string {
	switch doc.Kind {
	case document.KindJSON:
		if doc.Array {
			return fmt.Sprintf("JSON array · %s", Plural(doc.Top, "item"))
		}
		return fmt.Sprintf("JSON · %s", Plural(doc.Top, "key"))
	case document.KindPEM:
		return "PEM · " + pemSummary(doc.Blocks)
	case document.KindBinary:
		return "binary · " + doc.Media
	case document.KindScalar:
		return "text (a JSON scalar)"
	}
	if doc.Lines > 1 {
		return "text · several lines"
	}
	return "text"
}

// pemSummary counts the blocks by type, in the order they stand.
func pemSummary(blocks []string) string {
	var order []string
	n := map[string]int{}
	for _, b := range blocks {
		if n[b]++; n[b] == 1 {
			order = append(order, b)
		}
	}
	for i, b := range order {
		order[i] = strings.ToLower(Text(b))
		if n[b] > 1 {
			order[i] = fmt.Sprintf("%d × %s", n[b], order[i])
		}
	}
	return strings.Join(order, " + ")
}

// VisibleKey is a key that can be seen: in quotes where it is nothing but white space.
func VisibleKey(key string) string {
	if strings.TrimSpace(key) == "" {
		return strconv.Quote(key)
	}
	return key
}

// EndsWords says what stands unseen at the ends of a text: "ends with a line end". Of a text of several lines one line end is
// usual, and it is told where there is none. "" where there is nothing to tell.
//
// It is told of masked values too: a line end that came along is what fails a login, and is looked for before a value is copied
// unseen. It names a kind of white space, no character and no number that would help to guess the rest.
func EndsWords(e document.Ends) string {
	var out []string
	if e.Mark {
		out = append(out, "begins with a byte order mark")
	}
	if e.Before {
		out = append(out, "begins with white space")
	}
	switch {
	case e.After:
		out = append(out, "ends with white space")
	case e.Lines > 1:
		out = append(out, "ends with line ends")
	case e.Lines == 1 && !e.Several:
		out = append(out, "ends with a line end")
	case e.Lines == 0 && e.Several:
		out = append(out, "no line end at the end")
	}
	return strings.Join(out, ", ")
}

// KindWord is what a field holds, in a word.
func KindWord(k document.FieldKind) string {
	return map[document.FieldKind]string{document.FieldString: "text", document.FieldNumber: "number", document.FieldBool: "true or false",
		document.FieldNull: "null", document.FieldObject: "object", document.FieldArray: "array"}[k]
}
