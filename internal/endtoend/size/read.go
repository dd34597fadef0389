package main

import (
	"debug/buildinfo"
	"debug/elf"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// program is an ELF program of Go with its symbols.
type program struct {
	symbols []symbol
	modules []string // the longest path first
	file    int      // bytes that are in the file when it is stripped
}

// symbol is a function or a table of data that lies in the file.
type symbol struct {
	name  string
	code  bool
	size  int
	known int // of a function: what the runtime keeps about it
}

func read(file string) (*program, error) {
	f, err := elf.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	p := &program{}
	for _, s := range f.Sections {
		if s.Flags&elf.SHF_ALLOC != 0 && s.Type != elf.SHT_NOBITS {
			p.file += int(s.FileSize)
		}
	}
	info, err := buildinfo.ReadFile(file)
	if err != nil {
		return nil, err
	}
	p.modules = []string{info.Main.Path}
	for _, m := range info.Deps {
		p.modules = append(p.modules, m.Path)
	}
	slices.SortFunc(p.modules, func(a, b string) int { return len(b) - len(a) })
	return p, p.readSymbols(f)
}

func (p *program) readSymbols(f *elf.File) error {
	symbols, err := f.Symbols()
	if err != nil {
		return fmt.Errorf("it was built without symbols: %w", err)
	}
	text, lines := f.Section(".text"), f.Section(".gopclntab")
	if text == nil || lines == nil {
		return errors.New("it is no program of Go")
	}
	maps := 0
	for _, s := range symbols {
		if s.Name == "go:func.*" {
			maps = int(s.Size)
		}
	}
	table, err := lines.Data()
	if err != nil {
		return err
	}
	known, err := keptOf(table, maps)
	if err != nil {
		return err
	}
	p.symbols = append(p.symbols, between(symbols, typesAre, "runtime.types", "go:string.*"), between(symbols, stringsAre, "go:string.*", "runtime.gcbits.*"))
	for _, s := range symbols {
		if s.Size == 0 || int(s.Section) >= len(f.Sections) || f.Sections[s.Section].Type == elf.SHT_NOBITS {
			continue
		}
		switch in := f.Sections[s.Section]; {
		case in == text:
			p.symbols = append(p.symbols, symbol{name: s.Name, code: true, size: int(s.Size), known: known[uint32(s.Value-text.Addr)]})
		case in != lines && !strings.HasPrefix(s.Name, "runtime.pclntab") && s.Name != "go:func.*":
			p.symbols = append(p.symbols, symbol{name: s.Name, size: int(s.Size)})
		}
	}
	return nil
}

// What the linker has put together, so that nothing tells any more whose it is.
const (
	typesAre   = "descriptions of types"
	stringsAre = "texts between quotes"
	equalsAre  = "comparisons that the compiler made"
)

func between(symbols []elf.Symbol, name, from, to string) symbol {
	var begins, ends uint64
	for _, s := range symbols {
		switch s.Name {
		case from:
			begins = s.Value
		case to:
			ends = s.Value
		}
	}
	if begins == 0 || ends < begins {
		return symbol{name: name}
	}
	return symbol{name: name, size: int(ends - begins)}
}

// keptOf reads the runtime's table of functions (runtime/symtab.go, pcHeader and _func): for each function, by its offset in the code,
// the bytes of its entry, its name, its tables of lines and unwinding, and its stack maps. What several functions share is counted
// for one of them. maps is the size of all stack maps.
func keptOf(table []byte, maps int) (map[uint32]int, error) {
	const magic = 0xfffffff1 // since Go 1.20
	if len(table) < 72 || binary.LittleEndian.Uint32(table) != magic || table[7] != 8 {
		return nil, errors.New("its table of functions has another form than this reads")
	}
	word := func(at int) int { return int(binary.LittleEndian.Uint64(table[at:])) }
	half := func(at int) int { return int(binary.LittleEndian.Uint32(table[at:])) }
	count, names, first, pcs, funcs := word(8), word(32), word(40), word(56), word(64)
	ends := map[string]int{"name": first - names, "pc": funcs - pcs, "map": maps}
	known := map[uint32]int{}
	parts := map[string]map[int]uint32{"name": {}, "pc": {}, "map": {}} // what begins there → whose it is
	for i := range count {
		at := funcs + half(funcs+8*i+4)
		entry := uint32(half(at))
		tables, data := half(at+28), int(table[at+43])
		known[entry] += 8 + 44 + 4*tables + 4*data
		parts["name"][half(at+4)] = entry
		for k := range 3 {
			parts["pc"][half(at+16+4*k)] = entry
		}
		for k := range tables {
			parts["pc"][half(at+44+4*k)] = entry
		}
		for k := range data {
			if begins := half(at + 44 + 4*tables + 4*k); begins != 0xffffffff {
				parts["map"][begins] = entry
			}
		}
	}
	for kind, begins := range parts {
		var sorted []int
		for at := range begins {
			sorted = append(sorted, at)
		}
		slices.Sort(sorted)
		sorted = append(sorted, ends[kind])
		for i, at := range sorted[:len(sorted)-1] {
			known[begins[at]] += sorted[i+1] - at
		}
	}
	return known, nil
}

// packageOf is the package of a symbol. What is made of a generic function for a type belongs to the function's package.
func packageOf(symbol string) string {
	for _, kind := range []string{"type:.eq.", "type:.hash.", "go:(*struct", "go:struct"} {
		if strings.HasPrefix(symbol, kind) {
			return equalsAre
		}
	}
	for _, kind := range []string{"type:", "go:", "runtime.typelink", "runtime.itablink"} {
		if strings.HasPrefix(symbol, kind) {
			return typesAre
		}
	}
	if symbol == stringsAre || symbol == typesAre {
		return symbol
	}
	symbol, _, _ = strings.Cut(symbol, "[")
	slash := strings.LastIndexByte(symbol, '/') + 1
	name, _, _ := strings.Cut(symbol[slash:], ".")
	return strings.ReplaceAll(symbol[:slash]+name, "%2e", ".")
}

// module is the module of a symbol; all of Go's own library is one.
func (p *program) module(symbol string) string {
	of := packageOf(symbol)
	for _, m := range p.modules {
		if of == m || strings.HasPrefix(of, m+"/") {
			return m
		}
	}
	if strings.Contains(of, " ") {
		return of
	}
	return "Go's library"
}
