package cli

import (
	"bytes"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"strongroom/internal/config"
	"strongroom/ui"
)

// typed is what a command line prints, and its exit status.
func typed(args ...string) (out, messages string, status int) {
	var o, m bytes.Buffer
	status = Machine{Out: &o, Messages: &m}.run(args)
	return o.String(), m.String(), status
}

func TestEachCommandHasItsOwnHelp(t *testing.T) {
	everywhere := []string{"--demo", "--profile NAME", "--region REGION", "--endpoint-url URL"}
	for command, c := range map[string]struct{ has, lacks []string }{
		"": {append(everywhere, "a terminal browser", "strongroom restore NAME...", "strongroom serve --listen", "--filter TEXT", "--demo-secrets N", "--keys", "--version", "--present "),
			[]string{"--unlock", "  --json", "  --listen"}},
		"deleted": {append(everywhere, "strongroom deleted [--json] [--all-regions]\n", "  --json", "  --all-regions", "most urgent first"), []string{"--read", "--unlock", "doctor"}},
		"doctor":  {append(everywhere, "strongroom doctor NAME\n", "  --json", "  --read", "Behind -- there are only names"), []string{"--unlock", "--all-regions", "restore"}},
		"restore": {append(everywhere, "strongroom restore NAME...\n", "  --unlock", "Behind -- there are only names"), []string{"--json", "--read", "doctor"}},
		"themes":  {[]string{"strongroom themes [--json] [NAME]\n", "  --json", "[theme]"}, []string{"--demo", "--profile", "--read"}},
		"serve": {[]string{"strongroom serve --listen 127.0.0.1:PORT\n", "--region REGION", "every other address", "every web page", "Signatures are not checked",
			"--empty", "--seed FILE", "--demo-secrets N", "--lag TIME", "--latency TIME", "--throttle SHARE", "--rewrite-policies"}, []string{"--demo ", "--profile"}},
	} {
		for _, asks := range []string{"--help", "-h", "-help"} {
			out, messages, status := typed(append(strings.Fields(command), asks)...)
			if status != exitOK || messages != "" {
				t.Errorf("%s %s ends with %d and says %q", command, asks, status, messages)
			}
			for _, text := range c.has {
				if !strings.Contains(out, text) {
					t.Errorf("%s %s lacks %q:\n%s", command, asks, text, out)
				}
			}
			for _, text := range c.lacks {
				if strings.Contains(out, text) {
					t.Errorf("%s %s has %q:\n%s", command, asks, text, out)
				}
			}
			for line := range strings.Lines(out) {
				if line = strings.TrimSuffix(line, "\n"); len(line) > 110 || line != strings.TrimRight(line, " ") || line != ui.Text(line) {
					t.Errorf("%s %s has the line %q", command, asks, line)
				}
			}
		}
	}
}

func TestEveryFlagSaysInTheHelpWhatItDoes(t *testing.T) {
	root := Machine{}.commands()
	for _, c := range append(root.Commands(), root) {
		help := helpOf(c)
		c.Flags().VisitAll(func(f *pflag.Flag) {
			if _, does := pflag.UnquoteUsage(f); does == "" || !strings.Contains(help, "  --"+f.Name+" ") || !strings.Contains(help, does+"\n") {
				t.Errorf("%s says nothing of --%s:\n%s", c.Name(), f.Name, help)
			}
		})
	}
}

func TestNothingOfTheCommandLineReachesTheTerminalAsItIs(t *testing.T) {
	s := newShell(t)
	const evil = "\x1b]52;c;eA==\x07\u009b31m\u202ex"
	for _, command := range []string{"", "deleted", "doctor", "restore", "serve", "themes"} {
		for _, args := range [][]string{{evil}, {"--" + evil}, {"-" + evil}, {"--" + evil + "=x"}, {"--region", evil}, {"--region=" + evil}, {"--endpoint-url", evil},
			{"--profile=" + evil, "--endpoint-url", s.url, evil}, {"--demo=" + evil}, {"--demo-secrets", evil}, {"--json=" + evil}, {"--unlock=" + evil, "x"}, {"--listen", evil},
			{"-" + evil[:1]}, {"---" + evil}, {"--=" + evil}, {"--endpoint-url", s.url, "--", evil}, {"--demo", evil, evil}, {evil, "--help"}, {"--filter"}, {"--help", evil}} {
			out, messages, status := typed(append(strings.Fields(command), args...)...)
			for _, r := range out + messages {
				if r != '\n' && ui.Text(string(r)) != string(r) {
					t.Fatalf("%s %q: %U reached the terminal:\n%q\n%q", command, args, r, out, messages)
				}
			}
			if status != exitOK && out+messages == "" {
				t.Errorf("%s %q ends with %d and says nothing", command, args, status)
			}
		}
	}
}

