package config

import (
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
)

// lineOf is the line of a key in the text of a file: "lifetime", or "theme.accent" for one in a table. Where it stands inside the
// value of another one ("theme"), it is that one's line, and where it is a table the first one of that; 0 where it is not there.
func lineOf(text []byte, key string) int { return lineIn(text, key, 0) }

// lineIn is lineOf in the nth table of its name, where there are several: its own line where the key is not in it.
func lineIn(text []byte, key string, nth int) (line int) {
	var p unstable.Parser
	p.Reset(text)
	table, tables := "", map[string]int{}
	for p.NextExpression() {
		e := p.Expression()
		name, at := joined(e.Key()), 0
		if keys := e.Key(); keys.Next() {
			at = p.Shape(keys.Node().Raw).Start.Line
		}
		full := name
		switch e.Kind {
		case unstable.Table, unstable.ArrayTable:
			table = name
			tables[table]++
		case unstable.KeyValue:
			full = strings.TrimPrefix(table+"."+name, ".")
		}
		switch here := max(0, tables[table]-1) == nth || table == ""; {
		case !here:
		case full == key, strings.HasPrefix(full, key+"."):
			return at
		case strings.HasPrefix(key, full+"."):
			line = at
		}
	}
	return line
}

func joined(keys unstable.Iterator) string {
	var parts []string
	for keys.Next() {
		parts = append(parts, string(keys.Node().Data))
	}
	return strings.Join(parts, ".")
}
