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
