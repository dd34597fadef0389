package decode

import (
	"bytes"
	"slices"
)

// driverAddress takes apart user:password@tcp(host:port)/database, as Go's driver of MySQL writes it.
func driverAddress(b []byte) (user, place []byte, ok bool) {
	for _, mark := range []string{"@tcp(", "@unix("} {
		if i := bytes.LastIndex(b, []byte(mark)); i > 0 && bytes.Contains(b[i:], []byte(")/")) {
			return b[:i], b[i+1:], true
		}
	}
	return nil, nil, false
}

// isWords reports what libpq calls a connection string: name=value with blanks between, a host or a database among them.
func isWords(b []byte) bool {
	known := 0
	ok := eachWord(b, func(name, _ []byte) {
		if slices.Contains([]string{"host", "hostaddr", "dbname", "user", "password", "port", "sslmode"}, string(name)) {
			known++
		}
	})
	return ok && known >= 2
}

func (a *address) words(b []byte) {
	eachWord(b, func(name, value []byte) {
		if string(name) == "dbname" {
			name = []byte("database")
		}
		a.put(string(name), value)
	})
}

// eachWord goes through the words, and reports whether it came to the end. A value may stand in single quotes, with a backslash before
// what would end it (libpq, 34.1.1.1).
func eachWord(b []byte, f func(name, value []byte)) bool {
	for {
		b = bytes.TrimLeft(b, " \t")
		if len(b) == 0 {
			return true
		}
		name, rest, ok := bytes.Cut(b, []byte("="))
		name = bytes.TrimSpace(name)
		if !ok || len(name) == 0 || bytes.ContainsFunc(name, func(r rune) bool { return (r < 'a' || r > 'z') && r != '_' }) {
			return false
		}
		value, rest, ok := wordValue(bytes.TrimLeft(rest, " \t"))
		if !ok {
			clear(value)
			return false
		}
		f(name, value)
		clear(value)
		b = rest
	}
}

// wordValue is the value that b begins with, in bytes of its own, and what is behind it.
func wordValue(b []byte) (value, rest []byte, ok bool) {
	quoted := len(b) > 0 && b[0] == '\''
	if quoted {
		b = b[1:]
	}
	end := wordEnd(b, quoted)
	value = make([]byte, 0, end)
	for i := 0; i < end; i++ {
		if b[i] == '\\' && i+1 < end {
			i++
		}
		value = append(value, b[i])
	}
	if !quoted {
		return value, b[end:], true
	}
	if end == len(b) {
		return value, nil, false
	}
	return value, b[end+1:], true
}

// wordEnd is where a value ends: at its closing quote, or before a blank.
func wordEnd(b []byte, quoted bool) int {
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case c == '\\':
			i++
		case quoted && c == '\'', !quoted && (c == ' ' || c == '\t'):
			return i
		}
	}
	return len(b)
}
