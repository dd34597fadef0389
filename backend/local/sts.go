package local

import (
	"encoding/xml"
	"errors"
	"net/http"
	"net/url"
	"slices"
)

const (
	userID  = "DEMOUSER"
	stsName = "GetCallerIdentity"
	iamName = "ListAccountAliases"
	iamXMLN = "https://iam.amazonaws.com/doc/2010-05-08/"
	stsXMLN = "https://sts.amazonaws.com/doc/2011-06-15/"
)

type identityAnswer struct {
	XMLName xml.Name `xml:"GetCallerIdentityResponse"`
	XMLNS   string   `xml:"xmlns,attr"`
	Arn     string   `xml:"GetCallerIdentityResult>Arn"`
	UserID  string   `xml:"GetCallerIdentityResult>UserId"`
	Account string   `xml:"GetCallerIdentityResult>Account"`
}

type aliasAnswer struct {
	XMLName xml.Name `xml:"ListAccountAliasesResponse"`
	XMLNS   string   `xml:"xmlns,attr"`
	Aliases []string `xml:"ListAccountAliasesResult>AccountAliases>member"`
}

type stsRefusal struct {
	XMLName xml.Name `xml:"ErrorResponse"`
	XMLNS   string   `xml:"xmlns,attr"`
	Type    string   `xml:"Error>Type"`
	Code    string   `xml:"Error>Code"`
	Message string   `xml:"Error>Message"`
}

// serveForm answers the one call of STS, and the one of IAM, that a browser of secrets makes: GetCallerIdentity and
// ListAccountAliases.
func (s *Server) serveForm(w http.ResponseWriter, r *http.Request, body string) {
	form, err := url.ParseQuery(body)
	op := form.Get("Action")
	if err != nil || op != stsName && op != iamName {
		s.sendXML(w, http.StatusBadRequest, stsRefusal{XMLNS: stsXMLN, Type: "Sender", Code: "InvalidAction",
			Message: "Could not find operation in this service."})
		return
	}
	f, err := s.meet(r.Context(), op, "")
	if r.Context().Err() != nil {
		panic(http.ErrAbortHandler)
	}
	s.mu.Lock()
	denied, account, alias := s.knobs.Deny[op], s.placeOf(r).account, s.knobs.Alias
	s.mu.Unlock()
	var answer any = identityAnswer{XMLNS: stsXMLN, Arn: user(account), UserID: userID, Account: account}
	service := "sts"
	if op == iamName {
		service, answer = "iam", aliasAnswer{XMLNS: iamXMLN, Aliases: slices.DeleteFunc([]string{alias}, func(a string) bool { return a == "" })}
	}
	if err == nil && denied {
		err = refuse("AccessDenied", "User: %s is not authorized to perform: %s:%s", user(account), service, op)
	}
	if ref := new(refusal); errors.As(err, &ref) {
		if ref.code == "ExpiredTokenException" {
			ref.code = "ExpiredToken"
		}
		s.sendXML(w, http.StatusForbidden, stsRefusal{XMLNS: stsXMLN, Type: "Sender", Code: ref.code, Message: ref.message})
		return
	}
	switch f.Kind {
	case 0:
		s.sendXML(w, http.StatusOK, answer)
	case HTMLOK, BadGateway, Reset, Hang:
		f.breakAnswer(s, w, r, nil)
	default:
		s.sendXML(w, http.StatusInternalServerError, stsRefusal{XMLNS: stsXMLN, Type: "Receiver", Code: "InternalFailure",
			Message: "An error occurred on the server side."})
	}
}

func (s *Server) sendXML(w http.ResponseWriter, status int, answer any) {
	data, err := xml.Marshal(answer)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	s.send(w, status, "text/xml", data)
}
