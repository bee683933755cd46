// The files of the index as they arrive, in whatever order. A page opened from
// disk may load scripts and nothing else, so each file is a script that pushes
// [language tag, kind, number, data] onto self.atelierSearch.
import { Index, type Kind, type Lexicon } from "./index"

export type Shard = [tag: string, kind: Kind, shard: number, data: unknown]

export class Shards {
  private readonly data = new Map<string, unknown>()
  private readonly indexes = new Map<string, Promise<Index>>()
  /** By language tag: the address of the folder of its files. */
  private readonly folders = new Map<string, string>()
  private readonly loading = new Map<string, Promise<void>>()

  push(...shards: Shard[]): void {
    for (const [tag, kind, shard, data] of shards) {
      this.data.set(`${kind}.${tag}.${shard}`, data)
    }
  }

  /** Gives the index of a language; main is the address of its first file. */
  index(tag: string, main?: string): Promise<Index> {
    if (main) {
      this.folders.set(tag, main.replace(/[^/]*$/, ""))
    }
    let index = this.indexes.get(tag)
    if (!index) {
      const load = (kind: Kind, shard: number) => this.load(tag, kind, shard)
      index = load("lexicon", 0).then((lexicon) => new Index(lexicon as Lexicon, load))
      index.catch(() => this.indexes.delete(tag))
      this.indexes.set(tag, index)
    }
    return index
  }

  private async load(tag: string, kind: Kind, shard: number): Promise<unknown> {
    const key = `${kind}.${tag}.${shard}`
    if (!this.data.has(key)) {
      await this.loadScript(tag, kind === "lexicon" ? `search-index.${tag}.js` : `search-${key}.js`)
    }
    if (!this.data.has(key)) {
      throw new Error(`no ${key}`)
    }
    return this.data.get(key)
  }

  private loadScript(tag: string, name: string): Promise<void> {
    const address = (this.folders.get(tag) ?? "") + name
    let loading = this.loading.get(address)
    if (!loading) {
      loading = new Promise<void>((resolve, reject) => {
        const script = document.createElement("script")
        script.src = address
        script.onload = () => resolve()
        script.onerror = () => reject(new Error(address))
        document.head.append(script)
      })
      loading.catch(() => this.loading.delete(address))
      this.loading.set(address, loading)
    }
    return loading
  }
}
