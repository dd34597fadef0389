package local

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// rotation is a secret's rotation as configured and as it went.
type rotation struct {
	on       bool
	lambda   string
	role     string
	meta     []externalOut
	days     int64
	schedule string
	duration string
	last     stamp
	next     stamp
}

func (r *rotation) show(out *secretOut) {
	on := r.on
	out.RotationEnabled, out.RotationLambdaARN = &on, r.lambda
	out.ExternalSecretRotationMetadata, out.ExternalSecretRotationRoleArn = r.meta, r.role
	out.LastRotatedDate, out.NextRotationDate = r.last, r.next
	if r.days > 0 || r.schedule != "" || r.duration != "" {
		out.RotationRules = &rulesOut{AutomaticallyAfterDays: r.days, ScheduleExpression: r.schedule, Duration: r.duration}
	}
}

// plan sets the next date: the last moment of the day that is so many days off, or the schedule's next window.
func (r *rotation) plan(now stamp) {
	r.next = 0
	switch {
	case !r.on:
	case r.days > 0:
		r.next = now.midnight().add(time.Duration(r.days)*day + day - time.Second)
	case r.schedule != "":
		if s, err := parseSchedule(r.schedule); err == nil {
			if t := s.next(now.time()); !t.IsZero() {
				r.next = stampOf(t)
			}
		}
	}
}

// rotationOff is what a deletion does to rotation: the rules stay, the plan goes.
func (s *secret) rotationOff() {
	if r := s.more.rotation; r != nil {
		r.on, r.next = false, 0
	}
}

// noteManualChange moves the plan: a value that was changed by hand counts as rotated.
func (s *secret) noteManualChange(now stamp) {
	if r := s.more.rotation; r != nil && r.on {
		r.plan(now)
	}
}

func rotateSecret(c *call, in *rotateIn) (any, error) {
	token := or(in.ClientRequestToken, "")
	if token == "" {
		return nil, tokenMissing("InvalidParameterException")
	}
	if err := checkRules(in.RotationRules); err != nil {
		return nil, err
	}
	s, err := c.own(*in.SecretId)
	if err != nil {
		return nil, err
	}
	if err := c.checkRotation(s, in); err != nil {
		return nil, err
	}
	out := writtenOut{namedOut: namedOut{c.region.arn(s), s.name}}
	if v := s.version(token); v != nil {
		out.VersionId = token // the same call again
		return out, nil
	}
	now := in.RotateImmediately == nil || *in.RotateImmediately
	lambda := c.lambdaOf(s, in)
	s = c.change(s, func(n *secret) {
		n.configure(in, lambda, c.now)
		if !now {
			return
		}
		n.add(&version{id: token, kmsKey: n.kmsKey, created: c.now})
		n.attach(labelPending, token)
	})
	if !now {
		return out, nil
	}
	out.VersionId = token
	if !strings.HasSuffix(lambda, ":function:demo-rotation-stuck") {
		c.after(c.srv.knobs.RotationTime, s.name, func(c *call, s *secret) { c.finishRotation(s, token) })
	}
	return out, nil
}

func (c *call) lambdaOf(s *secret, in *rotateIn) string {
	if in.RotationLambdaARN != nil && *in.RotationLambdaARN != "" {
		return *in.RotationLambdaARN
	}
	if r := s.extra().rotation; r != nil {
		return r.lambda
	}
	return ""
}

// checkRotation refuses what the service refuses before it changes anything.
func (c *call) checkRotation(s *secret, in *rotateIn) error {
	lambda, m := c.lambdaOf(s, in), s.extra()
	role := or(in.ExternalSecretRotationRoleArn, "")
	if m.rotation != nil && role == "" {
		role = m.rotation.role
	}
	byItself := m.owner != "" || m.kind != "" && role != ""
	switch {
	case m.owner != "" && or(in.RotationLambdaARN, "") != "":
		return managed()
	case lambda == "" && !byItself:
		return invalidRequest("No Lambda rotation function ARN is associated with this secret.")
	case lambda != "" && !c.invokable(lambda):
		return refuse("AccessDeniedException", "Secrets Manager cannot invoke the specified Lambda function. "+
			"Ensure that the function policy grants access to the principal secretsmanager.amazonaws.com.")
	}
	if p := s.labelled(labelPending); p != nil && !p.has(labelCurrent) && p.id != or(in.ClientRequestToken, "") {
		return invalidRequest("A previous rotation isn't complete. That rotation will be reattempted.")
	}
	return nil
}

