// The player: one visit of one learner. It is the Session that the pages in its frame
// tell, it keeps what they tell in a State, and it has a runtime carry it.
//
// Nothing is lost between: what the runtime has not confirmed stands on the device as
// well, is asked to be kept again while the visit lasts, and is sent with the next one.
import type { Answer, Answered, Session } from "../../../../base/page/ts/session";
import type { Contents } from "./contents";
import { Device, type Unsent } from "./device";
import type { Interaction, Opened, Refused, Runtime, Standing } from "./runtime";
import { Course } from "./standing";
import { merge, read, rekeyed, State, write, type Given, type Key } from "./state";

// How the visit is kept.
export type Kept =
  | "system" // by the system, confirmed or about to be
  | "waiting" // by the device, until the system answers again
  | "device" // by the device alone: there is no system
  | "part" // by the system except for what there is no room for, which the device keeps
  | "elsewhere" // by the system, but this page counts in another part of the course
  | "ended" // by the device: the system has ended the visit
  | "nothing"; // the course is only looked at

// Milliseconds from a deed, and from a change of place, to when the system is asked to keep it.
const within = { deed: 1500, place: 20_000 };

export class Player implements Session {
  writes = true;
  private state = new State();
  private device: Device;
  private opened: Opened | undefined;
  private course: Course;
  private interactions: Interaction[] = []; // not confirmed
  private timer: ReturnType<typeof setTimeout> | undefined;
  private due = Infinity;
  private failures = 0;
  private committing = false;
  private closed = false;
  private elsewhere = false;
  private began = Date.now();
  private within = within;
  private readonly texts = new Map<number, { revision: number; text: string; whole: boolean }>();

  constructor(
    private readonly contents: Contents,
    private readonly runtime: Runtime,
    private readonly tell: (kept: Kept, standing: Standing) => void,
  ) {
    this.course = new Course(contents);
    this.device = new Device(contents.key, "", contents.part);
  }

  // Begins the visit, and says where it goes on: a page, a passage, and the language,
  // each empty when nothing is known.
  async open(): Promise<{ page: string; passage: string; language: string } | Refused> {
    const opened = await this.runtime.open();
    if (opened && "refused" in opened) {
      this.writes = false;
      return opened;
    }
    this.opened = opened;
    this.began = Date.now();
    this.within = this.opened?.within ?? within;
    this.writes = this.opened?.writes ?? true;
    this.device = new Device(this.contents.key, this.opened?.learner ?? "", this.contents.part);
    this.recall();
    if (this.writes) this.changed(this.within.deed);
    else this.say();
    const s = this.state;
    const id = (k: Key | undefined) => (k === undefined ? "" : this.course.id(k) ?? "");
    return { page: id(s.page), passage: s.page === undefined ? this.opened?.place ?? "" : id(s.passage), language: s.language || this.opened?.language || "" };
  }

  // The state of the last visit. What stands on the device without having been
  // confirmed is newer than what the system has.
  private recall(): void {
    const text = this.opened?.saved ?? "";
    const system = read(text) ?? (text ? read(this.device.last) : undefined); // what came back was cut or changed
    const unsent = this.writes ? this.device.unsent() : undefined;
    const device = unsent && read(unsent.saved);
    if (this.opened && this.writes && !system && !device) this.device.begin();
    if (system && device && system.revision >= device.revision) {
      unsent!.interactions = []; // the last visit arrived after all
      this.device.hold(undefined);
    }
    const both = system && device ? (device.revision >= system.revision ? merge(device, system) : merge(system, device)) : system ?? device;
    if (both) this.state = rekeyed(both, (k) => this.course.current(k));
    this.interactions = unsent?.interactions ?? [];
    if (this.opened) for (const i of this.interactions) this.runtime.interaction(i);
  }

  // ---- what pages tell and ask

  visit(page: string, passage: string, locale: string): void {
    const language = this.contents.languages.find((l) => l.locale === locale)?.tag ?? this.state.language;
    const elsewhere = this.contents.pages.some((p) => p.other && p.id === page);
    if (elsewhere !== this.elsewhere) {
      this.elsewhere = elsewhere;
      this.say();
    }
    if (elsewhere) return this.speaks(language);
    const at = [this.course.key(page), passage ? this.course.key(passage) : undefined];
    const s = this.state;
    if (s.page === at[0] && s.passage === at[1] && s.language === language) return;
    [s.page, s.passage] = at;
    s.language = language;
    this.changed(this.within.place);
  }

  answered(a: Answered): void {
    const key = this.course.key(a.question);
    const s = this.state;
    s.verdicts.set(key, a.verdict);
    const given = this.givenOf(a);
    if (given.length && a.verdict !== "right") s.given.set(key, given);
    else s.given.delete(key);
    s.best = Math.max(s.best, this.course.needs(key) ? this.course.score(s) : -1);
    const q = this.contents.questions.find((one) => one.id === a.question);
    // What was written for oneself is nobody's to record.
    const shown = a.kind === "reflection" ? [] : a.given;
    const i = { ...a, given: shown, objective: q?.objective ? this.contents.objectives[q.objective - 1].id : "", language: this.locale(), at: new Date().toISOString() };
    if (this.opened && this.writes) {
      this.interactions.push(i);
      this.runtime.interaction(i);
    }
    this.changed(this.within.deed);
  }

  answer(question: string): Answer | undefined {
    const key = this.course.key(question);
    const verdict = this.state.verdicts.get(key);
    if (!verdict) return undefined;
    const given = (this.state.given.get(key) ?? []).map((g) => {
      const [is, line] = [g.is === undefined ? undefined : this.course.id(g.is), this.course.id(g.key) ?? ""];
      return is !== undefined ? `${line}=${is}` : g.at !== undefined ? `${line}=${g.at}` : line;
    });
    return { given, verdict };
  }

