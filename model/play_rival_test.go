package model

import (
	"slices"
	"strings"

	"strongroom/backend"
	"strongroom/backend/aws"
	"strongroom/backend/document"
	"strongroom/backend/local"
)

// backendOf is another session on a server.
func backendOf(s *local.Server) backend.Backend {
	return aws.Open(aws.Options{Transport: s.Transport()})
}

func otherSession(p *player) backend.Backend { return backendOf(p.server) }

// rival is another client of the same service.
func (p *player) rival() backend.Backend {
	return aws.Open(aws.Options{Transport: p.server.Transport()})
}

// rivalsFirst is the version that has no label.
func (p *player) rivalsFirst() string {
	for vs := range p.rival().Versions(ctx(), "app/canary", true) {
		for _, v := range vs {
			if len(v.Stages) == 0 {
				return v.ID
			}
		}
	}
	return ""
}

// colleague saves a value behind the player's back.
func (p *player) colleague(name, value string) {
	p.t.Helper()
	c := aws.Open(aws.Options{Transport: p.server.Transport()})
	if _, err := c.Put(ctx(), name, backend.NewVersion{Value: backend.TextValue(value)}); err != nil {
		p.t.Fatal(err)
	}
}

// describes is what the service tells somebody else; a zero Detail where it knows no such secret.
func (p *player) describes(id string) backend.Detail {
	d, _ := otherSession(p).Describe(ctx(), id)
	return d
}

// described is the secret as the service describes it to another client.
func (p *player) described() backend.Detail {
	p.t.Helper()
	d, err := p.rival().Describe(ctx(), "app/canary")
	if err != nil {
		p.t.Fatal(err)
	}
	return d
}

// redescribes changes the description, or the key, as a colleague would.
func (p *player) redescribes(c backend.MetadataChange) {
	p.t.Helper()
	if err := p.rival().Update(ctx(), "app/canary", c); err != nil {
		p.t.Fatal(err)
	}
}

// inRegion is a secret of the demo in a region, as it is described there.
func (p *player) inRegion(region, name string) backend.Detail {
	p.t.Helper()
	d, err := aws.Open(aws.Options{Transport: p.server.Transport(), Region: region}).Describe(ctx(), name)
	if err != nil {
		p.t.Fatal(err)
	}
	return d
}

// ids are the versions by label, as the service has them.
func (p *player) ids() map[string]string {
	p.t.Helper()
	d, err := aws.Open(aws.Options{Transport: p.server.Transport()}).Describe(ctx(), "app/canary")
	if err != nil {
		p.t.Fatal(err)
	}
	out := map[string]string{}
	for id, labels := range d.Stages {
		for _, l := range labels {
			if out[l] != "" {
				p.t.Fatalf("%s is on two versions: %v", l, d.Stages)
			}
			out[l] = id
		}
	}
	return out
}

// moves moves a label as a colleague would.
func (p *player) moves(m backend.LabelMove) {
	p.t.Helper()
	if err := p.rival().MoveLabel(ctx(), "app/canary", m); err != nil {
		p.t.Fatal(err)
	}
}

// stored is a secret's current value at the service.
func (p *player) stored(name string) string {
	p.t.Helper()
	c := aws.Open(aws.Options{Transport: p.server.Transport()})
	r, err := c.Reveal(ctx(), name, backend.VersionRef{})
	if err != nil {
		p.t.Fatal(err)
	}
	defer r.Value.Wipe()
	var out string
	r.Value.Use(func(b []byte) { out = string(b) })
	return out
}

// versions is how many versions a secret has, unlabelled ones among them, and private the labels that are none of AWS's.
func (p *player) versions(name string) (n int, private []string) {
	p.t.Helper()
	c := aws.Open(aws.Options{Transport: p.server.Transport()})
	for vs, err := range c.Versions(ctx(), name, true) {
		if err != nil {
			p.t.Fatal(err)
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

// tagsAre are the tags that the service has.
func (p *player) tagsAre() string {
	p.t.Helper()
	var out []string
	for _, t := range p.described().Tags {
		out = append(out, t.Key+"="+t.Value)
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

// tagged tags the secret as a colleague would.
func (p *player) tagged(key, value string) {
	p.t.Helper()
	if err := p.rival().Tag(ctx(), "app/canary", []backend.Tag{{Key: key, Value: value}}); err != nil {
		p.t.Fatal(err)
	}
}

func (p *player) arn(name string) string {
	p.t.Helper()
	d, err := aws.Open(aws.Options{Transport: p.server.Transport()}).Describe(ctx(), name)
	if err != nil {
		p.t.Fatal(err)
	}
	return d.ARN
}

func (p *player) newPassword() string {
	p.t.Helper()
	v := backend.TextValue(p.stored("app/canary"))
	doc := document.Of(v)
	text := doc.Text(v, 1)
	var out string
	text.Use(func(b []byte) { out = string(b) })
	return out
}

// changesABit opens the value and changes a little of it; it returns what must come of it.
func (p *player) changesABit(before []byte, doc document.Document) (want string) {
	p.press("e").sees("edit app/canary")
	ctrlEnd := "\x1b[1;5F"
	switch {
	case doc.Kind == document.KindJSON && (len(doc.Fields) == 0 || doc.Fields[0].Container()):
		p.press("T").types(" ").send(ctrlEnd)
		p.types(" ")
		return " " + string(before) + " "
	case doc.Kind == document.KindJSON:
		p.press("t ctrl+u").types(`"§"`).press("enter")
		f := doc.Fields[0]
		return string(before[:f.Start]) + `"§"` + string(before[f.End:])
	}
	p.types("§").send(ctrlEnd)
	p.types("§")
	return "§" + string(before) + "§"
}