// invokable knows the functions of the knob, and two built-in ones by name, in any region.
func (c *call) invokable(lambda string) bool {
	if slices.Contains(c.srv.knobs.Lambdas, lambda) {
		return true
	}
	name, ok := strings.CutPrefix(lambda, "arn:aws:lambda:"+c.region.name+":"+Account+":function:")
	return ok && (name == "demo-rotation" || name == "demo-rotation-stuck")
}

func checkRules(r *rulesIn) error {
	switch {
	case r == nil:
		return nil
	case r.AutomaticallyAfterDays != nil && r.ScheduleExpression != nil:
		return invalidParameter("You can't specify both AutomaticallyAfterDays and ScheduleExpression.")
	case r.ScheduleExpression != nil:
		if _, err := parseSchedule(*r.ScheduleExpression); err != nil {
			return invalidParameter("The ScheduleExpression is not valid: %s.", err)
		}
	}
	if r.Duration != nil {
		if h, err := time.ParseDuration(*r.Duration); err != nil || h < time.Hour || h > day {
			return invalidParameter("The Duration must be between 1h and 24h.")
		}
	}
	return nil
}

func (s *secret) configure(in *rotateIn, lambda string, now stamp) {
	r := s.more.rotation
	if r == nil {
		r = &rotation{}
		s.more.rotation = r
	}
	r.on, r.lambda = true, lambda
	if in.ExternalSecretRotationRoleArn != nil {
		r.role = *in.ExternalSecretRotationRoleArn
	}
	if in.ExternalSecretRotationMetadata != nil {
		r.meta = nil
		for _, m := range in.ExternalSecretRotationMetadata {
			r.meta = append(r.meta, externalOut{*m.Key, *m.Value})
		}
	}
	if rules := in.RotationRules; rules != nil {
		r.days, r.schedule, r.duration = orInt(rules.AutomaticallyAfterDays, 0), or(rules.ScheduleExpression, ""), or(rules.Duration, "")
	}
	r.plan(now)
}

// finishRotation is what a rotation function does: a new value, tested, and AWSCURRENT moved to it.
func (c *call) finishRotation(s *secret, id string) {
	v := s.version(id)
	if v == nil || !v.has(labelPending) || s.pending() {
		return
	}
	c.change(s, func(n *secret) {
		if v.value == nil {
			n.set(id, func(v *version) { v.value = c.rotated(s) })
		}
		n.attach(labelCurrent, id)
		n.detach(labelPending, id)
		if r := n.more.rotation; r != nil {
			r.last = c.now
			r.plan(c.now)
		}
		n.trim(c.now)
	})
}

// rotated is the next value: the old one with a new password where it has one.
func (c *call) rotated(s *secret) *value {
	fresh := "made-up-" + uuid(c.srv.ids)[:13]
	var fields map[string]json.RawMessage
	if v := s.labelled(labelCurrent); v != nil && v.value != nil && json.Unmarshal([]byte(v.value.text), &fields) == nil {
		if _, ok := fields["password"]; ok {
			fields["password"] = json.RawMessage(fmt.Sprintf("%q", fresh))
			if data, err := encode(fields); err == nil {
				return &value{text: string(data)}
			}
		}
	}
	return &value{text: fresh}
}

func cancelRotateSecret(c *call, in *idIn) (any, error) {
	s, err := c.own(*in.SecretId)
	if err != nil {
		return nil, err
	}
	if s.extra().rotation == nil {
		return nil, invalidRequest("You tried to cancel rotation on a secret that doesn't have rotation configured.")
	}
	out := writtenOut{namedOut: namedOut{c.region.arn(s), s.name}}
	if p := s.labelled(labelPending); p != nil {
		out.VersionId = p.id
	}
	c.change(s, func(n *secret) { n.rotationOff() })
	return out, nil
}
