package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"strongroom/backend"
	"strongroom/internal/config"
	"strongroom/ui"
)

// command is one run of a command for a runbook: data goes to out, messages to messages, and never a value to either.
type command struct {
	where
	*backend.Place
	json          bool
	read          bool // doctor may read the value once
	unlock        bool
	out, messages io.Writer
	failed        bool
	lost          error // why it is not known where this is
}

func (m Machine) runbook() *command { return &command{out: m.Out, messages: m.Messages} }

// does is a command's work at the place that its flags name, on the names that it was given.
func (c *command) does(work func(ctx context.Context, names []string)) func(*cobra.Command, []string) error {
	return func(_ *cobra.Command, names []string) error {
		if err := c.check(); err != nil {
			return err
		}
		conf, err := config.Read(config.Path(os.Getenv))
		if err != nil {
			return exit(complain(c.messages, err.Error(), exitUsage))
		}
		var notice string
		if c.Place, notice = openPlace(options{where: c.where}, conf); notice != "" {
			c.say(notice)
		}
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		defer stop()
		_, c.lost = c.Regions.Locate(ctx) // before anything is asked of the place
		work(ctx, names)
		if c.failed {
			return exit(exitFailed)
		}
		return nil
	}
}

// onlyNames is what a command's help says of names.
const onlyNames = "Behind -- there are only names, also ones that begin with a hyphen."

// named refuses a number of names that a command does not take.
func named(ok func(n int) bool, otherwise string) cobra.PositionalArgs {
	return func(_ *cobra.Command, names []string) error {
		if !ok(len(names)) {
			return errors.New(otherwise)
		}
		return nil
	}
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

// learnRules finds out which rules hold here: it asks who this is where one is about accounts.
func (c *command) learnRules(ctx context.Context) {
	if c.unlock {
		c.Guard.Unlock()
	}
	if len(c.Guard.Here()) == 0 {
		return
	}
	if who, err := c.Backend.Identity(ctx); err == nil {
		c.Guard.Learn(who.Account)
	}
}
