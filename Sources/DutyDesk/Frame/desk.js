// Keys and forms. No key acts while an input method is composing (isComposing, and key code 229 of older engines).
(() => {
  const busy = (t) => t && (t.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(t.tagName));
  document.addEventListener('keydown', (e) => {
    if (e.isComposing || e.keyCode === 229 || e.altKey || e.metaKey) return;
    if (e.ctrlKey && e.key === 'Enter') { const f = (e.target.closest && e.target.closest('form.entry')) || document.querySelector('form[data-draft]'); if (f) { e.preventDefault(); f.requestSubmit(); } return; }
    if (e.ctrlKey || busy(e.target)) return;
    const link = document.querySelector('[data-key="' + CSS.escape(e.key) + '"]');
    if (link) { e.preventDefault(); link.click(); }
  });
  document.querySelectorAll('form.entry').forEach((form) => form.addEventListener('submit', (e) => {
    if (form.dataset.sent) { e.preventDefault(); return; }
    form.dataset.sent = '1';
  }));
  window.addEventListener('pageshow', () => document.querySelectorAll('form.entry').forEach((f) => { delete f.dataset.sent; }));
})();
