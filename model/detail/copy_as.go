package detail

import (
	"bytes"
	"strings"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// copyAsDialog offers the forms in which a secret is wanted elsewhere. Only the forms with a value read it.
func (d *Pane) copyAsDialog(on *pane.Shown) pane.Dialog {
	s, version := on.Secret, d.version
	if on.Focus == pane.Timeline {
		version = *on.Version
	}
	id := version.ID
	at := d.Backend.Where().Of(s.ARN)
	c := &dialog.Choice{Title: "Copy as", Subject: []string{ui.Text(s.Name)}, Where: d.PlaceOf(s)}
	if d.Elsewhere(s.ARN) != "" {
		c.Where = d.PlaceOf(s)
	}
	text := func(key, label, what, out string) {
		c.Options = append(c.Options, dialog.Option{Key: key, Label: label, Hint: ui.FitEnd(ui.Text(out), 44), Do: func() tea.Cmd {
			return d.copies.Put(what, backend.TextValue(out), false)
		}})
	}
	text("s", "name", "the name", s.Name)
	text("a", "ARN", "the ARN", s.ARN)
	if id != "" {
		c.Title += " · version " + ui.FirstOf(id)
		text("i", "version id", "the version's id", id)
	}
	field := d.copyableField(on)
	if field >= 0 {
		d.fieldForms(c, field)
	}
	c.Options = append(c.Options, dialog.Option{Key: "v", Label: "whole value", Hint: "as it is stored; reads it unless it is held", Do: func() tea.Cmd {
		if r := d.Readable(s, true); r != "" {
			return pane.Say(pane.Warning, r)
		}
		d.turnToVersion(version)
		return d.need(copyWholeValue)
	}})
	text("w", "AWS CLI", "the AWS CLI command", awsCommand(at, s.ARN, id))
	text("b", "boto3", "the boto3 call", botoCall(at, s.ARN, id))
	text("p", "PowerShell", "the PowerShell command", powerShell(at, s.ARN, id))
	key := ""
	if field >= 0 {
		key = d.value.doc.Fields[field].Key
	}
	if field >= 0 && d.value.doc.Twins(field) > 1 {
		why := "more than one key is called " + ui.Datum(ui.VisibleKey(key)) + ": a reference cannot tell them apart"
		for _, o := range [][2]string{{"r", "CloudFormation"}, {"x", "ECS valueFrom"}} {
			c.Options = append(c.Options, dialog.Option{Key: o[0], Label: o[1], Hint: why, Do: func() tea.Cmd { return pane.Say(pane.Warning, why) }})
		}
		return c
	}
	reference := suffix(":", key)
	if id != "" {
		reference = ":" + key + "::" + id
	}
	text("r", "CloudFormation", "the dynamic reference", "{{resolve:secretsmanager:"+s.ARN+":SecretString"+reference+"}}")
	ecs := s.ARN
	if key != "" || id != "" {
		ecs += ":" + key + "::" + id
	}
	text("x", "ECS valueFrom", "the ECS reference", ecs)
	if address := d.console(); address != "" {
		text("o", "console address", "the console's address", address)
	}
	return c
}

// console is where the AWS console shows the secret, "" where nothing does.
func (d *Pane) console() string {
	if w := d.Backend.Where(); w.Kind != "AWS" || w.Endpoint != "" {
		return ""
	}
	address, _ := backend.ConsoleAddress(d.secret.ARN)
	return address
}

// copyableField is the top-level field under the cursor of a value that is held or known by its keys, or -1.
func (d *Pane) copyableField(on *pane.Shown) int {
	if on.Focus != pane.Detail || d.tab != tabValue {
		return -1
	}
	f, ok := d.value.field()
	if !ok || d.value.doc.Fields[f].Depth > 0 || d.value.doc.Array {
		return -1
	}
	return f
}

func (d *Pane) fieldForms(c *dialog.Choice, f int) {
	v := &d.value
	key := v.doc.Fields[f].Key
	c.Options = append(c.Options, dialog.Option{Key: "f", Label: "key name", Hint: ui.FitEnd(ui.Datum(key), 40), Do: func() tea.Cmd {
		return d.copies.Put("the key's name", backend.TextValue(key), false)
	}})
	if v.State != pane.Held {
		return
	}
	c.Options = append(c.Options, dialog.Option{Key: "e", Label: ".env line", Hint: ui.FitEnd(ui.Text(envName(key)), 30) + "=" + ui.Mask, Do: func() tea.Cmd {
		if v.State != pane.Held {
			return pane.Say(pane.Warning, "the value was wiped meanwhile: read it again")
		}
		v.shown.Touch()
		text := v.doc.Text(v.val, f)
		defer text.Wipe()
		return d.copies.Put(".env line of "+key, envLine(key, text), true)
	}})
}

func suffix(sep, s string) string {
	if s == "" {
		return ""
	}
	return sep + s
}

// awsCommand reads a version of a secret where it is, with the AWS CLI.
func awsCommand(at backend.Where, arn, version string) string {
	words := append([]string{"aws", "secretsmanager", "get-secret-value"}, backend.Option("--secret-id", arn)...)
	if version != "" {
		words = append(words, backend.Option("--version-id", version)...)
	}
	words = append(words, "--query", "SecretString", "--output", "text")
	return backend.ShellLine(append(words, at.Flags()...)...)
}

// botoCall is the same in Python.
func botoCall(at backend.Where, arn, version string) string {
	call := "boto3."
	if at.Named != "" {
		call += "Session(profile_name=" + pyQuote(at.Named) + ")."
	}
	call += `client("secretsmanager"` + prefixed(", region_name=", pyQuote, at.Region) + prefixed(", endpoint_url=", pyQuote, at.Endpoint)
	return call + ").get_secret_value(SecretId=" + pyQuote(arn) + prefixed(", VersionId=", pyQuote, version) + `)["SecretString"]`
}

// powerShell is the same with the AWS Tools for PowerShell.
func powerShell(at backend.Where, arn, version string) string {
	return "(Get-SECSecretValue -SecretId " + psQuote(arn) + prefixed(" -Region ", psQuote, at.Region) + prefixed(" -ProfileName ", psQuote, at.Named) +
		prefixed(" -EndpointUrl ", psQuote, at.Endpoint) + prefixed(" -VersionId ", psQuote, version) + ").SecretString"
}

// prefixed is a quoted argument with what stands before it, "" without one.
func prefixed(flag string, quote func(string) string, arg string) string {
	if arg == "" {
		return ""
	}
	return flag + quote(arg)
}

// psQuote is s as a literal of PowerShell, which takes the typographic quotes for plain ones.
func psQuote(s string) string {
	return "'" + strings.NewReplacer("'", "''", "\u2018", "\u2018\u2018", "\u2019", "\u2019\u2019", "\u201a", "\u201a\u201a", "\u201b", "\u201b\u201b").Replace(s) + "'"
}

func pyQuote(s string) string {
	r := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`)
	return `"` + r.Replace(s) + `"`
}

// envName is a key as the name of an environment variable.
func envName(key string) string {
	out := []byte(strings.ToUpper(key))
	for i, c := range out {
		if (c < 'A' || c > 'Z') && (c < '0' || c > '9') {
			out[i] = '_'
		}
	}
	if len(out) == 0 || out[0] >= '0' && out[0] <= '9' {
		return "_" + string(out)
	}
	return string(out)
}

// envLine is a line of a .env file, as its common readers take it. It is written into one buffer that does not grow.
func envLine(key string, v backend.Value) (line backend.Value) {
	v.Use(func(b []byte) {
		out := append(make([]byte, 0, len(key)+2*len(b)+len(`_=""`)), envName(key)+"="...)
		line = v.Ledger().Value(envQuote(out, b), false)
	})
	return line
}

func envQuote(out, b []byte) []byte {
	const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:@+"
	if len(b) > 0 && len(bytes.Trim(b, plain)) == 0 {
		return append(out, b...)
	}
	out = append(out, '"')
	for _, c := range b {
		switch c {
		case '\n':
			out = append(out, '\\', 'n')
		case '\r':
			out = append(out, '\\', 'r')
		case '\\', '"', '$', '`':
			out = append(out, '\\', c)
		default:
			out = append(out, c)
		}
	}
	return append(out, '"')
}
