package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// helpOf says what a command is for, how it is called and which flags it has. It is plain text: to choose colours the terminal
// would have to be asked for its own, and its answer would stand among what was typed ahead.
func helpOf(c *cobra.Command) string {
	var b strings.Builder
	row := func(left, right string) {
		if len(left) > 30 {
			left += "\n" + strings.Repeat(" ", 34)
		}
		fmt.Fprintf(&b, "  %-32s%s\n", left, right)
	}
	if c.HasParent() {
		fmt.Fprintf(&b, "%s\n\n", c.UseLine())
	}
	fmt.Fprintf(&b, "%s\n\n", c.Long)
	if c.HasSubCommands() {
		row(c.UseLine(), c.Short)
		for _, sub := range c.Commands() {
			row(sub.UseLine(), sub.Short)
		}
		b.WriteString("\n")
	}
	c.Flags().VisitAll(func(f *pflag.Flag) {
		value, does := pflag.UnquoteUsage(f)
		row(strings.TrimSpace("--"+f.Name+" "+value), does)
	})
	row("-h, --help", "this")
	if c.HasSubCommands() {
		b.WriteString("\nstrongroom COMMAND --help tells more of a command. Inside, ? lists the keys.\n")
	}
	return b.String()
}
