package main

import "atelier/internal/base/mail"

// mailFlags say how the site's messages leave.
type mailFlags struct {
	Mail     string `env:"ATELIER_MAIL" placeholder:"URL" help:"${mail}"`
	MailFrom string `name:"mail-from" env:"ATELIER_MAIL_FROM" placeholder:"ADDRESS" help:"${mail_from}"`
}

// options reads them; nil and no address when no mail is sent.
func (f *mailFlags) options() (server *mail.Server, from mail.Address, err error) {
	if f.Mail == "" {
		return nil, from, nil
	}
	if server, err = mail.ParseServer(f.Mail); err != nil || f.MailFrom == "" {
		return server, from, err
	}
	from, err = mail.ParseSender(f.MailFrom)
	return server, from, err
}
