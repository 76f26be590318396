// What pages do beyond plain HTML: change in place what a form or a link asks for, follow what is at work, open dialogs. Everything works without it, too.
(() => {
  "use strict";
  const status = document.getElementById("status");
  let last = 0;

  // Fetches a page and puts its region of the same id in place of ours. The newest request wins.
  async function swap(region, address, options) {
    const turn = ++last;
    region.setAttribute("aria-busy", "true");
    region.classList.add("busy");
    try {
      const answer = await fetch(address, { credentials: "same-origin", headers: { "X-In-Place": "1" }, ...options });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const next = page.getElementById(region.id);
      if (turn !== last) return null;
      if (!next) {
        // Another page, such as one that says what went wrong or asks to sign in.
        if (!options || !options.method) location.assign(address);
        else document.getElementById("main").replaceChildren(...page.getElementById("main").childNodes);
        return null;
      }
      note(page);
      const focused = document.activeElement && region.contains(document.activeElement) ? document.activeElement.id : null;
      region.replaceWith(next);
      if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
      arrive(next);
      const said = next.querySelector("[data-say]");
      if (said && status) status.textContent = said.dataset.say;
      return answer.url;
    } catch {
      region.classList.remove("busy");
      region.removeAttribute("aria-busy");
      return null;
    }
  }

  // What is said at fields outside of the region: errors and their marks.
  function note(page) {
    for (const ours of document.querySelectorAll("[data-note]")) {
      const theirs = page.getElementById(ours.id);
      if (theirs) ours.textContent = theirs.textContent;
    }
    for (const ours of document.querySelectorAll("[aria-describedby]")) {
      const invalid = page.getElementById(ours.id)?.getAttribute("aria-invalid");
      if (invalid) ours.setAttribute("aria-invalid", invalid);
      else ours.removeAttribute("aria-invalid");
    }
  }

  function addressOf(form) {
    const address = new URL(form.action, location.href);
    const values = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value !== "" && typeof value === "string") values.append(name, value);
    address.search = values.toString();
    return address;
  }

  // <form data-live="region">: sent when a value changes, its answer's region put in place. A GET form's address becomes the page's own.
  function live(form) {
    const send = async () => {
      const region = document.getElementById(form.dataset.live);
      if (!region) return;
      if (form.method === "post") {
        await swap(region, form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
      } else {
        const address = addressOf(form);
        if (await swap(region, address)) history.replaceState(null, "", address);
      }
    };
    let wait = 0;
    form.addEventListener("input", event => {
      clearTimeout(wait);
      wait = setTimeout(send, event.target.matches("select, input[type=radio], input[type=checkbox]") ? 0 : 350);
    });
    form.addEventListener("submit", event => {
      if (event.submitter && event.submitter.hasAttribute("data-plain")) return;
      event.preventDefault();
      clearTimeout(wait);
      send();
    });
  }

  // <a data-swap="region">: sorting and paging without a new page.
  function follow(link) {
    link.addEventListener("click", async event => {
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
      const region = document.getElementById(link.dataset.swap);
      if (!region) return;
      event.preventDefault();
      if (await swap(region, link.href)) {
        history.replaceState(null, "", link.href);
        document.getElementById(link.dataset.swap)?.scrollIntoView({ block: "start" });
      }
    });
  }

  // <section id data-poll="1000">: looked at again until an answer comes without the attribute.
  function poll(region) {
    setTimeout(() => {
      if (!document.getElementById(region.id)?.isSameNode(region)) return;
      if (document.hidden || region.contains(document.activeElement) || document.querySelector("dialog[open]")) poll(region);
      else swap(region, location.href).then(done => { if (!done) setTimeout(() => poll(region), 5000); });
    }, Number(region.dataset.poll));
  }

  function arrive(root) {
    const all = selector => [...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)];
    all("form[data-live]").forEach(live);
    all("a[data-swap]").forEach(follow);
    all("[data-poll]").forEach(poll);
    all("[data-opens]").forEach(button => button.addEventListener("click", () => document.getElementById(button.dataset.opens)?.showModal()));
    all("[data-closes]").forEach(button => button.addEventListener("click", () => button.closest("dialog")?.close()));
    all("[data-print]").forEach(button => button.addEventListener("click", () => window.print()));
    all("[data-only-with-script]").forEach(each => each.removeAttribute("hidden"));
    all("[data-only-without-script]").forEach(each => each.setAttribute("hidden", ""));
    document.dispatchEvent(new CustomEvent("arrived", { detail: root }));
  }

  window.clientele = { arrive, swap };
  arrive(document);
})();
