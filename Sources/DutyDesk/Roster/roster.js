// The roster by drag and by keys. Every act is one form that the page carries; without this script each shift's own page
// has the same acts.
(() => {
  const grid = document.getElementById('roster'), form = document.getElementById('roster-act');
  if (!grid || !form) return;
  const says = document.getElementById('roster-says');
  let held = null;
  const id = (slot) => slot.pathname.split('/').pop();
  const send = (fields) => {
    if (form.dataset.sent) return;
    form.dataset.sent = '1';
    for (const [name, value] of Object.entries(fields)) form.elements[name].value = value;
    form.requestSubmit();
  };
  window.addEventListener('pageshow', () => { delete form.dataset.sent; });
  const drop = (one, target) => {
    const other = target.closest('a.slot'), day = target.closest('td[data-day]');
    if (!day || one === other) return;
    const common = { one: id(one), was: one.dataset.was, start: one.dataset.start };
    const isPair = other && other.classList.contains('lead') === one.classList.contains('lead');
    if (isPair) send({ ...common, act: 'exchange', other: id(other), otherWas: other.dataset.was });
    else if (day !== one.closest('td')) send({ ...common, act: 'move', day: day.dataset.day });
  };
  const hold = (slot) => {
    if (held) held.classList.remove('cut');
    held = slot;
    if (held) held.classList.add('cut');
    says.textContent = held ? says.dataset.cut + held.textContent.trim() + ' ' + held.closest('td').dataset.day + says.dataset.help : '';
  };

  grid.addEventListener('dragstart', (e) => {
    const slot = e.target.closest && e.target.closest('a.slot[draggable]');
    if (!slot) return;
    hold(slot); e.dataTransfer.effectAllowed = 'move'; e.dataTransfer.setData('text/plain', id(slot));
  });
  const over = (target) => {
    grid.querySelectorAll('.over').forEach((n) => n.classList.remove('over'));
    const place = target && (target.closest('a.slot') || target.closest('td[data-day]'));
    if (place && place !== held) place.classList.add('over');
  };
  grid.addEventListener('dragover', (e) => { if (held && e.target.closest('td[data-day]')) { e.preventDefault(); over(e.target); } });
  grid.addEventListener('drop', (e) => { if (!held) return; e.preventDefault(); const slot = held; hold(null); over(null); drop(slot, e.target); });
  grid.addEventListener('dragend', () => { hold(null); over(null); });

  // Left and right go by days, up and down through a day and then by weeks.
  const days = [...grid.querySelectorAll('td[data-day]')];
  const stops = (day) => [...day.querySelectorAll('input[type=checkbox], a.slot')];
  const step = (from, by) => {
    const here = from.closest('td[data-day]'), own = stops(here), place = own.indexOf(from);
    if (Math.abs(by) === 7) {
      const next = own[place + Math.sign(by)];
      if (next) return next;
    }
    const day = days[days.indexOf(here) + by];
    if (!day) return from;
    const all = stops(day);
    return Math.abs(by) === 1 ? all[Math.min(place, all.length - 1)] : by > 0 ? all[0] : all[all.length - 1];
  };
  const here = days.find((day) => '#' + day.id === location.hash);
  if (here) stops(here).pop().focus({ preventScroll: true });
  const moves = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
  grid.addEventListener('keydown', (e) => {
    if (e.isComposing || e.keyCode === 229 || e.altKey || e.metaKey || e.ctrlKey) return;
    const slot = e.target.closest('a.slot');
    if (moves[e.key]) step(e.target, moves[e.key]).focus();
    else if (e.key === 'x' && slot && slot.draggable) hold(slot);
    else if (e.key === 'v' && held) { const one = held; hold(null); drop(one, e.target); }
    else if (e.key === 'Escape' && held) hold(null);
    else if (e.key === 'Delete' && slot && slot.draggable) send({ act: 'remove', one: id(slot), was: slot.dataset.was });
    else return;
    e.preventDefault(); e.stopPropagation();
  });
})();
