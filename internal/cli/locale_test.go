package cli

import "testing"

func TestTheLocaleSaysWhetherThereIsMoreThanASCII(t *testing.T) {
	for _, c := range []struct {
		all, ctype, lang string
		ascii            bool
	}{
		{"", "", "", false}, {"", "", "de_DE.UTF-8", false}, {"", "", "C.utf8", false}, {"", "", "C", true}, {"", "", "POSIX", true}, {"", "", "de_DE", true}, {"", "", "de_DE.ISO-8859-1", true},
		{"C", "en_US.UTF-8", "en_US.UTF-8", true}, {"en_US.UTF-8", "C", "C", false}, {"", "UTF-8", "C", false}, {"", "C", "en_US.UTF-8", true},
	} {
		env := map[string]string{"LC_ALL": c.all, "LC_CTYPE": c.ctype, "LANG": c.lang}
		if got := asciiFor(func(name string) string { return env[name] }) != nil; got != c.ascii {
			t.Errorf("LC_ALL=%q LC_CTYPE=%q LANG=%q: ASCII alone is %v", c.all, c.ctype, c.lang, got)
		}
	}
}
