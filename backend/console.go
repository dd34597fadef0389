package backend

import (
	"net/url"
	"strings"
)

// ConsoleAddress is where the AWS console shows a secret, by its whole ARN, or why that is not known. The hosts are those of the
// partitions' own documentation; the path is the one that the console itself leads to. why may hold outside text.
func ConsoleAddress(arn string) (address, why string) {
	parts := strings.SplitN(arn, ":", 7)
	if len(parts) != 7 || parts[0] != "arn" || parts[2] != "secretsmanager" || parts[5] != "secret" || len(parts[6]) < 8 || parts[6][len(parts[6])-7] != '-' {
		return "", "its whole ARN is not known yet"
	}
	host := map[string]string{"aws": "console.aws.amazon.com", "aws-us-gov": "console.amazonaws-us-gov.com", "aws-cn": "console.amazonaws.cn"}[parts[1]]
	region := parts[3]
	switch {
	case host == "":
		return "", "the console's address in the partition " + parts[1] + " is not known"
	case region == "" || strings.Trim(region, "abcdefghijklmnopqrstuvwxyz0123456789-") != "":
		return "", "its ARN names no region"
	}
	q := url.Values{"name": {parts[6][:len(parts[6])-7]}, "region": {region}}
	return (&url.URL{Scheme: "https", Host: region + "." + host, Path: "/secretsmanager/secret", RawQuery: q.Encode()}).String(), ""
}
