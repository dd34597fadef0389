package local

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// defaultPolicy is the one policy of a secret that users write.
const defaultPolicy = "default"

func getResourcePolicy(c *call, in *policyIn) (any, error) {
	s, err := c.live(*in.SecretId)
	if err != nil {
		return nil, err
	}
	name := or(in.PolicyName, defaultPolicy)
	text, there := s.extra().policies[name]
	switch {
	case name == defaultPolicy:
		text = s.extra().policy
	case !there:
		return nil, refuse("ResourceNotFoundException", "Secrets Manager can't find the specified resource policy.")
	}
	return policyOut{namedOut{c.region.arn(s), s.name}, name, text}, nil
}

// listResourcePolicies names a secret's policies: default first, then the others by name.
func listResourcePolicies(c *call, in *listPoliciesIn) (any, error) {
	s, err := c.live(*in.SecretId)
	if err != nil {
		return nil, err
	}
	cur, err := c.open(in.NextToken, fingerprint(s.suffix))
	if err != nil {
		return nil, err
	}
	names := slices.Sorted(maps.Keys(s.extra().policies))
	if s.extra().policy != "" {
		names = slices.Insert(names, 0, defaultPolicy)
	}
	if i := slices.Index(names, cur.Name); i >= 0 {
		names = names[i+1:]
	}
	size := c.shorten(c.pageSize(int(orInt(in.MaxResults, 100)), 100), cur.Page)
	out := policiesOut{ResourcePolicies: []policyName{}}
	for i, name := range names {
		if i == size {
			out.NextToken = c.token(cur)
			break
		}
		out.ResourcePolicies = append(out.ResourcePolicies, policyName{name})
		cur.Name = name
	}
	return out, nil
}

// checkPolicyName refuses to change any policy but the default one.
func checkPolicyName(name *string) error {
	if or(name, defaultPolicy) != defaultPolicy {
		return invalidParameter("You can change only the resource policy named %s.", defaultPolicy)
	}
	return nil
}

func putResourcePolicy(c *call, in *putPolicyIn) (any, error) {
	if err := checkPolicyName(in.PolicyName); err != nil {
		return nil, err
	}
	s, err := c.own(*in.SecretId)
	if err != nil {
		return nil, err
	}
	p, err := parsePolicy(*in.ResourcePolicy)
	if err != nil {
		return nil, err
	}
	if in.BlockPublicPolicy && p.public() {
		return nil, refuse("PublicPolicyException", "This resource policy grants broad access to the secret, and BlockPublicPolicy is on.")
	}
	text := *in.ResourcePolicy
	if c.srv.knobs.RewritePolicies {
		text = rewritten(text)
	}
	c.change(s, func(n *secret) { n.more.policy = text })
	return policyOut{namedOut{c.region.arn(s), s.name}, defaultPolicy, ""}, nil
}

func deleteResourcePolicy(c *call, in *policyIn) (any, error) {
	if err := checkPolicyName(in.PolicyName); err != nil {
		return nil, err
	}
	s, err := c.own(*in.SecretId)
	if err != nil {
		return nil, err
	}
	c.change(s, func(n *secret) { n.more.policy = "" })
	return policyOut{namedOut{c.region.arn(s), s.name}, defaultPolicy, ""}, nil
}

type finding struct{ CheckName, ErrorMessage string }

func validateResourcePolicy(c *call, in *validatePolicyIn) (any, error) {
	if in.SecretId != nil {
		if _, err := c.live(*in.SecretId); err != nil {
			return nil, err
		}
	}
	p, err := parsePolicy(*in.ResourcePolicy)
	if err != nil {
		return nil, err
	}
	if p.public() {
		return checkOut{ValidationErrors: []finding{{"PublicPolicyCheck", "This resource policy grants broad access to the secret."}}}, nil
	}
	return checkOut{PolicyValidationPassed: true, ValidationErrors: []finding{}}, nil
}

type policy struct {
	Version   string
	Statement json.RawMessage
	parsed    []statement
}

type statement struct {
	Effect                       string
	Principal, NotPrincipal      json.RawMessage
	Action, NotAction, Condition json.RawMessage
	Resource, NotResource        json.RawMessage
}

// parsePolicy checks a policy's form: JSON, a known version, statements that say who may do what.
func parsePolicy(text string) (policy, error) {
	bad := refuse("MalformedPolicyDocumentException", "This policy has invalid syntax.")
	var p policy
	if json.Unmarshal([]byte(text), &p) != nil || len(p.Statement) == 0 {
		return p, bad
	}
	if p.Version != "" && p.Version != "2012-10-17" && p.Version != "2008-10-17" {
		return p, bad
	}
	if json.Unmarshal(p.Statement, &p.parsed) != nil {
		var one statement
		if json.Unmarshal(p.Statement, &one) != nil {
			return p, bad
		}
		p.parsed = []statement{one}
	}
	for _, s := range p.parsed {
		if s.Effect != "Allow" && s.Effect != "Deny" || (s.Principal == nil) == (s.NotPrincipal == nil) ||
			(s.Action == nil) == (s.NotAction == nil) || (s.Resource == nil) == (s.NotResource == nil) {
			return p, bad
		}
	}
	if len(p.parsed) == 0 {
		return p, bad
	}
	return p, nil
}

// public reports whether a statement lets anybody in without a condition.
func (p policy) public() bool {
	for _, s := range p.parsed {
		if s.Effect == "Allow" && s.Condition == nil && (s.NotPrincipal != nil || anybody(s.Principal)) {
			return true
		}
	}
	return false
}

// anybody finds "*" as the principal, or under AWS, alone or in a list.
func anybody(raw json.RawMessage) bool {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return strings.TrimSpace(text) == "*"
	}
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) == nil {
		for _, r := range list {
			if anybody(r) {
				return true
			}
		}
		return false
	}
	var byKind map[string]json.RawMessage
	return json.Unmarshal(raw, &byKind) == nil && byKind["AWS"] != nil && anybody(byKind["AWS"])
}
