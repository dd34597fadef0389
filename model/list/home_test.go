package list

import (
	"context"
	"fmt"
	"strongroom/backend"
	"strongroom/model/pane"
	"testing"
	"time"
)

// elsewhere is a backend that is in a region, and does nothing.
type elsewhere struct{ backend.Backend }

func (elsewhere) Where() backend.Where { return backend.Where{Region: "eu-west-1"} }

func secretOf(region, account, name string) backend.Secret {
	return backend.Secret{Name: name, ARN: fmt.Sprintf("arn:aws:secretsmanager:%s:%s:secret:%s-Ab12Cd", region, account, name)}
}

func TestTheARNDecidesWhoseListASecretGoesInto(t *testing.T) {
	const me, other = "111111111111", "222222222222"
	for what, c := range map[string]struct {
		listed []backend.Secret
		who    string
		home   []backend.Secret
		not    []backend.Secret
	}{
		"as the listing tells": {[]backend.Secret{secretOf("eu-west-1", me, "a")}, "",
			[]backend.Secret{secretOf("eu-west-1", me, "b"), {Name: "no-arn"}}, []backend.Secret{secretOf("eu-west-1", other, "c"), secretOf("us-east-1", me, "d")}},
		"a region that is written before another": {[]backend.Secret{secretOf("eu-west-1", me, "a")}, "",
			nil, []backend.Secret{secretOf("eu-west-11", me, "c")}},
		"before anything is listed":   {nil, "", []backend.Secret{secretOf("eu-west-1", me, "b"), secretOf("eu-west-1", other, "c")}, []backend.Secret{secretOf("us-east-1", me, "d")}},
		"where nothing may be listed": {nil, me, []backend.Secret{secretOf("eu-west-1", me, "b")}, []backend.Secret{secretOf("eu-west-1", other, "c"), secretOf("us-east-1", me, "d")}},
		"a server that calls its region otherwise": {[]backend.Secret{secretOf("local-1", me, "a")}, "",
			[]backend.Secret{secretOf("local-1", me, "b")}, []backend.Secret{secretOf("us-east-1", me, "d")}},
		"a stray in the first page": {[]backend.Secret{secretOf("us-east-1", me, "x"), secretOf("eu-west-1", me, "a")}, "",
			[]backend.Secret{secretOf("eu-west-1", me, "b")}, []backend.Secret{secretOf("us-east-1", me, "x"), secretOf("us-east-1", me, "d")}},
	} {
		d := &pane.Desk{Ctx: context.Background(), Place: &backend.Place{Backend: elsewhere{}}, Now: time.Now()}
		if c.who != "" {
			d.Who = &backend.Identity{Account: c.who}
		}
		l := New(d, false, "")
		if c.listed != nil {
			ask := l.listing
			_, id := ask.Start(d.Ctx)
			l.listing = ask
			l.take(pageArrived{ask: id, page: backend.Page{Secrets: c.listed}})
		}
		for _, s := range append(c.home, c.not...) {
			l.Hear(pane.Changed{ARN: s.ARN, Detail: backend.Detail{Secret: s}})
			l.Hear(pane.Described{ARN: s.ARN, Detail: backend.Detail{Secret: s}})
		}
		has := func(s backend.Secret) bool { return len(l.base.Named(s.Name)) == 1 }
		for _, s := range c.home {
			if !has(s) {
				t.Errorf("%s: %s%s is not in the list", what, s.ARN, s.Name)
			}
		}
		for _, s := range c.not {
			if has(s) {
				t.Errorf("%s: %s is in the list", what, s.ARN)
			}
		}
	}
}
