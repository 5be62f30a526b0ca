// Shows the fields that belong to an answer only while it is chosen, and sends the labels of those only: by these, what was
// typed is told again when a session has ended. The design system's own script marks radios with
// aria-expanded, which that role does not allow; the fields follow their answer in the page, so nothing has to be marked.

function sync(input) {
  const fields = document.getElementById(input.dataset.reveals)
  fields?.classList.toggle(`nhsuk-${input.type === 'radio' ? 'radios' : 'checkboxes'}__conditional--hidden`, !input.checked)
  fields?.querySelectorAll('input[name$=":label"]').forEach((label) => (label.disabled = !input.checked))
}

function syncAll() {
  document.querySelectorAll('input[data-reveals]').forEach(sync)
}

export function revealChosen() {
  document.addEventListener('change', (event) => {
    if (event.target.matches?.('input[type="radio"], input[type="checkbox"]')) syncAll()
  })
  // Going back, the browser puts the answers in again after the scripts have run.
  window.addEventListener('pageshow', syncAll)
  syncAll()
}
