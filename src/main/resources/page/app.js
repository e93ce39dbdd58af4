'use strict';
// Asks its own peer every second, draws what it says. No state but what is on the screen; all texts are set as text.
(() => {
  const QUANTITIES = [['temperature_c', 'temperature', '°C'], ['humidity_pct', 'humidity', '%'], ['pressure_hpa', 'pressure', 'hPa']];
  const PAGE = 50, MAX_CHARTED = 6, NEWEST = 600;
  const $ = id => document.getElementById(id);
  const charted = new Map(); // sensor -> {figures, data, since, busy}
  let chosen = false, from = 0, others = [], ownLast = 0, lastStatus = null, storyShown = '';

  const element = (name, text, attributes) => {
    const e = document.createElement(name);
    if (text !== undefined && text !== null) e.textContent = text;
    Object.entries(attributes || {}).forEach(([k, v]) => e.setAttribute(k, v));
    return e;
  };
  const row = (cells, className) => {
    const tr = element('tr', null, className ? {class: className} : {});
    cells.forEach(c => tr.append(c instanceof Node ? c : element('td', c === null || c === undefined ? '–' : c)));
    return tr;
  };
  const cell = (content, className) => {
    const td = element('td', null, className ? {class: className} : {});
    td.append(content);
    return td;
  };
  const number = n => n === null || n === undefined ? '–' : n.toLocaleString('en');
  const length = s => s === null || s === undefined ? '–' : s < 0 ? '-' + length(-s) : s < 60 ? s.toFixed(s < 10 ? 1 : 0) + ' s'
    : s < 3600 ? Math.floor(s / 60) + ' min' : s < 86400 ? (s / 3600).toFixed(1) + ' h' : Math.floor(s / 86400) + ' d';
  const url = http => (http.startsWith('https://') ? '' : 'http://') + http + '/';
  const color = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const ask = async path => {
    const answer = await fetch(path, {signal: AbortSignal.timeout(5000)});
    if (!answer.ok) throw new Error(path + ' answers ' + answer.status);
    return answer.json();
  };

  // ---- members, troubles, story

  function showStatus(s) {
    lastStatus = s;
    document.body.classList.remove('stale');
    $('peer').textContent = s.peer.id;
    $('group').textContent = 'group ' + s.peer.group;
    $('version').textContent = s.peer.version;
    document.title = s.peer.id + (s.peer.ready ? '' : ' – not ready');
    const view = s.view;
    const summary = view ? (view.leader === s.peer.id ? 'This peer leads' : view.leader + ' leads') + ' ' + view.members.length
      + (view.members.length === 1 ? ' peer' : ' peers') + ', view ' + view.id : 'In no view: ' + s.peer.phase.toLowerCase();
    if ($('summary').textContent !== summary) $('summary').textContent = summary; // else a screen reader would repeat it
    document.body.dataset.leader = view ? view.leader : '';
    document.body.dataset.members = view ? view.members.length : 0;
    const q = s.queues;
    $('numbers').textContent = number(s.log.delivered) + ' readings, ' + s.rates.delivered_per_second_10s + ' a second; waiting: '
      + number(q.outbox_readings) + ' own readings, ' + number(q.window_bytes + q.waiting_bytes) + ' bytes at the leader, '
      + number(q.disk_operations) + ' for the disk';
    showTrouble(s);
    showMembers(s);
    showStory(s.timeline);
  }

  function showTrouble(s) {
    const troubles = [];
    if (!s.peer.ready) troubles.push('No readings are ordered here: ' + s.peer.not_ready + '.');
    if (s.missing.length) troubles.push('Missing: ' + s.missing.join(', ') + '.');
    sign(troubles.join(' '));
  }

  function sign(text) {
    const box = $('trouble');
    if (box.textContent !== text) box.textContent = text;
    box.hidden = text === '';
  }

  function showMembers(s) {
    const byId = new Map(others.map(o => [o.id, o]));
    const members = s.view ? s.view.members : [{id: s.peer.id, address: s.peer.address, role: s.peer.phase.toLowerCase(), self: true}];
    const most = Math.max(ownLast, ...others.map(o => o.last || 0)); // all of about the same moment
    $('members').replaceChildren(...members.map(m => {
      const o = m.self ? {last: s.log.last, committed: s.log.committed, uptime_seconds: s.peer.uptime_seconds} : byId.get(m.id) || {};
      const last = o.last !== undefined ? o.last : m.last;
      const lag = m.lag !== undefined ? m.lag : last === undefined ? null : Math.max(0, most - last);
      const name = o.http ? element('a', m.id, {href: url(o.http)}) : document.createTextNode(m.id + (m.self ? ' (this one)' : ''));
      return row([cell(name), cell(m.role, m.role === 'leader' ? 'leader' : ''), cell(number(lag), lag > 10000 ? 'late' : ''),
        number(last), number(o.committed), length(o.uptime_seconds), m.address], m.self ? 'self' : '');
    }).concat(s.missing.map(id => row([id, cell('missing', 'late'), '–', '–', '–', '–', '–']))));
    const links = others.filter(o => o.http).map(o => element('a', o.id, {href: url(o.http)}));
    const shown = links.map(a => a.href).join();
    if ($('others').dataset.shown !== shown) { // not while somebody is on one of them with the keyboard
      $('others').dataset.shown = shown;
      $('others').replaceChildren(...(links.length ? [document.createTextNode('Other peers: '), ...links] : []));
    }
  }

  function showStory(events) {
    const key = JSON.stringify(events.slice(-1)) + events.length;
    if (key === storyShown) return;
    storyShown = key;
    $('story').replaceChildren(...events.slice().reverse().map(e => {
      const li = element('li', null, {class: e.kind});
      li.append(element('time', new Date(e.at).toLocaleString(), {datetime: e.at}), document.createTextNode(e.text));
      return li;
    }));
  }

  // ---- sensors

  async function refreshSensors() {
    const s = await ask('sensors?limit=' + PAGE + '&from=' + from + '&match=' + encodeURIComponent($('match').value));
    $('sensor-count').textContent = number(s.matching);
    $('earlier').disabled = from === 0;
    $('more').disabled = from + PAGE >= s.matching;
    if (!chosen && s.sensors.length) {
      chosen = true;
      s.sensors.slice(0, 3).forEach(l => chart(l.id));
    }
    const rows = $('sensor-rows');
    const ids = s.sensors.map(l => l.id).join();
    if (rows.dataset.ids !== ids) { // rows stay where they are while only values change: focus stays too
      rows.dataset.ids = ids;
      rows.replaceChildren(...s.sensors.map(l => {
        const box = element('input', null, {type: 'checkbox', 'aria-label': 'chart of ' + l.id});
        box.checked = charted.has(l.id);
        box.addEventListener('change', () => box.checked ? chart(l.id) : unchart(l.id));
        return row([cell(box), l.id, '', '', '', '', '']);
      }));
    }
    s.sensors.forEach((l, i) => {
      const cells = rows.children[i].children;
      cells[0].firstChild.checked = charted.has(l.id);
      [length(l.age_seconds), ...QUANTITIES.map(([k, , unit]) => l[k] === null ? '–' : l[k] + ' ' + unit), number(l.sequence)]
        .forEach((text, c) => { cells[c + 2].textContent = text; });
    });
  }

  // ---- charts

  function chart(id) {
    if (charted.has(id)) return;
    if (charted.size >= MAX_CHARTED) unchart(charted.keys().next().value);
    const box = element('div', null, {class: 'sensor'});
    $('charts').append(box);
    charted.set(id, {box, figures: new Map(), data: empty(), since: 0, busy: false});
    refreshChart(id).catch(() => {});
  }

  function unchart(id) {
    const c = charted.get(id);
    if (c) {
      c.figures.forEach(f => f.plot.destroy());
      c.box.remove();
    }
    charted.delete(id);
  }

  const empty = () => ({time: [], temperature_c: [], humidity_pct: [], pressure_hpa: []});

  async function refreshChart(id) {
    const c = charted.get(id);
    if (!c || c.busy) return;
    c.busy = true;
    try {
      const all = $('history').checked;
      const s = await ask('series?sensor=' + encodeURIComponent(id) + (all ? '&all' : '&since=' + c.since));
      if (charted.get(id) !== c || all !== $('history').checked) return;
      if (!all) {
        c.since = s.sequence.length ? s.sequence[s.sequence.length - 1] : c.since;
        Object.keys(c.data).forEach(k => { c.data[k] = c.data[k].concat(s[k]).slice(-NEWEST); });
      }
      QUANTITIES.forEach(q => draw(id, c, q, all ? s : null));
    } finally {
      c.busy = false;
    }
  }

  function draw(id, c, [key, label, unit], history) {
    const values = history ? history[key + '_max'] : c.data[key];
    let f = c.figures.get(key);
    if (!f && !values.some(v => v !== null)) return;
    const seconds = (history ? history.time : c.data.time).map(t => t / 1000);
    const data = history ? [seconds, history[key + '_min'], values] : [seconds, values];
    if (f && f.history !== !!history) {
      f.plot.destroy();
      f.figure.remove();
      f = null;
    }
    if (!f) {
      f = figure(id, c.box, label, unit, !!history, data);
      c.figures.set(key, f);
    } else {
      f.plot.setData(data);
    }
    const known = values.filter(v => v !== null);
    const least = Math.min(...(history ? history[key + '_min'].filter(v => v !== null) : known)), greatest = Math.max(...known);
    const now = known[known.length - 1];
    f.caption.textContent = `${label}: ${now} ${unit}, between ${least} and ${greatest}`
      + (history ? `, ${number(history.rows)} readings` + (history.read < 1 ? `, ${Math.floor(100 * history.read)} % read` : '') : '');
    f.plot.root.setAttribute('aria-label', `Chart of ${id}, ${f.caption.textContent}`);
    f.figure.dataset.points = values.length;
    f.figure.dataset.last = c.since;
  }

  function figure(id, parent, label, unit, history, data) {
    const box = element('figure', null, {'data-sensor': id, 'data-quantity': label});
    box.append(element('h3', id));
    const caption = element('figcaption');
    box.append(caption);
    parent.append(box);
    const axis = {stroke: color('--quiet'), grid: {stroke: color('--line'), width: 1}, ticks: {stroke: color('--line')}};
    const line = {stroke: color('--chart'), width: 1.5, points: {show: false}, label: unit};
    const plot = new uPlot({
      width: Math.max(200, box.clientWidth), height: 180, cursor: {drag: {x: true, y: false}}, legend: {show: false},
      series: history ? [{}, line, line] : [{}, line], bands: history ? [{series: [2, 1], fill: color('--band')}] : [],
      axes: [axis, {...axis, size: 60}],
    }, data, box);
    plot.root.setAttribute('role', 'img');
    return {figure: box, caption, plot, history};
  }

  function restart() {
    const ids = [...charted.keys()];
    ids.forEach(unchart);
    ids.forEach(chart);
  }

  let resizing = 0;
  addEventListener('resize', () => {
    clearTimeout(resizing);
    resizing = setTimeout(() => charted.forEach(c => c.figures.forEach(f =>
      f.plot.setSize({width: Math.max(200, f.figure.clientWidth), height: 180}))), 100);
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', restart);
  $('history').addEventListener('change', restart);
  $('match').addEventListener('input', () => { from = 0; refreshSensors().catch(() => {}); });
  $('earlier').addEventListener('click', () => { from = Math.max(0, from - PAGE); refreshSensors().catch(() => {}); });
  $('more').addEventListener('click', () => { from += PAGE; refreshSensors().catch(() => {}); });

  // ---- the clock of the page: one round at a time, and none while nobody looks

  async function round(n) {
    if (document.hidden && n > 0) return;
    try {
      showStatus(await ask('status?brief'));
      if (n % 2 === 0) await refreshSensors();
      if (n % ($('history').checked ? 5 : 1) === 0) await Promise.all([...charted.keys()].map(refreshChart));
      if (n % 2 === 0) {
        ownLast = (await ask('status?brief')).log.last;
        others = await ask('neighbours');
        showMembers(lastStatus);
      }
    } catch (e) {
      document.body.classList.add('stale');
      sign('This peer does not answer. What you see is old' + (others.some(o => o.http) ? '; ask another peer above.' : '.'));
    }
  }

  (async () => {
    for (let n = 0; ; n++) {
      await round(n);
      await new Promise(done => setTimeout(done, 1000));
    }
  })();
})();
