package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"strongroom/ui"
)

func written(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestTheConfigurationSaysWhatIsProtected(t *testing.T) {
	c, err := Read(written(t, `
regions = ["eu-west-1", "us-east-1", "eu-west-1"]

[[protect]]
account = "1234*"
name = "prod/**"
label = "PRODUCTION"
colour = "red"
type_name = true

[[protect]]
profile = "*-admin"
read_only = true
`))
	if err != nil {
		t.Fatal(err)
	}
	rules := c.Rules()
	if len(rules) != 2 || len(c.Regions) != 2 || !rules[0].TypeName || rules[0].ReadOnly || !rules[1].ReadOnly {
		t.Fatalf("read as %+v", c)
	}
	for _, x := range []struct {
		name string
		want bool
	}{{"prod/a", true}, {"prod/a/b", true}, {"prod/", true}, {"staging/prod/a", false}, {"prod", false}} {
		if got := rules[0].CoversName(x.name); got != x.want {
			t.Errorf("prod/** covers %q: %v", x.name, got)
		}
	}
	if !rules[0].CoversPlace("123456789012", "any") || rules[0].CoversPlace("999999999999", "any") {
		t.Error("the account's pattern is not followed")
	}
	if !rules[0].CoversPlace("", "any") {
		t.Error("while the account is not known, a rule about accounts must hold")
	}
	if !rules[1].CoversPlace("1", "prod-admin") || rules[1].CoversPlace("1", "prod-reader") {
		t.Error("the profile's pattern is not followed")
	}
}

func TestAnAccountIsCoveredHoweverItIsSpelled(t *testing.T) {
	for pattern, covers := range map[string]bool{"123456789012": true, "1234-5678-9012": true, "1234-*": true, "12345678901[0-5]": true, "12345678901[6-9]": false, "1234-5678-9013": false} {
		c, err := Read(written(t, "[[protect]]\naccount = \""+pattern+"\"\nread_only = true\n"))
		if err != nil {
			t.Fatal(err)
		}
		if got := c.Rules()[0].CoversPlace("123456789012", ""); got != covers {
			t.Errorf("%q covers the account: %v", pattern, got)
		}
	}
}

func TestAMistakeInTheConfigurationIsNamedWithLineAndKey(t *testing.T) {
	for text, want := range map[string][]string{
		"\n[[protect]]\nacount = \"1\"\n":                              {"line 3", `"protect.acount"`},
		"theme = \"dark\"\n":                                           {"line 1", `"theme"`, "a table", "[theme]"},
		"[[protect]]\nname = \"a\"\ntype_name = \"yes\"\n":             {"line 3", "type_name", "true or false"},
		"[[protect]]\nname = \n":                                       {"line 2"},
		"[[protect]]\ntype_name = true\n":                              {"line 1", "rule 1", "matches everything"},
		"[[protect]]\nname = \"a\"\n":                                  {"line 1", "rule 1", "does nothing"},
		"[[protect]]\naccount = \"1234\"\nread_only = true\n":          {"line 2", "rule 1", `"1234" covers no account`, "12 digits"},
		"[[protect]]\naccount = \"prod\"\nread_only = true\n":          {"line 2", "rule 1", `"prod" covers no account`},
		"[[protect]]\nname = \"a[\"\ntype_name = true\n":               {"line 2", "rule 1", "not a pattern"},
		"[[protect]]\nname = \"a[\"\naccount = \"1[\"\n":               {"line 3", "rule 1", "account = ", "not a pattern"},
		"[[protect]]\nname = \"a\"\ncolour = \"mauve\"\n":              {"line 3", "rule 1", `"mauve"`, "red"},
		"# a comment\n\nlifetime = \"4s\"\n":                           {"line 3", `"lifetime"`, `"4s"`, "5s to 5m"},
		"regions = []\nlifetime = '301s'\n":                            {"line 2", "5s to 5m"},
		"lifetime = \"soon\"\n":                                        {"line 1", `"soon"`},
		"lifetime = 30\n":                                              {"line 1", `"lifetime"`, `"30"`, "5s to 5m"},
		"lock_after = \"9s\"\nlifetime = \"30s\"\n":                    {"line 1", `"lock_after"`, "10s to 24h"},
		"lifetime = \"30s\"\nlock_after = \"25h\"\n":                   {"line 2", `"lock_after"`},
		"lock_after = \"never\"\n":                                     {"line 1", `"never"`, `"off"`},
		"[theme]\n\n[theme.dark]\naccent = 1\n":                        {"line 3", `"theme.dark"`},
		"# one\n[theme]\ndim = 8\ndark.accent = 1\n":                   {"line 4", `"theme.dark"`},
		"present = \"yes\"\n":                                          {"line 1", "present", "true or false"},
		"[keys]\nlifetime = \"1s\"\n":                                  {"lifetime"},
		"regions = [\"http://elsewhere\"]\n":                           {"line 1", "not a region"},
		"[keys]\nfly = [\"x\"]\n":                                      {"line 2", "[keys]", "no action", "fly"},
		"[keys]\nrestore = [\"hyper+x\"]\n":                            {"line 2", "[keys]", "no key", "hyper+x"},
		"[keys]\nrestore = [\"u\"]\n":                                  {"line 2", "[keys]", "restore", "undo"},
		"\n[theme]\nacent = \"red\"\n":                                 {"line 3", `"theme.acent"`, "accent"},
		"regions = []\n\n[theme]\nname = \"dark\"\naccent = \"mauve\"": {"line 5", `"theme.accent"`, `"mauve"`, "bright-blue"},
		"[theme]\naccent = \"#12\"\n":                                  {"line 2", `"#12"`},
		"[theme]\naccent = 256\n":                                      {"line 2", `"256"`, "0 to 255"},
		"[theme]\naccent = true\n":                                     {"line 2", `"theme.accent"`, "a text or a number"},
		"[theme]\ndim = 8\nname = \"mauve\"\n":                         {"line 3", `"theme.name"`, `"mauve"`, "dark, light, contrast-dark"},
		"# one\ntheme.accent = \"x\"\n":                                {"line 2", `"theme.accent"`},
		"# one\ntheme = { accent = \"x\" }\n":                          {"line 2", `"theme.accent"`},
		"regions = \"eu-west-1\"\n":                                    {"line 1", `"regions"`, "a list"},
		"protect = 1\n":                                                {"line 1", `"protect"`, "[[protect]]"},
		"keys = 3\n":                                                   {"line 1", `"keys"`, "[keys]"},
		"[keys]\n\nrestore = \"Z\"\n":                                  {"line 3", `"keys.restore"`, "a list"},
		"[[protect]]\naccount = 123456789012\n":                        {"line 2", `"protect.account"`, "in quotes"},
		"[[protect]]\nname = \"a\"\nread_only = true\n[[protect]]\nread_only = true\nname = \"b[\"\n": {"line 6", "rule 2", "not a pattern"},
		"[keys]\nundo = [\"R\"]\nrestore = [\"u\"]\ncopy = [\"e\"]\n":                                 {"line 4", "copy", "edit"},
		"[keys]\nhelp = [\"f1\"]\nno = [\"n\"]\nyes = [\"n\"]\n":                                      {"line 4", "yes", "no"},
		"[theme]\ndim = 8\ndim = 9\n":                                                                 {"line 3", "dim"},
		"[[protect]]\nname=\"a\"\nread_only=true\nname=\"b\"\n":                                       {"line 4", "name"},
		"[[protect]]\nname = \"a\"\nread_only = true\nbanner=1\n#":                                    {"line 4", `"protect.banner"`},
	} {
		_, err := Read(written(t, text))
		if err == nil {
			t.Errorf("%q is taken", text)
			continue
		}
		if strings.Contains(err.Error(), "decode") {
			t.Errorf("%q: %v", text, err)
		}
		for _, w := range append(want, "config.toml") {
			if !strings.Contains(err.Error(), w) {
				t.Errorf("%q: %v does not say %q", text, err, w)
			}
		}
	}
}

func TestNoConfigurationIsAnEmptyOne(t *testing.T) {
	for _, path := range []string{"", filepath.Join(t.TempDir(), "none.toml"), written(t, "")} {
		if c, err := Read(path); err != nil || len(c.Protect) != 0 {
			t.Errorf("%q: %+v, %v", path, c, err)
		}
	}
}

func TestAConfigurationThatCannotBeReadIsNoEmptyOne(t *testing.T) {
	dir := t.TempDir()
	for _, err := range []error{os.Symlink("gone.toml", filepath.Join(dir, "link.toml")), os.Symlink("circle.toml", filepath.Join(dir, "circle.toml")), os.Symlink("gone", filepath.Join(dir, "folder")),
		os.Mkdir(filepath.Join(dir, "directory.toml"), 0o700), os.WriteFile(filepath.Join(dir, "file"), nil, 0o600)} {
		if err != nil {
			t.Skip("links cannot be made here")
		}
	}
	for name, why := range map[string]string{"link.toml": "is a link to gone.toml, which is not there", "folder/config.toml": "folder is a link to gone, which is not there", "circle.toml": "too many",
		"directory.toml": "it is a directory, and no file", "file/config.toml": "not a directory"} {
		if _, err := Read(filepath.Join(dir, name)); err == nil || !strings.Contains(err.Error(), name) || !strings.Contains(err.Error(), why) {
			t.Errorf("%s: %v, want %s", name, err, why)
		}
	}
	if c, err := Read(written(t, "\ufeffregions = [\"eu-west-3\"]\r\n")); err != nil || len(c.Regions) != 1 {
		t.Errorf("with a byte order mark: %v, %v", c.Regions, err)
	}
	if _, err := Read(written(t, "\xff\xfer\x00")); err == nil || !strings.Contains(err.Error(), "save it as UTF-8") {
		t.Errorf("in UTF-16: %v", err)
	}
	if _, err := Read(written(t, "\ufeffregion = 1\n")); err == nil || !strings.Contains(err.Error(), "line 1") {
		t.Errorf("behind a byte order mark: %v", err)
	}
}

func TestTheConfigurationSaysHowLongThingsLast(t *testing.T) {
	for text, want := range map[string]struct{ life, idle time.Duration }{
		"":             {0, 10 * time.Minute},
		"regions = []": {0, 10 * time.Minute},
		"lifetime = \"5s\"\nlock_after = \"off\"": {5 * time.Second, 0},
		"lifetime = \"300s\"":                     {5 * time.Minute, 10 * time.Minute},
		"lock_after = \"1m30s\"":                  {0, 90 * time.Second},
	} {
		c, err := Read(written(t, text))
		if err != nil || c.ValueLifetime() != want.life || c.LockAfterIdle() != want.idle {
			t.Errorf("%q: %v and %v, %v, want %v", text, c.ValueLifetime(), c.LockAfterIdle(), err, want)
		}
	}
	if c, err := Read(""); err != nil || c.LockAfterIdle() != 10*time.Minute || c.Present {
		t.Errorf("without a file: %+v, %v", c, err)
	}
}

func TestTheConfigurationSaysHowThingsLook(t *testing.T) {
	for text, want := range map[string]struct {
		name string
		own  map[string]string
	}{
		"":                                      {},
		"[theme]":                               {},
		"[theme]\nname = \"light\"":             {"light", nil},
		"[theme]\naccent = \"#7AF\"\ndim = 250": {"", map[string]string{"accent": "#77aaff", "dim": "250"}},
		"[theme]\nname = \"terminal\"\nurgent = \"bright-red\"\ngood = 2\nselection = \"#102030\"": {"terminal",
			map[string]string{"urgent": "bright-red", "good": "green", "selection": "#102030"}},
	} {
		c, err := Read(written(t, text))
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		s := c.Scheme()
		if s.Name != want.name || len(s.Own) != len(want.own) {
			t.Errorf("%q is read as %q with %v", text, s.Name, s.Own)
		}
		for role, colour := range want.own {
			if got := ui.ColourText(s.Own[role]); got != colour {
				t.Errorf("%q: %s is %q, want %q", text, role, got, colour)
			}
		}
	}
}
