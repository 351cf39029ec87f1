// A page of figures that move renews them by itself; what a person is doing on it is left alone.
(() => {
  const figures = document.querySelector('[data-renew]');
  if (!figures) return;
  setInterval(async () => {
    try {
      const answer = await fetch(location.href, { cache: 'no-store', signal: AbortSignal.timeout(4000) });
      if (!answer.ok) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-renew]');
      if (fresh) figures.replaceChildren(...fresh.childNodes);
    } catch { /* The line above says so. */ }
  }, 3000);
})();
