// The statements of a cmi5 session (9): cmi5 defined ones about the unit, and cmi5
// allowed ones about its questions and how far one is.
import type { Activities, Context, Launch, LaunchData, Statement } from "./cmi5_launch";
import { hash } from "./device";
import { learnerResponse, patterns, type2004 } from "./response";
import type { Interaction } from "./runtime";

const verbs = "http://adlnet.gov/expapi/verbs/";
const category = { cmi5: "https://w3id.org/xapi/cmi5/context/categories/cmi5", moveOn: "https://w3id.org/xapi/cmi5/context/categories/moveon" };
const masteryScore = "https://w3id.org/xapi/cmi5/context/extensions/masteryscore";
const progress = "https://w3id.org/xapi/cmi5/result/extensions/progress";

type Verb = "initialized" | "completed" | "passed" | "failed" | "terminated";

export class Allowed {
  private readonly course = window.atelierContents?.id ?? "";
  private readonly began = Date.now();
  private last = 0;

  constructor(
    private readonly launch: Launch,
    private readonly data: LaunchData,
  ) {}

  elapsed(): number {
    return (Date.now() - this.began) / 1000;
  }

  defined(verb: Verb, seconds: number, score?: { scaled: number; of: number }): Statement {
    const judged = verb === "passed" || verb === "failed";
    const result: Record<string, unknown> = {};
    if (verb !== "initialized") result.duration = duration(seconds); // [9.5.4.1-1] to [9.5.4.1-4]
    if (verb === "completed") result.completion = true;
    if (judged) result.success = verb === "passed";
    if (judged && score) result.score = { scaled: score.scaled, raw: Math.round(score.scaled * score.of), min: 0, max: score.of }; // [9.5.1.0-3]
    const context = this.context({ category: [category.cmi5, ...(judged || verb === "completed" ? [category.moveOn] : [])].map((id) => ({ id })) });
    if (judged && this.data.masteryScore !== undefined) context.extensions = { ...context.extensions, [masteryScore]: this.data.masteryScore }; // [9.6.3.2-2]
    const object = { objectType: "Activity", id: this.launch.activityId };
    const id = verb === "completed" || verb === "passed" ? this.only(verb) : uuid();
    return this.statement(verb, object, verb === "initialized" ? undefined : result, context, undefined, id);
  }

  // The id of what is said once a registration [9.3.0.0-6] [9.3.0.0-7]: the same in every
  // session, so that a store refuses it where it had arrived although nobody here knows.
  private only(verb: Verb): string {
    const { registration, activityId } = this.launch;
    const mask = [1, 2, 3, 4].map((n) => hash(n + verb + activityId).toString(16).padStart(8, "0")).join("");
    return registration.replace(/[0-9a-f]/gi, (digit, at: number) => (at === 14 || at === 19 ? digit : (parseInt(digit, 16) ^ parseInt(mask[at % mask.length], 16)).toString(16)));
  }

  progressed(percent: number): Statement {
    const object = { objectType: "Activity", id: this.launch.activityId };
    return this.statement("progressed", object, { extensions: { [progress]: percent } }, this.context({}));
  }

  // A question is known by its passage, in every language and release of the course.
  answered(i: Interaction): Statement {
    const type = type2004(i);
    const right = patterns(i);
    const definition: Record<string, unknown> = { type: "http://adlnet.gov/expapi/activities/cmi.interaction", interactionType: type };
    if (i.words && i.language) definition.description = { [i.language]: i.words };
    if (right.length) definition.correctResponsesPattern = right;
    const list = { choice: "choices", sequencing: "choices", likert: "scale" }[type];
    if (list && i.options.length) definition[list] = i.options.map((id) => ({ id }));
    const result: Record<string, unknown> = { duration: duration(i.seconds) };
    const given = learnerResponse(i);
    if (given) result.response = given;
    if (i.verdict !== "noted") result.success = i.verdict === "right";
    const context = this.context({ parent: [{ id: this.launch.activityId }] });
    if (i.language) context.language = i.language;
    return this.statement("answered", { objectType: "Activity", id: `${this.course}#${i.question}`, definition }, result, context, i.at, i.id);
  }

  // The template as it is [10.2.1.0-6] [10.2.1.0-7], and what is added to its lists.
  private context(more: Activities): Context {
    const template = this.data.contextTemplate ?? {};
    const activities: Activities = { ...template.contextActivities };
    for (const [list, some] of Object.entries(more)) {
      const had = ([] as { id: string }[]).concat(activities[list] ?? []);
      activities[list] = [...had, ...some.filter((a) => !had.some((h) => h.id === a.id))];
    }
    return { ...template, registration: this.launch.registration, contextActivities: activities, extensions: { ...template.extensions } };
  }

  // Times go forwards, whatever the clock does: the order of statements is read from
  // them [9.7.0.0-1]. What was answered in an earlier session is told in this one.
  private statement(verb: string, object: unknown, result: unknown, context: Context, at?: string, id = uuid()): Statement {
    this.last = Math.max(this.last + 1, at ? Date.parse(at) || 0 : Date.now());
    const timestamp = new Date(this.last).toISOString(); // [9.7.0.0-2]
    return { id, actor: this.launch.actor, verb: { id: verbs + verb, display: { en: verb } }, object, ...(result ? { result } : {}), context, timestamp };
  }
}

export const isAnswer = (s: Statement): boolean => (s.verb as { id: string }).id === verbs + "answered";

// ISO 8601, to a hundredth of a second.
export function duration(seconds: number): string {
  return `PT${Math.max(0, Math.round(seconds * 100) / 100)}S`;
}

// Version 4 (RFC 9562, 5.4); crypto.randomUUID is not there where a system is served
// without TLS.
export function uuid(): string {
  const b = crypto.getRandomValues(new Uint8Array(16));
  b[6] = (b[6] & 15) | 64;
  b[8] = (b[8] & 63) | 128;
  return [...b].map((n, i) => ([4, 6, 8, 10].includes(i) ? "-" : "") + n.toString(16).padStart(2, "0")).join("");
}
