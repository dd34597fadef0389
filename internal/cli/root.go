// Package cli does what the command line says: it reads flags and environment, picks a place and runs the browser or one of the
// commands for a runbook. Whatever it prints of outside text has gone through ui.Text or is escaped as JSON.
package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"strongroom/internal/holder"
	"strongroom/internal/program"
	"strongroom/ui"
)

// Exit codes. One more is 70, after a panic.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
)

// exit ends a command with a status, after it has said why.
type exit int

func (e exit) Error() string { return fmt.Sprintf("exit status %d", int(e)) }

// Machine is what the program finds around it.
type Machine struct {
	Out, Messages io.Writer
	// Memory is the directory in memory that the system has for everybody.
	Memory string
	// Wrap makes of the model what is run in its place; nil for the model itself.
	Wrap func(tea.Model) tea.Model
}

// ThisMachine is the one that the process runs on.
func ThisMachine() Machine {
	return Machine{Out: onTerminal(os.Stdout, os.Getenv), Messages: onTerminal(os.Stderr, os.Getenv), Memory: program.SharedMemory}
}

// Main is the whole program: it does what the command line says and returns the process's exit status.
func Main(args []string, m Machine) int {
	program.Harden() // whichever of our processes this is
	if program.WatchTerminal() || holder.Serve() {
		return exitOK
	}
	return m.run(args)
}

func (m Machine) run(args []string) int {
	return told(m.Out, m.Messages, func(stdout, stderr io.Writer) int {
		m.Out, m.Messages = stdout, stderr
		return m.obey(args)
	})
}

// commands are the browser, and below it the commands that need no terminal.
func (m Machine) commands() *cobra.Command {
	root := m.browser()
	root.AddCommand(m.deleted(), m.doctor(), m.restore(), m.serve(), m.themes())
	return root
}

// obey does what the command line says. A command is the first word or none: whatever else has no hyphen is a name or a value.
// (Cobra's own Execute has further words, help and __complete, which a secret may be called, and prints what it is given as it
// is.)
func (m Machine) obey(args []string) int {
	c := m.commands()
	if i := slices.IndexFunc(c.Commands(), func(sub *cobra.Command) bool { return len(args) > 0 && sub.Name() == args[0] }); i >= 0 {
		c, args = c.Commands()[i], args[1:]
	}
	err := c.ParseFlags(twoHyphens(c.Flags(), args))
	if err == nil {
		err = c.ValidateArgs(c.Flags().Args())
	}
	if err == nil {
		err = c.RunE(c, c.Flags().Args())
	}
	var code exit
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, pflag.ErrHelp):
		fmt.Fprint(m.Out, helpOf(c))
		return exitOK
	case errors.As(err, &code):
		return int(code)
	}
	return complain(m.Messages, plainFlagError(err).Error()+"\nstrongroom --help lists what there is", exitUsage)
}

// complain writes one message; what it quotes from outside is made safe.
func complain(stderr io.Writer, text string, code int) int {
	for i, line := range strings.Split(text, "\n") {
		if i == 0 {
			line = "strongroom: " + line
		}
		fmt.Fprintln(stderr, ui.Text(line))
	}
	return code
}

func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "development build"
}
