package decode

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// schemes are those of the connection strings that are read. What stands behind jdbc: is one of them, or of jdbcOnly.
func schemes() []string {
	return []string{"postgres", "postgresql", "mysql", "mariadb", "mongodb", "mongodb+srv", "redis", "rediss", "amqp", "amqps", "sqlserver"}
}

const jdbc = "jdbc:"

// scheme is what a connection string begins with, without jdbc:, and where the rest begins; "" for what is none.
func scheme(b []byte) (name string, rest []byte, java bool) {
	if java = len(b) > len(jdbc) && bytes.EqualFold(b[:len(jdbc)], []byte(jdbc)); java {
		b = b[len(jdbc):]
	}
	head, rest, found := bytes.Cut(b, []byte(":"))
	if !found || len(head) > 20 {
		return "", nil, java
	}
	name = strings.ToLower(string(head))
	switch {
	case java && name == "oracle":
		return name, rest, java
	case slices.Contains(schemes(), name) && bytes.HasPrefix(rest, []byte("//")) && len(rest) > 2:
		return name, rest[2:], java
	}
	return "", nil, java
}

// isAddress reports a connection string: an address of a known kind, Go's way of writing MySQL's, or the words of libpq.
func isAddress(b []byte) bool {
	b = bytes.TrimSpace(b)
	if len(b) == 0 || bytes.ContainsAny(b, "\n\r\x00") {
		return false
	}
	if name, _, _ := scheme(b); name != "" {
		return !bytes.ContainsAny(b, " \t") || name == "sqlserver"
	}
	_, _, driver := driverAddress(b)
	return driver || isWords(b)
}

// readAddress takes a connection string to its parts.
func readAddress(b []byte) (f Found, out []byte, err error) {
	b = bytes.TrimSpace(b)
	f.Parts = true
	a := address{taken: map[string]int{}}
	name, rest, java := scheme(b)
	user, place, driver := driverAddress(b)
	switch {
	case name == "oracle":
		a.kind(name, java)
		a.oracle(rest)
	case name == "sqlserver" && java:
		a.kind(name, java)
		a.semicolons(rest)
	case name != "":
		a.kind(name, java)
		a.url(rest)
	case driver:
		a.credentials(user, false)
		host, rest, _ := bytes.Cut(place, []byte(")/"))
		a.hosts(host)
		database, options := beforeOptions(rest)
		a.decoded("database", database)
		a.options(options, '&', true)
	default:
		a.words(b)
	}
	f.Apart = a.apart
	return f, a.written(), nil
}

// address are the parts of a connection string, by the names that all kinds share.
type address struct {
	object
	apart []string
	taken map[string]int // how many parts have that name
}

// put adds a part, numbered where there is one of that name. A password and its like stand apart.
func (a *address) put(name string, b []byte) {
	if len(b) == 0 {
		return
	}
	unique := name
	for a.taken[unique] > 0 {
		a.taken[name]++
		unique = fmt.Sprintf("%s %d", name, a.taken[name])
	}
	a.taken[unique]++
	if hides(name) || holdsPassword(b) {
		a.apart = append(a.apart, unique)
	}
	a.text(unique, b)
}

// decoded is put of what is escaped as in an address.
func (a *address) decoded(name string, b []byte) {
	text := unpercent(b)
	a.put(name, text)
	clear(text)
}

// hides reports the names of what nobody may read over a shoulder.
func hides(name string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc([]string{"pass", "pwd", "secret", "token", "credential", "privatekey", "accesskey", "apikey"}, func(part string) bool { return strings.Contains(name, part) })
}

// holdsPassword reports whether a part is taken for one that is several, of which one must not be read: there are drivers that write
// hosts with options of their own.
func holdsPassword(b []byte) bool {
	lower := bytes.ToLower(b)
	defer clear(lower)
	return bytes.Contains(lower, []byte("password=")) || bytes.Contains(lower, []byte("pwd="))
}

func (a *address) kind(name string, java bool) {
	if java {
		name = jdbc + name
	}
	a.put("kind", []byte(name))
}

// url reads what stands behind the two slashes: user:password@host:port,host:port/database?option=value.
func (a *address) url(b []byte) {
	b, options := beforeOptions(b)
	if i := bytes.IndexByte(b, '#'); i >= 0 && bytes.IndexByte(b[i:], '@') < 0 {
		b = b[:i]
	}
	end := bytes.IndexByte(b, '/')
	if at := bytes.LastIndexByte(b, '@'); at >= 0 { // a password may hold a slash that nobody has escaped
		a.credentials(b[:at], true)
		b = b[at+1:]
		end = bytes.IndexByte(b, '/')
	}
	database := []byte(nil)
	if end >= 0 {
		b, database = b[:end], b[end+1:]
	}
	a.hosts(b)
	a.decoded("database", database)
	a.options(options, '&', true)
}

