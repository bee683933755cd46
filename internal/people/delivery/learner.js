// What a learner does is kept as it is done. Without this script the buttons of the
// forms do it.
(() => {
  const post = (address, data, beacon) => {
    const body = new URLSearchParams(data);
    if (beacon && navigator.sendBeacon) return void navigator.sendBeacon(address, body);
    return fetch(address, { method: "POST", body, keepalive: true, credentials: "same-origin" }).catch(() => {});
  };

  // Answers, a moment after they were given: one request at a time, so that the
  // first one can make the device known before the next is sent. What could not be
  // kept stays on the page, which says so, and is sent again until it is.
  let last = Promise.resolve();
  const pending = new Set();
  let over = false; // the time of an attempt: its page goes, whatever is on it
  for (const form of document.querySelectorAll("form.quiz[action]")) {
    if (!form.getAttribute("action")) continue;
    const line = form.querySelector("[data-lost]");
    let timer = 0;
    let lost = false;
    const tell = (kept) => {
      if (lost === !kept) return;
      lost = !kept;
      line.textContent = kept ? line.dataset.found : line.dataset.lost;
      line.classList.toggle("is-lost", lost);
      if (kept) setTimeout(() => lost || (line.textContent = ""), 8000);
    };
    const save = () => {
      clearTimeout(timer);
      timer = 0;
      pending.delete(save);
      const data = [...new FormData(form), ["save", "1"]];
      last = last.then(() => post(form.getAttribute("action"), data)).then((answer) => {
        tell(Boolean(answer && answer.ok));
        if (lost && !timer) soon(10000);
        return !lost;
      });
      return last;
    };
    const soon = (wait) => {
      clearTimeout(timer);
      timer = setTimeout(save, wait);
      pending.add(save);
    };
    form.addEventListener("change", () => soon(300));
    form.addEventListener("input", () => soon(2000));
    form.addEventListener("submit", (e) => {
      const alone = navigator.onLine === false && !(navigator.serviceWorker && navigator.serviceWorker.controller);
      if (!lost && !alone) {
        clearTimeout(timer);
        timer = 0;
        pending.delete(save);
        return;
      }
      // A page that the browser cannot have would take the answers along.
      e.preventDefault();
      save().then((kept) => (kept ? form.requestSubmit() : line.scrollIntoView({ block: "nearest" })));
    });
    addEventListener("online", () => lost && save());
    addEventListener("beforeunload", (e) => lost && !over && e.preventDefault());
    addEventListener("pagehide", () => timer && save());
  }

  // A link takes along what was answered a moment before: the page it leads to, the same in the other language above all,
  // shows it.
  document.addEventListener("click", (e) => {
    const link = e.target.closest("a[href]");
    if (!link || !pending.size || e.defaultPrevented || e.button || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey) return;
    if (link.target || link.hasAttribute("download") || link.origin !== location.origin || link.pathname === location.pathname) return;
    e.preventDefault();
    const wait = new Promise((done) => setTimeout(done, 2000));
    Promise.race([Promise.all([...pending].map((save) => save())), wait]).then(() => location.assign(link.href));
  });

  // The time of an attempt: it runs, says politely when little is left, and when it is over what was answered is kept and
  // marked. How much was left is the server's word; the clock of this device only measures what passed since.
  const clock = document.querySelector("[data-clock]");
  if (clock) {
    const end = Date.now() + Number(clock.dataset.clock);
    const part = (name) => clock.querySelector(`[data-clock-${name}]`);
    const said = document.querySelector("[data-clock-say]");
    const left = part("left");
    const lang = document.documentElement.lang;
    const due = part("due");
    const zoned = { hour: "numeric", minute: "2-digit", timeZoneName: "short" };
    due.textContent = new Intl.DateTimeFormat(lang, zoned).format(new Date(due.dateTime));
    const minutes = new Intl.NumberFormat(lang, { style: "unit", unit: "minute", unitDisplay: "long" });
    part("once").hidden = true;
    part("rest").hidden = false;
    const tools = part("tools");
    tools.hidden = false;
    const button = tools.querySelector("button");
    const key = "clock-hidden";
    const show = (on) => {
      clock.classList.toggle("is-hidden", !on);
      button.setAttribute("aria-expanded", String(on));
      button.textContent = on ? button.dataset.hide : button.dataset.show;
    };
    let shown = true;
    try {
      shown = sessionStorage.getItem(key) !== "1";
    } catch {}
    show(shown);
    button.addEventListener("click", () => {
      shown = !shown;
      show(shown);
      try {
        sessionStorage.setItem(key, shown ? "0" : "1");
      } catch {}
    });
    const say = (text) => said.textContent !== text && (said.textContent = text);
    const began = Number(clock.dataset.clock);
    const tick = () => {
      const rest = end - Date.now();
      left.textContent = rest < 60000 ? left.dataset.last : minutes.format(Math.ceil(rest / 60000));
      if (rest <= 0) {
        clearInterval(running);
        say(said.dataset.over);
        over = true;
        for (const save of [...pending]) save();
        last.then(() => part("end").submit());
      } else if (rest <= 60000 && began > 60000) say(said.dataset.one);
      else if (rest <= 300000 && began > 300000) say(said.dataset.five);
    };
    const running = setInterval(tick, 1000);
    tick();
  }

  // Passages that were on the screen for a moment.
  const passage = /^[a-hjkmnp-z][a-hjkmnp-z2-9]{5}$/;
  const seen = new Set();
  let told = 0;
  let at = "";
  if (!("IntersectionObserver" in window)) return;
  const watch = new IntersectionObserver(
    (entries) => {
      for (const e of entries) {
        clearTimeout(e.target.waiting);
        if (e.isIntersecting) {
          e.target.waiting = setTimeout(() => {
            seen.add(e.target.id);
            at = e.target.id;
            watch.unobserve(e.target);
          }, 1000);
        }
      }
    },
    { threshold: 0.5 },
  );
  for (const e of document.querySelectorAll("main [id]")) if (passage.test(e.id)) watch.observe(e);
  const tell = () => {
    if (seen.size === told) return;
    told = seen.size;
    post("/progress", { page: location.pathname, seen: [...seen].join(" "), at }, true);
  };
  setInterval(tell, 15000);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && tell());
  addEventListener("pagehide", tell);
})();