  again(_: string, questions: string[]): void {
    for (const q of questions) {
      this.state.verdicts.delete(this.course.key(q));
      this.state.given.delete(this.course.key(q));
    }
    this.changed(this.within.deed);
  }

  tick(_: string, items: string[], of: string[]): void {
    for (const id of of) {
      if (items.includes(id)) this.state.ticks.add(this.course.key(id));
      else this.state.ticks.delete(this.course.key(id));
    }
    this.changed(this.within.deed);
  }

  ticked(): string[] {
    return [...this.state.ticks].flatMap((k) => this.course.id(k) ?? []);
  }

  done(page: string): void {
    if (this.isDone(page)) return;
    this.state.done.add(this.course.key(page));
    this.changed(this.within.deed);
  }

  isDone(page: string): boolean {
    return this.state.done.has(this.course.key(page));
  }

  get(name: string): string | null {
    return this.device.get(name);
  }

  set(name: string, text: string): boolean {
    return this.device.set(name, text);
  }

  // ---- what the window does

  speaks(language: string): void {
    if (this.state.language === language) return;
    this.state.language = language;
    this.changed(this.within.deed);
  }

  standing(): Standing {
    const { text } = this.saved();
    const mark = this.opened?.mark ?? this.contents.mark;
    return { saved: text, seconds: (Date.now() - this.began) / 1000, locale: this.locale(), ...this.course.standing(this.state, mark) };
  }

  // The page may be going away: the system is told what there is, and asked to keep it
  // where it still can.
  flush(ask = true): void {
    if (this.closed || !this.writes || !this.opened) return;
    this.runtimeSaves();
    if (ask) void this.commit();
  }

  // Ends the visit, once; asked says that the learner wants to leave. Gives whether
  // everything is where it should be, or only on the device.
  async close(asked = false): Promise<boolean> {
    if (!this.closed && this.opened) {
      this.closed = true;
      clearTimeout(this.timer);
      const took = this.runtime.close(this.writes ? this.standing() : undefined, asked);
      if ((typeof took === "boolean" ? took : await took) && this.writes) this.confirmed(true);
    }
    return !this.opened || !this.writes || !this.device.unsent();
  }

  // The address that a learner who left goes to; "" is none.
  async away(): Promise<string> {
    return (this.opened && (await this.runtime.leave?.())) || "";
  }

  get silent(): boolean {
    return this.opened?.silent === true;
  }

  // ---- keeping

  private changed(within: number): void {
    if (!this.writes || this.closed) return;
    this.state.revision++;
    this.runtimeSaves();
    this.say();
    const due = Date.now() + within;
    if (due >= this.due) return;
    this.due = due;
    this.wait(within);
  }

  private wait(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.commit(), ms);
  }

  private runtimeSaves(): void {
    this.hold();
    if (this.opened) this.runtime.save(this.standing());
  }

  private hold(): void {
    const held: Unsent = { saved: this.written(Infinity).text, interactions: this.interactions };
    this.device.hold(held);
  }

  // The system has everything, up to the last change or to one before it.
  private confirmed(all: boolean): void {
    this.device.last = this.written(Infinity).text;
    if (all && this.saved().whole) this.device.hold(undefined);
    else this.hold();
  }

  private async commit(): Promise<void> {
    clearTimeout(this.timer);
    this.due = Infinity;
    if (!this.opened || this.closed || this.committing || this.runtime.ended) return;
    this.committing = true;
    const { revision } = this.state;
    const told = this.interactions.length;
    const worked = await this.runtime.commit().catch(() => false);
    this.committing = false;
    if (this.closed) return;
    if (worked) {
      this.failures = 0;
      this.interactions.splice(0, told);
      const all = revision === this.state.revision;
      this.confirmed(all);
      if (!all) this.wait(this.within.deed); // more was done meanwhile
    } else if (!this.runtime.ended) {
      this.failures++;
      this.wait(Math.min(5000 * 2 ** (this.failures - 1), 120_000));
    }
    this.say();
  }

  private say(): void {
    const kept: Kept = !this.writes ? "nothing" : !this.opened ? "device" : this.runtime.ended ? "ended" : this.failures ? "waiting" : this.elsewhere ? "elsewhere" : this.saved().whole ? "system" : "part";
    this.tell(kept, this.standing());
  }

  private saved(): { text: string; whole: boolean } {
    return this.written(this.opened?.most ?? Infinity);
  }

  // Written once a change and length.
  private written(most: number): { text: string; whole: boolean } {
    const at = this.texts.get(most);
    if (at?.revision === this.state.revision) return at;
    const made = { revision: this.state.revision, ...write(this.state, most, (k) => this.course.needs(k)) };
    this.texts.set(most, made);
    return made;
  }

  private locale(): string {
    return this.contents.languages.find((l) => l.tag === this.state.language)?.locale ?? "";
  }

  // What was answered, where it is made of passages: words that were written are not
  // for a record of where somebody stands.
  private givenOf(a: Answered): Given[] {
    if (!["single", "multiple", "truefalse", "likert", "matching", "ordering"].includes(a.kind)) return [];
    return a.given.map((g) => {
      const [line, value] = g.split("=");
      const key = this.course.key(line);
      if (value === undefined) return { key };
      return a.kind === "ordering" ? { key, at: Number(value) } : { key, is: this.course.key(value) };
    });
  }
}
