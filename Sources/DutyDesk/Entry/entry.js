// Keys within forms, times, and the elements that are missing. No key acts while an input method is composing.
(() => {
  const isComposing = (e) => e.isComposing || e.keyCode === 229;
  // From within a field a key of the frame acts with Alt.
  document.addEventListener('keydown', (e) => {
    if (isComposing(e) || !e.altKey || e.ctrlKey || e.metaKey) return;
    const letter = /^Key([A-Z])$/.exec(e.code), key = letter ? letter[1].toLowerCase() : e.code === 'Slash' ? '/' : '';
    const link = key && document.querySelector('[data-key="' + CSS.escape(key) + '"]');
    if (link) { e.preventDefault(); link.click(); }
  });
  const form = document.querySelector('form.entry[data-draft]');
  if (!form) return;
  const fields = () => [...form.querySelectorAll('input, select, textarea, button:not([type=button])')]
    .filter((f) => f.type !== 'hidden' && f.tabIndex >= 0 && f.offsetParent !== null && (f.type !== 'radio' || f.checked || !group(f).some((r) => r.checked) && group(f)[0] === f));
  const group = (radio) => [...form.querySelectorAll('input[type=radio]')].filter((r) => r.name === radio.name);

  form.addEventListener('keydown', (e) => {
    if (isComposing(e) || e.altKey || e.ctrlKey || e.metaKey) return;
    const field = e.target;
    if (e.key === 'Escape') { field.blur(); return; }
    // Enter goes on; only Ctrl+Enter and the button send.
    if (e.key === 'Enter' && /^(INPUT|SELECT)$/.test(field.tagName)) {
      e.preventDefault();
      const all = fields(), at = all.indexOf(field), next = at < 0 ? null : all[at + 1];
      if (next) next.focus();
    }
    if (field.dataset.moment && (e.key === 'ArrowUp' || e.key === 'ArrowDown')) { e.preventDefault(); step(field, e.key === 'ArrowUp' ? 1 : -1); }
  });
  form.addEventListener('focusin', (e) => { if (e.target.name && e.target.type !== 'hidden' && !e.target.dataset.confirms) form.elements.focus.value = e.target.name; });

  // Times: by the clock that the server told, whatever zone the browser is in.
  const opened = Date.now(), clock = /^(\d+)-(\d+)-(\d+) (\d+):(\d+)$/.exec(form.dataset.clock || '');
  const parts = (t) => Date.UTC(+t[1], +t[2] - 1, +t[3], +(t[4] || 0), +(t[5] || 0));
  const now = () => clock ? parts(clock) + Date.now() - opened : Date.now() + 8 * 3600000;
  const text = (ms, kind) => new Date(ms).toISOString().slice(0, kind === 'time' ? 16 : 10).replace('T', ' ');
  const clear = (field) => { field.classList.remove('wrong'); field.closest('.field').querySelectorAll('.message.typed').forEach((m) => m.remove()); };
  const change = (field, value) => { field.value = value; clear(field); field.dispatchEvent(new Event('input', { bubbles: true })); };
  const step = (field, by) => {
    const t = /^(\d{4})-(\d\d)-(\d\d)(?: (\d\d):(\d\d))?$/.exec(field.value);
    if (!field.value) change(field, text(now(), field.dataset.moment));
    else if (t) change(field, text(parts(t) + by * (t[4] ? 60000 : 86400000), t[4] ? 'time' : 'day'));
  };
  form.querySelectorAll('button[data-now]').forEach((button) => {
    button.hidden = false;
    button.addEventListener('click', () => { const field = form.elements[button.dataset.now]; change(field, text(now(), field.dataset.moment)); field.focus(); });
  });
  form.addEventListener('change', async (e) => {
    const field = e.target;
    if (!field.dataset.moment || !field.value || /^\d{4}-\d\d-\d\d( \d\d:\d\d)?$/.test(field.value)) return;
    const asked = field.value, place = field.closest('.field');
    try {
      const answer = await fetch('/typed-time?' + String(new URLSearchParams({ collection: form.dataset.collection, field: field.name, text: asked })).replaceAll('+', '%20'), { redirect: 'manual', signal: AbortSignal.timeout(4000) });
      const said = await answer.json();
      if (field.value !== asked) return;
      clear(field);
      if (said.value) { change(field, said.value); return; }
      field.classList.add('wrong');
      const message = document.createElement('span');
      message.className = 'message typed'; message.setAttribute('role', 'alert'); message.textContent = said.error;
      place.append(message);
    } catch { /* The server reads it when the form is saved. */ }
  });

  // What was taken over counts once somebody has passed it.
  form.querySelectorAll('[data-confirms]').forEach((box) => {
    box.tabIndex = -1;
    box.addEventListener('change', () => box.closest('.field').classList.toggle('unconfirmed', !box.checked));
  });
  form.addEventListener('focusout', (e) => {
    const box = e.target.name && !e.target.dataset.confirms && form.querySelector('[data-confirms="' + CSS.escape(e.target.name) + '"]');
    if (!box || box.checked || !e.relatedTarget || e.relatedTarget === box || e.relatedTarget.name === e.target.name) return;
    box.checked = true; box.dispatchEvent(new Event('change', { bubbles: true })); box.dispatchEvent(new Event('input', { bubbles: true }));
  });

  // Missing elements: at once by the description, then by the server's word. Read out only when the hand rests.
  const line = document.getElementById('missing'), heard = document.getElementById('missing-heard');
  if (!line || form.elements.record.value) return;
  const owed = [...form.querySelectorAll('[data-need=required], [data-need=element]')];
  const name = (f) => f.dataset.group || f.name;
  const label = (n) => { const f = form.querySelector('[data-group="' + CSS.escape(n) + '"]') || form.elements[n]; return f && f.dataset ? f.dataset.label : ''; };
  const isEmpty = (n) => { const f = form.elements[n]; return !f || !String(f.value).trim(); };
  let excused = new Set(), told = (form.dataset.missing || '').split(' ').filter(Boolean), rest = 0, last = '';
  const show = () => {
    const open = new Set([...owed.map(name).filter((n) => isEmpty(n) && !excused.has(n)), ...told.filter(isEmpty)]);
    const words = [...open].map(label).filter(Boolean);
    const said = words.length ? line.dataset.some + words.join(document.documentElement.lang === 'en' ? ', ' : '、') : line.dataset.none;
    line.textContent = said; line.hidden = false; line.classList.toggle('warn', words.length > 0); line.classList.toggle('good', !words.length);
    clearTimeout(rest);
    rest = setTimeout(() => { if (said !== last) { heard.textContent = said; last = said; } }, 3000);
  };
  form.addEventListener('input', show);
  form.addEventListener('missing', (e) => { told = e.detail; excused = new Set(owed.map(name).filter((n) => isEmpty(n) && !told.includes(n))); show(); });
  excused = new Set(owed.map(name).filter((n) => isEmpty(n) && !told.includes(n)));
  show();
})();
