// Reads XLIFF with a library of others (npm "xliff") and writes it again with that: node second-reader.mjs VERSION FILE.
import { readFileSync } from "node:fs";
import { js2xliff, jsToXliff12, xliff2js, xliff12ToJs } from "xliff";

const [version, file] = process.argv.slice(2);
const text = readFileSync(file, "utf8");
process.stdout.write(version === "1.2" ? await jsToXliff12(await xliff12ToJs(text)) : await js2xliff(await xliff2js(text)));
