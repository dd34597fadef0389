package policy

import "strings"

// keyWords are the condition keys in words (the IAM User Guide, "AWS global condition context keys", and the Service Authorization
// Reference of Secrets Manager). Keys have no case.
func keyWords(key string) (words string, known bool) {
	low := strings.ToLower(key)
	for prefix, words := range map[string]string{"aws:principaltag/": "the caller's tag ", "aws:resourcetag/": "the secret's tag ",
		"secretsmanager:resourcetag/": "the secret's tag ", "aws:requesttag/": "the new tag "} {
		if strings.HasPrefix(low, prefix) {
			return words + key[len(prefix):], true
		}
	}
	words, known = map[string]string{
		"aws:sourceip": "the caller's address", "aws:sourcevpc": "the VPC", "aws:sourcevpce": "the VPC endpoint", "aws:vpcsourceip": "the address in the VPC",
		"aws:securetransport": "an encrypted connection", "aws:multifactorauthpresent": "a login with MFA", "aws:multifactorauthage": "the age of the MFA login",
		"aws:principalorgid": "the caller's organization", "aws:principalorgpaths": "the caller's place in the organization",
		"aws:principalaccount": "the caller's account", "aws:principalarn": "the caller", "aws:principaltype": "the caller's kind", "aws:userid": "the caller's id", "aws:username": "the caller's name",
		"aws:principalisawsservice": "a call by an AWS service", "aws:principalservicename": "the service that calls",
		"aws:viaawsservice": "a call through an AWS service", "aws:calledvia": "the service it comes through",
		"aws:sourceaccount": "the account it is done for", "aws:sourcearn": "the resource it is done for", "aws:sourceorgid": "the organization it is done for",
		"aws:currenttime": "the time", "aws:epochtime": "the time in seconds", "aws:tokenissuetime": "the time of the login", "aws:requestedregion": "the region",
		"aws:useragent": "the client's name", "aws:resourceaccount": "the secret's account", "aws:resourceorgid": "the secret's organization",
		"secretsmanager:versionstage": "the version's label", "secretsmanager:versionid": "the version", "secretsmanager:secretid": "the secret",
		"secretsmanager:name": "the secret's name", "secretsmanager:description": "the description", "secretsmanager:kmskeyid": "the KMS key", "secretsmanager:kmskeyarn": "the KMS key",
		"secretsmanager:blockpublicpolicy": "BlockPublicPolicy", "secretsmanager:forcedeletewithoutrecovery": "a deletion without recovery",
		"secretsmanager:recoverywindowindays": "the recovery window in days", "secretsmanager:rotationlambdaarn": "the rotation function",
		"secretsmanager:rotateimmediately": "a rotation at once", "secretsmanager:secretprimaryregion": "the primary region",
		"secretsmanager:addreplicaregions": "the replicas' regions", "secretsmanager:forceoverwritereplicasecret": "replicas that overwrite secrets",
	}[low]
	return words, known
}

// operatorWords are the operators in words that go between a key and its values.
func operatorWords(operator string) (is, none string, known bool) {
	low := strings.ToLower(operator)
	switch low {
	case "stringequals", "stringequalsignorecase", "arnequals", "numericequals", "dateequals", "binaryequals", "bool":
		return "is", "", true
	case "stringnotequals", "stringnotequalsignorecase", "arnnotequals", "numericnotequals", "datenotequals":
		return "is not", "is none of", true
	case "stringlike", "arnlike":
		return "is like", "", true
	case "stringnotlike", "arnnotlike":
		return "is not like", "is like none of", true
	case "ipaddress":
		return "is in", "", true
	case "notipaddress":
		return "is not in", "is in none of", true
	case "numericlessthan":
		return "is less than", "", true
	case "numericlessthanequals":
		return "is at most", "", true
	case "numericgreaterthan":
		return "is more than", "", true
	case "numericgreaterthanequals":
		return "is at least", "", true
	case "datelessthan":
		return "is before", "", true
	case "datelessthanequals":
		return "is not after", "", true
	case "dategreaterthan":
		return "is after", "", true
	case "dategreaterthanequals":
		return "is not before", "", true
	}
	return "", "", false
}

// words are the condition, to go on from "when"; exact is true where there are no words for it.
func (c Condition) words() (words string, exact bool) {
	operator, set, missing := c.Operator, "", ""
	if rest, ok := cutFold(operator, "ForAnyValue:"); ok {
		operator, set = rest, "one of the values of "
	} else if rest, ok := cutFold(operator, "ForAllValues:"); ok {
		operator, set, missing = rest, "each value of ", ", or there is none"
	}
	if n := len(operator) - len("IfExists"); n > 0 && strings.EqualFold(operator[n:], "IfExists") {
		operator, missing = operator[:n], ", or there is none"
	}
	key, known := keyWords(c.Key)
	if !known {
		key = c.Key
	}
	yes := len(c.Values) == 1 && strings.EqualFold(c.Values[0], "true")
	no := len(c.Values) == 1 && strings.EqualFold(c.Values[0], "false")
	switch {
	case strings.EqualFold(operator, "Null") && set == "" && yes:
		return "there is no " + strings.TrimPrefix(key, "the "), false
	case strings.EqualFold(operator, "Null") && set == "" && no:
		return "there is " + key, false
	case strings.EqualFold(operator, "Bool") && known && set == "" && strings.HasPrefix(key, "a") && yes:
		return "it is " + key + missing, false
	case strings.EqualFold(operator, "Bool") && known && set == "" && strings.HasPrefix(key, "a") && no:
		return "it is not " + key + missing, false
	}
	is, none, ok := operatorWords(operator)
	if !ok || len(c.Values) == 0 {
		return c.exact(), true
	}
	values, between := make([]string, len(c.Values)), " or "
	for i, v := range c.Values {
		if values[i] = v; v == "" || strings.ContainsAny(v, " ,") {
			values[i] = quoted(v)
		}
	}
	if len(values) > 1 && none != "" {
		is, between = none, ", "
	}
	return set + key + " " + is + " " + strings.Join(values, between) + missing, false
}

func (c Condition) exact() string {
	values := make([]string, len(c.Values))
	for i, v := range c.Values {
		values[i] = quoted(v)
	}
	return c.Operator + " " + c.Key + " [" + strings.Join(values, ", ") + "]"
}
