package verify

import (
	"strconv"
	"strings"
)

// grid is a table laid out by the spans of its cells, as far as it could be.
type grid struct {
	rows, columns int
	at            [][]*Element // row, column; nil where no cell stands
	// tall is the column of a cell that reaches below the last row; -1 when there is none.
	tall int
	// wide is the row that is longer than the first; -1 when there is none.
	wide int
	// short is the row that leaves columns empty; -1 when there is none.
	short, filled int
	clash         map[*Element]bool
}

type cellFacts struct {
	row, column int
	// unheaded says that no header is connected to the data cell; unknown are ids in Headers that no TH has.
	unheaded bool
	unknown  []string
}

var tableRules = []rule{
	{id: "7.2-11", says: "a Table has at most one THead", element: aTable(func(_ *checker, e *Element) string {
		return when(count(e.roles(), "THead") > 1, "more than one THead")
	})},
	{id: "7.2-12", says: "a Table has at most one TFoot", element: aTable(func(_ *checker, e *Element) string {
		return when(count(e.roles(), "TFoot") > 1, "more than one TFoot")
	})},
	{id: "7.2-13", says: "a Table with a TFoot has a TBody", element: aTable(func(_ *checker, e *Element) string {
		r := e.roles()
		return when(count(r, "TFoot") > 0 && count(r, "TBody") == 0, "TFoot without TBody")
	})},
	{id: "7.2-14", says: "a Table with a THead has a TBody", element: aTable(func(_ *checker, e *Element) string {
		r := e.roles()
		return when(count(r, "THead") > 0 && count(r, "TBody") == 0, "THead without TBody")
	})},
	{id: "7.2-15", says: "table cells do not overlap", element: func(c *checker, e *Element) string {
		if e.Role != "TH" && e.Role != "TD" {
			return ""
		}
		t := e.table()
		return when(t != nil && c.tables[t] != nil && c.tables[t].clash[e], "overlaps another cell")
	}},
	{id: "7.2-16", says: "a table's Caption is its first or last child", element: aTable(func(_ *checker, e *Element) string {
		r := named(e.roles())
		return when(len(r) > 2 && count(r[1:len(r)-1], "Caption") > 0, "a Caption between other children")
	})},
	{id: "7.2-39", says: "a Table has at most one Caption", element: aTable(func(_ *checker, e *Element) string {
		return when(count(e.roles(), "Caption") > 1, "more than one Caption")
	})},
	{id: "7.2-41", says: "the columns of a table have the same number of rows", element: aTable(func(c *checker, e *Element) string {
		g := c.tables[e]
		return when(g.tall >= 0, "a cell in column %d reaches below the last row", g.tall+1)
	})},
	{id: "7.2-42", says: "no table row is longer than the first", element: aTable(func(c *checker, e *Element) string {
		g := c.tables[e]
		return when(g.wide >= 0, "row %d is longer than the first", g.wide+1)
	})},
	{id: "7.2-43", says: "no table row leaves columns empty", element: aTable(func(c *checker, e *Element) string {
		g := c.tables[e]
		return when(g.short >= 0, "row %d fills %d of %d columns", g.short+1, g.filled, g.columns)
	})},
	{id: "7.5-1", says: "a data cell has a header by Scope or Headers", element: func(c *checker, e *Element) string {
		k := c.cells[e]
		return when(k != nil && k.unheaded && len(k.unknown) == 0, "no header is connected to the cell")
	}},
	{id: "7.5-2", says: "Headers name ids of header cells of the table", element: func(c *checker, e *Element) string {
		k := c.cells[e]
		if k == nil || !k.unheaded {
			return ""
		}
		return when(len(k.unknown) > 0, "Headers names %s, and no header cell has that id", strings.Join(k.unknown, ", "))
	}},
}

func aTable(test func(*checker, *Element) string) func(*checker, *Element) string {
	return func(c *checker, e *Element) string {
		if e.Role != "Table" {
			return ""
		}
		return test(c, e)
	}
}

// table is the innermost table around an element.
func (e *Element) table() *Element {
	for p := e.Parent; p != nil; p = p.Parent {
		if p.Role == "Table" {
			return p
		}
	}
	return nil
}

// tableRows are the TR elements of a table, of its head, bodies and foot, in order.
func (e *Element) tableRows() []*Element {
	var out []*Element
	for _, k := range e.significant() {
		switch k.Role {
		case "TR":
			out = append(out, k)
		case "THead", "TBody", "TFoot":
			for _, r := range k.significant() {
				if r.Role == "TR" {
					out = append(out, r)
				}
			}
		}
	}
	return out
}

func (e *Element) rowCells() []*Element {
	var out []*Element
	for _, k := range e.significant() {
		if k.Role == "TH" || k.Role == "TD" {
			out = append(out, k)
		}
	}
	return out
}

