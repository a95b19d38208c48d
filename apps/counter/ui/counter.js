/** Counter's page. The number is the module's: the page shows what the module says and asks for changes. */

const count = document.getElementById('count');
const more = document.getElementById('more');
const less = document.getElementById('less');
const status = document.getElementById('status');

function say(text, bad = false) {
  status.textContent = text;
  status.classList.toggle('bad', bad);
}

function show(number) {
  count.textContent = number.toLocaleString('en').replace('-', '−');
  count.style.setProperty('--digits', count.textContent.length); // a long number gets smaller instead of being cut
  enable(true);
  say('');
}

function enable(on) {
  count.classList.toggle('unknown', !on);
  more.disabled = less.disabled = !on;
}

async function ask(message) {
  try {
    await weft.send(message);
  } catch (error) {
    if (weft.connected) say(error.message, true);
  }
}

function load() {
  if (count.textContent === '–') say('Loading…');
  return ask({ op: 'get' });
}

weft.onMessage(message => {
  if (Number.isInteger(message?.count)) show(message.count);
});
weft.on('connected', load);
weft.on('disconnected', () => {
  enable(false);
  say('Disconnected — reconnecting');
});

more.addEventListener('click', () => ask({ op: 'add', n: 1 }));
less.addEventListener('click', () => ask({ op: 'add', n: -1 }));
document.addEventListener('keydown', event => {
  const button = { '+': more, '=': more, ArrowUp: more, '-': less, '−': less, ArrowDown: less }[event.key];
  if (!button || button.disabled || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  button.click();
});

enable(false);
if (weft.connected) load();
