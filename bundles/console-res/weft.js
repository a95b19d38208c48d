// The WEFT page of the console: sessions as they change, and the screen on demand. All foreign text goes in as text.
(() => {
  const page = document.getElementById('weft');
  const root = page.dataset.root, token = page.dataset.token;
  const rows = document.getElementById('weft-sessions'), status = document.getElementById('weft-status');
  const screen = document.getElementById('weft-screen'), follow = document.getElementById('weft-follow');

  const cell = (text, cls) => {
    const td = document.createElement('td');
    td.textContent = text;
    if (cls) td.className = cls;
    return td;
  };

  async function terminate(session, button) {
    button.disabled = true;
    const answer = await fetch(root + '/weft', { method: 'POST', headers: { 'X-Weft-Token': token, 'Content-Type': 'application/x-www-form-urlencoded' }, body: 'session=' + encodeURIComponent(session) });
    if (!answer.ok) { status.textContent = 'Terminating ' + session + ' failed (' + answer.status + ').'; button.disabled = false; }
  }

  function row(s) {
    const tr = document.createElement('tr');
    tr.append(cell(s.session), cell(s.app), cell(s.reason ? s.state + ' — ' + s.reason : s.state, 'weft-' + s.state), cell(s.touch.join(' · ')),
      cell(s.ready_ms < 0 ? '—' : (s.ready_ms / 1000).toFixed(2) + ' s', 'number'), cell(s.memory_mb < 0 ? '—' : s.memory_mb + ' MB', 'number'), cell(s.contained || '—'), cell(s.pid || '—', 'number'));
    const last = document.createElement('td');
    if (s.state === 'Running' || s.state === 'Starting') {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = 'Terminate';
      button.addEventListener('click', () => terminate(s.session, button));
      last.append(button);
    }
    tr.append(last);
    return tr;
  }

  // What apps may touch: looked up again with every change of the sessions, and after a revocation.
  const grants = document.getElementById('weft-grants');
  const time = ms => ms ? new Date(ms).toLocaleString() : '—';

  async function revoke(app, capability, button) {
    button.disabled = true;
    const answer = await fetch(root + '/weft-grants', { method: 'POST', headers: { 'X-Weft-Token': token, 'Content-Type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ app, capability }) });
    if (!answer.ok) status.textContent = 'Revoking ' + capability + ' failed (' + answer.status + ').';
    lookAtGrants();
  }

  function grantRow(app, g) {
    const tr = document.createElement('tr');
    const until = g.session ? 'end of ' + g.session : time(g.expires_ms);
    tr.append(cell(app.name), cell(g.words), cell(g.status === 'ask' ? 'asked at first use' : g.status), cell(g.by || '—'), cell(time(g.since_ms)), cell(time(g.used_ms)), cell(time(g.denied_ms)), cell(until));
    tr.firstChild.title = app.app_id;
    tr.children[1].title = g.capability;
    const last = document.createElement('td');
    if (g.status === 'granted') {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = 'Revoke';
      button.addEventListener('click', () => revoke(app.app_id, g.capability, button));
      last.append(button);
    }
    tr.append(last);
    return tr;
  }

  async function lookAtGrants() {
    const answer = await fetch(root + '/weft-grants');
    if (answer.ok) grants.replaceChildren(...(await answer.json()).apps.flatMap(app => app.grants.map(g => grantRow(app, g))));
  }

  const live = new EventSource(root + '/weft-live');
  live.onmessage = e => {
    const sessions = JSON.parse(e.data);
    const running = sessions.filter(s => s.state === 'Running').length;
    status.textContent = running + (running === 1 ? ' app is running.' : ' apps are running.');
    rows.replaceChildren(...sessions.map(row));
    lookAtGrants();
  };
  const faults = document.getElementById('weft-faults'), none = document.getElementById('weft-no-faults');
  live.addEventListener('faults', e => {
    const words = JSON.parse(e.data);
    none.hidden = words.length > 0;
    faults.replaceChildren(...words.map(text => { const li = document.createElement('li'); li.textContent = text; return li; }));
  });
  live.onerror = () => { status.textContent = 'Disconnected — reconnecting'; };

  const look = () => { screen.src = root + '/weft-screen?' + Date.now(); };
  document.getElementById('weft-refresh').addEventListener('click', look);
  setInterval(() => { if (follow.checked && !document.hidden) look(); }, 1000);
})();
