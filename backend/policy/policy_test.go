package policy

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"strongroom/backend"
)

const (
	arn   = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:app/canary-a1b2c3"
	other = "999999999999"
)

// statement makes a policy of one statement; parts replace its usual ones.
func statement(parts ...string) string {
	is := map[string]string{"Effect": `"Allow"`, "Principal": `{"AWS":"arn:aws:iam::123456789012:role/app"}`, "Action": `"secretsmanager:GetSecretValue"`, "Resource": `"*"`}
	for i := 0; i < len(parts); i += 2 {
		delete(is, strings.TrimPrefix(parts[i], "Not"))
		if parts[i+1] != "" {
			is[parts[i]] = parts[i+1]
		}
	}
	var members []string
	for _, k := range []string{"Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition", "Else"} {
		if is[k] != "" {
			members = append(members, fmt.Sprintf("%q:%s", k, is[k]))
		}
	}
	return `{"Version":"2012-10-17","Statement":[{` + strings.Join(members, ",") + `}]}`
}

func parsed(t *testing.T, text string) Document {
	t.Helper()
	d, err := Parse(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return d
}

func sentence(t *testing.T, parts ...string) string {
	t.Helper()
	return Text(parsed(t, statement(parts...)).Statements[0].Sentence(arn))
}

func TestAStatementIsToldInWords(t *testing.T) {
	for _, c := range []struct {
		want  string
		parts []string
	}{
		{"role app of this account may read the value", nil},
		{"role app of account 999999999999 may read the value", []string{"Principal", `{"AWS":"arn:aws:iam::999999999999:role/app"}`}},
		{"everyone may read the value", []string{"Principal", `"*"`}},
		{"everyone may read the value", []string{"Principal", `{"AWS":["*"]}`}},
		{"this account and account 999999999999 may read the value", []string{"Principal", `{"AWS":["arn:aws:iam::123456789012:root","999999999999"]}`}},
		{"user bob of this account, role team/x of account 999999999999 and the service lambda may read the value",
			[]string{"Principal", `{"AWS":["arn:aws:iam::123456789012:user/bob","arn:aws:iam::999999999999:role/team/x"],"Service":"lambda.amazonaws.com"}`}},
		{"session ann of role app of this account may read the value", []string{"Principal", `{"AWS":"arn:aws:sts::123456789012:assumed-role/app/ann"}`}},
		{"federated user ann of this account may read the value", []string{"Principal", `{"AWS":"arn:aws:sts::123456789012:federated-user/ann"}`}},
		{"whoever logs in by okta of account 999999999999 may read the value", []string{"Principal", `{"Federated":"arn:aws:iam::999999999999:saml-provider/okta"}`}},
		{"whoever logs in by accounts.demo.invalid may read the value", []string{"Principal", `{"Federated":"accounts.demo.invalid"}`}},
		{"a role that is gone (AROAEXAMPLE000000MADE) may read the value", []string{"Principal", `{"AWS":"AROAEXAMPLE000000MADE"}`}},
		{"a user who is gone (AIDAEXAMPLE000000MADE) may read the value", []string{"Principal", `{"AWS":"AIDAEXAMPLE000000MADE"}`}},
		{`"CanonicalUser": "79a5" may read the value`, []string{"Principal", `{"CanonicalUser":"79a5"}`}},
		{`"Made<up>": "a&b" may read the value`, []string{"Principal", `{"Made<up>":"a&b"}`}},
		{"arn:aws:iam::123456789012:group/devs may read the value", []string{"Principal", `{"AWS":"arn:aws:iam::123456789012:group/devs"}`}},
		{`"AWS": 5 may read the value`, []string{"Principal", `{"AWS":5}`}},
		{"everyone but role app of this account may not read the value", []string{"Effect", `"Deny"`, "NotPrincipal", `{"AWS":"arn:aws:iam::123456789012:role/app"}`}},
		{"role app of this account may do everything", []string{"Action", `"secretsmanager:*"`}},
		{"role app of this account may do everything", []string{"Action", `"*"`}},
		{"role app of this account may read the value, save a value and change the policy", []string{"Action", `["secretsmanager:getsecretvalue","SecretsManager:PutSecretValue","secretsmanager:PutResourcePolicy"]`}},
		{"role app of this account may do what is secretsmanager:Put* (save a value, change the policy)", []string{"Action", `"secretsmanager:Put*"`}},
		{"role app of this account may secretsmanager:Fly and kms:Decrypt", []string{"Action", `["secretsmanager:Fly","kms:Decrypt"]`}},
		{"role app of this account may do everything but delete the secret", []string{"NotAction", `"secretsmanager:DeleteSecret"`}},
		{"role app of this account may not read the value, save a value or rotate the secret", []string{"Effect", `"Deny"`, "Action", `["secretsmanager:GetSecretValue","secretsmanager:PutSecretValue","secretsmanager:RotateSecret"]`}},
		{"role app of this account may not do anything but read the value", []string{"Effect", `"Deny"`, "NotAction", `"secretsmanager:GetSecretValue"`}},
		{"role app of this account may read the value", []string{"Resource", `"` + arn + `"`}},
		{"role app of this account may read the value of arn:aws:secretsmanager:*:*:secret:app/*", []string{"Resource", `"arn:aws:secretsmanager:*:*:secret:app/*"`}},
		{"role app of this account may read the value of arn:x, which is not this secret", []string{"Resource", `"arn:x"`}},
		{"role app of this account may read the value of everything but arn:x", []string{"NotResource", `"arn:x"`}},
		{"role app of this account may read the value, when the VPC endpoint is vpce-1 or vpce-2", []string{"Condition", `{"StringEquals":{"aws:SourceVpce":["vpce-1","vpce-2"]}}`}},
		{"role app of this account may read the value, when the caller's address is in 203.0.113.0/24, and it is not a call through an AWS service",
			[]string{"Condition", `{"IpAddress":{"aws:SourceIp":"203.0.113.0/24"},"Bool":{"aws:ViaAWSService":"false"}}`}},
		{"everyone may not do anything, when it is not an encrypted connection", []string{"Effect", `"Deny"`, "Principal", `"*"`, "Action", `"secretsmanager:*"`, "Condition", `{"Bool":{"aws:SecureTransport":false}}`}},
		{"role app of this account may read the value, when the caller's organization is none of o-1, o-2", []string{"Condition", `{"StringNotEquals":{"aws:PrincipalOrgID":["o-1","o-2"]}}`}},
		{"role app of this account may read the value, when there is a login with MFA", []string{"Condition", `{"Null":{"aws:MultiFactorAuthPresent":"false"}}`}},
		{"role app of this account may read the value, when there is no caller's tag team", []string{"Condition", `{"Null":{"aws:PrincipalTag/team":"true"}}`}},
		{"role app of this account may read the value, when the caller's tag team is like pay*, or there is none", []string{"Condition", `{"StringLikeIfExists":{"aws:PrincipalTag/team":"pay*"}}`}},
		{`role app of this account may read the value, when one of the values of the version's label is "A B" or ""`, []string{"Condition", `{"ForAnyValue:StringEquals":{"secretsmanager:VersionStage":["A B",""]}}`}},
		{"role app of this account may read the value, when made:up is at most 5", []string{"Condition", `{"NumericLessThanEquals":{"made:up":5}}`}},
		{`role app of this account may read the value, when StringSmells aws:SourceIp ["x", "y"]`, []string{"Condition", `{"StringSmells":{"aws:SourceIp":["x","y"]}}`}},
		{`role app of this account may read the value · "Condition": "never"`, []string{"Condition", `"never"`}},
		{`role app of this account may read the value · "Else": {"a":[1]}`, []string{"Else", `{"a": [1]}`}},
		{`role app of this account "Effect": "Perhaps" read the value`, []string{"Effect", `"Perhaps"`}},
		{"nobody may read the value", []string{"Principal", ""}},
	} {
		if got := sentence(t, c.parts...); got != c.want {
			t.Errorf("it says\n%s, want\n%s", got, c.want)
		}
	}
}

func TestWhoeverIsLetInFromOutsideTheAccountIsInTheToneOfDanger(t *testing.T) {
	tones := func(parts ...string) (out []string) {
		for _, p := range parsed(t, statement(parts...)).Statements[0].Sentence(arn) {
			if p.Tone == Danger || p.Tone == Caution || p.Tone == Name {
				out = append(out, fmt.Sprint(map[Tone]string{Danger: "danger ", Caution: "caution ", Name: "name "}[p.Tone], p.Text))
			}
		}
		return out
	}
	for _, c := range []struct{ want, principal, kind, effect string }{
		{"danger everyone", `"*"`, "Principal", "Allow"},
		{"caution everyone", `"*"`, "Principal", "Deny"},
		{"danger account 999999999999", `{"AWS":"` + other + `"}`, "Principal", "Allow"},
		{"danger role x of account 999999999999", `{"AWS":"arn:aws:iam::999999999999:role/x"}`, "Principal", "Allow"},
		{"name this account", `{"AWS":"123456789012"}`, "Principal", "Allow"},
		{"danger whoever logs in by x", `{"Federated":"x"}`, "Principal", "Allow"},
		{"danger everyone; name this account", `{"AWS":"123456789012"}`, "NotPrincipal", "Allow"},
		{"caution everyone; name this account", `{"AWS":"123456789012"}`, "NotPrincipal", "Deny"},
		{"name the service lambda", `{"Service":"lambda.amazonaws.com"}`, "Principal", "Allow"},
		{"caution a role that is gone (AROAEXAMPLE000000MADE)", `{"AWS":"AROAEXAMPLE000000MADE"}`, "Principal", "Allow"},
	} {
		if got := strings.Join(tones("Effect", `"`+c.effect+`"`, c.kind, c.principal), "; "); got != c.want {
			t.Errorf("%s %s %s: %s, want %s", c.effect, c.kind, c.principal, got, c.want)
		}
	}
}

func TestWhereTheSecretsAccountIsNotKnownNoneIsSaidToBeAnother(t *testing.T) {
	for principal, want := range map[string]Tone{`{"AWS":"` + other + `"}`: Caution, `"*"`: Danger, `{"Service":"lambda.amazonaws.com"}`: Name} {
		if got := parsed(t, statement("Principal", principal)).Statements[0].Sentence("app/canary")[0].Tone; got != want {
			t.Errorf("%s is in tone %d, want %d", principal, got, want)
		}
	}
}

func TestOneStatementIsReadLikeAListOfOneAndKnowsItsPlace(t *testing.T) {
	list := statement("Sid", `"one"`)
	single := strings.NewReplacer(`[{"Sid`, `  {"Sid`, `}]}`, `} }`).Replace(list)
	for _, text := range []string{list, single} {
		d := parsed(t, text)
		if len(d.Statements) != 1 || d.Version != "2012-10-17" {
			t.Fatalf("%s is read as %+v", text, d)
		}
		s := d.Statements[0]
		if got := text[s.From:s.To]; !strings.HasPrefix(got, `{"Sid":"one"`) || !json.Valid([]byte(got)) {
			t.Errorf("the statement of %s is %s", text, got)
		}
	}
}

func TestWhatIsNoPolicyIsRefusedWithItsPlace(t *testing.T) {
	for _, c := range []struct{ text, why, at string }{
		{`[]`, "a policy is a JSON object", ""},
		{`{} {}`, "a policy is a JSON object", ""},
		{`{"Version":"2012-10-17"}`, "it has no Statement", ""},
		{`{"Version":"2012-10-17","Statement":[]}`, "it has no Statement", ""},
		{`{"Version":"2019-10-17","Statement":[]}`, "Version must be", `"2019`},
		{`{"Statement":[],"Statements":[]}`, `no part of a policy: "Statements"`, `"Statements"`},
		{`{"Statement":[],"Statement":[]}`, `no part of a policy: "Statement": []`, `"Statement"`},
		{`{"Id":5,"Statement":[]}`, `no part of a policy: "Id": 5`, `"Id"`},
		{`{"Statement":["x"]}`, `no part of a policy: "x"`, `"x"`},
		{statement("Effect", ""), "statement 1 has no Effect", `{"Principal"`},
		{statement("Effect", `"allow"`), "statement 1 has no Effect", `{"Effect"`},
		{statement("Sid", `"app"`, "Principal", ""), "statement 1 (app) names nobody", `{"Sid"`},
		{statement("Principal", `{}`), "its Principal is empty", `{"Effect"`},
		{statement("Action", ""), "has no Action", `{"Effect"`},
		{statement("Action", `[]`), "has no Action", `{"Effect"`},
		{statement("Action", `5`), "has no Action", `{"Effect"`},
		{statement("Action", `"GetSecretValue"`), "an Action that is none: GetSecretValue", `{"Effect"`},
		{statement("Resource", ""), `has no Resource; "*" is this secret`, `{"Effect"`},
		{statement("Else", `1`), `no part of one: "Else": 1`, `{"Effect"`},
		{strings.Replace(statement(), `"Effect"`, `"Effect":"Deny","Effect"`, 1), `no part of one: "Effect": "Allow"`, `{"Effect"`},
		{strings.Replace(statement(), `"Resource"`, `"NotPrincipal":"*","Resource"`, 1), `"NotPrincipal"`, `{"Effect"`},
		{statement("Sid", `"`+strings.Repeat("x", Longest)+`"`), "at most 20480", ""},
	} {
		p, wrong := Check(c.text)
		if !wrong || !strings.Contains(p.Why, c.why) || !strings.HasPrefix(c.text[p.At:], c.at) {
			t.Errorf("%.80s: %v %+v, want %q at %q", c.text, wrong, p, c.why, c.at)
		}
	}
	for _, good := range []string{statement(), Skeleton(arn), statement("NotAction", `["a:b","*"]`), statement("Condition", `{}`)} {
		if p, wrong := Check(good); wrong {
			t.Errorf("%s is refused: %+v", good, p)
		}
	}
}

func TestANewPolicyBeginsWithOneThatLetsNobodyElseIn(t *testing.T) {
	d := parsed(t, Skeleton(strings.Replace(arn, "arn:aws:", "arn:aws-cn:", 1)))
	if got := Text(d.Statements[0].Sentence(arn)); got != "this account may see its metadata and read the value" {
		t.Errorf("it says %s", got)
	}
	if got := d.Statements[0].Principals[0].Text; got != "arn:aws-cn:iam::123456789012:root" {
		t.Errorf("it names %s", got)
	}
}

func TestAPolicyIsPublicWhereItLetsEveryoneInWithoutACondition(t *testing.T) {
	for want, texts := range map[bool][]string{
		true:  {statement("Principal", `"*"`), statement("Principal", `{"AWS":["1","*"]}`), statement("NotPrincipal", `{"AWS":"1"}`)},
		false: {statement(), statement("Effect", `"Deny"`, "Principal", `"*"`), statement("Principal", `"*"`, "Condition", `{"Bool":{"aws:SecureTransport":"true"}}`), statement("Principal", `{"Service":"*"}`)},
	} {
		for _, text := range texts {
			if got := parsed(t, text).Public(); got != want {
				t.Errorf("%s: public %v", text, got)
			}
		}
	}
}

func TestAFindingIsAtTheStatementThatItNames(t *testing.T) {
	d := parsed(t, `{"Statement":[
		{"Sid":"readers","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:role/app"},"Action":"secretsmanager:GetSecretValue","Resource":"*"},
		{"Effect":"Allow","Principal":"*","Action":"secretsmanager:DescribeSecret","Resource":"*"}]}`)
	for finding, want := range map[string][]int{
		"This resource policy grants broad access.":                              {1},
		"readers is not good":                                                    {0},
		"Statement 2 is not good":                                                {1},
		"Statement[0] and Statement[1]":                                          {0, 1},
		"Statement 12 is not good":                                               {1}, // it names none: everyone is let in by the second
		"Unsupported principal: arn:aws:iam::123456789012:role/app":              {0},
		"The action secretsmanager:DescribeSecret needs the principal's account": {1},
	} {
		if got := d.Concerns(finding); !slices.Equal(got, want) {
			t.Errorf("%q concerns %v, want %v", finding, got, want)
		}
	}
}

func TestWhatTheCallerLosesIsToldAsFarAsTheStatementsTell(t *testing.T) {
	const (
		session = "arn:aws:sts::123456789012:assumed-role/app/ann"
		abroad  = "arn:aws:sts::999999999999:assumed-role/app/ann"
		bob     = "arn:aws:iam::123456789012:user/bob"
	)
	none := `{"Statement":[]}`
	deny := func(parts ...string) string { return statement(append([]string{"Effect", `"Deny"`}, parts...)...) }
	for _, c := range []struct{ name, before, after, caller, want string }{
		{"a Deny of the role", none, deny(), session, "surely GetSecretValue"},
		{"a Deny of a role with a path", none, deny("Principal", `{"AWS":"arn:aws:iam::123456789012:role/team/app"}`), session, "surely GetSecretValue"},
		{"a Deny of another role", none, deny("Principal", `{"AWS":"arn:aws:iam::123456789012:role/apps"}`), session, ""},
		{"a Deny of the same name elsewhere", none, deny("Principal", `{"AWS":"arn:aws:iam::999999999999:role/app"}`), session, ""},
		{"a Deny of the account", none, deny("Principal", `{"AWS":"123456789012"}`), session, "surely GetSecretValue"},
		{"a Deny of everyone", none, deny("Principal", `"*"`, "Action", `"secretsmanager:PutRes*"`), bob, "surely PutResourcePolicy"},
		{"a Deny of the user", none, deny("Principal", `{"AWS":"`+bob+`"}`, "Action", `"secretsmanager:DescribeSecret"`), bob, "surely DescribeSecret"},
		{"a Deny of a session", none, deny("Principal", `{"AWS":"`+session+`"}`), session, "surely GetSecretValue"},
		{"a Deny with a condition", none, deny("Condition", `{"Bool":{"aws:SecureTransport":"false"}}`), session, "perhaps GetSecretValue"},
		{"a Deny of other things", none, deny("Action", `"secretsmanager:TagResource"`), session, ""},
		{"a Deny of all else", none, deny("NotAction", `["secretsmanager:Get*","secretsmanager:Put*","secretsmanager:Up*","secretsmanager:R*","secretsmanager:Delete*"]`), session, "surely DescribeSecret"},
		{"a Deny on another secret", none, deny("Resource", `"arn:x"`), session, ""},
		{"a Deny that stays", deny(), deny(), session, ""},
		{"a Deny that goes", deny(), none, session, ""},
		{"a condition that goes", deny("Condition", `{"Bool":{"aws:SecureTransport":"false"}}`), deny(), session, "surely GetSecretValue"},
		{"a Deny of all but the role", none, deny("NotPrincipal", `{"AWS":"arn:aws:iam::123456789012:role/app"}`), session, "perhaps GetSecretValue"},
		{"a Deny of all but the session", none, deny("NotPrincipal", `{"AWS":["`+session+`","arn:aws:iam::123456789012:role/app","123456789012"]}`), session, ""},
		{"a Deny of all but somebody else", none, deny("NotPrincipal", `{"AWS":"arn:aws:iam::123456789012:role/else"}`), session, "surely GetSecretValue"},
		{"an Allow that goes, in the account", statement(), none, session, "perhaps GetSecretValue"},
		{"an Allow that goes, from another account", statement("Principal", `{"AWS":"999999999999"}`), none, abroad, "surely GetSecretValue"},
		{"an Allow that gets a condition", statement("Principal", `{"AWS":"999999999999"}`), statement("Principal", `{"AWS":"999999999999"}`, "Condition", `{"Bool":{"aws:SecureTransport":"true"}}`), abroad, "perhaps GetSecretValue"},
		{"an Allow that comes", none, statement(), session, ""},
	} {
		var got []string
		for _, l := range Losses(parsed(t, c.before), parsed(t, c.after), backend.Identity{ARN: c.caller, Account: backend.AccountOf(c.caller)}, arn) {
			got = append(got, map[bool]string{true: "surely ", false: "perhaps "}[l.Sure]+strings.TrimPrefix(l.Action, service))
			if l.Words == "" || strings.Contains(l.Words, ":") {
				t.Errorf("%s: %s in words is %q", c.name, l.Action, l.Words)
			}
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%s: it says %v, want %s", c.name, got, c.want)
		}
	}
}

func TestStatementsAndLinesAreComparedByWhatTheySay(t *testing.T) {
	a, b := `{"Sid":"a","Effect":"Allow"}`, `{"Sid":"b","Effect":"Allow"}`
	before, after := parsed(t, `{"Statement":[`+a+`,`+b+`]}`), parsed(t, `{ "Statement": [ `+strings.Replace(a, "Allow", "Deny", 1)+`, { "Sid": "b", "Effect": "Allow" }, {"Sid":"c"}]}`)
	var got []string
	for _, turn := range Turns(before, after) {
		got = append(got, fmt.Sprint([]string{"=", "+", "-"}[turn.Fate], turn.Statement.SID, turn.Index))
	}
	if want := "-a0 +a0 =b1 +c2"; strings.Join(got, " ") != want {
		t.Errorf("the statements become %v, want %s", got, want)
	}
	got = nil
	for _, l := range LineTurns(`{"a":1,"b":[2]}`, "{\"a\": 1,\n\"b\":[3]}") {
		got = append(got, []string{"=", "+", "-"}[l.Fate]+strings.TrimSpace(l.Text))
	}
	if want := `={ ="a": 1, ="b": [ -2 +3 =] =}`; strings.Join(got, " ") != want {
		t.Errorf("the lines become %v, want %s", got, want)
	}
	if got := LineTurns("", "x\n"); !reflect.DeepEqual(got, []LineTurn{{Comes, "x"}}) {
		t.Errorf("nothing becomes %v", got)
	}
	if !Same(`{"a": 1}`, "{\"a\":1}\n") || Same(`{"a":1}`, `{"a":2}`) || Same("", `{}`) || !Same("", "") {
		t.Error("texts are taken for the same that are not, or for others that are the same")
	}
}

func FuzzNoTextMakesReadingPanic(f *testing.F) {
	for _, s := range []string{"", "{", `{"Statement":[{}]}`, `{"Statement":{"Principal":{"AWS":["*",5]},"Action":["*:*"],"Condition":{"A":{"b":[1,true,null,{}]}}}}`,
		statement(), Skeleton(arn), `{"Statement":[[[[]]]]}`, "{\"Version\":\"\xff\"}", `{"Statement":{"Effect":"Deny","NotPrincipal":null,"NotAction":"","NotResource":[]}}`} {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		x, _ := Parse(a)
		y, err := Parse(b)
		for i, s := range y.Statements {
			if Text(s.Sentence(arn)) == "" || s.From >= s.To || s.To > len(b) || !json.Valid([]byte(b[s.From:s.To])) {
				t.Errorf("statement %d of %q is at %d to %d and says %q", i, b, s.From, s.To, Text(s.Sentence(arn)))
			}
		}
		if p, wrong := Check(b); wrong && (p.At < 0 || p.At > len(b) || p.Why == "") || !wrong && err != nil {
			t.Errorf("%q is checked as %+v, %v; %v", b, p, wrong, err)
		}
		Losses(x, y, backend.Identity{ARN: a, Account: b}, arn)
		stay := 0
		for _, turn := range Turns(x, y) {
			if turn.Fate != Goes {
				stay++
			}
		}
		if stay != len(y.Statements) {
			t.Errorf("%d of %d statements are compared", stay, len(y.Statements))
		}
		LineTurns(a, b)
		y.Concerns(a)
	})
}
