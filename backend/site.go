package backend

import "strings"

// Site is the account and the region that a secret is in. "" is what is not known. Where a secret is, its ARN says, whatever
// place it was opened from: whoever tells or judges by a secret's place asks here.
type Site struct{ Account, Region string }

// SiteOf is where an id says that its secret is: an ARN names both, a name neither.
func SiteOf(id string) Site { return Site{AccountOf(id), RegionOf(id)} }

// CopyIn is the ARN of a secret's replica, or of its primary, in a region: the two differ in that alone (the User Guide, "Replicate
// secrets across Regions"). It is "" where the region is none, or the id no whole ARN.
func CopyIn(arn, region string) string {
	parts := strings.SplitN(arn, ":", 5)
	if len(parts) < 5 || parts[0] != "arn" || !GoodRegion(region) {
		return ""
	}
	parts[3] = region
	return strings.Join(parts, ":")
}

// Of is where the secret with an id is, seen from here: what is no ARN is sought here.
func (here Site) Of(id string) Site {
	if strings.HasPrefix(id, "arn:") { // also one that says less than it should: that is not known then
		return SiteOf(id)
	}
	return here
}

// Beyond is what is to be said of where a secret is that is not here, the zero Site where it is here. Another account is told
// with its region. While it is not known which account here is, no account of an ARN is taken for it.
func (here Site) Beyond(id string) Site {
	switch there := here.Of(id); {
	case there.Account != here.Account:
		return there
	case there.Region != here.Region:
		return Site{Region: there.Region}
	}
	return Site{}
}
