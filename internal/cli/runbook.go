package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"
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
	here          backend.Site
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
		ctx, stop := untilStopped()
		defer stop()
		defer endSignIn(c.SignIn)
		_, c.lost = c.Regions.Locate(ctx) // before anything is asked of the place
		c.here.Region = c.Backend.Where().Region
		work(ctx, names)
		if c.failed {
			return exit(exitFailed)
		}
		return nil
	}
}

// untilStopped ends with the first signal that ends a program, a lost terminal's among them, but for what is ignored already: nohup
// means it.
func untilStopped() (context.Context, context.CancelFunc) {
	ends := []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT}
	return signal.NotifyContext(context.Background(), slices.DeleteFunc(ends, signal.Ignored)...)
}

// helperTime is how long a helper program may take to end that nobody waits for any more.
const helperTime = 2 * time.Second

// endSignIn ends a sign-in that nobody waits for any more: a helper program that it has started would run on alone.
func endSignIn(s backend.SignIn) {
	if s == nil || !s.Abandon() {
		return
	}
	for late := time.After(helperTime); s.Login().SigningIn; {
		select {
		case <-s.Changes():
		case <-late:
			return
		}
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
	var e *backend.Error
	if errors.As(err, &e) {
		text += c.elsewhere(e.ID)
	}
	for _, more := range []string{detailOf(err), hintOf(err)} {
		if more != "" {
			text += "\n  " + more
		}
	}
	c.say(text)
}

// detailOf is what an error says besides its sentence and its hint: of a login and of a way to the service, what exactly is wrong.
func detailOf(err error) string {
	if errors.Is(err, context.Canceled) {
		return "it was stopped"
	}
	for _, kind := range []error{backend.ErrConfig, backend.ErrNoProfile, backend.ErrNoCredentials, backend.ErrBadCredentials, backend.ErrExpired, backend.ErrCode, backend.ErrNoCode,
		backend.ErrUnreachable, backend.ErrTimeout} {
		if what := backend.Message(err); errors.Is(err, kind) && what != backend.Hint(err) {
			return what
		}
	}
	var e *backend.Error
	if errors.Is(err, backend.ErrDenied) && errors.As(err, &e) && e.Advice != "" { // a role on the way
		return e.Message
	}
	return ""
}

// whole is an error in one line, with all that there is to say of it.
func whole(err error) string {
	text := err.Error()
	for _, more := range []string{detailOf(err), hintOf(err)} {
		if more != "" {
			text += ". " + more
		}
	}
	return text
}

// elsewhere is what follows the name of a secret that is not in this place, or not known to be; "" for one that is.
func (c *command) elsewhere(id string) string {
	if at := c.here.Beyond(id); at != (backend.Site{}) {
		return " (" + ui.Place(at) + ")"
	}
	return ""
}

// hintOf tells what to do about an error with the commands that there are.
func hintOf(err error) string {
	hint := backend.Hint(err)
	if errors.Is(err, backend.ErrTimeout) { // what could be left waiting ends with the command
		hint = ""
	}
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

// learnRules finds out which rules hold for secrets: it asks who this is where one does.
func (c *command) learnRules(ctx context.Context, ids []string) {
	if c.unlock {
		for _, id := range ids {
			c.Guard.Unlock(id)
		}
	}
	if !slices.ContainsFunc(ids, func(id string) bool { return len(c.Guard.At(id)) > 0 }) {
		return
	}
	if who, err := c.Backend.Identity(ctx); err == nil {
		c.Guard.Learn(who.Account)
		c.here.Account = who.Account
	}
}
