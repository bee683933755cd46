// SCORM 1.2 (Run-Time Environment 1.2, October 2001). Sections in brackets are of it.
import { API } from "./scorm";
import { response12, pattern12, type12 } from "./response";
import type { Interaction, Opened, Runtime, Standing } from "./runtime";

const names = { api: "API", most: 500, prefix: "LMS", begin: "Initialize", end: "Finish", begun: "", over: ["301"] };

// cmi.suspend_data is a CMIString4096 (3.4.4).
const most = 4096;
// What systems are known to keep of a learner in one session; the specification has no
// bound of its own.
const mostInteractions = 250;

export class Scorm12 implements Runtime {
  private api: API | undefined;
  private interactions = 0;
  private readonly places = new Map<string, number>(); // of questions, in this session
  private hasInteractions = false;
  private objectives = new Map<string, number>();
  private hasObjectives = false;

  async open(): Promise<Opened | undefined> {
    const api = (this.api = API.begin(names));
    if (!api) return undefined;
    const mode = api.get("cmi.core.lesson_mode");
    const mastery = parseFloat(api.get("cmi.student_data.mastery_score"));
    // Interactions can only be written (3.4.4), but how many there are can be read.
    this.hasInteractions = api.has("cmi.interactions._count");
    if (this.hasInteractions) this.interactions = Number(api.get("cmi.interactions._count")) || 0;
    this.hasObjectives = api.has("cmi.objectives._count");
    if (this.hasObjectives) this.readObjectives(api);
    const opened: Opened = {
      learner: api.get("cmi.core.student_id"),
      saved: api.get("cmi.suspend_data"),
      place: api.get("cmi.core.lesson_location"),
      language: api.get("cmi.student_preference.language"),
      most,
      writes: mode !== "browse" && mode !== "review",
      mark: Number.isFinite(mastery) ? mastery / 100 : undefined,
    };
    // "Not attempted" is for who was never here (3.4.4, cmi.core.lesson_status).
    if (opened.writes && api.get("cmi.core.lesson_status") === "not attempted") api.set("cmi.core.lesson_status", "incomplete");
    return opened;
  }

  interaction(i: Interaction): void {
    const api = this.api;
    if (!api || !this.hasInteractions) return;
    let n = this.places.get(i.question);
    if (n === undefined) {
      if (this.interactions >= mostInteractions) return;
      n = this.interactions++;
      this.places.set(i.question, n);
    }
    const of = `cmi.interactions.${n}.`;
    if (!api.set(of + "id", i.question)) return;
    if (i.objective) api.set(of + "objectives.0.id", i.objective);
    api.set(of + "time", clock(new Date(i.at)));
    api.set(of + "type", type12(i));
    const right = pattern12(i);
    if (right) api.set(of + "correct_responses.0.pattern", right);
    api.set(of + "weighting", "1");
    const given = response12(i);
    if (given) api.set(of + "student_response", given);
    api.set(of + "result", i.verdict === "noted" ? "neutral" : i.verdict === "right" ? "correct" : "wrong");
    api.set(of + "latency", timespan(i.seconds));
  }

  save(s: Standing): void {
    const api = this.api;
    if (!api) return;
    if (s.saved) api.set("cmi.suspend_data", s.saved);
    if (s.place) api.set("cmi.core.lesson_location", s.place);
    if (s.score) {
      api.set("cmi.core.score.min", "0");
      api.set("cmi.core.score.max", "100");
      api.set("cmi.core.score.raw", percent(s.score.scaled));
    }
    api.set("cmi.core.lesson_status", status(s));
    if (s.locale) api.set("cmi.student_preference.language", s.locale);
    if (this.hasObjectives) for (const o of s.objectives) this.objective(api, o);
    api.set("cmi.core.session_time", timespan(s.seconds));
    // Whoever comes back goes on where they were, also after the end (3.4.4, cmi.core.exit).
    api.set("cmi.core.exit", "suspend");
  }

  async commit(): Promise<boolean> {
    return this.kept() && !!this.api?.commit();
  }

  // 1.2 knows no way to ask for an end of the visit.
  close(s: Standing | undefined, asked: boolean): boolean {
    if (s) this.save(s);
    const has = asked && !!s && this.kept() && !!this.api?.commit();
    return !!this.api?.end() && has;
  }

  // Whether the system took what matters: the state and the status. That it has no room
  // for an objective is no reason to tell the learner that nothing is kept.
  private kept(): boolean {
    const refused = this.api?.refused;
    return !!refused && !refused.has("cmi.suspend_data") && !refused.has("cmi.core.lesson_status");
  }

  private readObjectives(api: API): void {
    const count = Number(api.get("cmi.objectives._count")) || 0;
    for (let n = 0; n < count; n++) this.objectives.set(api.get(`cmi.objectives.${n}.id`), n);
  }

  private objective(api: API, o: Standing["objectives"][number]): void {
    let n = this.objectives.get(o.id);
    if (n === undefined) {
      if (!o.answered) return;
      n = this.objectives.size;
      if (!api.set(`cmi.objectives.${n}.id`, o.id)) return;
      this.objectives.set(o.id, n);
    }
    if (!o.answered) return;
    api.set(`cmi.objectives.${n}.score.min`, "0");
    api.set(`cmi.objectives.${n}.score.max`, "100");
    api.set(`cmi.objectives.${n}.score.raw`, percent(o.right / o.of));
    api.set(`cmi.objectives.${n}.status`, o.answered < o.of ? "incomplete" : o.right === o.of ? "passed" : "completed");
  }
}

// One word says both whether the course is complete and how it went (3.4.4): passed and
// failed are for who has done everything, and was asked.
function status(s: Standing): string {
  if (!s.complete) return "incomplete";
  return s.success === undefined ? "completed" : s.success ? "passed" : "failed";
}

// CMIDecimal from 0 to 100.
const percent = (share: number): string => String(Math.round(share * 1000) / 10);

// CMITimespan: HHHH:MM:SS.SS (3.4.2).
export function timespan(seconds: number): string {
  const hundredths = Math.min(Math.round(seconds * 100), 9999 * 360000);
  const two = (n: number) => String(n).padStart(2, "0");
  const [h, m, s] = [Math.floor(hundredths / 360000), Math.floor(hundredths / 6000) % 60, Math.floor(hundredths / 100) % 60];
  return `${String(h).padStart(4, "0")}:${two(m)}:${two(s)}.${two(hundredths % 100)}`;
}

// CMITime: the time of the day, HH:MM:SS (3.4.2).
const clock = (d: Date): string => [d.getHours(), d.getMinutes(), d.getSeconds()].map((n) => String(n).padStart(2, "0")).join(":");
