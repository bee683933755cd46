// Package pdfua reads and checks PDF/UA-1 files (ISO 14289-1).
package pdfua
