// A cmi5 launch and the line to the system that made it: the token, the documents and
// the requests that carry statements (8, 10, 11).
import type { Refused } from "./runtime";

export interface Activities {
  [list: string]: { id: string }[];
}

export interface Context {
  registration?: string;
  contextActivities?: Activities;
  extensions?: Record<string, unknown>;
  language?: string;
}

// LMS.LaunchData (10.2).
export interface LaunchData {
  contextTemplate?: Context;
  launchMode: "Normal" | "Browse" | "Review";
  masteryScore?: number;
  returnURL?: string;
}

export type Statement = { id: string; timestamp: string } & Record<string, unknown>;

// The five parameters (8.1), which may come in any order [8.1.0.0-7].
export class Launch {
  private constructor(
    readonly endpoint: string,
    readonly fetch: string,
    readonly actor: { account?: { homePage: string; name: string } },
    readonly registration: string,
    readonly activityId: string,
  ) {}

  // Undefined when nothing of a launch is there; null when something is missing.
  static of(search: string): Launch | undefined | null {
    const q = new URLSearchParams(search);
    if (!["endpoint", "fetch", "actor", "registration", "activityId"].some((name) => q.has(name))) return undefined;
    const [endpoint, fetch, actor, registration, activityId] = ["endpoint", "fetch", "actor", "registration", "activityId"].map((name) => q.get(name) ?? "");
    if (!endpoint || !fetch || !actor || !registration || !activityId) return null;
    try {
      return new Launch(endpoint.replace(/\/?$/, "/"), fetch, JSON.parse(actor), registration, activityId);
    } catch {
      return null;
    }
  }

  get learner(): string {
    return JSON.stringify(this.actor.account ?? this.actor) + this.registration;
  }
}

// What is remembered of a session while its tab lives, so that a page that is loaded
// again does not ask for a token that is given once [8.2.3.0-1].
interface Remembered {
  token: string;
  initialized?: true;
  over?: true;
  back?: string;
}

export class Link {
  underway: Statement[] = []; // in a request that has not been answered
  ended = false; // by the system: it takes nothing more
  private readonly token: string;
  private readonly called = new AbortController();
  private flying = 0; // bytes of requests under way that outlive the page

  private constructor(
    private readonly launch: Launch,
    private readonly memory: Remembered,
  ) {
    this.token = memory.token;
  }

  static async begin(launch: Launch): Promise<Link | Refused> {
    const known = recalled(launch.fetch);
    if (known?.over) return { refused: "over", note: "", back: known.back ?? "" };
    if (known) return new Link(launch, known);
    try {
      const answer = await fetch(launch.fetch, { method: "POST" }); // [8.2.1.0-2]
      const body = (await answer.json()) as Record<string, string>;
      const token = body["auth-token"];
      if (token) return new Link(launch, { token }).remember();
      return { refused: String(body["error-code"]) === "1" ? "over" : "launch", note: body["error-text"] ?? "", back: "" }; // 8.2.3
    } catch {
      return { refused: "launch", note: "", back: "" };
    }
  }

  get initialized(): boolean {
    return this.memory.initialized === true;
  }

  set initialized(_: true) {
    this.memory.initialized = true;
    this.remember();
  }

  refuse(refused: Refused["refused"]): Refused {
    return { refused, note: "", back: this.memory.back ?? "" };
  }

  async launchData(): Promise<LaunchData | undefined> {
    const data = (await this.get<LaunchData>("LMS.LaunchData")) ?? undefined;
    if (data?.returnURL) this.memory.back = data.returnURL;
    this.remember();
    return data;
  }

  // The preferences of the learner [11.0.0.0-4]; a system that does not let them be read
  // has none [11.0.0.0-2].
  async preferences(): Promise<{ language: string; silent: boolean }> {
    const query = new URLSearchParams({ profileId: "cmi5LearnerPreferences", agent: JSON.stringify(this.launch.actor) });
    const found = await this.json<{ languagePreference?: string; audioPreference?: string }>("agents/profile?" + query);
    return { language: found?.languagePreference ?? "", silent: found?.audioPreference === "off" };
  }

  // A document of the State resource; undefined when there is none, null when the system
  // does not answer.
  get<T>(stateId: string): Promise<T | undefined | null> {
    return this.json<T>("activities/state?" + this.state(stateId));
  }

