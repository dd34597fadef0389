package decode

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"strings"
	"time"
)

const certificateBlock = "CERTIFICATE"

func holdsCertificate(b []byte) bool {
	if bytes.Contains(b, []byte("-----BEGIN "+certificateBlock+"-----")) {
		return true
	}
	const sequence = 0x30
	if len(b) < 4 || b[0] != sequence || b[1]&0x80 == 0 {
		return false
	}
	_, err := x509.ParseCertificate(b)
	return err == nil
}

// readCertificates reads the certificate of a DER, or all of a PEM: of several it makes a list, and holds until the first of them ends.
func readCertificates(b []byte) (f Found, out []byte, err error) {
	f.Parts, f.Remark = true, "not verified"
	if cert, err := x509.ParseCertificate(b); err == nil {
		f.From, f.Until = cert.NotBefore, cert.NotAfter
		return f, describe(cert), nil
	}
	var all [][]byte
	others := 0
	for rest := b; ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		if block.Type != certificateBlock {
			others++
			clear(block.Bytes)
			continue
		}
		cert, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return f, nil, fmt.Errorf("certificate %d of it cannot be read", len(all)+1)
		}
		if len(all) == 0 {
			f.From = cert.NotBefore
		}
		if f.Until.IsZero() || cert.NotAfter.Before(f.Until) {
			f.Until = cert.NotAfter
		}
		all = append(all, describe(cert))
	}
	switch others {
	case 0:
	case 1:
		f.Remark = "one more block, no certificate · " + f.Remark
	default:
		f.Remark = fmt.Sprintf("%d more blocks, no certificates · %s", others, f.Remark)
	}
	switch marked := bytes.Count(b, []byte("-----BEGIN "+certificateBlock+"-----")); {
	case len(all) == 0:
		return f, nil, errors.New("its certificate is damaged or cut off")
	case marked > len(all): // those that cannot be read are passed over
		return f, nil, errors.New("a certificate in it is damaged or cut off")
	case len(all) == 1:
		return f, all[0], nil
	}
	return f, append(append([]byte{'['}, bytes.Join(all, []byte{','})...), ']'), nil
}

func describe(c *x509.Certificate) []byte {
	var o object
	text := func(name, s string) { o.text(name, []byte(s)) }
	text("subject", c.Subject.String())
	text("issuer", c.Issuer.String())
	if bytes.Equal(c.RawSubject, c.RawIssuer) {
		text("issued by", "itself")
	}
	names := append([]string(nil), c.DNSNames...)
	for _, ip := range c.IPAddresses {
		names = append(names, ip.String())
	}
	names = append(names, c.EmailAddresses...)
	for _, u := range c.URIs {
		names = append(names, u.String())
	}
	o.list("names", names)
	text("from", c.NotBefore.UTC().Format(time.RFC3339))
	text("until", c.NotAfter.UTC().Format(time.RFC3339))
	text("key", keyWords(c))
	text("signed with", c.SignatureAlgorithm.String())
	if c.IsCA {
		text("authority", "may sign other certificates")
	}
	text("serial", colons(c.SerialNumber.Bytes()))
	sum := sha256.Sum256(c.Raw)
	text("sha-256", colons(sum[:]))
	return o.written()
}

func keyWords(c *x509.Certificate) string {
	switch k := c.PublicKey.(type) {
	case *rsa.PublicKey:
		return fmt.Sprintf("RSA, %d bits", k.N.BitLen())
	case *ecdsa.PublicKey:
		return "ECDSA, " + k.Curve.Params().Name
	case ed25519.PublicKey:
		return "Ed25519"
	}
	return c.PublicKeyAlgorithm.String()
}

// colons are bytes as programs print those of certificates.
func colons(b []byte) string {
	out := make([]string, len(b))
	for i, c := range b {
		out[i] = fmt.Sprintf("%02X", c)
	}
	return strings.Join(out, ":")
}
