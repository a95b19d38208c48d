/** The page shows what the module says, and asks for changes. */

const count = document.getElementById('count');

weft.onMessage(message => { count.textContent = message.count; });
weft.on('connected', () => weft.send({ op: 'get' }));
weft.on('disconnected', () => { count.textContent = '–'; });
document.getElementById('more').addEventListener('click', () => weft.send({ op: 'add' }));
if (weft.connected) weft.send({ op: 'get' });
