package local

import (
	"encoding/json"
	"fmt"
	"slices"
)

// The built-in rotation functions, by name, in every region.
const (
	worksFunction = "demo-rotation"         // makes a value, tests it, and moves AWSCURRENT to it
	hangsFunction = "demo-rotation-stuck"   // ends before there is a value: AWSPENDING is on a version without one
	failsFunction = "demo-rotation-failing" // makes a value that does not pass its test: AWSPENDING is on a version with one
)

func (c *call) functionARN(name string) string {
	return "arn:aws:lambda:" + c.region.name + ":" + c.region.account + ":function:" + name
}

// invokable knows the functions of the knob and the built-in ones.
func (c *call) invokable(lambda string) bool {
	return slices.Contains(c.srv.knobs.Lambdas, lambda) || lambda == c.functionARN(worksFunction) ||
		lambda == c.functionARN(hangsFunction) || lambda == c.functionARN(failsFunction)
}

// invoke has a rotation function work on a version: its value is there after half of the knob's time, and is tested at the end.
func (c *call) invoke(lambda, name, id string) {
	took := c.srv.knobs.RotationTime
	if lambda == c.functionARN(hangsFunction) {
		c.hangs(lambda, name, id)
		return
	}
	c.logs(lambda, "createSecret: made-up: version %s of %s", id, name)
	c.after(took/2, name, func(c *call, s *secret) {
		c.writePending(s, id)
		c.logs(lambda, "setSecret: made-up: the new value is set, version %s of %s", id, name)
	})
	c.after(took*3/4, name, func(c *call, s *secret) { c.logs(lambda, "testSecret: made-up: trying version %s of %s", id, name) })
	if lambda == c.functionARN(failsFunction) {
		c.after(took, name, func(c *call, s *secret) { c.fails(lambda, s, s.rotating(id)) })
		return
	}
	c.after(took, name, func(c *call, s *secret) { c.finishRotation(s, id) })
}

// rotating is the version that a rotation is at, nil where it was cancelled, cleared or deleted meanwhile.
func (s *secret) rotating(id string) *version {
	v, r := s.version(id), s.extra().rotation
	if v == nil || !v.has(labelPending) || s.pending() || r == nil || !r.on {
		return nil
	}
	return v
}

// writePending is the step createSecret: it reads the current value and puts the next one.
func (c *call) writePending(s *secret, id string) {
	if v := s.rotating(id); v == nil || v.value != nil {
		return
	}
	current := s.labelled(labelCurrent)
	if current != nil && current.value != nil {
		s = c.touch(s, current)
	}
	next := c.rotated(current)
	c.change(s, func(n *secret) { n.set(id, func(v *version) { v.value = next }) })
}

// finishRotation is the step finishSecret: AWSCURRENT moves to the tested version.
func (c *call) finishRotation(s *secret, id string) {
	if s.rotating(id) == nil {
		return
	}
	c.logs(s.extra().rotation.lambda, "finishSecret: made-up: version %s of %s is AWSCURRENT", id, s.name)
	c.change(s, func(n *secret) {
		n.attach(labelCurrent, id)
		if !c.srv.knobs.RotationKeepsLabel {
			n.detach(labelPending, id)
		}
		n.more.rotation.last = c.now
		n.more.rotation.plan(c.now)
		n.trim(c.now)
	})
}

// rotated is the next value: that of the current version with a new password where it has one.
func (c *call) rotated(current *version) *value {
	fresh := "made-up-" + uuid(c.srv.ids)[:13]
	var fields map[string]json.RawMessage
	if current != nil && current.value != nil && json.Unmarshal([]byte(current.value.text), &fields) == nil {
		if _, ok := fields["password"]; ok {
			fields["password"] = json.RawMessage(fmt.Sprintf("%q", fresh))
			if data, err := encode(fields); err == nil {
				return &value{text: string(data)}
			}
		}
	}
	return &value{text: fresh}
}
