// cmi5 (Quartz, 1st Edition). Requirements in brackets are named as ADL's list does.
//
// What is said goes one after the other, in the order in which it was told: a statement
// waits until those before it have arrived, and the state until they have. What waits when
// the page goes away is sent with the end of the session, as one request, so that nothing
// comes after the end.
import { Allowed, isAnswer, uuid } from "./cmi5_statement";
import { Launch, Link, type LaunchData, type Statement } from "./cmi5_launch";
import type { Interaction, Opened, Refused, Runtime, Standing } from "./runtime";

const stateID = "atelier";
const most = 60_000; // of the state: a request that outlives its page may have 64 KiB
const patience = 1500; // milliseconds that a learner who leaves may have to wait for the state

// What stands in the State resource, under the activity and the registration.
interface Kept {
  state: string;
  place: string;
  completed?: true; // these were said in this registration: they are said once
  passed?: true;
  progress?: number; // the last that was said, per cent
}

export class Cmi5 implements Runtime {
  private link: Link | undefined;
  private said: Allowed | undefined;
  private data: LaunchData = { launchMode: "Normal" };
  private waiting: Statement[] = [];
  private kept: Kept = { state: "", place: "" };
  private written = ""; // of the kept, as the system has it
  private attempt: number | undefined; // score of an attempt that ended in this session and did not pass
  private lastAttempt: number | undefined;
  private began = false; // save was told where the session starts from
  private seconds = 0;
  private sending: Promise<boolean> | undefined;
  private doubtful: Statement[] = []; // may have been said by an earlier session
  private closing = Promise.resolve(false);

  async open(): Promise<Opened | Refused | undefined> {
    const launch = Launch.of(location.search);
    if (launch === undefined) return undefined;
    if (launch === null) return { refused: "launch", note: "", back: "" };
    const link = await Link.begin(launch);
    if (!(link instanceof Link)) return link;
    this.link = link;
    const data = await link.launchData(); // [10.2.1.0-4]
    if (!data) return link.refuse("launch");
    this.data = data;
    const preferences = await link.preferences(); // [11.0.0.0-3]
    this.said = new Allowed(launch, data);
    const kept = await link.get<Kept>(stateID);
    if (kept === null) return link.refuse("launch");
    if (kept) this.kept = { ...this.kept, ...kept };
    this.written = JSON.stringify(this.kept);
    if (!link.initialized) {
      if (!(await link.send([this.said.defined("initialized", 0)], false))) return link.refuse("launch"); // [9.3.0.0-4]
      link.initialized = true;
    }
    return {
      learner: launch.learner,
      saved: this.kept.state,
      place: this.kept.place,
      language: preferences.language,
      silent: preferences.silent,
      most,
      writes: data.launchMode === "Normal", // [10.2.2.0-9] [10.2.2.0-11]
      mark: data.masteryScore,
      within: { deed: 0, place: 5000 }, // a page that goes away can send the end only
    };
  }

  get ended(): boolean {
    return this.link?.ended === true;
  }

  interaction(i: Interaction): void {
    if (!this.said) return;
    i.id ??= uuid(); // kept with it: a statement that is sent again is known by its id
    const statement = this.said.answered(i);
    this.waiting.push(statement);
    if (!this.began) this.doubtful.push(statement); // it was answered before the session began
  }

  // Each of completed and passed is said once a registration, at the moment it becomes
  // true [9.3.0.0-6] [9.3.0.0-7]; failed waits for the end of the session, for until
  // then the learner may try again, and a session has one of passed and failed [9.3.0.0-3].
  save(s: Standing): void {
    const said = this.said;
    if (!said) return;
    this.seconds = s.seconds;
    this.kept.state = s.saved;
    this.kept.place = s.place;
    const progress = s.of ? Math.floor((s.done * 100) / s.of) : 0;
    this.kept.progress ??= progress;
    if (progress !== this.kept.progress && !s.complete) {
      this.kept.progress = progress;
      this.waiting.push(said.progressed(progress));
    }
    const once: Statement[] = [];
    if (s.complete && !this.kept.completed) {
      this.kept.completed = true;
      once.push(said.defined("completed", s.seconds));
    }
    if (s.success && !this.kept.passed) {
      this.kept.passed = true;
      once.push(said.defined("passed", s.seconds, s.score));
    }
    this.waiting.push(...once);
    if (!this.began) this.doubtful.push(...once);
    if (this.began && s.attempt !== this.lastAttempt && s.attempt !== undefined && s.success === false) this.attempt = Math.max(this.attempt ?? 0, s.attempt);
    this.lastAttempt = s.attempt;
    this.began = true;
  }

