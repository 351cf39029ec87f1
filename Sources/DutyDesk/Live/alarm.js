// What this page hears of its desk: the line, the alarms with their sound, what changed; and that it hears nothing.
(() => {
  const body = document.body;
  const byId = (id) => document.getElementById(id);
  const net = byId('net'), lost = byId('lost'), locked = byId('locked'), bar = byId('alarms'), sound = byId('sound'), icon = byId('icon');
  const title = document.title, language = document.documentElement.lang.slice(0, 2);
  const silenceMax = 8000;
  let spoke = Date.now(), unheard = 0;

  // The sound: two tones, made here. A browser keeps silent until somebody has touched the page; then the words say so.
  let audio = null, waiting = null;
  const isSilent = () => !audio || audio.state !== 'running';
  const sayWhetherSilent = () => { if (sound) sound.hidden = !isSilent(); };
  const wake = () => {
    try { audio = audio || new AudioContext(); } catch { return; }
    audio.resume().then(() => { sayWhetherSilent(); if (waiting) { ring(waiting); waiting = null; } }, () => {});
  };
  const ring = (priority) => {
    if (isSilent()) { waiting = priority; wake(); return; }
    const strokes = { urgent: 8, high: 4, normal: 2 }[priority] || 2;
    for (let i = 0; i < strokes; i += 1) {
      const tone = audio.createOscillator(), volume = audio.createGain(), at = audio.currentTime + i * 0.45;
      tone.frequency.value = i % 2 ? 660 : 880;
      volume.gain.setValueAtTime(0.0001, at);
      volume.gain.exponentialRampToValueAtTime(0.4, at + 0.03);
      volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.4);
      tone.connect(volume).connect(audio.destination);
      tone.start(at); tone.stop(at + 0.42);
    }
    body.dataset.rang = String(Number(body.dataset.rang || 0) + 1);
  };
  ['keydown', 'pointerdown'].forEach((kind) => document.addEventListener(kind, () => { if (isSilent()) wake(); }));
  // Of several pages one sounds: that which holds the lock.
  const ringOnce = (priority, stroke) => {
    const once = () => {
      if (localStorage.getItem('zhishou-stroke') === stroke) return;
      localStorage.setItem('zhishou-stroke', stroke);
      ring(priority);
    };
    if (navigator.locks) navigator.locks.request('zhishou-bell', once); else once();
  };

  const mark = () => {
    document.title = (unheard ? '(' + unheard + ') ' : '') + title;
    if (icon) icon.href = '/badge/' + unheard;
  };
  // What waits for a person, beside the place where it is seen.
  const count = (waits) => Object.entries(waits).forEach(([path, number]) => {
    const link = document.querySelector('header nav a[href="' + CSS.escape(path) + '"]');
    if (!link) return;
    const known = link.querySelector('.count');
    if (known && number) known.textContent = number;
    else if (known) known.remove();
    else if (number) {
      const mark = document.createElement('b');
      mark.className = 'count';
      mark.textContent = number;
      link.insertBefore(mark, link.querySelector('kbd')).after(' ');
    }
  });
  const isTyping = (part) => part.contains(document.activeElement) && /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
  const isTyped = (field) => field.type === 'hidden' ? false
    : /^(checkbox|radio)$/.test(field.type) ? field.checked !== field.defaultChecked
      : field.options ? [...field.options].some((option) => option.selected !== option.defaultSelected)
        : field.value !== field.defaultValue;
  // Takes what somebody typed and left into the renewed part; false where a field of it is gone.
  const carry = (part, next) => [...part.querySelectorAll('input, textarea, select')].filter(isTyped).every((field) => {
    const same = field.id && next.querySelector('#' + CSS.escape(field.id));
    if (same) { same.value = field.value; same.checked = field.checked; }
    return Boolean(same);
  });
  // Renews the parts of this page that say so, and leaves alone what somebody is typing in.
  let renewing = false, again = false;
  const renew = async () => {
    const parts = [...document.querySelectorAll('[data-live]')];
    if (!parts.length || document.hidden) { again = parts.length > 0; return; }
    if (renewing) { again = true; return; }
    renewing = true; again = false;
    try {
      const answer = await fetch(location.pathname + location.search, { headers: { 'X-Zhishou-Live': '1' }, cache: 'no-store', signal: AbortSignal.timeout(8000) });
      if (answer.ok && !answer.redirected) {
        const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
        parts.forEach((part) => {
          const next = fresh.getElementById(part.id);
          if (!next || isTyping(part) || next.innerHTML === part.innerHTML || !carry(part, next)) return;
          const held = part.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
          part.replaceChildren(...next.childNodes);
          if (held) { const same = part.querySelector('[href="' + CSS.escape(held) + '"]'); if (same) same.focus(); }
          part.dispatchEvent(new CustomEvent('renewed', { bubbles: true }));
        });
      }
    } catch { /* the silence says it */ }
    renewing = false;
    if (again) renew();
  };

  const hear = (name, data) => {
    if (name === 'broken') return;
    spoke = Date.now();
    if (lost) lost.hidden = true;
    body.classList.remove('stale');
    if (name === 'line' && net) { const html = JSON.parse(data); if (net.innerHTML !== html) net.innerHTML = html; }
    if (name === 'changed') renew();
    if (name === 'news' && bar) {
      const news = JSON.parse(data);
      if (!bar.contains(document.activeElement)) bar.innerHTML = news.html;
      unheard = news.unheard;
      count(news.waits);
      mark();
      if (news.stroke && localStorage.getItem('zhishou-stroke') !== news.stroke) ringOnce(news.priority, news.stroke);
      renew();
    }
    if (name === 'over') {
      if (bar) bar.textContent = '';
      if (!document.querySelector('form[data-draft]')) location.href = '/sign-in?next=' + encodeURIComponent(location.pathname + location.search);
      else if (locked) locked.hidden = false;
    }
  };

  if (window.SharedWorker) {
    const worker = new SharedWorker('/live.js', language);
    worker.port.onmessage = (m) => hear(m.data[0], m.data[1]);
    worker.port.start();
    window.addEventListener('pagehide', () => worker.port.postMessage('bye'));
    window.addEventListener('pageshow', (e) => { if (e.persisted) location.reload(); });
  } else {
    const source = new EventSource('/live?lang=' + language);
    ['line', 'news', 'changed', 'over'].forEach((name) => source.addEventListener(name, (e) => hear(name, e.data)));
  }
  const check = () => {
    if (Date.now() - spoke <= silenceMax) return;
    if (lost) lost.hidden = false;
    body.classList.add('stale');
  };
  setInterval(check, 1000);
  document.addEventListener('visibilitychange', () => { check(); if (!document.hidden && again) renew(); });
  if (sound) { wake(); sayWhetherSilent(); }
})();
