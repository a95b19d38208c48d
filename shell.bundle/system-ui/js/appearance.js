/**
 * Light or dark. The choice is kept with the page's own data and told to the engine host, which gives it to the compositor (ground, title bars) and
 * to every page. Without a choice, the page has what the engine prefers.
 */
const KEY = 'appearance';

function stored() {
  try {
    const choice = localStorage.getItem(KEY);
    return choice === 'light' || choice === 'dark' ? choice : null;
  } catch {
    return null; // storage is off: no choice was kept
  }
}

/** 'light' or 'dark', as shown now. */
export function appearance() {
  return document.documentElement.dataset.theme ?? stored() ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
}

export function chooseAppearance(theme) {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // it holds until the page is loaded again
  }
  apply(theme);
}

/** Puts the kept choice into force, if there is one. */
export function restoreAppearance() {
  const theme = stored();
  if (theme) apply(theme);
}

function apply(theme) {
  document.documentElement.dataset.theme = theme;
  weft.theme(theme);
}
