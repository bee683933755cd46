// Package pages draws the pages of privacy: typed values and the templates that show them.
package pages
