// What SCORM 1.2 and SCORM 2004 have in common: an object called API somewhere around
// the window, functions that take and give text, and errors by number.

export type Call = (...args: string[]) => string;

// Looks for the API as the Run-Time Environments say (SCORM 1.2 RTE 3.3.6.1; SCORM 2004
// RTE 3.3.1): up through the parents, then through those of the window that opened it.
// A window of another origin may not be asked: the way ends there.
export function findAPI(name: string, from: Window, most: number): Record<string, Call> | undefined {
  const up = climb(name, from, most);
  if (up) return up;
  try {
    const opener = from.top?.opener ?? from.opener;
    return opener ? climb(name, opener, most) : undefined;
  } catch {
    return undefined;
  }
}

function climb(name: string, from: Window, most: number): Record<string, Call> | undefined {
  try {
    let w = from;
    for (let i = 0; i <= most; i++) {
      const api = (w as unknown as Record<string, unknown>)[name];
      if (api) return api as Record<string, Call>;
      if (!w.parent || w.parent === w) return undefined;
      w = w.parent;
    }
  } catch {
    // another origin
  }
  return undefined;
}

// The calls of an API under the names that both versions share.
export interface Names {
  api: string;
  most: number; // windows to climb
  prefix: string; // "LMS" in 1.2
  begin: string;
  end: string;
  begun: string; // the error that says that the session has begun already; "" where there is none of its own
  over: string[]; // errors that say that the session is over or never began
}

// An API that is told each value once. Values that it refuses are noted, with the error
// it gave, and not told again.
export class API {
  readonly refused = new Map<string, string>(); // name to error
  private readonly told = new Map<string, string>();
  private over = false;

  private constructor(
    private readonly names: Names,
    private readonly api: Record<string, Call>,
  ) {}

  // The API with its session begun; undefined when there is none or it will not begin.
  static begin(names: Names): API | undefined {
    const found = findAPI(names.api, window, names.most);
    if (!found) return undefined;
    const api = new API(names, found);
    // Some systems begin the session themselves before the page is there.
    return api.call(names.begin, "") === "true" || api.error() === names.begun ? api : undefined;
  }

  get isOver(): boolean {
    return this.over;
  }

  get(name: string): string {
    return this.call("GetValue", name);
  }

  // Whether the system says that it keeps this part of the model: optional parts of 1.2
  // may be missing, and answer with an error.
  has(name: string): boolean {
    this.call("GetValue", name);
    return this.error() === "0";
  }

  set(name: string, value: string): boolean {
    if (this.told.get(name) === value) return true;
    if (this.over) return false;
    const worked = this.call("SetValue", name, value) === "true";
    if (worked) {
      this.told.set(name, value);
      this.refused.delete(name);
      return true;
    }
    const error = this.error();
    this.refused.set(name, error);
    if (this.names.over.includes(error)) this.over = true;
    return false;
  }

  commit(): boolean {
    if (this.over) return false;
    const worked = this.call("Commit", "") === "true";
    if (!worked && this.names.over.includes(this.error())) this.over = true;
    return worked;
  }

  end(): boolean {
    if (this.over) return false;
    this.over = true;
    return this.call(this.names.end, "") === "true";
  }

  private error(): string {
    return this.call("GetLastError");
  }

  // Systems answer with text, with true and false, with numbers or not at all, and some
  // throw when their own window is going away.
  private call(name: string, ...args: string[]): string {
    try {
      return String(this.api[this.names.prefix + name]?.(...args) ?? "");
    } catch {
      return "";
    }
  }
}
