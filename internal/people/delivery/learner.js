// What a learner does is kept as it is done. Without this script the buttons of the
// forms do it.
(() => {
  const post = (address, data, beacon) => {
    const body = new URLSearchParams(data);
    if (beacon && navigator.sendBeacon) return void navigator.sendBeacon(address, body);
    return fetch(address, { method: "POST", body, keepalive: true, credentials: "same-origin" }).catch(() => {});
  };

  // Answers, a moment after they were given: one request at a time, so that the
  // first one can make the device known before the next is sent.
  let last = Promise.resolve();
  for (const form of document.querySelectorAll("form.quiz[action]")) {
    if (!form.getAttribute("action")) continue;
    let timer = 0;
    const save = () => {
      timer = 0;
      const data = [...new FormData(form), ["save", "1"]];
      last = last.then(() => post(form.getAttribute("action"), data));
    };
    const soon = (wait) => {
      clearTimeout(timer);
      timer = setTimeout(save, wait);
    };
    form.addEventListener("change", () => soon(300));
    form.addEventListener("input", () => soon(2000));
    form.addEventListener("submit", () => clearTimeout(timer));
    addEventListener("pagehide", () => timer && save());
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
