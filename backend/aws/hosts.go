package aws

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"

	"strongroom/backend"
)

// What the SDKs call the services that are asked without their clients, where they are told of endpoints.
const (
	trailID   = "CloudTrail"
	accountID = "Account"
)

// hosts are AWS's own endpoints in a region, by the rule that the SDK's clients have theirs from (its partitions.json and the
// endpoint rules of each service; a test compares them).
type hosts struct {
	region          string
	fips, dualStack bool
}

// hostsOf are those that a configuration asks for, as the client of Secrets Manager has found out.
func hostsOf(secrets *secretsmanager.Client) hosts {
	o := secrets.Options()
	return hosts{o.Region, o.EndpointOptions.UseFIPSEndpoint == aws.FIPSEndpointStateEnabled,
		o.EndpointOptions.UseDualStackEndpoint == aws.DualStackEndpointStateEnabled}
}

// of is where a service of each region is.
func (h hosts) of(service string) string {
	if h.fips && !h.dualStack && (h.region == "us-gov-east-1" || h.region == "us-gov-west-1") {
		h.fips = false // all endpoints are, there
	}
	return h.named(service, h.region)
}

// once is where a service is that a partition has in one region alone, and that region.
func (h hosts) once(service string) (endpoint, region string) {
	_, _, region = partition(h.region)
	return h.named(service, region), region
}

func (h hosts) named(service, region string) string {
	suffix, both, _ := partition(h.region)
	if h.dualStack {
		suffix = both
	}
	if h.fips {
		service += "-fips"
	}
	return "https://" + service + "." + region + "." + suffix + "/"
}

// partition is what the names of hosts end in, the same of those that are reached by IPv6 too, and the region of what there is
// once. A part of AWS that is not known is taken for the public one.
func partition(region string) (suffix, dualStack, home string) {
	switch backend.PartitionOf(region) {
	case "aws-cn":
		return "amazonaws.com.cn", "api.amazonwebservices.com.cn", "cn-northwest-1"
	case "aws-us-gov":
		return "amazonaws.com", "api.aws", "us-gov-west-1"
	case "aws-eusc":
		return "amazonaws.eu", "api.amazonwebservices.eu", "eusc-de-east-1"
	case "aws-iso":
		return "c2s.ic.gov", "api.aws.ic.gov", "us-iso-east-1"
	case "aws-iso-b":
		return "sc2s.sgov.gov", "api.aws.scloud", "us-isob-east-1"
	case "aws-iso-e":
		return "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk", "eu-isoe-west-1"
	case "aws-iso-f":
		return "csp.hci.ic.gov", "api.aws.hci.ic.gov", "us-isof-south-1"
	}
	return "amazonaws.com", "api.aws", "us-east-1"
}
