package play

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/document"
	"strongroom/backend/local"
)

// BackendOf is another session on a server.
func BackendOf(s *local.Server) backend.Backend {
	return aws.Open(aws.Options{Transport: s.Transport()})
}

// OtherSession is a colleague's client.
func OtherSession(p *Player) backend.Backend { return BackendOf(p.Server) }

// Rival is another client of the same service.
func (p *Player) Rival() backend.Backend {
	return aws.Open(aws.Options{Transport: p.Server.Transport()})
}

// RivalsFirst is the version that has no label.
func (p *Player) RivalsFirst() string {
	for vs := range p.Rival().Versions(Ctx(), "app/canary", true) {
		for _, v := range vs {
			if len(v.Stages) == 0 {
				return v.ID
			}
		}
	}
	return ""
}

// Colleague saves a value behind the player's back.
func (p *Player) Colleague(name, value string) {
	p.T.Helper()
	c := aws.Open(aws.Options{Transport: p.Server.Transport()})
	if _, err := c.Put(Ctx(), name, backend.NewVersion{Value: backend.TextValue(value)}); err != nil {
		p.T.Fatal(err)
	}
}

// Describes is what the service tells somebody else; a zero Detail where it knows no such secret.
func (p *Player) Describes(id string) backend.Detail {
	d, _ := OtherSession(p).Describe(Ctx(), id)
	return d
}

// Described is the secret as the service describes it to another client.
func (p *Player) Described() backend.Detail {
	p.T.Helper()
	d, err := p.Rival().Describe(Ctx(), "app/canary")
	if err != nil {
		p.T.Fatal(err)
	}
	return d
}

// Redescribes changes the description, or the key, as a colleague would.
func (p *Player) Redescribes(c backend.MetadataChange) {
	p.T.Helper()
	if err := p.Rival().Update(Ctx(), "app/canary", c); err != nil {
		p.T.Fatal(err)
	}
}

// InRegion is a secret of the demo in a region, as it is described there.
func (p *Player) InRegion(region, name string) backend.Detail {
	p.T.Helper()
	d, err := aws.Open(aws.Options{Transport: p.Server.Transport(), Region: region}).Describe(Ctx(), name)
	if err != nil {
		p.T.Fatal(err)
	}
	return d
}

// IDs are the versions by label, as the service has them.
func (p *Player) IDs() map[string]string {
	p.T.Helper()
	d, err := aws.Open(aws.Options{Transport: p.Server.Transport()}).Describe(Ctx(), "app/canary")
	if err != nil {
		p.T.Fatal(err)
	}
	out := map[string]string{}
	for id, labels := range d.Stages {
		for _, l := range labels {
			if out[l] != "" {
				p.T.Fatalf("%s is on two versions: %v", l, d.Stages)
			}
			out[l] = id
		}
	}
	return out
}

// Moves moves a label as a colleague would.
func (p *Player) Moves(m backend.LabelMove) {
	p.T.Helper()
	if err := p.Rival().MoveLabel(Ctx(), "app/canary", m); err != nil {
		p.T.Fatal(err)
	}
}

// Stored is a secret's current value at the service.
func (p *Player) Stored(name string) string {
	p.T.Helper()
	c := aws.Open(aws.Options{Transport: p.Server.Transport()})
	r, err := c.Reveal(Ctx(), name, backend.VersionRef{})
	if err != nil {
		p.T.Fatal(err)
	}
	defer r.Value.Wipe()
	var out string
	r.Value.Use(func(b []byte) { out = string(b) })
	return out
}

// Versions is how many versions a secret has, unlabelled ones among them, and private the labels that are none of AWS's.
func (p *Player) Versions(name string) (n int, private []string) {
	p.T.Helper()
	c := aws.Open(aws.Options{Transport: p.Server.Transport()})
	for vs, err := range c.Versions(Ctx(), name, true) {
		if err != nil {
			p.T.Fatal(err)
		}
		for _, v := range vs {
			n++
			for _, l := range v.Stages {
				if !strings.HasPrefix(l, "AWS") {
					private = append(private, l)
				}
			}
		}
	}
	return n, private
}

// TagsAre are the tags that the service has.
func (p *Player) TagsAre() string {
	p.T.Helper()
	var out []string
	for _, t := range p.Described().Tags {
		out = append(out, t.Key+"="+t.Value)
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

// Tagged tags the secret as a colleague would.
func (p *Player) Tagged(key, value string) {
	p.T.Helper()
	if err := p.Rival().Tag(Ctx(), "app/canary", []backend.Tag{{Key: key, Value: value}}); err != nil {
		p.T.Fatal(err)
	}
}

// ARN is the ARN of a secret by its name.
func (p *Player) ARN(name string) string {
	p.T.Helper()
	d, err := aws.Open(aws.Options{Transport: p.Server.Transport()}).Describe(Ctx(), name)
	if err != nil {
		p.T.Fatal(err)
	}
	return d.ARN
}

// NewPassword is the password that was saved.
func (p *Player) NewPassword() string {
	p.T.Helper()
	v := backend.TextValue(p.Stored("app/canary"))
	doc := document.Of(v)
	text := doc.Text(v, 1)
	var out string
	text.Use(func(b []byte) { out = string(b) })
	return out
}

// ChangesABit opens the value and changes a little of it; it returns what must come of it.
func (p *Player) ChangesABit(before []byte, doc document.Document) (want string) {
	p.Press("e").Sees("edit app/canary")
	ctrlEnd := "\x1b[1;5F"
	switch {
	case doc.Kind == document.KindJSON && (len(doc.Fields) == 0 || doc.Fields[0].Container()):
		p.Press("T").Types(" ").Send(ctrlEnd)
		p.Types(" ")
		return " " + string(before) + " "
	case doc.Kind == document.KindJSON:
		p.Press("t ctrl+u").Types(`"§"`).Press("enter")
		f := doc.Fields[0]
		return string(before[:f.Start]) + `"§"` + string(before[f.End:])
	}
	p.Types("§").Send(ctrlEnd)
	p.Types("§")
	return "§" + string(before) + "§"
}

// LeavesPending puts AWSPENDING on the current version too, as a rotation may leave it.
func (p *Player) LeavesPending(name string) {
	p.T.Helper()
	d := p.Describes(name)
	p.Does(p.Rival().MoveLabel(Ctx(), d.ARN, backend.LabelMove{Label: backend.Pending, To: d.VersionOf(backend.Current)})).Press("ctrl+r")
}

// Asks sends a call as it is on the wire, for what the port has no words for.
func (p *Player) Asks(op, body string) {
	p.T.Helper()
	r, err := http.NewRequest(http.MethodPost, "http://secrets.invalid/", strings.NewReader(body))
	if err != nil {
		p.T.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-amz-json-1.1")
	r.Header.Set("X-Amz-Target", "secretsmanager."+op)
	answer, err := p.Server.Transport().RoundTrip(r)
	if err != nil {
		p.T.Fatal(err)
	}
	defer answer.Body.Close()
	if said, _ := io.ReadAll(answer.Body); answer.StatusCode != http.StatusOK {
		p.T.Fatalf("%s: %s", op, said)
	}
}

// RotatesFor lets a rotation take a while.
func (p *Player) RotatesFor(d time.Duration) {
	p.Server.Set(func(k *local.Knobs) { k.RotationTime = d })
}
