package aws

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"

	"strongroom/backend"
	"strongroom/backend/profiles"
)

// anyNumber stands for the values of a setting that is a number.
const anyNumber = "a number"

// variables are those that the SDK does not go on without understanding, and their values (env_config.go).
func variables() map[string]string {
	const yesNo, checksum = "true or false", "when_supported or when_required"
	return map[string]string{
		"AWS_USE_FIPS_ENDPOINT": yesNo, "AWS_USE_DUALSTACK_ENDPOINT": yesNo, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": yesNo, "AWS_EC2_METADATA_V1_DISABLED": yesNo,
		"AWS_DISABLE_REQUEST_COMPRESSION": yesNo, "AWS_DISABLE_CLOCK_SKEW_CORRECTION": yesNo, "AWS_S3_USE_ARN_REGION": yesNo,
		"AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS": yesNo, "AWS_S3_DISABLE_EXPRESS_SESSION_AUTH": yesNo, "AWS_ENABLE_ENDPOINT_DISCOVERY": "true, false or auto",
		"AWS_MAX_ATTEMPTS": anyNumber, "AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES": anyNumber, "AWS_RETRY_MODE": "standard or adaptive",
		"AWS_DEFAULTS_MODE":            "auto, in-region, cross-region, legacy, mobile or standard",
		"AWS_ACCOUNT_ID_ENDPOINT_MODE": "preferred, required or disabled", "AWS_REQUEST_CHECKSUM_CALCULATION": checksum, "AWS_RESPONSE_CHECKSUM_VALIDATION": checksum,
		"AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPv4 or IPv6", "AWS_RESTRICT_FILE_PERMISSIONS": "user_read_write or unrestricted",
	}
}

// keys are the same of a profile (shared_config.go).
func keys() map[string]string {
	const yesNo, checksum = "true or false", "when_supported or when_required"
	return map[string]string{
		"max_attempts": anyNumber, "retry_mode": "standard or adaptive", "defaults_mode": "auto, in-region, cross-region, legacy, mobile or standard",
		"ec2_metadata_service_endpoint_mode": "IPv4 or IPv6", "disable_request_compression": yesNo, "request_min_compression_size_bytes": anyNumber,
		"account_id_endpoint_mode": "preferred, required or disabled", "request_checksum_calculation": checksum, "response_checksum_validation": checksum,
		"use_fips_endpoint": yesNo, "use_dualstack_endpoint": yesNo, "duration_seconds": anyNumber,
	}
}

// wrongVariable is the first variable with a value that it cannot have.
func wrongVariable(getenv func(string) string) string {
	all := variables()
	for _, name := range inOrder(all) {
		if text := getenv(name); text != "" && !among(text, all[name]) {
			return fmt.Sprintf("%s is %q, and can be %s", name, short(text), all[name])
		}
	}
	return ""
}

// settings looks at those of the profile.
func (s *setup) settings() error {
	all := keys()
	for _, l := range append(slices.Clone(s.chain), profiles.Link{Profile: s.chosen}) {
		for _, key := range inOrder(all) {
			if text, problem := s.files.Get(l.Profile, key); text != "" && !among(text, all[key]) {
				return problem(fmt.Sprintf("%s of profile %s is %q, and can be %s", key, l.Profile, short(text), all[key]))
			}
		}
	}
	return nil
}

func inOrder(m map[string]string) (names []string) {
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// short is a value as it is told.
func short(text string) string {
	if r := []rune(text); len(r) > 24 {
		return string(r[:24]) + "…"
	}
	return text
}

// among reports whether a value is one of those that words list.
func among(text, words string) bool {
	if words == anyNumber {
		_, err := strconv.ParseInt(text, 10, 64)
		return err == nil
	}
	return slices.ContainsFunc(strings.FieldsFunc(words, func(r rune) bool { return r == ' ' || r == ',' }), func(w string) bool { return w != "or" && strings.EqualFold(w, text) })
}

// certificates looks at the file of authorities that is to be trusted.
func (s *setup) certificates() error {
	name := s.env.Getenv("AWS_CA_BUNDLE")
	problem := func(says string) error { return errors.New(says) }
	setting := "AWS_CA_BUNDLE"
	if name == "" {
		if name, problem = s.files.Get(s.chosen, "ca_bundle"); name == "" {
			return nil
		}
		setting = "ca_bundle of profile " + s.chosen
	}
	text, err := os.ReadFile(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return problem(setting + " names " + name + ", which is not there")
	case err != nil:
		return problem(setting + " names " + name + ", which cannot be read: " + cause(err))
	case !x509.NewCertPool().AppendCertsFromPEM(text):
		return problem(setting + " names " + name + ", in which there is no certificate (PEM)")
	}
	return nil
}

// cause is why a file cannot be read, without its name.
func cause(err error) string {
	var at *fs.PathError
	if errors.As(err, &at) {
		err = at.Err
	}
	return err.Error()
}

// clash is a kind of endpoints that is AWS's own alone, asked for together with an endpoint that is not; nil for none.
func (e *endpoints) clash(services []string) *backend.Error {
	for _, kind := range []struct {
		what, variable, key string
		on                  func() bool
	}{
		{"FIPS endpoints", "AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint", e.fips},
		{"dual stack endpoints", "AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint", e.dualStack},
	} {
		if !kind.on() {
			continue
		}
		for _, service := range services {
			if at := e.of(service); at != "" {
				setting := kind.key + " of the profile"
				if os.Getenv(kind.variable) != "" {
					setting = kind.variable
				}
				return misconfigured(fmt.Sprintf("%s asks for %s, which are AWS's own, and %s is at %s: one of both can be", setting, kind.what, service, at))
			}
		}
	}
	return nil
}

func (e *endpoints) fips() bool {
	if v, set, _ := e.env.GetUseFIPSEndpoint(context.Background()); set {
		return v == aws.FIPSEndpointStateEnabled
	}
	v, _, _ := e.shared.GetUseFIPSEndpoint(context.Background())
	return v == aws.FIPSEndpointStateEnabled
}

func (e *endpoints) dualStack() bool {
	if v, set, _ := e.env.GetUseDualStackEndpoint(context.Background()); set {
		return v == aws.DualStackEndpointStateEnabled
	}
	v, _, _ := e.shared.GetUseDualStackEndpoint(context.Background())
	return v == aws.DualStackEndpointStateEnabled
}

// optIn reports a region of AWS's that an account has to enable (docs.aws.amazon.com/accounts, "Regions": those before 20 March 2019
// are enabled by themselves).
func optIn(region string) bool {
	return backend.PartitionOf(region) == "aws" && !slices.Contains(strings.Fields(`us-east-1 us-east-2 us-west-1 us-west-2 ap-south-1 ap-northeast-1 ap-northeast-2 ap-northeast-3
		ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1 eu-west-1 eu-west-2 eu-west-3 eu-north-1 sa-east-1`), region)
}

// likely is the region that somebody may have meant, "" where the name is one or nothing is near it.
func likely(region string) string {
	known := backend.KnownRegions(region)
	if slices.Contains(known, region) {
		return ""
	}
	best, far := "", 3
	for _, r := range known {
		if d := lettersApart(region, r); d < far {
			best, far = r, d
		}
	}
	return best
}

// lettersApart is how many letters differ between two words (Levenshtein).
func lettersApart(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := before
			if a[i] != b[j] {
				cost++
			}
			before = row[j+1]
			row[j+1] = min(cost, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}
