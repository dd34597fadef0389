package cli

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"strongroom/backend"
	"strongroom/internal/config"
	"strongroom/ui"
)

// command is one run of a command for a runbook: data goes to out, messages to messages, and never a value to either.
type command struct {
	options
	place
	names         []string
	json          bool
	allRegions    bool
	read          bool // doctor may read the value once
	unlock        bool
	out, messages io.Writer
	failed        bool
	lost          error // why it is not known where this is
}

// runbook runs one of the commands that need no terminal.
func runbook(name string, args []string, stdout, stderr io.Writer) int {
	return told(stdout, stderr, func(stdout, stderr io.Writer) int { return runCommand(name, args, stdout, stderr) })
}

func runCommand(name string, args []string, stdout, stderr io.Writer) int {
	c := &command{out: stdout, messages: stderr}
	err := c.parse(name, args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(stdout, usage)
		return exitOK
	case err != nil:
		return complain(stderr, err.Error()+"\nstrongroom --help lists what there is", exitUsage)
	}
	conf, err := config.Read(config.Path(os.Getenv))
	if err != nil {
		return complain(stderr, err.Error(), exitUsage)
	}
	c.place = openPlace(c.options, conf)
	if c.notice != "" {
		c.say(c.notice)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	_, c.lost = c.regions.Locate(ctx) // before anything is asked of the place
	switch name {
	case "deleted":
		c.deletedCommand(ctx)
	case "restore":
		c.restoreCommand(ctx)
	default:
		c.doctorCommand(ctx)
	}
	if c.failed {
		return exitFailed
	}
	return exitOK
}

// parse takes flags before, between and after names. Behind a -- there are only names.
func (c *command) parse(name string, args []string) error {
	f := flag.NewFlagSet(name, flag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.BoolVar(&c.demo, "demo", false, "")
	f.StringVar(&c.profile, "profile", "", "")
	f.StringVar(&c.region, "region", "", "")
	f.StringVar(&c.endpoint, "endpoint-url", "", "")
	switch name {
	case "deleted":
		f.BoolVar(&c.json, "json", false, "")
		f.BoolVar(&c.allRegions, "all-regions", false, "")
	case "restore":
		f.BoolVar(&c.unlock, "unlock", false, "")
	case "doctor":
		f.BoolVar(&c.json, "json", false, "")
		f.BoolVar(&c.read, "read", false, "")
	}
	var err error
	if c.names, err = parseAmong(f, args); err != nil {
		return plainFlagError(err)
	}
	switch {
	case name == "deleted" && len(c.names) > 0:
		return errors.New("strongroom deleted takes no names")
	case name == "restore" && len(c.names) == 0:
		return errors.New("strongroom restore needs the name or the ARN of at least one secret")
	case name == "doctor" && len(c.names) != 1:
		return errors.New("strongroom doctor needs the name or the ARN of one secret")
	case c.demo && (c.profile != "" || c.endpoint != ""):
		return errors.New("--demo needs no profile and no endpoint")
	}
	return checkPlace(c.options)
}

// parseAmong parses the flags that stand among names, and returns the names.
func parseAmong(f *flag.FlagSet, args []string) (names []string, err error) {
	for len(args) > 0 {
		arg := args[0]
		switch {
		case arg == "--":
			return append(names, args[1:]...), nil
		case len(arg) < 2 || arg[0] != '-':
			names, args = append(names, arg), args[1:]
			continue
		}
		n := min(wordsOf(f, arg), len(args))
		if err := f.Parse(args[:n]); err != nil {
			return nil, err
		}
		args = args[n:]
	}
	return names, nil
}

// wordsOf is how many words a flag takes, its own included.
func wordsOf(f *flag.FlagSet, arg string) int {
	name, _, valued := strings.Cut(strings.TrimLeft(arg, "-"), "=")
	known := f.Lookup(name)
	if valued || known == nil {
		return 1
	}
	if b, ok := known.Value.(interface{ IsBoolFlag() bool }); ok && b.IsBoolFlag() {
		return 1
	}
	return 2
}

// say writes a message for a person; what it quotes is made safe.
func (c *command) say(text string) {
	for _, line := range strings.Split(text, "\n") {
		fmt.Fprintln(c.messages, "strongroom: "+ui.Text(line))
	}
}

// fail tells of an error in the words that the screen has for it.
func (c *command) fail(err error) {
	c.failed = true
	text := err.Error()
	if hint := hintOf(err); hint != "" {
		text += "\n  " + hint
	}
	c.say(text)
}

// hintOf tells what to do about an error with the commands that there are.
func hintOf(err error) string {
	hint := backend.Hint(err)
	switch backend.RemedyOf(err) {
	case backend.TryAgain:
		if hint == "" {
			return "try again"
		}
	case backend.UnlockFirst:
		return hint + " (--unlock)"
	}
	return hint
}

// print writes data.
func (c *command) print(lines ...string) {
	for _, l := range lines {
		fmt.Fprintln(c.out, strings.TrimRight(l, " "))
	}
}

// printJSON writes data for a program: the exact text, with everything that a terminal might obey escaped.
func (c *command) printJSON(v any) {
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		c.fail(errors.New("the answer cannot be written as JSON"))
		return
	}
	fmt.Fprintln(c.out, harmless(b))
}

// harmless escapes the characters that JSON allows as they are and a terminal does not only print.
func harmless(b []byte) string {
	var out strings.Builder
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		switch {
		case r == '\n' || r >= ' ' && r < 0x7f || ui.Text(string(b[:n])) == string(b[:n]):
			out.Write(b[:n])
		case r > 0xffff:
			hi, lo := utf16.EncodeRune(r)
			fmt.Fprintf(&out, `\u%04x\u%04x`, hi, lo)
		default:
			fmt.Fprintf(&out, `\u%04x`, r)
		}
		b = b[n:]
	}
	return out.String()
}

// deadline is when a secret can go, with all that is remembered.
func (c *command) deadline(s backend.Secret, now time.Time) backend.Deadline {
	return backend.DeadlineOf(s.Deleted, c.ends.End(s.ARN, s.Deleted), now)
}

// learnRules finds out which rules hold here: it asks who this is where one is about accounts.
func (c *command) learnRules(ctx context.Context) {
	if c.unlock {
		c.guard.Unlock()
	}
	if len(c.guard.Here()) == 0 {
		return
	}
	if who, err := c.journal.Identity(ctx); err == nil {
		c.guard.Learn(who.Account)
	}
}
