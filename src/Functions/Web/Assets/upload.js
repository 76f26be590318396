// Sends a file of any size straight to storage: in blocks, a few at once, each tried again where the line breaks, and only those that are not there yet.
(() => {
  "use strict";
  const form = document.querySelector("form[data-upload]");
  if (!form) return;
  const input = document.getElementById("file");
  const area = document.getElementById("sending");
  const text = document.getElementById("sending-text");
  const bar = document.getElementById("sending-progress");
  const again = document.getElementById("sending-again");
  const cancel = document.getElementById("sending-cancel");
  const atOnce = 3, tries = 6;
  let current = null;

  // What was begun and not finished, by file: it can be gone on with after a break. No address and no content is kept.
  const remembered = {
    key: file => "clientele.upload." + [file.name, file.size, file.lastModified].join("|"),
    get: file => { try { return localStorage.getItem(remembered.key(file)); } catch { return null; } },
    set: (file, id) => { try { localStorage.setItem(remembered.key(file), id); } catch { /* without it a break starts over */ } },
    drop: file => { try { localStorage.removeItem(remembered.key(file)); } catch { /* the same */ } },
  };

  const say = (name, detail) => { text.textContent = (form.dataset["text" + name] || name) + (detail ? " " + detail : ""); };
  const percent = share => new Intl.NumberFormat(document.documentElement.lang, { style: "percent" }).format(share);
  const pause = ms => new Promise(done => setTimeout(done, ms));

  async function ask(path, values) {
    const body = new URLSearchParams({ ...values, __RequestVerificationToken: form.elements.__RequestVerificationToken.value });
    const answer = await fetch(path, { method: "POST", credentials: "same-origin", body });
    const json = answer.headers.get("content-type")?.includes("json") ? await answer.json() : {};
    if (!answer.ok) throw Object.assign(new Error(json.detail || ""), { status: answer.status, reason: json.title });
    return json;
  }

  const of = file => ({ name: file.name, length: file.size });

  async function session(file) {
    const known = remembered.get(file);
    if (known) {
      try {
        return { ...await ask(`/uploads/${known}/resume`, of(file)), resumed: true };
      } catch (error) {
        if (error.status !== 404 && error.status !== 400) throw error;
      }
    }
    const begun = await ask("/uploads/begin", of(file));
    remembered.set(file, begun.id);
    return begun;
  }

  // One block; fetch tells nothing of what has left, so the older request is used.
  function put(work, block) {
    const { file, session } = work;
    const start = block * session.blockBytes;
    const piece = file.slice(start, Math.min(start + session.blockBytes, file.size));
    return new Promise((done, fail) => {
      const request = new XMLHttpRequest();
      request.open("PUT", `${session.address}&comp=block&blockid=${encodeURIComponent(btoa(String(block).padStart(6, "0")))}`);
      request.setRequestHeader("x-ms-version", "2021-12-02");
      request.upload.onprogress = event => { work.under.set(block, event.loaded); show(work); };
      request.onload = () => request.status === 201 ? done(piece.size) : fail(Object.assign(new Error(), { status: request.status }));
      request.onerror = () => fail(Object.assign(new Error(), { status: 0 }));
      request.onabort = () => fail(Object.assign(new Error(), { aborted: true }));
      work.requests.add(request);
      request.onloadend = () => work.requests.delete(request);
      request.send(piece);
    });
  }

  async function send(work, block) {
    for (let attempt = 1; ; attempt++) {
      try {
        const bytes = await put(work, block);
        work.under.delete(block);
        work.sent += bytes;
        show(work);
        return;
      } catch (error) {
        work.under.delete(block);
        if (error.aborted || work.stopped || attempt === tries) throw error;
        // The address has expired: another one for the same upload.
        if (error.status === 403) work.session.address = (await ask(`/uploads/${work.session.id}/resume`, of(work.file))).address;
        await pause(300 * 2 ** attempt);
      }
    }
  }

  function show(work) {
    const sent = work.sent + [...work.under.values()].reduce((sum, bytes) => sum + bytes, 0);
    bar.value = Math.floor(1000 * Math.min(1, sent / work.file.size));
    const shown = percent(Math.min(1, sent / work.file.size));
    if (work.shown !== shown) say("Sending", `${work.file.name} · ${work.shown = shown}`);
  }

  const bytesOf = (session, file, block) => Math.min(session.blockBytes, file.size - block * session.blockBytes);

  async function upload(file) {
    const work = current = { file, sent: 0, under: new Map(), requests: new Set(), stopped: false };
    area.hidden = false;
    again.hidden = true;
    bar.value = 0;
    say("Sending", file.name);
    try {
      work.session = await session(file);
      let missing = Array.from({ length: work.session.blockCount }, (_, i) => i).filter(block => !work.session.blocksThere.includes(block));
      work.sent = work.session.blocksThere.reduce((sum, block) => sum + bytesOf(work.session, file, block), 0);
      if (work.session.resumed && work.sent > 0) say("Resumed", file.name);
      for (;;) {
        const queue = missing.slice();
        await Promise.all(Array.from({ length: Math.min(atOnce, queue.length) }, async () => { while (queue.length && !work.stopped) await send(work, queue.shift()); }));
        if (work.stopped) return;
        say("Checking", file.name);
        const commit = await ask(`/uploads/${work.session.id}/commit`, of(file));
        if (commit.isComplete) {
          remembered.drop(file);
          location.assign(commit.next);
          return;
        }
        missing = commit.missingBlocks;
      }
    } catch (error) {
      if (work.stopped) return;
      work.stopped = true;
      work.requests.forEach(request => request.abort());
      say(error.status === 400 ? (form.dataset["text" + (error.reason || "")] ? error.reason : "Refused") : "Broken");
      again.hidden = error.status === 400;
    }
  }

  async function stop() {
    const work = current;
    if (!work) return;
    work.stopped = true;
    work.requests.forEach(request => request.abort());
    area.hidden = true;
    input.value = "";
    remembered.drop(work.file);
    if (work.session) await ask(`/uploads/new/${work.session.id}/discard`, {}).catch(() => {});
    input.focus();
  }

  const take = files => {
    if (!files.length) return;
    const wrong = files.length > 1 ? "One" : files[0].size === 0 ? "Empty" : null;
    if (wrong) {
      area.hidden = false;
      again.hidden = true;
      say(wrong);
      return;
    }
    if (current && !current.stopped) current.stopped = true;
    upload(files[0]);
  };

  input.addEventListener("change", () => take(input.files));
  again.addEventListener("click", () => current && upload(current.file));
  cancel.addEventListener("click", stop);
  for (const name of ["dragenter", "dragover"]) form.addEventListener(name, event => { event.preventDefault(); form.classList.add("over"); });
  for (const name of ["dragleave", "drop"]) form.addEventListener(name, () => form.classList.remove("over"));
  form.addEventListener("drop", event => { event.preventDefault(); take(event.dataTransfer.files); });
  form.addEventListener("submit", event => event.preventDefault());
})();
