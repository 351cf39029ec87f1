// The one connection of a browser to its desk, shared by all of its pages: a browser opens few to one address, and an
// officer has many pages open. It is opened anew when a page asks and when it broke. Its name is the pages' language.
(() => {
  const ports = new Set();
  let source = null;
  const tell = (name, data) => ports.forEach((port) => port.postMessage([name, data]));
  const open = () => {
    if (source) source.close();
    source = new EventSource('/live?lang=' + self.name);
    ['line', 'news', 'changed', 'over'].forEach((name) => source.addEventListener(name, (e) => tell(name, e.data)));
    source.onerror = () => { tell('broken', ''); if (source.readyState === EventSource.CLOSED) setTimeout(open, 2000); };
  };
  self.onconnect = (e) => {
    const port = e.ports[0];
    ports.add(port);
    port.onmessage = (m) => { if (m.data === 'bye') ports.delete(port); };
    // A page that has just come may be of another person or in another language.
    open();
  };
})();
