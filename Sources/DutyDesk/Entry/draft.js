// Drafts: on disk within two seconds of a keystroke, through a lapsed sign-in and a program that does not answer.
// Nothing is sent while an input method is composing, and nothing of what is marked 密 stays in the browser.
(() => {
  const prefix = 'zhishou-draft ';
  const mine = async () => {
    const answer = await fetch('/drafts.json', { cache: 'no-store', redirect: 'manual', signal: AbortSignal.timeout(4000) });
    return answer.ok ? answer.json() : null;
  };
  // What an earlier sign-in of the same person left in this window.
  const takeBack = async () => {
    const keys = Object.keys(sessionStorage).filter((key) => key.startsWith(prefix));
    if (!keys.length) return;
    const me = await mine().catch(() => null);
    if (!me) return;
    for (const key of keys) {
      const left = JSON.parse(sessionStorage.getItem(key));
      if (left.person !== me.person || left.id === (form && form.dataset.id)) continue;
      const body = new URLSearchParams(left.body);
      body.set('token', me.token);
      const answer = await fetch(left.path, { method: 'POST', body, redirect: 'manual' }).catch(() => null);
      if (!answer || !answer.ok) continue;
      sessionStorage.removeItem(key);
      if (await answer.text() !== 'kept') continue;
      const note = document.createElement('p'), link = document.createElement('a');
      note.className = 'notice'; note.setAttribute('role', 'status'); note.textContent = me.taken;
      link.href = left.resume; link.textContent = left.title || left.resume;
      note.append(link); document.querySelector('main').prepend(note);
    }
  };
  const form = document.querySelector('form.entry[data-draft]');
  takeBack();
  if (!form) return;

  const kept = document.getElementById('draft-kept'), lost = document.getElementById('draft-lost'), changed = document.getElementById('draft-changed');
  const key = prefix + form.dataset.person + ' ' + form.dataset.id;
  let dirty = false, timer = 0, since = 0, isSending = false, composing = false, isOut = false;
  const isSecret = () => form.dataset.secret || (form.elements.channel && form.elements.channel.value === '密');
  // A password is typed anew, never kept.
  const body = () => {
    const typed = new URLSearchParams(new FormData(form));
    form.querySelectorAll('input[type=password]').forEach((f) => typed.delete(f.name));
    return typed;
  };
  const title = () => (document.querySelector('main h2') || {}).textContent || '';
  const keepHere = () => {
    if (isSecret()) { sessionStorage.removeItem(key); return; }
    const held = body(); held.delete('token');
    sessionStorage.setItem(key, JSON.stringify({ person: form.dataset.person, id: form.dataset.id, path: form.dataset.draft, resume: form.dataset.resume, title: title(), body: held.toString() }));
  };
  const out = (word) => { isOut = true; keepHere(); lost.textContent = word; lost.hidden = false; kept.textContent = ''; };
  const renew = async () => {
    const me = await mine();
    if (!me || me.person !== form.dataset.person) return false;
    document.querySelectorAll('input[name=token]').forEach((field) => { field.value = me.token; });
    return true;
  };
  const post = () => fetch(form.dataset.draft, { method: 'POST', body: body(), redirect: 'manual', signal: AbortSignal.timeout(4000) });
  const send = async () => {
    if (composing || isSending || !dirty || form.dataset.sent) return;
    isSending = true; dirty = false; since = 0; clearTimeout(timer);
    try {
      let answer = await post();
      if (!answer.ok && await renew()) answer = await post();
      if (answer.type === 'opaqueredirect' || answer.status === 400) { dirty = true; out(lost.dataset.lapsed); } else {
        if (!answer.ok) throw new Error(answer.status);
        isOut = false; lost.hidden = true; sessionStorage.removeItem(key);
        kept.textContent = await answer.text() === 'kept' ? kept.dataset.word + ' ' + (answer.headers.get('Zhishou-Kept-At') || '') : isSecret() ? kept.dataset.secret : '';
        const missing = answer.headers.get('Zhishou-Missing');
        if (missing !== null) form.dispatchEvent(new CustomEvent('missing', { detail: missing.split(' ').filter(Boolean) }));
        tellChanged((answer.headers.get('Zhishou-Changed') || '').split(' ').filter(Boolean));
      }
    } catch { dirty = true; out(lost.dataset.lost); }
    isSending = false;
    if (dirty && !isOut) wait();
  };
  const tellChanged = (names) => {
    const labels = names.map((n) => { const f = form.querySelector('[data-group="' + CSS.escape(n) + '"]') || form.elements[n]; return f && f.dataset ? f.dataset.label : n; });
    const word = labels.length ? changed.dataset.word + labels.join(document.documentElement.lang === 'en' ? ', ' : '、') + ' ' : '';
    changed.hidden = !word;
    if (!word || changed.dataset.told === word) return;
    changed.dataset.told = word; changed.textContent = word;
    const link = document.createElement('a'); link.href = form.dataset.resume; link.textContent = changed.dataset.look;
    changed.append(link);
  };
  // 800 ms after the last keystroke, and never later than 1.5 s after the first that is not on disk.
  const wait = () => {
    clearTimeout(timer);
    if (!since) since = Date.now();
    timer = setTimeout(send, Math.max(0, Math.min(800, 1500 - (Date.now() - since))));
  };
  form.addEventListener('compositionstart', () => { if (dirty) send(); composing = true; });
  form.addEventListener('compositionend', () => { composing = false; dirty = true; wait(); });
  form.addEventListener('input', () => { dirty = true; if (isOut) keepHere(); if (!composing) wait(); });
  form.addEventListener('submit', () => { clearTimeout(timer); if (isOut) keepHere(); });
  setInterval(() => { if (isOut) send(); }, 3000);
  const flush = () => {
    if (!dirty || composing || form.dataset.sent) return;
    dirty = false;
    if (isOut) keepHere();
    if (!navigator.sendBeacon(form.dataset.draft, body())) keepHere();
  };
  // The next page lists what is on disk: a link waits for that, and not long.
  document.addEventListener('click', (e) => {
    const link = e.target.closest && e.target.closest('a[href]');
    if (!link || !dirty || composing || isOut || e.defaultPrevented || e.ctrlKey || e.shiftKey || e.metaKey || link.target) return;
    e.preventDefault();
    Promise.race([send(), new Promise((done) => { setTimeout(done, 700); })]).then(() => { location.href = link.href; });
  });
  window.addEventListener('pagehide', flush);
  let isFlushed = false;
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') { isFlushed = dirty; flush(); return; }
    // Nobody answered for what was sent on leaving.
    if (isFlushed) { isFlushed = false; dirty = true; wait(); }
  });
})();
