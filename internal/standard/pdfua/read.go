package pdfua

import "atelier/internal/standard/pdfua/verify"

// File is a PDF file read back; see package verify, which shares no code with the writer.
type File = verify.File

// Open reads a PDF file that anyone wrote. [verify.File.Tree] gives its structure tree with text in reading order.
// Errors: verify.ErrNotPDF, verify.ErrLocked.
func Open(pdf []byte) (*File, error) { return verify.Open(pdf) }
