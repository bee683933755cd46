// SCORM 2004, 3rd and 4th Edition (Run-Time Environment, chapter 4). Sections in brackets
// are of the 4th Edition's book.
import { API } from "./scorm";
import { learnerResponse, patterns, localized, type2004 } from "./response";
import type { Interaction, Objective, Opened, Runtime, Standing } from "./runtime";

// 104 terminated, 112 and 113 terminate before and after, 122 to
// 143: a value or a commit before or after the session (3.1.7).
const over = ["104", "112", "113", "122", "123", "132", "133", "142", "143"];
const names = { api: "API_1484_11", most: 500, prefix: "", begin: "Initialize", end: "Terminate", begun: "103", over };

const most = 64_000; // cmi.suspend_data, the smallest permitted maximum (4.2.22)
const mostInteractions = 250; // likewise, of cmi.interactions (4.2.9)
const mostObjectives = 100; // likewise, of cmi.objectives (4.2.17)

export class Scorm2004 implements Runtime {
  private api: API | undefined;
  private readonly interactions = new Map<string, number>();
  private readonly objectives = new Map<string, number>();

  async open(): Promise<Opened | undefined> {
    const api = (this.api = API.begin(names));
    if (!api) return undefined;
    const mode = api.get("cmi.mode");
    const mark = parseFloat(api.get("cmi.scaled_passing_score"));
    index(api, "cmi.interactions", this.interactions);
    index(api, "cmi.objectives", this.objectives);
    return {
      learner: api.get("cmi.learner_id"),
      saved: api.get("cmi.suspend_data"),
      place: api.get("cmi.location"),
      language: api.get("cmi.learner_preference.language"),
      most,
      writes: mode !== "browse" && mode !== "review",
      mark: Number.isFinite(mark) ? mark : undefined,
    };
  }

  // A question has one entry, which its last answer fills: an entry may be set again
  // (4.2.9.1, state approach), and a learner who tries often does not use up the room.
  interaction(i: Interaction): void {
    const api = this.api;
    if (!api) return;
    let n = this.interactions.get(i.question);
    if (n === undefined) {
      n = this.interactions.size;
      if (n >= mostInteractions) return;
    }
    const of = `cmi.interactions.${n}.`;
    if (!api.set(of + "id", i.question)) return;
    this.interactions.set(i.question, n);
    api.set(of + "type", type2004(i));
    if (i.objective) api.set(of + "objectives.0.id", i.objective);
    api.set(of + "timestamp", i.at.replace(/(\.\d\d)\d*Z$/, "$1Z")); // time(second,10,2): a zone only after hundredths (4.1.1.7)
    patterns(i).forEach((p, at) => api.set(`${of}correct_responses.${at}.pattern`, p));
    api.set(of + "weighting", "1");
    const given = learnerResponse(i);
    if (given) api.set(of + "learner_response", given);
    api.set(of + "result", i.verdict === "noted" ? "neutral" : i.verdict === "right" ? "correct" : "incorrect");
    api.set(of + "latency", timeinterval(i.seconds));
    if (i.words) api.set(of + "description", localized(i.words, i.language));
  }

  save(s: Standing): void {
    const api = this.api;
    if (!api) return;
    if (s.saved) api.set("cmi.suspend_data", s.saved);
    if (s.place) api.set("cmi.location", s.place);
    if (s.of) api.set("cmi.progress_measure", measure(s.done / s.of));
    api.set("cmi.completion_status", s.complete ? "completed" : "incomplete");
    if (s.score) {
      api.set("cmi.score.min", "0");
      api.set("cmi.score.max", "100");
      api.set("cmi.score.raw", measure(s.score.scaled * 100));
      api.set("cmi.score.scaled", measure(s.score.scaled));
    }
    if (s.success !== undefined) api.set("cmi.success_status", s.success ? "passed" : "failed");
    if (s.locale) api.set("cmi.learner_preference.language", s.locale);
    for (const o of s.objectives) this.objective(api, o, s.locale);
    api.set("cmi.session_time", timeinterval(s.seconds));
    // Whoever comes back goes on where they were, also after the end (4.2.8).
    api.set("cmi.exit", "suspend");
  }

  async commit(): Promise<boolean> {
    return this.kept() && !!this.api?.commit();
  }

  close(s: Standing | undefined, asked: boolean): boolean {
    if (s) this.save(s);
    if (asked) this.api?.set("adl.nav.request", "suspendAll"); // Sequencing and Navigation, 5.6.4
    const has = asked && !!s && this.kept() && !!this.api?.commit();
    return !!this.api?.end() && has;
  }

  private kept(): boolean {
    const refused = this.api?.refused;
    return !!refused && !refused.has("cmi.suspend_data") && !refused.has("cmi.completion_status");
  }

  private objective(api: API, o: Objective, locale: string): void {
    if (!o.answered) return;
    let n = this.objectives.get(o.id);
    if (n === undefined) {
      n = this.objectives.size;
      if (n >= mostObjectives || !api.set(`cmi.objectives.${n}.id`, o.id)) return;
      this.objectives.set(o.id, n);
    }
    const of = `cmi.objectives.${n}.`;
    api.set(of + "score.min", "0");
    api.set(of + "score.max", "100");
    api.set(of + "score.raw", measure((o.right * 100) / o.of));
    api.set(of + "score.scaled", measure(o.right / o.of));
    api.set(of + "progress_measure", measure(o.answered / o.of));
    api.set(of + "completion_status", o.answered === o.of ? "completed" : "incomplete");
    api.set(of + "success_status", o.right === o.of ? "passed" : "unknown");
    if (o.words) api.set(of + "description", localized(o.words, locale));
  }
}

// Where each entry of a collection stands, by its id.
function index(api: API, name: string, into: Map<string, number>): void {
  const count = Number(api.get(name + "._count")) || 0;
  for (let n = 0; n < count; n++) into.set(api.get(`${name}.${n}.id`), n);
}

// real(10,7), rounded down so that 1 means all (4.1.1.6).
const measure = (n: number): string => String(Math.floor(n * 10_000 + 1e-6) / 10_000);

// timeinterval(second,10,2) (4.1.1.7).
export function timeinterval(seconds: number): string {
  const hundredths = Math.round(seconds * 100);
  const [h, m, s] = [Math.floor(hundredths / 360000), Math.floor(hundredths / 6000) % 60, (hundredths % 6000) / 100];
  return `PT${h ? h + "H" : ""}${m ? m + "M" : ""}${Number(s.toFixed(2))}S`;
}
