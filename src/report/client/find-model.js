// @ts-check

const bar = /** @type {HTMLElement | null} */ (document.querySelector('.find-model'));

/** Shows the models whose names hold all the words, in every chart and table; families without one of them go. @param {string} words */
function findModels(words) {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const names = new Set();
  for (const one of document.querySelectorAll('[data-model]')) {
    const name = one.getAttribute('data-model') ?? '';
    const sought = wanted.every((word) => name.toLowerCase().includes(word));
    one.classList.toggle('unsought', !sought);
    if (sought) names.add(name);
  }
  for (const family of document.querySelectorAll('details.family, table.heat tbody')) {
    const empty = family.querySelector('[data-model]:not(.unsought)') === null;
    family.classList.toggle('unsought', empty);
    if (!empty && wanted.length > 0) family.setAttribute('open', '');
  }
  const status = document.getElementById('models-found');
  if (status) status.textContent = `${names.size} ${names.size === 1 ? 'model' : 'models'}`;
}

if (bar !== null) {
  bar.hidden = false;
  // Charts below the first begin with one family open; without this script all are.
  for (const ledger of [...document.querySelectorAll('.ledger')].slice(1)) {
    for (const family of [...ledger.querySelectorAll('details.family')].slice(1)) family.removeAttribute('open');
  }
  const field = /** @type {HTMLInputElement} */ (document.getElementById('model-words'));
  field.addEventListener('input', () => findModels(field.value));
  for (const button of bar.querySelectorAll('button')) {
    button.addEventListener('click', () => {
      for (const family of document.querySelectorAll('details.family')) {
        family.toggleAttribute('open', button.dataset.fold === 'open');
      }
    });
  }
}
