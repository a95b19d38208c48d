// The page's end of the bridge to the platform. Reserved path: every app's origin serves it as /weft.js.
//   weft.request(type, body) -> Promise(body)   rejects with {code, message}
//   weft.on(type, listener)                     events of the platform, and 'connected' / 'disconnected'
//   weft.off(type, listener)
//   weft.send(data) -> Promise                  to the app's own module
//   weft.onMessage(listener)                    from the app's own module
//   weft.fetch(url, {method, headers, body}) -> Promise(Response)   through the portal (net:fetch:HOST); a body is text or bytes
//   weft.connected                              whether the platform hears us
//   weft.slots([{name, role, keyboard, x, y, width, height}])  the system UI only: which parts of the page are windows;
//                                               with keyboard, the window gets it when it appears
//   weft.theme('light' | 'dark')                the system UI only: appearance of the ground, the title bars and every page
// The host itself tells the system UI: PAGE_FOCUS {session, focused}, BADGES_PRESSED {session}, NAVIGATION_GESTURE {type: 'home'} (the Super key),
// FOREIGN_WINDOWS {windows: [{window, title, app_id, focused}]}, WORKSPACES {shown, windows: [how many are on each]}; it answers the system UI's
// ACTIVATE_WINDOW and CLOSE_WINDOW {window}, SHOW_WORKSPACE {workspace}.
// Beside it every origin serves /weft.css: the tokens and controls of the system's look.
(() => {
  'use strict';
  const query = window.cefQuery;
  const listeners = new Map();
  let connected = false;

  // The way to the host carries ASCII alone; JSON can say everything in it.
  const ascii = value => JSON.stringify(value).replace(/[\u007f-\uffff]/g, c => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'));

  const ask = message => new Promise((resolve, reject) => query({
    request: ascii(message),
    onSuccess: text => resolve(JSON.parse(text)),
    onFailure: (number, text) => {
      let failure;
      try { failure = JSON.parse(text); } catch { failure = {code: 'UNAVAILABLE', message: text || 'The platform does not answer.'}; }
      reject(Object.assign(new Error(failure.message), {code: failure.code, capability: failure.capability}));
    },
  }));

  const bytesToBase64 = bytes => {
    let text = '';
    for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
    return btoa(text);
  };

  const emit = (type, body, session) => {
    for (const listener of [...(listeners.get(type) || [])]) {
      try { listener(body, session); } catch (e) { console.error(e); }
    }
  };

  const on = (type, listener) => {
    if (!listeners.has(type)) listeners.set(type, new Set());
    listeners.get(type).add(listener);
  };

  // Called by the host with each event; the page itself gains nothing by calling it.
  Object.defineProperty(window, 'weftDeliver', {value: (type, body, session) => {
    if (type === 'connected' || type === 'disconnected') {
      if (connected === (type === 'connected')) return;
      connected = !connected;
    }
    emit(type, body, session);
  }});

  window.weft = Object.freeze({
    request: (type, body = {}) => ask({type, body}),
    on,
    off: (type, listener) => { listeners.get(type)?.delete(listener); },
    fetch: async (url, {method, headers, body} = {}) => {
      const sent = typeof body === 'string' ? new TextEncoder().encode(body) : body;
      const answer = await ask({type: 'FETCH', body: {url: String(url), method, headers, body: sent && bytesToBase64(new Uint8Array(sent))}});
      const content = Uint8Array.from(atob(answer.body), c => c.charCodeAt(0));
      const bare = [101, 204, 205, 304].includes(answer.status);
      return Object.defineProperty(new Response(bare ? null : content, {status: answer.status, headers: answer.headers}), 'url', {value: answer.url});
    },
    send: data => ask({type: 'IPC_FORWARD', body: {data}}),
    onMessage: listener => on('IPC_MESSAGE', body => listener(body.data)),
    slots: list => ask({type: 'SLOTS', body: {slots: list}}),
    theme: name => ask({type: 'THEME', body: {theme: name}}),
    get connected() { return connected; },
  });

  // A page stays at its origin: the host refuses to leave, but by then the answers that are under way are lost.
  window.navigation.addEventListener('navigate', event => {
    if (event.cancelable && !event.destination.url.startsWith(location.origin + '/')) event.preventDefault();
  });

  // The user's own keys for copying and inserting reach the session's clipboard. The host hears the keys as well, and without them does neither.
  const selection = () => {
    const field = document.activeElement;
    if (typeof field?.selectionStart !== 'number') return String(getSelection());
    return field.type === 'password' ? '' : field.value.slice(field.selectionStart, field.selectionEnd);
  };
  const selected = event => event.defaultPrevented ? event.clipboardData.getData('text/plain') : selection();
  for (const type of ['copy', 'cut']) {
    addEventListener(type, event => {
      const text = event.isTrusted && selected(event);
      if (text) ask({type: 'COPIED', body: {text}}).catch(() => {});
    });
  }
  const insert = ({text}) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text);
    const target = document.activeElement ?? document.body;
    const taken = !target.dispatchEvent(new ClipboardEvent('paste', {clipboardData, bubbles: true, cancelable: true, composed: true}));
    if (!taken && text) document.execCommand('insertText', false, text);
  };
  addEventListener('keydown', event => {
    const keys = event.keyCode === 86 && event.ctrlKey && !event.altKey || event.keyCode === 45 && event.shiftKey && !event.ctrlKey;
    if (!keys || !event.isTrusted || event.defaultPrevented) return;
    event.preventDefault(); // Chromium would insert from a clipboard that only it knows
    ask({type: 'PASTE'}).then(insert, () => {});
  });

  // What the user selects is offered to the middle button, everywhere in the session; here it inserts what was selected last, where it was pressed.
  const offer = event => {
    const text = event.isTrusted && selection();
    if (text) ask({type: 'SELECTED', body: {text}}).catch(() => {});
  };
  addEventListener('mouseup', event => { if (event.button === 0) offer(event); });
  addEventListener('keyup', event => { if (event.shiftKey || event.key === 'Shift' || event.ctrlKey && event.keyCode === 65) offer(event); });
  const put = (field, {clientX, clientY}) => {
    field.focus();
    const place = document.caretPositionFromPoint(clientX, clientY);
    if (!place) return;
    if (typeof field.setSelectionRange !== 'function') getSelection().collapse(place.offsetNode, place.offset);
    else if (place.offsetNode === field) field.setSelectionRange(place.offset, place.offset);
  };
  addEventListener('mouseup', event => {
    if (event.button !== 1 || !event.isTrusted || event.defaultPrevented) return;
    const field = event.target.closest?.('input, textarea, [contenteditable]:not([contenteditable="false"])');
    if (!field || field.disabled || field.readOnly) return;
    event.preventDefault();
    put(field, event);
    ask({type: 'INSERT'}).then(insert, () => {});
  });

  // A caret that blinks makes a new picture twice a second, in five processes. When nobody has typed for ten seconds, it stays.
  const still = new CSSStyleSheet({disabled: true});
  still.replaceSync('* { caret-animation: manual }');
  document.adoptedStyleSheets.push(still);
  let untouched;
  const touched = () => {
    still.disabled = true;
    clearTimeout(untouched);
    untouched = setTimeout(() => { still.disabled = false; }, 10000);
  };
  for (const type of ['keydown', 'pointerdown', 'focusin']) addEventListener(type, touched, {capture: true, passive: true});
  touched();

  // The host keeps events until it hears this, so that none is lost while the page loads.
  const hello = () => ask({type: 'HELLO', body: {}}).catch(() => {});
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', hello, {once: true});
  else hello();
})();
