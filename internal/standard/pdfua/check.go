package pdfua

import "atelier/internal/standard/pdfua/verify"

// Report is what Check found: the rules run and the violations.
type Report = verify.Report

// Check judges a PDF file that anyone wrote by every machine rule of the PDF/UA-1 validation profile. The error is
// verify.ErrNotPDF when the bytes are no readable PDF file.
func Check(pdf []byte) (Report, error) { return verify.Check(pdf) }
