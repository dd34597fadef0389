package local

import (
	"hash/fnv"
	"math/rand/v2"
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
	tried    stamp // when the service last began it by itself, or went on with it
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

// opens is when the window of the next date opens: its day's midnight, where days are counted.
func (r *rotation) opens() stamp {
	if r.schedule == "" {
		return r.next.midnight()
	}
	return r.next
}

// again is when the window opens after now that a rotation is tried in once more which has not come to its end.
func (r *rotation) again(now stamp) stamp {
	if s, err := parseSchedule(r.schedule); err == nil {
		return stampOf(s.next(now.time()))
	}
	return now.midnight().add(day)
}

// planned has the service rotate a secret by itself where its next date is another than before.
func (r *region) planned(old, next *secret, now stamp) {
	plan := next.extra().rotation
	if plan == nil || !plan.on || plan.next == 0 || plan.opens() <= now {
		return
	}
	if old != nil {
		if was := old.extra().rotation; was != nil && was.on && was.opens() == plan.opens() {
			return
		}
	}
	r.remind(alarm{plan.opens(), next.name, rotateByPlan})
}

// rotateByPlan begins a rotation at the beginning of its window, or goes on with one that has not come to its end. A plan that
// was changed since has a reminder of its own; one that was switched off, or whose secret was deleted, has no date.
func rotateByPlan(c *call, s *secret) {
	m := s.extra()
	r := m.rotation
	follows := m.crossPrimary != nil || m.primary != "" && m.primary != c.region.name
	if r == nil || follows || r.next == 0 || c.now < r.opens() || r.tried == c.now {
		return
	}
	id, lambda := plannedID(s.name, c.now), r.lambda
	if p := s.labelled(labelPending); p != nil && !p.has(labelCurrent) {
		id = p.id
	}
	s = c.change(s, func(n *secret) {
		n.more.rotation.tried = c.now
		if n.version(id) == nil {
			n.add(&version{id: id, kmsKey: n.kmsKey, created: c.now})
			n.attach(labelPending, id)
		}
	})
	c.region.remind(alarm{r.again(c.now), s.name, rotateByPlan})
	c.invoke(lambda, s.name, id)
}

// plannedID is the id of a version that the service makes by itself: it depends on nothing but when.
func plannedID(name string, now stamp) string {
	h := fnv.New64a()
	_, _ = h.Write([]byte(name))
	return uuid(rand.New(rand.NewPCG(h.Sum64(), uint64(now))))
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
	c.invoke(lambda, s.name, token)
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

func checkRules(r *rulesIn) error {
	switch {
	case r == nil:
		return nil
	case r.AutomaticallyAfterDays != nil && r.ScheduleExpression != nil:
		return invalidParameter("You can't specify both AutomaticallyAfterDays and ScheduleExpression.")
	}
	window, err := time.ParseDuration(or(r.Duration, "1h"))
	if err != nil || window < time.Hour || window > day {
		return invalidParameter("The Duration must be between 1h and 24h.")
	}
	if r.ScheduleExpression == nil {
		return nil
	}
	s, err := parseSchedule(*r.ScheduleExpression)
	if err == nil {
		err = s.fits(window)
	}
	if err != nil {
		return invalidParameter("The ScheduleExpression is not valid: %s.", err)
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
