// Runs the bundled script without a browser for parity_test.go: reads a request
// as JSON on standard input and writes one line an answer.
const { readFileSync } = require("node:fs")
const { runInThisContext } = require("node:vm")

const run = (path) => runInThisContext(readFileSync(path, "utf8"), path)
globalThis.self = globalThis
const request = JSON.parse(readFileSync(0, "utf8"))

// The first file arrives before the script, the others when they are asked for.
if (request.main) {
  run(request.main)
}
globalThis.window = globalThis
run(process.argv[2])
globalThis.document = {
  createElement: () => ({}),
  head: {
    append(script) {
      run(script.src)
      script.onload()
    },
  },
}

const print = (lines) => process.stdout.write(lines.join("\n") + "\n")

async function answer() {
  const search = globalThis.atelierSearch
  if (request.stem) {
    print(request.stem.map(search.stemmer(request.language)))
  } else if (request.scan) {
    print(request.scan.map((text) => JSON.stringify(search.scan(text).map(({ folded }) => folded))))
  } else {
    const index = await search.index(request.tag, request.main)
    const lines = []
    for (const query of request.queries) {
      lines.push(JSON.stringify(await index.search(query, request.limit)))
    }
    print(lines)
  }
}

answer()
