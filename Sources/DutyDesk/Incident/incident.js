// The clocks of the relay count on between renewals, by the hub's time that they came with. They stop with the page:
// body.stale, or a machine that slept, whose own clock then no longer fits the time since they came. The page is not
// loaded anew by itself: somebody may be typing in it.
(() => {
  if (!document.querySelector('.relay')) return;
  const english = document.documentElement.lang === 'en';
  const span = (count) => {
    const parts = [Math.floor(count / 1440), Math.floor(count / 60) % 24, count % 60];
    const names = english ? [' d', ' h', ' min'] : [' 天', ' 小时', ' 分'];
    const from = parts[0] > 0 ? 0 : parts[1] > 0 ? 1 : 2;
    return parts.slice(from, from + 2).map((part, index) => part + names[from + index]).join(' ');
  };
  let known = null, start = 0, wall = 0, began = 0;
  const tick = () => {
    const relay = document.querySelector('.relay');
    if (!relay || document.body.classList.contains('stale')) return;
    if (relay !== known) { known = relay; start = Number(relay.dataset.hubNow); wall = Date.now(); began = performance.now(); }
    const passed = performance.now() - began;
    if (Math.abs(Date.now() - wall - passed) > 60000) { relay.classList.add('asleep'); return; }
    const now = start + passed;
    relay.querySelectorAll('.tick').forEach((mark) => {
      const due = Number(mark.dataset.due), late = now > due;
      const count = late ? Math.ceil((now - due) / 60000) : Math.floor((due - now) / 60000);
      mark.textContent = (late ? relay.dataset.late : relay.dataset.left).replace('{}', span(count));
      const box = mark.closest('.leg, .urgent');
      if (!late || !box || box.classList.contains('late')) return;
      box.classList.add('late');
      const word = box.querySelector('.leg-state b, .mark');
      if (word) word.textContent = word.className === 'mark' ? '▲' : relay.dataset.overdue;
    });
    relay.querySelectorAll('.used-text').forEach((mark) => {
      mark.textContent = relay.dataset.used.replace('{}', span(Math.max(0, Math.floor((now - Number(mark.dataset.start)) / 60000))));
    });
    const from = Number(relay.dataset.axisStart), whole = Math.max(1, Number(relay.dataset.axisEnd) - from);
    const place = (at) => Math.round(Math.min(Math.max(at - from, 0), whole) * 1000 / whole);
    relay.querySelectorAll('svg.bar[data-start]').forEach((bar) => {
      const used = bar.querySelector('.used'), over = bar.querySelector('.over');
      const due = bar.dataset.due ? Number(bar.dataset.due) : now, begin = place(Number(bar.dataset.start));
      if (used) used.setAttribute('width', Math.max(4, place(Math.min(now, due)) - begin));
      if (over) over.setAttribute('width', Math.max(0, place(now) - place(due)));
    });
  };
  tick();
  document.addEventListener('renewed', tick);
  setInterval(tick, 5000);
})();
