// Search in the static edition: takes the place of the list that the files of the
// index push onto, and enhances the page's search forms.
import { enhance } from "./form"
import { stemmer } from "./index"
import { scan } from "./scanner"
import { Shards, type Shard } from "./shards"

declare global {
  var atelierSearch: Shard[] | (Shards & { scan: typeof scan; stemmer: typeof stemmer })
}

const waiting = (globalThis.atelierSearch ?? []) as Shard[]
const shards = new Shards()
shards.push(...waiting)
// scan and stemmer are for the test that compares them with their Go twins.
globalThis.atelierSearch = Object.assign(shards, { scan, stemmer })

if (typeof document !== "undefined") {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[role=search][data-index]")) {
    enhance(form, shards)
  }
}
