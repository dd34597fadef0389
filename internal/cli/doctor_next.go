package cli

import (
	"strings"

	"strongroom/backend"
)

// decrypts is how many values this run has read.
func (c *command) decrypts() string {
	switch n, doubtful := c.Journal.Decrypts(), c.Journal.Doubtful(); {
	case doubtful > 0:
		return "up to " + backend.Counted(n, "decrypt") + ", since answers got lost"
	case n > 1:
		return backend.Counted(n, "decrypt")
	}
	return "one decrypt"
}

// own is this program at the place of id: one of its commands, flags and names.
func (c *command) own(id, command string, words ...string) string {
	line := []string{"strongroom"}
	if command != "" {
		line = append(line, command)
	}
	if c.demo {
		line = append(line, "--demo")
	}
	return backend.ShellLine(append(append(line, c.Backend.Where().Of(id).Flags()...), words...)...)
}

// aws is the AWS CLI at the place of id.
func (c *command) aws(id, service string, words ...string) string {
	line := append([]string{"aws"}, c.Backend.Where().Of(id).Flags()...)
	return backend.ShellLine(append(append(line, service), words...)...)
}

// nextAWS offers a command of the AWS CLI, which reaches no demo: there it would be another account's.
func (c *command) nextAWS(r *report, does, id string, words ...string) {
	if !c.demo {
		r.next(does, c.aws(id, "secretsmanager", words...))
	}
}

// nextKey offers a look at a secret's key. The AWS CLI takes a value with a scheme for a file's or a page's name.
func (c *command) nextKey(r *report, id, key string) {
	if key == "" {
		key = "alias/aws/secretsmanager"
	}
	if backend.RegionOf(key) != "" {
		id = key
	}
	if !c.demo && !strings.Contains(key, "://") {
		r.next("Look at the key", c.aws(id, "kms", append([]string{"describe-key"}, backend.Option("--key-id", key)...)...))
	}
}
