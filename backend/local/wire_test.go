package local

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
)

// post sends a raw request, as no SDK would.
func (r *rig) post(target, body string) (status int, answer map[string]any) {
	r.Helper()
	req, err := http.NewRequest(http.MethodPost, "http://embedded.invalid/", strings.NewReader(body))
	if err != nil {
		r.Fatal(err)
	}
	req.Header.Set("X-Amz-Target", target)
	req.Header.Set("Content-Type", "application/x-amz-json-1.1")
	res, err := r.Transport().RoundTrip(req)
	if err != nil {
		r.Fatal(err)
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		r.Fatal(err)
	}
	if res.Header.Get("Date") != "Sat, 14 Mar 2026 15:09:26 GMT" || res.Header.Get("X-Amzn-Requestid") == "" {
		r.Errorf("headers %v", res.Header)
	}
	if err := json.Unmarshal(data, &answer); err != nil {
		r.Fatalf("%v in %s", err, data)
	}
	return res.StatusCode, answer
}

func TestWrongInputIsAnsweredInTheServicesWords(t *testing.T) {
	long := func(n int) string { return strings.Repeat("x", n) }
	const pre = "1 validation error detected: "
	for _, c := range []struct{ op, body, code, message string }{
		{"NoSuchOperation", `{}`, "UnknownOperationException", ""},
		{"GetSecretValue", `{"SecretId":`, "SerializationException", ""},
		{"GetSecretValue", `[]`, "SerializationException", ""},
		{"GetSecretValue", `{"SecretId":"a"} x`, "SerializationException", ""},
		{"GetSecretValue", `{"SecretId":7}`, "SerializationException", "NUMBER_VALUE can not be converted to a String"},
		{"GetSecretValue", `{}`, "ValidationException", pre + "Value null at 'secretId' failed to satisfy constraint: Member must not be null"},
		{"GetSecretValue", ``, "ValidationException", pre + "Value null at 'secretId' failed to satisfy constraint: Member must not be null"},
		{"GetSecretValue", `{"SecretId":""}`, "ValidationException",
			pre + "Value '' at 'secretId' failed to satisfy constraint: Member must have length greater than or equal to 1"},
		{"GetSecretValue", `{"secretid":"a"}`, "ValidationException", pre + "Value null at 'secretId' failed to satisfy constraint: Member must not be null"},
		{"GetSecretValue", `{"SecretId":"a","VersionId":"short"}`, "ValidationException",
			pre + "Value 'short' at 'versionId' failed to satisfy constraint: Member must have length greater than or equal to 32"},
		{"ListSecrets", `{"MaxResults":0}`, "ValidationException",
			pre + "Value '0' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 1"},
		{"ListSecrets", `{"MaxResults":101}`, "ValidationException",
			pre + "Value '101' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 100"},
		{"ListSecrets", `{"MaxResults":"5"}`, "SerializationException", ""},
		{"ListSecrets", `{"MaxResults":1.5}`, "SerializationException", ""},
		{"ListSecrets", `{"SortBy":"size"}`, "ValidationException", pre + "Value 'size' at 'sortBy' failed to satisfy constraint: " +
			"Member must satisfy enum value set: [created-date, last-accessed-date, last-changed-date, name]"},
		{"ListSecrets", `{"SortOrder":"up"}`, "ValidationException", ""},
		{"ListSecrets", `{"NextToken":"made-up"}`, "InvalidNextTokenException", ""},
		{"ListSecrets", `{"Filters":[{"Key":"colour","Values":["x"]}]}`, "ValidationException", pre + "Value 'colour' at 'filters.1.member.key' failed to " +
			"satisfy constraint: Member must satisfy enum value set: [all, name, tag-key, description, tag-value, primary-region, owning-service]"},
		{"ListSecrets", `{"Filters":[{"Key":"name","Values":["1","2","3","4","5","6","7","8","9","10","11"]}]}`, "ValidationException",
			pre + "Value '[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]' at 'filters.1.member.values' failed to satisfy constraint: Member must have length less than or equal to 10"},
		{"ListSecrets", `{"Filters":[{"Key":"name","Values":["a*"]}]}`, "ValidationException", ""},
		{"ListSecrets", `{"Filters":[{"Key":"name","Values":[]}]}`, "ValidationException", ""},
		{"ListSecrets", `{"Filters":[{"Key":"name"}]}`, "InvalidParameterException", ""},
		{"ListSecrets", `{"Filters":{"Key":"name"}}`, "SerializationException", ""},
		{"CreateSecret", `{"SecretString":"x"}`, "ValidationException", ""},
		{"CreateSecret", `{"Name":""}`, "ValidationException", ""},
		{"CreateSecret", `{"Name":"` + long(513) + `"}`, "ValidationException", ""},
		{"CreateSecret", `{"Name":"grün","ClientRequestToken":"` + tokenA + `"}`, "ValidationException", badName},
		{"CreateSecret", `{"Name":"b:c","ClientRequestToken":"` + tokenA + `"}`, "ValidationException", badName},
		{"CreateSecret", `{"Name":"b","SecretString":"x"}`, "InvalidRequestException", "You must provide a ClientRequestToken value. We recommend a UUID-type value."},
		{"CreateSecret", `{"Name":"b","SecretString":"x","ClientRequestToken":"short"}`, "ValidationException", ""},
		{"CreateSecret", `{"Name":"b","SecretString":"","ClientRequestToken":"` + tokenA + `"}`, "ValidationException",
			pre + "Value at 'secretString' failed to satisfy constraint: Member must have length greater than or equal to 1"},
		{"CreateSecret", `{"Name":"b","SecretBinary":"","ClientRequestToken":"` + tokenA + `"}`, "ValidationException", ""},
		{"CreateSecret", `{"Name":"b","SecretBinary":"%%%","ClientRequestToken":"` + tokenA + `"}`, "SerializationException", ""},
		{"CreateSecret", `{"Name":"b","SecretString":"x","SecretBinary":"eA==","ClientRequestToken":"` + tokenA + `"}`, "InvalidParameterException", ""},
		{"CreateSecret", `{"Name":"b","SecretString":"` + long(65537) + `","ClientRequestToken":"` + tokenA + `"}`, "ValidationException",
			pre + "Value at 'secretString' failed to satisfy constraint: Member must have length less than or equal to 65536"},
		{"CreateSecret", `{"Name":"b","SecretString":"` + strings.Repeat("é", 32769) + `","ClientRequestToken":"` + tokenA + `"}`, "ValidationException", ""},
		{"CreateSecret", `{"Name":"b","Description":"` + long(2049) + `","ClientRequestToken":"` + tokenA + `"}`, "ValidationException", ""},
		{"CreateSecret", `{"Name":"b","Tags":[{"Key":"aws:x","Value":"y"}],"ClientRequestToken":"` + tokenA + `"}`, "InvalidParameterException", ""},
		{"CreateSecret", `{"Name":"b","AddReplicaRegions":[{"Region":"nowhere"}],"ClientRequestToken":"` + tokenA + `"}`, "ValidationException", ""},
		{"PutSecretValue", `{"SecretId":"a","SecretString":"x"}`, "InvalidRequestException", ""},
		{"PutSecretValue", `{"SecretId":"a","ClientRequestToken":"` + tokenA + `"}`, "InvalidRequestException", ""},
		{"PutSecretValue", `{"SecretId":"a","SecretString":"x","VersionStages":[],"ClientRequestToken":"` + tokenA + `"}`, "ValidationException", ""},
		{"PutSecretValue", `{"SecretId":"a","SecretString":"x","VersionStages":[""],"ClientRequestToken":"` + tokenA + `"}`, "ValidationException", ""},
		{"UpdateSecret", `{"SecretId":"a","Description":"x"}`, "InvalidRequestException", ""},
		{"UpdateSecretVersionStage", `{"SecretId":"a","VersionStage":"x"}`, "InvalidParameterException", ""},
		{"UpdateSecretVersionStage", `{"SecretId":"a","VersionStage":"x","MoveToVersionId":"` + tokenC + `"}`, "ResourceNotFoundException", ""},
		{"DeleteSecret", `{"SecretId":"a","RecoveryWindowInDays":6}`, "InvalidParameterException", ""},
		{"DeleteSecret", `{"SecretId":"a","RecoveryWindowInDays":31}`, "InvalidParameterException", ""},
		{"DeleteSecret", `{"SecretId":"a","RecoveryWindowInDays":7,"ForceDeleteWithoutRecovery":true}`, "InvalidParameterException", ""},
		{"DeleteSecret", `{"SecretId":"nosuch"}`, "ResourceNotFoundException", cantFind},
		{"RestoreSecret", `{"SecretId":"nosuch"}`, "ResourceNotFoundException", cantFind},
		{"TagResource", `{"SecretId":"a"}`, "ValidationException", ""},
		{"TagResource", `{"SecretId":"a","Tags":[{"Key":"` + long(129) + `"}]}`, "ValidationException", ""},
		{"TagResource", `{"SecretId":"a","Tags":[{"Key":"k","Value":"` + long(257) + `"}]}`, "ValidationException", ""},
		{"UntagResource", `{"SecretId":"a","TagKeys":[""]}`, "ValidationException", ""},
		{"GetRandomPassword", `{"PasswordLength":0}`, "ValidationException", ""},
		{"GetRandomPassword", `{"PasswordLength":4097}`, "ValidationException", ""},
		{"GetRandomPassword", `{"PasswordLength":3}`, "InvalidParameterException", ""},
		{"GetRandomPassword", `{"ExcludeNumbers":true,"ExcludePunctuation":true,"ExcludeUppercase":true,"ExcludeLowercase":true}`, "InvalidParameterException", ""},
		{"RotateSecret", `{"SecretId":"a"}`, "InvalidParameterException", "You must provide a ClientRequestToken value. We recommend a UUID-type value."},
		{"RotateSecret", `{"SecretId":"a","ClientRequestToken":"` + tokenA + `","RotationRules":{"AutomaticallyAfterDays":1001}}`, "ValidationException", ""},
		{"RotateSecret", `{"SecretId":"a","ClientRequestToken":"` + tokenA + `","RotationRules":{"ScheduleExpression":"rate(1 hour)"}}`, "InvalidParameterException", ""},
		{"RotateSecret", `{"SecretId":"a","ClientRequestToken":"` + tokenA + `","RotationRules":{"ScheduleExpression":"rate(9 days)","AutomaticallyAfterDays":3}}`, "InvalidParameterException", ""},
		{"CancelRotateSecret", `{"SecretId":"a"}`, "InvalidRequestException", ""},
		{"PutResourcePolicy", `{"SecretId":"a","ResourcePolicy":"not json"}`, "MalformedPolicyDocumentException", ""},
		{"PutResourcePolicy", `{"SecretId":"a"}`, "ValidationException", ""},
		{"ValidateResourcePolicy", `{"ResourcePolicy":"{}"}`, "MalformedPolicyDocumentException", ""},
		{"ReplicateSecretToRegions", `{"SecretId":"a","AddReplicaRegions":[]}`, "ValidationException", ""},
		{"ReplicateSecretToRegions", `{"SecretId":"a","AddReplicaRegions":[{"Region":"eu-west-1"}]}`, "InvalidParameterException", "Invalid replica region."},
		{"RemoveRegionsFromReplication", `{"SecretId":"a","RemoveReplicaRegions":["us-east-1"]}`, "InvalidParameterException", ""},
		{"StopReplicationToReplica", `{"SecretId":"a"}`, "InvalidParameterException", ""},
		{"BatchGetSecretValue", `{}`, "InvalidParameterException", ""},
		{"BatchGetSecretValue", `{"SecretIdList":["a"],"Filters":[{"Key":"name","Values":["a"]}]}`, "InvalidParameterException", ""},
		{"BatchGetSecretValue", `{"SecretIdList":[` + strings.Repeat(`"a",`, 20) + `"a"]}`, "ValidationException", ""},
		{"ListSecretVersionIds", `{"SecretId":"a","MaxResults":101}`, "ValidationException", ""},
		{"ListSecretVersionIds", `{"SecretId":"a","NextToken":"x"}`, "InvalidNextTokenException", ""},
	} {
		r := start(t)
		r.create("a", "made-up")
		status, got := r.post("secretsmanager."+c.op, c.body)
		message, _ := got["Message"].(string)
		if status != 400 || got["__type"] != c.code || c.message != "" && message != c.message || message == "" {
			t.Errorf("%s %.90s:\ngot  %d %v %q\nwant 400 %s %q", c.op, c.body, status, got["__type"], message, c.code, c.message)
		}
		if strings.Contains(message, "xxxx") && strings.Contains(c.body, "SecretString") {
			t.Errorf("%s repeats the value", c.op)
		}
	}
}

