// Beside a call: completions from the directory and earlier callers, whose number it is, and who called last.
(() => {
  const form = document.querySelector('form.entry[data-collection="phone-record"]');
  const number = form && form.elements.callerPhone;
  if (!number) return;
  const beside = document.getElementById('beside');
  let last = null, timer = 0, composing = false;
  const set = (name, value, isOver) => {
    const field = form.elements[name];
    if (!field || !value || (field.value && !isOver)) return;
    field.value = value; field.dispatchEvent(new Event('input', { bubbles: true }));
  };
  const list = (id, values) => {
    const options = document.createElement('datalist');
    options.id = id;
    values.forEach(([value, label]) => { const option = document.createElement('option'); option.value = value; option.label = label; options.append(option); });
    document.body.append(options);
  };
  const distinct = (rows, value, label) => [...new Map(rows.filter((r) => r[value]).map((r) => [r[value], label(r)])).entries()];
  fetch('/callers.json', { redirect: 'manual' }).then((answer) => answer.ok ? answer.json() : null).then((known) => {
    if (!known) return;
    last = known.last;
    const words = (...parts) => parts.filter(Boolean).join(' ');
    list('numbers', distinct(known.callers, 'phone', (r) => words(r.unit, r.post, r.name)));
    list('callers', distinct(known.callers, 'name', (r) => words(r.unit, r.post, r.phone)));
    list('callerUnits', distinct(known.callers, 'unit', () => ''));
  }).catch(() => {});
  const look = async () => {
    if (!beside) return;
    try {
      const answer = await fetch('/beside/phone?' + new URLSearchParams({ number: number.value }), { redirect: 'manual', signal: AbortSignal.timeout(4000) });
      if (answer.ok) { beside.innerHTML = await answer.text(); offer(); }
    } catch { /* The form goes on without it. */ }
  };
  const fill = (from) => { set('callerName', from.name); set('callerUnit', from.unit); set('callerPost', from.post); };
  const offer = () => beside.querySelectorAll('button[data-fill]').forEach((button) => {
    button.hidden = false;
    button.addEventListener('click', () => { fill(button.dataset); form.elements.matter.focus(); });
  });
  const again = () => { if (last) { set('callerPhone', last.phone, true); set('callerName', last.name, true); set('callerUnit', last.unit, true); set('callerPost', last.post, true); look(); } };
  number.addEventListener('compositionstart', () => { composing = true; });
  number.addEventListener('compositionend', () => { composing = false; });
  number.addEventListener('input', () => { clearTimeout(timer); if (!composing) timer = setTimeout(look, 250); });
  document.addEventListener('keydown', (e) => {
    if (e.isComposing || e.keyCode === 229 || e.altKey || e.ctrlKey || e.metaKey) return;
    if (e.key === 'F2') { e.preventDefault(); again(); }
    const button = beside && e.key === 'F4' && beside.querySelector('button[data-fill]');
    if (button) { e.preventDefault(); button.click(); }
  });
  document.querySelectorAll('a[data-last]').forEach((link) => link.addEventListener('click', (e) => { if (last) { e.preventDefault(); again(); form.elements.matter.focus(); } }));
  if (beside) offer();
})();