  async commit(): Promise<boolean> {
    const { link } = this;
    if (!link || this.ended) return false;
    return (this.sending ??= this.send(link).finally(() => (this.sending = undefined)));
  }

  // Statements first, then the state that says that they were said.
  private async send(link: Link): Promise<boolean> {
    await this.resolve(link);
    const some = this.waiting.slice();
    if (some.length) {
      if (!(await link.send(some, true))) return false;
      this.waiting = this.waiting.filter((s) => !some.includes(s));
    }
    const text = JSON.stringify(this.kept);
    if (text === this.written) return true;
    if (!(await link.put(stateID, text))) return false;
    this.written = text;
    return true;
  }

  // What an earlier session may have said is asked for, and not said twice. Answers arrive
  // in their order: where the last one has, all have.
  private async resolve(link: Link): Promise<void> {
    const answers = this.doubtful.filter(isAnswer);
    const groups = [...this.doubtful.filter((d) => !isAnswer(d)).map((d) => [d]), answers].filter((g) => g.length);
    this.doubtful = [];
    for (const group of groups) {
      if (await link.knows(group[group.length - 1].id)) this.waiting = this.waiting.filter((w) => !group.includes(w));
    }
  }

  // Nothing may come after the end [9.3.8.0-2], requests for documents neither [8.1.2.0-2 (d)].
  // A learner who asks to leave waits until what there is has arrived; what does not arrive
  // in time is called back. From a page that goes away two requests may arrive in either
  // order: then the end goes, with the statements that wait, and the state does not. It was
  // sent after every deed; what it lacks the device keeps for the next visit. What is under
  // way then was sent before.
  close(s: Standing | undefined, asked: boolean): boolean | Promise<boolean> {
    const { link, said } = this;
    if (!link || !said || this.ended) return false;
    if (s) this.save(s);
    let sent: Promise<boolean> | undefined;
    const end = () => (sent ??= this.end(link, said, s));
    if (!asked) {
      const settled = this.isSettled;
      void end();
      return settled;
    }
    const enough = () => {
      link.callBack();
      return end();
    };
    addEventListener("pagehide", enough); // the page goes while it waits
    const late = new Promise((done) => setTimeout(done, patience));
    return (this.closing = Promise.race([this.settle(), late]).then(enough));
  }

  // Where the learner goes when the session is over [10.2.6.0-1], once its end has
  // arrived or does not want to.
  async leave(): Promise<string> {
    await Promise.race([this.closing, new Promise((done) => setTimeout(done, patience + 2500))]);
    return this.data.returnURL ?? "";
  }

  private async settle(): Promise<void> {
    await this.sending;
    await this.commit();
  }

  // What is still being sent is not sent again, what waits goes with the end; answers for
  // which a request that outlives its page has no room are sent by the next visit.
  private async end(link: Link, said: Allowed, s: Standing | undefined): Promise<boolean> {
    const settled = this.sending === undefined && JSON.stringify(this.kept) === this.written;
    const last = this.waiting.filter((w) => !link.underway.includes(w));
    if (s && this.attempt !== undefined && !this.kept.passed) last.push(said.defined("failed", this.seconds, { scaled: this.attempt, of: s.score?.of ?? 1 }));
    last.push(said.defined("terminated", s ? s.seconds : said.elapsed())); // [9.3.0.0-5]
    const room = link.fits(last);
    return (await link.end(room ? last : last.filter((w) => !isAnswer(w)))) && room && settled;
  }

  private get isSettled(): boolean {
    return this.sending === undefined && this.waiting.length === 0 && JSON.stringify(this.kept) === this.written;
  }
}