func TestNoWordIsACommandButThoseThatTheHelpLists(t *testing.T) {
	s := newShell(t)
	for _, word := range []string{"help", "completion", "man", "__complete", "__completeNoDesc", "", "-", "Deleted", "delet", "strongroom"} {
		for _, args := range [][]string{{word}, {word, "deleted"}, {"--demo", word}, {"--", word}} {
			if out, messages, status := typed(args...); status != exitUsage || out != "" || !strings.Contains(messages, "there is no command ") {
				t.Errorf("%q ends with %d, prints %q and says %q", args, status, out, messages)
			}
		}
		if word != "" && word != "-" {
			s.types("restore", word).exits(exitFailed).says("could not restore " + word + ": not found")
		}
	}
	if _, _, status := typed("--demo", "deleted"); status != exitUsage {
		t.Errorf("a command behind a flag ends with %d", status)
	}
}

func TestAFlagIsTakenWithOneHyphenToo(t *testing.T) {
	for _, args := range [][]string{{"-version"}, {"-demo", "-demo-secrets=3", "-version"}, {"-filter", "-json", "-version"}, {"-filter", "--", "--version"}, {"--region", "eu-west-1", "-version"}} {
		if out, messages, status := typed(args...); status != exitOK || !strings.HasPrefix(out, "strongroom ") || messages != "" {
			t.Errorf("%q ends with %d, prints %q and says %q", args, status, out, messages)
		}
	}
	s := newShell(t)
	s.types("deleted", "-json").exits(exitOK).prints(`"name": "prod/orders/db"`)
	s.types("deleted", "-jsn").exits(exitUsage).says("there is no flag --jsn")
	s.types("restore", "-j", "x").exits(exitUsage).says("there is no flag --j")
	s.types("restore", "tmp/loadtest", "-profile").exits(exitUsage).says("--profile needs a value")
}

func TestAnEmptyValueOfAFlagIsNotTheUsualPlace(t *testing.T) {
	s := newShell(t)
	for flag, args := range map[string][]string{
		"--profile": {"restore", "tmp/loadtest", "--profile", ""}, "--region": {"restore", "--region=", "tmp/loadtest"}, "--endpoint-url": {"restore", "--endpoint-url=", "tmp/loadtest"},
		"--policy": {"doctor", "--policy", "", "tmp/loadtest"},
	} {
		s.types(args...).exits(exitUsage).says(flag + " needs a value")
	}
	if described(s, "tmp/loadtest").Deleted.IsZero() {
		t.Error("it was restored at another place than the one that was meant")
	}
	for flag, args := range map[string][]string{"--seed": {"serve", "--listen", "127.0.0.1:99999", "--seed", ""}, "--debug": {"--debug="}} {
		if _, messages, status := typed(args...); status != exitUsage || !strings.Contains(messages, flag+" needs a value") {
			t.Errorf("%v ends with %d: %s", args, status, messages)
		}
	}
	if err := (Machine{}).browser().ParseFlags([]string{"--filter", ""}); err != nil {
		t.Errorf("an empty find line: %v", err)
	}
}

func TestTheCommandLineHasTheLastWordOnPresenting(t *testing.T) {
	for _, c := range []struct{ said, present, configured, want bool }{
		{false, false, false, false}, {false, false, true, true}, {true, true, false, true}, {true, false, true, false},
	} {
		if got := (options{presentSaid: c.said, present: c.present}).presents(config.Config{Present: c.configured}); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

func TestTheCommandLineHasTheLastWordOnReadingAloud(t *testing.T) {
	for _, c := range []struct{ said, plain, configured, want bool }{
		{false, false, false, false}, {false, false, true, true}, {true, false, true, false}, {true, true, false, true},
	} {
		if got := (options{plainSaid: c.said, plain: c.plain}).reads(config.Config{Plain: c.configured}); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}
