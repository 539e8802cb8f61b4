// @ts-check

/** Lets links to the codebook and the keys open them as drawers over the page. */
export function openDrawers() {
  for (const link of document.querySelectorAll('a[data-open]')) {
    link.addEventListener('click', (event) => {
      if (toggleDrawer(/** @type {HTMLElement} */ (link).dataset.open ?? '')) event.preventDefault();
    });
  }
  for (const drawer of document.querySelectorAll('dialog')) {
    drawer.addEventListener('close', () => leave(drawer));
    drawer.addEventListener('click', (event) => {
      if (event.target === drawer) drawer.close();
    });
  }
}

/**
 * Opens a drawer, or closes it where it is open.
 * @param {string} id
 * @returns {boolean} whether the page has it
 */
export function toggleDrawer(id) {
  const drawer = document.getElementById(id);
  if (!(drawer instanceof HTMLDialogElement)) return false;
  if (drawer.open) {
    drawer.close();
    leave(drawer);
  } else drawer.showModal();
  return true;
}

/**
 * Takes the focus out of a drawer that was closed: where nothing had it before, browsers leave it there for a moment, and the
 * next Enter would be lost on a button that nobody sees.
 * @param {HTMLDialogElement} drawer
 */
function leave(drawer) {
  const { activeElement } = document;
  if (activeElement instanceof HTMLElement && drawer.contains(activeElement)) activeElement.blur();
}