  async put(stateId: string, body: string): Promise<boolean> {
    const { ok, status } = await this.request("PUT", "activities/state?" + this.state(stateId), body);
    if (status === 401 || status === 403) this.ended = await this.isOver();
    return ok;
  }

  // Whether a request with all of them could outlive the page now.
  fits(statements: Statement[]): boolean {
    return this.flying + weight(JSON.stringify(statements)) < room;
  }

  // What is under way and has not arrived shall not arrive.
  callBack(): void {
    this.called.abort();
  }

  // Sends statements in one request. What the system refuses for good is sent one by
  // one, so that one that it has already does not keep the others away; then it is
  // dropped, for it would be refused again.
  async send(statements: Statement[], drop: boolean): Promise<boolean> {
    this.underway = statements;
    try {
      const { ok, final } = await this.request("POST", "statements", JSON.stringify(statements));
      if (ok || !final) return ok;
      if (statements.length === 1) return drop;
      for (const one of statements) {
        this.underway = [one];
        const again = await this.request("POST", "statements", JSON.stringify([one]));
        if (!again.ok && !again.final) return false;
      }
      return drop;
    } finally {
      this.underway = [];
    }
  }

  // Whether the system has a statement.
  async knows(id: string): Promise<boolean> {
    return !!(await this.json("statements?" + new URLSearchParams({ statementId: id })));
  }

  // The end of the session: nothing is sent after it, also not by what waited for an answer.
  async end(statements: Statement[]): Promise<boolean> {
    this.memory.over = true;
    this.memory.token = "";
    const sent = this.request("POST", "statements", JSON.stringify(statements), true);
    this.remember();
    return (await sent).ok;
  }

  private state(stateId: string): URLSearchParams {
    const { activityId, actor, registration } = this.launch;
    return new URLSearchParams({ stateId, activityId, agent: JSON.stringify(actor), registration });
  }

  private async json<T>(path: string): Promise<T | undefined | null> {
    try {
      const answer = await this.read(path);
      if (!answer.ok) return answer.status === 404 || answer.status === 403 ? undefined : null;
      return (await answer.json()) as T;
    } catch {
      return null;
    }
  }

  private async read(path: string): Promise<Response> {
    if (this.memory.over) throw new Error("the session is over");
    return fetch(this.launch.endpoint + path, { headers: this.headers(), cache: "no-store" });
  }

  // A system that has ended a session, for another was launched, rejects its token
  // [8.1.2.0-2 (d)] also for what it gave to read at the beginning.
  private async isOver(): Promise<boolean> {
    try {
      const { status } = await this.read("activities/state?" + this.state("LMS.LaunchData"));
      return status === 401 || status === 403;
    } catch {
      return false;
    }
  }

  // Whether it worked, and else whether it never will.
  private async request(method: string, path: string, body: string, last = false): Promise<{ ok: boolean; final: boolean; status: number }> {
    if (this.memory.over && !last) return { ok: false, status: 0, final: false };
    const headers = { ...this.headers(), "Content-Type": "application/json" };
    const signal = last ? undefined : this.called.signal;
    const size = weight(body);
    const keepalive = this.flying + size < (last ? room : room - roomOfEnd);
    if (keepalive) this.flying += size;
    try {
      const { ok, status } = await fetch(this.launch.endpoint + path, { method, headers, body, keepalive, signal });
      return { ok, status, final: status >= 400 && status < 500 && ![401, 408, 429].includes(status) };
    } catch {
      return { ok: false, status: 0, final: false };
    } finally {
      if (keepalive) this.flying -= size;
    }
  }

  private headers(): Record<string, string> {
    return { Authorization: "Basic " + this.token, "X-Experience-API-Version": "1.0.3" }; // [8.2.1.0-5]
  }

  private remember(): this {
    try {
      sessionStorage.setItem("atelier.cmi5." + this.launch.fetch, JSON.stringify(this.memory));
    } catch {
      // then a page that is loaded again says that its launch was used
    }
    return this;
  }
}

// Requests that outlive their page have 64 KiB together (Fetch, 4.6), of which some is left
// for what is said of the unit at the end; a browser may count addresses and headers too.
const room = 62_000;
const roomOfEnd = 16_000;
const weight = (body: string) => new Blob([body]).size + 2000;

function recalled(fetch: string): Remembered | undefined {
  try {
    return JSON.parse(sessionStorage.getItem("atelier.cmi5." + fetch) ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}