func (e *Element) span(attribute string) int {
	n, err := strconv.Atoi(e.Attributes["Table."+attribute])
	if err != nil {
		return 1
	}
	return n
}

// layOut lays a table out and, when every position is filled by one cell, looks for the headers of its cells.
func (c *checker) layOut(e *Element) {
	rows := e.tableRows()
	g := &grid{tall: -1, wide: -1, short: -1, clash: map[*Element]bool{}}
	c.tables[e] = g
	g.rows = len(rows)
	if g.rows == 0 {
		return
	}
	for _, cell := range rows[0].rowCells() {
		g.columns += max(0, min(cell.span("ColSpan"), maxTableCells))
	}
	if g.rows > maxTableCells || g.columns > maxTableCells || g.rows*g.columns > maxTableCells || !c.f.spend(8*g.rows*g.columns) {
		c.f.cut = errTooLarge
		return
	}
	g.at = make([][]*Element, g.rows)
	for i := range g.at {
		g.at[i] = make([]*Element, g.columns)
	}
	if c.place(g, rows) && !c.allScoped(g) {
		c.connect(g)
	}
}

func (c *checker) place(g *grid, rows []*Element) bool {
	for row, tr := range rows {
		column := 0
		for _, cell := range tr.rowCells() {
			wide, tall := max(1, cell.span("ColSpan")), max(1, cell.span("RowSpan"))
			for column < g.columns && g.at[row][column] != nil {
				column++
			}
			if wide > g.columns || column+wide > g.columns {
				g.wide = row
				return false
			}
			if tall > g.rows || row+tall > g.rows {
				g.tall = column
				return false
			}
			c.cells[cell] = &cellFacts{row: row, column: column}
			if !g.fill(cell, row, column, tall, wide) {
				return false
			}
			column += wide
		}
	}
	for row := range g.rows {
		filled := 0
		for _, cell := range g.at[row] {
			if cell != nil {
				filled++
			}
		}
		if filled < g.columns {
			g.short, g.filled = row, filled
			return false
		}
	}
	return true
}

func (g *grid) fill(cell *Element, row, column, tall, wide int) bool {
	for i := row; i < row+tall; i++ {
		for j := column; j < column+wide; j++ {
			if other := g.at[i][j]; other != nil {
				g.clash[cell], g.clash[other] = true, true
				return false
			}
			g.at[i][j] = cell
		}
	}
	return true
}

// allScoped says whether every header cell has a Scope.
func (c *checker) allScoped(g *grid) bool {
	for _, row := range g.at {
		for _, cell := range row {
			if cell != nil && cell.Role == "TH" && cell.Attributes["Table.Scope"] == "" {
				return false
			}
		}
	}
	return true
}

// connect looks for the headers of every data cell: by ids in Headers, else by Scope in its columns and rows.
func (c *checker) connect(g *grid) {
	ids := map[string]bool{}
	for _, row := range g.at {
		for _, cell := range row {
			if cell != nil && cell.Role == "TH" && cell.ID != "" {
				ids[cell.ID] = true
			}
		}
	}
	for i, row := range g.at {
		for j, cell := range row {
			k := c.cells[cell]
			if cell.Role != "TD" || k.row != i || k.column != j {
				continue
			}
			headers := c.headers(cell)
			for _, id := range headers {
				if !ids[id] {
					k.unknown = append(k.unknown, id)
				}
			}
			byID := len(headers) > 0 && len(k.unknown) == 0
			k.unheaded = !byID && !g.scoped(cell, k)
		}
	}
}

func (c *checker) headers(cell *Element) []string {
	var out []string
	for _, o := range c.f.attributeArray(cell.node.d, "Table", "Headers") {
		if t, ok := c.f.follow(o).(text); ok {
			out = append(out, string(t))
		}
	}
	return out
}

// scoped says whether a header above the cell has Scope Column, or one before it has Scope Row; Both counts as either.
// The search goes on past a header without a fitting scope, but not past data that follows a header.
func (g *grid) scoped(cell *Element, k *cellFacts) bool {
	for j := k.column; j < k.column+max(1, cell.span("ColSpan")); j++ {
		if search(k.row, func(n int) *Element { return g.at[n][j] }, "Column") {
			return true
		}
	}
	for i := k.row; i < k.row+max(1, cell.span("RowSpan")); i++ {
		if search(k.column, func(n int) *Element { return g.at[i][n] }, "Row") {
			return true
		}
	}
	return false
}

func search(from int, at func(int) *Element, scope string) bool {
	met := false
	for n := from - 1; n >= 0; n-- {
		e := at(n)
		if e.Role == "TH" {
			if s := e.Attributes["Table.Scope"]; s == scope || s == "Both" {
				return true
			}
			met = true
		} else if met {
			return false
		}
	}
	return false
}
