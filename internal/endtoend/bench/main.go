//go:build unix

// Bench measures through a pseudo-terminal what a person at the keyboard waits for: from a key to the first and the last byte that
// answers it, from the start to the first frame, how many bytes that takes, and how often an idle program wakes.
//
// Beside it are measured fzf, where it is installed, and a list in Bubble Tea as it comes (internal/endtoend/bare).
//
//	go run ./internal/endtoend/bench -secrets 1000,100000
//	go run ./internal/endtoend/bench -program 'old=/elsewhere/strongroom --demo' -program 'lazygit=lazygit'
//
// Machines are shared and noisy: what counts is the ratio of two lines of one run. Nothing here passes or fails.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/local"
)

// subject is a program to measure.
type subject struct {
	name  string
	args  []string
	stdin string   // a file, "" for the terminal
	finds []string // the keys that begin a search and empty it, nothing for a program that is only moved through
}

// programs collects the flag's values, each NAME=COMMAND LINE.
type programs []subject

func (p *programs) String() string { return "" }

func (p *programs) Set(text string) error {
	name, line, ok := strings.Cut(text, "=")
	if args := strings.Fields(line); ok && len(args) > 0 {
		*p = append(*p, subject{name: name, args: args})
		return nil
	}
	return fmt.Errorf("%q is not NAME=COMMAND", text)
}

func main() {
	var others programs
	sizes := flag.String("secrets", "1000,10000,100000", "how many secrets there are, one measurement each")
	keys := flag.Int("keys", 120, "how many keys make a figure")
	flag.Var(&others, "program", "another one to measure beside it, as NAME=COMMAND LINE; again for each more")
	flag.Parse()
	if err := run(*sizes, *keys, others); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(sizes string, keys int, others programs) error {
	dir, err := os.MkdirTemp("", "strongroom-bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	self, bare := filepath.Join(dir, "strongroom"), filepath.Join(dir, "bare")
	for file, pkg := range map[string]string{self: "strongroom", bare: "strongroom/internal/endtoend/bare"} {
		if out, err := exec.Command("go", "build", "-o", file, pkg).CombinedOutput(); err != nil {
			return fmt.Errorf("%w\n%s", err, out)
		}
	}
	others = append(programs{{name: "bare Bubble Tea", args: []string{bare}}}, others...)
	fmt.Println("| program | secrets | what | first byte p50 / p95, ms | last byte p50 / p95, ms | bytes p50 / p95 | writes p50 |")
	fmt.Println("| --- | --- | --- | --- | --- | --- | --- |")
	for _, size := range strings.Split(sizes, ",") {
		n, err := strconv.Atoi(size)
		if err != nil {
			return err
		}
		all := []subject{{name: "strongroom", args: []string{self, "--demo", "--demo-secrets", size}, finds: []string{"/", "\x15"}}}
		if fzf, err := exec.LookPath("fzf"); err == nil {
			names := filepath.Join(dir, "names-"+size)
			if err := writeNames(names, n); err != nil {
				return err
			}
			all = append(all, subject{name: "fzf", args: []string{fzf}, stdin: names, finds: []string{"", "\x15"}})
		}
		for _, s := range append(all, others...) {
			if err := measure(s, size, keys, dir); err != nil {
				return fmt.Errorf("%s: %w", s.name, err)
			}
		}
		others = nil // they know nothing of how many secrets there are
	}
	return nil
}

// queries are typed letter by letter, and emptied at once.
func queries() []string {
	return strings.Fields("prodpay stripekey dbpass fraudapi orders/ oauth stgwh tlskey")
}

func measure(s subject, size string, keys int, home string) error {
	var starts []time.Duration
	for range 7 {
		p, err := begin(s, home)
		if err != nil {
			return err
		}
		starts = append(starts, p.drawn())
		p.end()
	}
	p, err := begin(s, home)
	if err != nil {
		return err
	}
	defer p.end()
	p.settle()
	if s.stdin == "" {
		row(s.name, size, "move", p.press(alternate(keys, "j", "k")))
		p.press(alternate(60, "j", "j"))
		row(s.name, size, "move that scrolls", p.press(alternate(keys, "j", "j")))
	}
	if s.finds != nil {
		var typed []answer
		p.press([]string{s.finds[0]})
		for len(typed) < keys {
			for _, q := range queries() {
				typed = append(typed, p.press(strings.Split(q, ""))...)
				p.press(s.finds[1:])
			}
		}
		row(s.name, size, "letter of a search", typed)
	}
	wakes := p.wakes(5 * time.Second)
	fmt.Printf("| %s | %s | start to first frame %.1f ms p50; idle %.1f wake-ups a second | | | | |\n", s.name, size, ms(middle(starts)), wakes)
	return nil
}

func alternate(n int, keys ...string) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = keys[i/10%len(keys)]
	}
	return out
}

// writeNames leaves in a file the names that the demo has with n generated secrets, for programs that search in lines.
func writeNames(path string, n int) error {
	s := local.New(local.Knobs{})
	s.SeedGenerated(n)
	c := aws.Open(aws.Options{Transport: s.Transport()})
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	for page, err := range c.List(context.Background(), backend.Query{}) {
		if err != nil {
			return err
		}
		for _, secret := range page.Secrets {
			if _, err := fmt.Fprintln(f, secret.Name); err != nil {
				return err
			}
		}
	}
	return nil
}
