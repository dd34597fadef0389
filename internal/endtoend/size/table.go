package main

import (
	"fmt"
	"os"
	"strings"
)

// draw is a table in Markdown of what the rows cost, and of what belongs to none of them, so that its last row is the whole.
func draw(rows []row, whole, most int) string {
	var b strings.Builder
	b.WriteString("| | code | kept about it | tables | together, KB | functions |\n| --- | ---: | ---: | ---: | ---: | ---: |\n")
	line := func(r row) {
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %d |\n", r.name, kb(r.code), kb(r.known), kb(r.tables), kb(r.all()), r.functions)
	}
	rest, total := row{}, row{}
	for i, r := range rows {
		if i < most {
			line(r)
		} else {
			rest = row{code: rest.code + r.code, known: rest.known + r.known, tables: rest.tables + r.tables, functions: rest.functions + r.functions}
		}
		total = row{code: total.code + r.code, known: total.known + r.known, tables: total.tables + r.tables, functions: total.functions + r.functions}
	}
	if rest.functions > 0 || rest.tables > 0 {
		rest.name = fmt.Sprintf("%d more", len(rows)-most)
		line(rest)
	}
	fmt.Fprintf(&b, "| the rest: between functions, names of files, initial values | | | %s | %s | |\n", kb(whole-total.all()), kb(whole-total.all()))
	fmt.Fprintf(&b, "| **all** | %s | %s | %s | **%s** | %d |\n", kb(total.code), kb(total.known), kb(whole-total.code-total.known), kb(whole), total.functions)
	return b.String()
}

// kb is a number of bytes in thousands.
func kb(bytes int) string { return fmt.Sprintf("%.1f", float64(bytes)/1000) }

// place puts the table into a file of documentation, for the table that is in it.
func place(file, table string) error {
	old, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	before, rest, ok := strings.Cut(string(old), "\n| | code |")
	if !ok {
		return fmt.Errorf("%s has no such table", file)
	}
	_, after, ok := strings.Cut(rest, "\n\n")
	if ok {
		after = "\n" + after
	}
	return os.WriteFile(file, []byte(before+"\n"+table+after), 0o644)
}
