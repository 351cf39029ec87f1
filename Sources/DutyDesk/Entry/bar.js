// The command bar: what one means is typed, found as one types, and opened by Enter. Without it the page /go does the same.
(() => {
  const link = document.querySelector('a[href="/go"]');
  if (!link || !window.HTMLDialogElement) return;
  let dialog, field, list, none, known, shown = [], at = 0;
  const element = (name, attributes) => { const made = document.createElement(name); Object.entries(attributes).forEach(([k, v]) => made.setAttribute(k, v)); return made; };
  const build = () => {
    dialog = element('dialog', { class: 'bar', 'aria-label': known.title });
    field = element('input', { role: 'combobox', 'aria-expanded': 'true', 'aria-controls': 'bar-list', 'aria-autocomplete': 'list', 'aria-label': known.hint, placeholder: known.hint, autocomplete: 'off', spellcheck: 'false' });
    list = element('ul', { id: 'bar-list', role: 'listbox', 'aria-label': known.title });
    none = element('p', { class: 'soft', role: 'status' });
    dialog.append(field, list, none); document.body.append(dialog);
    field.addEventListener('input', (e) => { if (!e.isComposing) { at = 0; draw(); } });
    field.addEventListener('compositionend', () => { at = 0; draw(); });
    dialog.addEventListener('keydown', (e) => {
      e.stopPropagation();
      if (e.isComposing || e.keyCode === 229) return;
      if (e.key === 'ArrowDown' || e.key === 'ArrowUp') { e.preventDefault(); at = (at + (e.key === 'ArrowDown' ? 1 : shown.length - 1)) % Math.max(1, shown.length); draw(); }
      if (e.key === 'Enter' && shown[at]) { e.preventDefault(); open(shown[at].path); }
    });
    dialog.addEventListener('click', (e) => { if (e.target === dialog) dialog.close(); });
  };
  const open = (path) => { dialog.close(); location.href = path; };
  const score = (item, typed) => item.key === typed ? 0 : item.text.toLowerCase().startsWith(typed) ? 1 : item.words.split(' ').some((w) => w.startsWith(typed)) ? 2 : 3;
  const draw = () => {
    const typed = field.value.trim().toLowerCase(), words = typed.split(/\s+/).filter(Boolean);
    shown = known.items.filter((item) => words.every((w) => item.words.includes(w)));
    if (typed) shown = shown.map((item, i) => [score(item, typed), i, item]).sort((a, b) => a[0] - b[0] || a[1] - b[1]).map((row) => row[2]);
    shown = shown.slice(0, 12);
    if (typed) shown.push({ kind: '', text: known.search + field.value.trim(), more: '', key: '', path: '/search?' + new URLSearchParams({ q: field.value.trim() }) });
    list.replaceChildren(...shown.map((item, i) => {
      const row = element('li', { id: 'bar-' + i, role: 'option', 'aria-selected': String(i === at) });
      const part = (name, text, style) => { if (!text) return; const made = element(name, style ? { class: style } : {}); made.textContent = text; row.append(made); };
      part('span', item.kind, 'soft'); part('b', item.text); part('span', item.more, 'n'); part('kbd', item.key);
      row.addEventListener('click', () => open(item.path));
      return row;
    }));
    none.textContent = shown.length > (typed ? 1 : 0) ? '' : known.none;
    field.setAttribute('aria-activedescendant', shown[at] ? 'bar-' + at : '');
    const row = list.children[at]; if (row) row.scrollIntoView({ block: 'nearest' });
  };
  let isOpening = false;
  link.addEventListener('click', async (e) => {
    e.preventDefault();
    if (isOpening || (dialog && dialog.open)) return;
    isOpening = true;
    try {
      const answer = await fetch('/bar.json', { cache: 'no-store', redirect: 'manual', signal: AbortSignal.timeout(4000) });
      if (!answer.ok) { location.href = '/go'; return; }
      known = await answer.json();
      if (!dialog) build();
      field.value = ''; at = 0; draw(); dialog.showModal(); field.focus();
    } catch { location.href = '/go'; } finally { isOpening = false; }
  });
})();
