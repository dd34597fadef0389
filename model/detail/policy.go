package detail

import (
	"context"
	"errors"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"strongroom/backend"
	"strongroom/backend/policy"
	"strongroom/keymap"
	"strongroom/model/dialog"
	"strongroom/model/pane"
	"strongroom/ui"
)

// defaultPolicy is the name of the one policy of a secret that can be changed.
const defaultPolicy = "default"

// policies are the resource policies of the secret, as far as they were read. They are asked for when they are looked at, and once.
type policies struct {
	since time.Time // when they were asked for
	ask   pane.Ask
	asked bool
	told  bool
	err   error // why nothing is known
	// only is why it is not known whether there are others than those that are named.
	only   error
	named  []namedPolicy
	rows   []policyRow
	lines  []policyLine
	folded map[fold]bool
	laid   int // how wide the lines are
	scroll pane.Scroll
	// tops are the first lines that are seen of the words and of the exact text, where they stand beside each other. apart is which of
	// them stay as the mouse has left them while the cursor is on line apartAt.
	tops    [2]int
	apart   [2]bool
	apartAt int
	sought  string // what was found last
}

// namedPolicy is one policy, or why it is not known.
type namedPolicy struct {
	name, text string
	err        error
	doc        policy.Document
	docErr     error
}

// policiesTold is what the service told of a secret's policies.
type policiesTold struct {
	ask   *pane.Question
	named []namedPolicy
	only  error
	err   error
}

// forget drops what was read of another secret.
func (p *policies) forget() {
	p.ask.Stop()
	*p = policies{folded: map[fold]bool{}, scroll: pane.Scroll{H: p.scroll.H}, laid: p.laid}
}

// looksAtPolicies reports whether the policies are on the screen.
func (d *Pane) looksAtPolicies(on *pane.Shown) bool {
	return d.on && d.tab == tabPolicy && (on.Focus == pane.Detail || !on.Alone && !on.Behind && on.Focus < pane.Compare)
}

// lookAtPolicies asks for the policies once somebody looks at them.
func (d *Pane) lookAtPolicies(on *pane.Shown) tea.Cmd {
	if !d.rest.Over() || d.policies.asked || !d.looksAtPolicies(on) || !d.secret.Deleted.IsZero() {
		return nil
	}
	ctx, q := d.policies.ask.Start(d.Ctx)
	d.policies.asked, d.policies.since, d.began = true, d.Now, d.Now
	return d.readPolicies(ctx, q)
}

// readPolicies reads every policy once: their names, then each of them. Where only the names are not told, it is the default one.
func (d *Pane) readPolicies(ctx context.Context, q *pane.Question) tea.Cmd {
	be, arn := d.Backend, d.secret.ARN
	nameless := d.nameless[backend.RegionOf(arn)]
	return func() (msg tea.Msg) {
		out := policiesTold{ask: q}
		defer func() { msg = out }()
		defer pane.Caught(&out.err)
		var names []string
		err := nameless
		if err == nil {
			names, err = be.Policies(ctx, arn)
		}
		if err != nil {
			if !onlyNames(err) {
				out.err = err
				return nil
			}
			text, failed := be.Policy(ctx, arn)
			if out.only, out.err = err, failed; failed == nil && text != "" {
				out.named = []namedPolicy{readPolicy(defaultPolicy, text, nil)}
			}
			return nil
		}
		for _, name := range names {
			text, err := be.PolicyNamed(ctx, arn, name)
			if errors.Is(err, backend.ErrNotFound) { // it has gone since
				continue
			}
			if text != "" || err != nil || name != defaultPolicy { // one without a text is none, as GetResourcePolicy tells of a secret that has none
				out.named = append(out.named, readPolicy(name, text, err))
			}
		}
		return nil
	}
}

// onlyNames reports whether a refusal to name the policies leaves it open whether one can be read: the service does not know that
// question, or the right to ask it lacks, which came later than the right to read.
func onlyNames(err error) bool {
	for _, kind := range []error{backend.ErrDenied, backend.ErrServer, backend.ErrInvalid, backend.ErrMalformed} {
		if errors.Is(err, kind) {
			return true
		}
	}
	return false
}

func readPolicy(name, text string, err error) namedPolicy {
	p := namedPolicy{name: name, text: text, err: err}
	p.doc, p.docErr = policy.Parse(text)
	return p
}

// hearPolicies takes in what was told.
func (d *Pane) hearPolicies(msg policiesTold) {
	p := &d.policies
	if !p.ask.Fits(msg.ask) {
		return
	}
	p.ask.Done()
	same := p.told && slices.EqualFunc(p.named, msg.named, func(a, b namedPolicy) bool { return a.name == b.name && a.text == b.text })
	p.told, p.err, p.only, p.named = true, msg.err, msg.only, msg.named
	if msg.err == nil && msg.only != nil && !errors.Is(msg.only, backend.ErrDenied) { // rights differ from secret to secret
		d.nameless[backend.RegionOf(d.secret.ARN)] = msg.only
	}
	if !same { // what was folded is no longer where it was
		p.folded = map[fold]bool{}
		p.foldStatements()
	}
	d.layPolicies()
}

