// Size tells what each dependency costs in the finished program: its code, what the runtime keeps about that code (names, line
// tables, stack maps: nearly as much again), and its tables. It builds the program for linux/amd64, or reads one that is built.
//
//	go run ./internal/endtoend/size                 a row for each module, as in docs/size.md
//	go run ./internal/endtoend/size -by package     a row for each package
//	go run ./internal/endtoend/size -by symbol      the largest functions
//	go run ./internal/endtoend/size -program FILE   an ELF program that was built with its symbols
package main

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
)

func main() {
	by := flag.String("by", "module", "what makes a row: module, package or symbol")
	file := flag.String("program", "", "a program that was built with its symbols, \"\" to build it")
	most := flag.Int("rows", 60, "how many rows at most, the largest first")
	write := flag.String("write", "", "a file of documentation whose table is made anew")
	flag.Parse()
	if err := run(*by, *file, *write, *most); err != nil {
		fmt.Fprintln(os.Stderr, "size:", err)
		os.Exit(1)
	}
}

func run(by, file, write string, most int) error {
	if file == "" {
		dir, err := os.MkdirTemp("", "strongroom-size-")
		if err != nil {
			return err
		}
		defer func() { _ = os.RemoveAll(dir) }()
		file = filepath.Join(dir, "strongroom")
		if err := build(file, "-w"); err != nil {
			return err
		}
	}
	p, err := read(file)
	if err != nil {
		return err
	}
	name, ok := map[string]func(string) string{"module": p.module, "package": packageOf, "symbol": func(s string) string { return s }}[by]
	if !ok {
		return fmt.Errorf("nothing is counted by %q", by)
	}
	table := draw(sum(p, name), p.file, most)
	if write == "" {
		_, err = os.Stdout.WriteString(table)
		return err
	}
	return place(write, table)
}

// build makes the program as it is shipped, but for its symbols: -s would take them.
func build(file, ldflags string) error {
	c := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags", ldflags, "-o", file, "strongroom")
	c.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOARCH=amd64")
	c.Stderr = os.Stderr
	return c.Run()
}

// row is what one module, package or symbol has in the program, in bytes.
type row struct {
	name                string
	code, known, tables int
	functions           int
}

func (r row) all() int { return r.code + r.known + r.tables }

func sum(p *program, name func(string) string) []row {
	rows := map[string]*row{}
	for _, s := range p.symbols {
		at := name(s.name)
		r := rows[at]
		if r == nil {
			r = &row{name: at}
			rows[at] = r
		}
		if s.code {
			r.code, r.functions = r.code+s.size, r.functions+1
		} else {
			r.tables += s.size
		}
		r.known += s.known
	}
	var all []row
	for _, r := range rows {
		all = append(all, *r)
	}
	slices.SortFunc(all, func(a, b row) int { return cmp.Or(b.all()-a.all(), cmp.Compare(a.name, b.name)) })
	return all
}