func TestSeveralViolationsComeTogether(t *testing.T) {
	r := start(t)
	_, got := r.post("secretsmanager.GetSecretValue", `{"SecretId":"","VersionId":"x"}`)
	if m, _ := got["Message"].(string); !strings.HasPrefix(m, "2 validation errors detected: ") || strings.Count(m, "failed to satisfy") != 2 {
		t.Error(m)
	}
}

func TestDatesAreSecondsWithAFractionAndBinaryIsBase64(t *testing.T) {
	r := start(t)
	if status, got := r.post("secretsmanager.CreateSecret", `{"Name":"a","SecretBinary":"AP8=","ClientRequestToken":"`+tokenA+`"}`); status != 200 {
		t.Fatal(got)
	}
	_, got := r.post("secretsmanager.GetSecretValue", `{"SecretId":"a"}`)
	if got["SecretBinary"] != "AP8=" || got["CreatedDate"] != 1773500966.535 || got["SecretString"] != nil {
		t.Error(got)
	}
}

func TestOnlyPostAndKnownTargetsAreAnswered(t *testing.T) {
	r := start(t)
	if _, got := r.post("dynamodb.ListTables", `{}`); got["__type"] != "UnknownOperationException" {
		t.Error(got)
	}
	req, err := http.NewRequest(http.MethodGet, "http://embedded.invalid/", nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := r.Transport().RoundTrip(req)
	if err != nil || res.StatusCode != 400 {
		t.Errorf("%v, %v", res, err)
	}
}
