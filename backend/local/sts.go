package local

import (
	"encoding/xml"
	"errors"
	"net/http"
	"net/url"
)

const (
	userID  = "DEMOUSER"
	stsName = "GetCallerIdentity"
	stsXMLN = "https://sts.amazonaws.com/doc/2011-06-15/"
)

type identityAnswer struct {
	XMLName xml.Name `xml:"GetCallerIdentityResponse"`
	XMLNS   string   `xml:"xmlns,attr"`
	Arn     string   `xml:"GetCallerIdentityResult>Arn"`
	UserID  string   `xml:"GetCallerIdentityResult>UserId"`
	Account string   `xml:"GetCallerIdentityResult>Account"`
}

type stsRefusal struct {
	XMLName xml.Name `xml:"ErrorResponse"`
	XMLNS   string   `xml:"xmlns,attr"`
	Type    string   `xml:"Error>Type"`
	Code    string   `xml:"Error>Code"`
	Message string   `xml:"Error>Message"`
}

// serveSTS answers GetCallerIdentity, the one call of STS that a browser of secrets makes.
func (s *Server) serveSTS(w http.ResponseWriter, r *http.Request, body string) {
	form, err := url.ParseQuery(body)
	if err != nil || form.Get("Action") != stsName {
		s.sendXML(w, http.StatusBadRequest, stsRefusal{XMLNS: stsXMLN, Type: "Sender", Code: "InvalidAction",
			Message: "Could not find operation in this service."})
		return
	}
	f, err := s.meet(r.Context(), stsName, "")
	if r.Context().Err() != nil {
		panic(http.ErrAbortHandler)
	}
	s.mu.Lock()
	denied, account := s.knobs.Deny[stsName], s.placeOf(r).account
	s.mu.Unlock()
	if err == nil && denied {
		err = refuse("AccessDenied", "User: %s is not authorized to perform: sts:%s", user(account), stsName)
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
		s.sendXML(w, http.StatusOK, identityAnswer{XMLNS: stsXMLN, Arn: user(account), UserID: userID, Account: account})
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
