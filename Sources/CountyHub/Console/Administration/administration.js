// A backup or a check that runs is looked at every second, until it has ended; no session is kept alive by that.
(() => {
  const upkeep = document.getElementById('upkeep');
  if (!upkeep) return;
  const look = async () => {
    if (!upkeep.querySelector('[data-running]')) return;
    try {
      const answer = await fetch(location.pathname, { headers: { 'X-Zhishou-Live': '1' }, cache: 'no-store', signal: AbortSignal.timeout(4000) });
      if (answer.ok && !answer.redirected) {
        const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('upkeep');
        const open = [...upkeep.querySelectorAll('details')].map((one) => one.open);
        if (fresh) upkeep.replaceChildren(...fresh.childNodes);
        upkeep.querySelectorAll('details').forEach((one, place) => { one.open = open[place]; });
      }
    } catch { /* The line above says so. */ }
    setTimeout(look, 1000);
  };
  setTimeout(look, 500);
})();
