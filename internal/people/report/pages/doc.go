// Package pages draws the pages of reports. It decides nothing; every text comes with
// what it draws.
package pages
