package list

import "strongroom/model/find"

// drawing is what the rows of a frame share while they are drawn, so that each need not have it for itself.
type drawing struct {
	why    *find.Explainer // nil where nothing is sought
	places [][2]int        // where names match, of all rows
	envs   []string        // the environments that they are of
}

func (l *Pane) drawing() *drawing {
	d := &drawing{}
	if q := find.Parse(l.sought()); !q.Empty() {
		d.why, d.places = l.index.Explainer(q), make([][2]int, 0, 4*l.scroll.H)
	}
	return d
}

// match are the places in a row's name that match, and the text that does where the name is not enough.
func (d *drawing) match(r find.Row) (places [][2]int, text string) {
	h, from := d.why.Explain(r), len(d.places)
	for _, s := range h.Name {
		d.places = append(d.places, [2]int{s.From, s.To})
	}
	return d.places[from:], h.Text
}

// env is an environment as a text: there are few of them.
func (d *drawing) env(name []byte) string {
	for _, known := range d.envs {
		if known == string(name) {
			return known
		}
	}
	const most = 16
	text := string(name)
	if len(d.envs) < most {
		d.envs = append(d.envs, text)
	}
	return text
}
