package local

// demoAuditors is another account of the made-up company.
const demoAuditors = "999988887777"

// demoShared lets a role and another account read, the latter under conditions, and nobody without encryption.
func demoShared() string {
	return `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Checkout",
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::` + Account + `:role/checkout"},
      "Action": ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"],
      "Resource": "*"
    },
    {
      "Sid": "Auditors",
      "Effect": "Allow",
      "Principal": {"AWS": "arn:aws:iam::` + demoAuditors + `:role/audit/reader"},
      "Action": "secretsmanager:GetSecretValue",
      "Resource": "*",
      "Condition": {
        "StringEquals": {"aws:SourceVpce": ["vpce-0demo1", "vpce-0demo2"]},
        "DateLessThan": {"aws:CurrentTime": "2027-01-31T00:00:00Z"}
      }
    },
    {
      "Sid": "OnlyEncrypted",
      "Effect": "Deny",
      "Principal": "*",
      "Action": "secretsmanager:*",
      "Resource": "*",
      "Condition": {"Bool": {"aws:SecureTransport": "false"}}
    }
  ]
}
`
}

// demoPublic lets everyone read.
func demoPublic() string {
	return `{"Version":"2012-10-17","Statement":[{"Sid":"Anybody","Effect":"Allow","Principal":"*","Action":"secretsmanager:GetSecretValue","Resource":"*"}]}`
}

// demoGuarded keeps all out but two, one of whom is gone, and says a thing that nobody has words for.
func demoGuarded() string {
	return `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","NotPrincipal":{"AWS":["arn:aws:iam::` + Account + `:root","arn:aws:iam::` + Account +
		`:role/finance/ledger","AROADEMO0000MADEUP00"]},"Action":["secretsmanager:GetSecretValue","secretsmanager:Put*"],"Resource":"*"},` +
		`{"Sid":"Export","Effect":"Allow","Principal":{"Service":"export.demo.invalid"},"Action":["secretsmanager:GetSecretValue","demo:Export"],"Resource":"*",` +
		`"Condition":{"DemoMatches":{"demo:Quarter":["2026-q4"]}}}]}`
}

// demoNamed is a policy as only the service makes them.
func demoNamed() string {
	return `{"Version":"2012-10-17","Statement":[{"Sid":"Replica","Effect":"Allow","Principal":{"Service":"secretsmanager.amazonaws.com"},"Action":"secretsmanager:AcceptCrossAccountReplication","Resource":"*",` +
		`"Condition":{"StringEquals":{"aws:SourceAccount":"` + demoAuditors + `"}}}]}`
}
