// @ts-check

/** Lets links to the codebook and the keys open them as drawers over the page. */
export function openDrawers() {
  for (const link of document.querySelectorAll('a[data-open]')) {
    link.addEventListener('click', (event) => {
      if (toggleDrawer(/** @type {HTMLElement} */ (link).dataset.open ?? '')) event.preventDefault();
    });
  }
  for (const drawer of document.querySelectorAll('dialog')) {
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
  if (drawer.open) drawer.close();
  else drawer.showModal();
  return true;
}
