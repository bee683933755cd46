package pages

// fileStyle is the style of files that stand alone: saved, opened without a connection, printed. It stands in the file
// because nothing else goes with it.
const fileStyle = `<style>
:root{color-scheme:light dark}
body{font:1rem/1.55 system-ui,sans-serif;margin:0}
main{max-width:46rem;margin:0 auto;padding:1.5rem 1rem 4rem}
h1{font-size:1.9rem;line-height:1.2}h2{margin-top:2.4rem}h3{margin-top:1.8rem}
table{border-collapse:collapse;width:100%;margin:1rem 0}caption{text-align:left;font-weight:600;padding:.3rem 0}
th,td{text-align:left;vertical-align:top;border-bottom:1px solid #8886;padding:.35rem .8rem .35rem 0;overflow-wrap:anywhere}
dt{font-weight:600;margin-top:.5rem}dd{margin:0 0 0 1rem;overflow-wrap:anywhere}
code{overflow-wrap:anywhere}
</style>`