// beforeOptions parts an address where its options begin. A password may hold a question mark that nobody has escaped.
func beforeOptions(b []byte) (head, options []byte) {
	from := 0
	if head, rest, found := bytes.Cut(b, []byte("?")); found && bytes.IndexByte(head, '@') < 0 && !endsInPort(head) {
		from = bytes.LastIndexByte(rest, '@') + 1
		if from > 0 {
			from += len(head) + 1
		}
	}
	if i := bytes.IndexByte(b[from:], '?'); i >= 0 {
		return b[:from+i], b[from+i+1:]
	}
	return b, nil
}

// endsInPort reports whether what stands before the first slash can be a host and its port, and so is no user and password.
func endsInPort(b []byte) bool {
	b, _, _ = bytes.Cut(b, []byte("/"))
	for host := range bytes.SplitSeq(b, []byte(",")) {
		if end := bytes.IndexByte(host, ']'); len(host) > 0 && host[0] == '[' && end >= 0 {
			host = host[end+1:]
		}
		_, port, _ := bytes.Cut(host, []byte(":"))
		if len(bytes.Trim(port, "0123456789")) > 0 {
			return false
		}
	}
	return true
}

func (a *address) credentials(b []byte, escaped bool) {
	user, password, _ := bytes.Cut(b, []byte(":"))
	put := a.put
	if escaped {
		put = a.decoded
	}
	put("user", user)
	put("password", password)
}

// hosts reads one host and port, or several with a comma between them, as one part each.
func (a *address) hosts(b []byte) {
	if inner, ok := bytes.CutPrefix(b, []byte("tcp(")); ok { // Go's driver of MySQL
		b = inner
	} else if inner, ok := bytes.CutPrefix(b, []byte("unix(")); ok {
		a.put("socket", inner)
		return
	}
	if bytes.IndexByte(b, ',') >= 0 {
		for host := range bytes.SplitSeq(b, []byte(",")) {
			a.decoded("host", host)
		}
		return
	}
	if i := bytes.LastIndexByte(b, ':'); i >= 0 && bytes.IndexByte(b[i:], ']') < 0 {
		a.decoded("host", b[:i])
		a.put("port", b[i+1:])
		return
	}
	a.decoded("host", b)
}

func (a *address) options(b []byte, between byte, escaped bool) {
	for option := range bytes.SplitSeq(b, []byte{between}) {
		name, value, _ := bytes.Cut(option, []byte("="))
		if name = bytes.TrimSpace(name); len(name) == 0 {
			continue
		}
		if escaped {
			a.decoded(string(unpercent(name)), value)
		} else {
			a.put(string(name), bytes.TrimSpace(value))
		}
	}
}

// semicolons reads host:port;name=value;… as SQL Server's driver for Java writes it.
func (a *address) semicolons(b []byte) {
	host, options, _ := bytes.Cut(b, []byte(";"))
	a.hosts(host)
	for len(options) > 0 {
		plain, rest, _ := bytes.Cut(options, []byte(";"))
		name, value, set := bytes.Cut(plain, []byte("="))
		if value = bytes.TrimSpace(value); set && len(value) > 0 && value[0] == '{' {
			value, rest = braced(options[bytes.IndexByte(options, '{')+1:])
			a.put(string(bytes.TrimSpace(name)), value)
			clear(value)
		} else if name = bytes.TrimSpace(name); len(name) > 0 {
			a.put(string(name), value)
		}
		options = rest
	}
}

// braced reads a value in braces, where a closing one inside is written twice, and gives what stands behind the next semicolon.
func braced(b []byte) (value, rest []byte) {
	value = make([]byte, 0, len(b)) // one that grew would leave copies behind
	for i := 0; i < len(b); i++ {
		switch {
		case b[i] != '}':
		case i+1 < len(b) && b[i+1] == '}':
			i++
		default:
			_, rest, _ = bytes.Cut(b[i:], []byte(";"))
			return value, rest
		}
		value = append(value, b[i])
	}
	return value, nil
}

// oracle reads thin:user/password@//host:port/service and thin:@host:port:sid.
func (a *address) oracle(b []byte) {
	if driver, rest, ok := bytes.Cut(b, []byte(":")); ok {
		a.put("driver", driver)
		b = rest
	}
	if at := bytes.LastIndexByte(b, '@'); at >= 0 {
		user, password, _ := bytes.Cut(b[:at], []byte("/"))
		a.put("user", user)
		a.put("password", password)
		b = b[at+1:]
	}
	b = bytes.TrimPrefix(b, []byte("//"))
	if host, service, ok := bytes.Cut(b, []byte("/")); ok {
		a.hosts(host)
		a.put("service", service)
		return
	}
	if bytes.Count(b, []byte(":")) == 2 {
		i := bytes.LastIndexByte(b, ':')
		a.hosts(b[:i])
		a.put("sid", b[i+1:])
		return
	}
	a.hosts(b)
}