// doubtPolicies has them asked for anew when they are looked at; until then what is known stands.
func (d *Pane) doubtPolicies() {
	d.policies.ask.Stop()
	d.policies.asked = false
}

// unreadPolicy is why it is not known which policy there is, "" where it is; safe text.
func (d *Pane) unreadPolicy() string {
	p := &d.policies
	switch {
	case !d.secret.Deleted.IsZero():
		return "it cannot be read before the secret is restored"
	case p.err != nil:
		return ui.Text(pane.Reason(p.err))
	case !p.told, !p.asked, p.ask.Open:
		return "it is being read"
	}
	if is := p.standard(); is != nil && is.err != nil {
		return ui.Text(pane.Reason(is.err))
	}
	return ""
}

// standard is the default policy, nil for none.
func (p *policies) standard() *namedPolicy {
	for i := range p.named {
		if p.named[i].name == defaultPolicy {
			return &p.named[i]
		}
	}
	return nil
}

// showPolicies fills in what is known of the default policy.
func (d *Pane) showPolicies(on *pane.Shown) {
	if on.Policies = d.on && d.tab == tabPolicy; !on.Policies {
		return
	}
	on.Unread = d.unreadPolicy()
	if is := d.policies.standard(); is != nil && on.Unread == "" {
		on.Policy = is.text
	}
}

// findDialog asks for a text to go to.
func (d *Pane) findDialog() pane.Dialog {
	p := &d.policies
	return &dialog.Entry{Title: "Find in the policies", Label: "find", Typed: dialog.NewInput(d.Keys, p.sought), Yes: "find",
		About: []string{"The next place below the cursor, then from the top again; what is folded is looked into."},
		Check: func(typed string) string {
			if typed == "" {
				return "type what to look for"
			}
			return ""
		},
		OnYes: func(typed string) tea.Cmd { return d.seek(typed) }}
}

// seek goes to the next row that has a text, and unfolds what it is in.
func (d *Pane) seek(sought string) tea.Cmd {
	p := &d.policies
	p.sought = sought
	all := d.policyRows(true)
	from := 0
	if here, on := p.row(); on {
		for i, r := range all {
			if r.same(here) {
				from = i + 1
			}
		}
	}
	for i := range all {
		r := all[(from+i)%len(all)]
		if ui.Finds(r.plain(), ui.Text(sought)) {
			p.unfold(r)
			d.layPolicies()
			p.goTo(r)
			return nil
		}
	}
	return pane.Say(pane.Warning, "nothing in the policies reads "+ui.Text(sought))
}

// copyPolicy copies what the cursor is on: a statement, or all of a policy, exactly as the service has it.
func (d *Pane) copyPolicy() tea.Cmd {
	r, on := d.policies.row()
	if !on || r.of < 0 {
		return pane.Say(pane.Plain, "there is nothing to copy in this row; nothing was copied")
	}
	is := d.policies.named[r.of]
	what, text := "the policy "+is.name, is.text
	if r.statement >= 0 && r.kind == sentenceRow {
		s := is.doc.Statements[r.statement]
		what, text = is.doc.Called(r.statement), is.text[s.From:s.To]
	}
	if text == "" {
		return pane.Say(pane.Plain, "there is nothing to copy in this row; nothing was copied")
	}
	return d.copies.Put(what, backend.TextValue(text), false)
}

// movePolicy moves by rows, or by lines where a row is longer than the screen; enter unfolds, or goes to a statement's text.
func (d *Pane) movePolicy(a keymap.Action) {
	p := &d.policies
	if a != keymap.Into {
		p.move(a)
		return
	}
	r, on := p.row()
	switch {
	case !on:
	case r.kind == sentenceRow:
		d.toText(r)
	case r.opens:
		p.folded[r.fold()] = !p.folded[r.fold()]
		d.layPolicies()
		p.goTo(r)
		p.showInside()
	}
}

// toText goes from a statement in words to where it begins in the exact text.
func (d *Pane) toText(s policyRow) {
	for _, r := range d.policyRows(true) {
		if r.kind == textRow && r.of == s.of && r.statement == s.statement {
			d.policies.unfold(r)
			delete(d.policies.folded, r.fold())
			d.layPolicies()
			d.policies.goTo(r)
			d.policies.showInside()
			return
		}
	}
}

// foldPolicy folds what the cursor is in, and reports whether it did.
func (d *Pane) foldPolicy() bool {
	p := &d.policies
	r, on := p.row()
	if !on || r.kind != textRow {
		return false
	}
	if !r.opens || p.folded[r.fold()] {
		if r.within == nil {
			return false
		}
		r = *r.within
	}
	p.folded[r.fold()] = true
	d.layPolicies()
	p.goTo(r)
	return true
}

// unfindable is why nothing can be found in the policies.
func (d *Pane) unfindable() string {
	switch {
	case d.tab != tabPolicy:
		return "a text is sought here in policies alone"
	case len(d.policies.rows) == 0:
		return "there is no policy to find anything in"
	}
	return ""
}
