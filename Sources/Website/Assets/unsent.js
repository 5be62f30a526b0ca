// Text that was typed and not sent is not lost by mistake: whoever closes the page, follows a link or presses a button of
// another form is asked first. Nothing is kept in the browser, since somebody else may use it next.

const typed = ['text', 'email', 'tel', 'url', 'number'].map((type) => `input[type="${type}"]`).join() + ', textarea'
let isSending = false

// Forms that change something; what is typed to sign in or to search is soon typed again.
function forms() {
  const all = [...document.querySelectorAll('form[method="post"]:not([role="search"])')]
  return all.filter((form) => !form.querySelector('input[type="password"]'))
}

// A form that came back with a fault shows what was typed as if it had been there before.
function unsent(form) {
  const cameBack = form.querySelector('.nhsuk-error-message') || form.matches('.nhsuk-error-message ~ form')
  return [...form.elements].filter(
    (field) => field.matches(typed) && field.value.trim() && (cameBack || field.value !== field.defaultValue)
  )
}

function question(fields) {
  const names = new Set(fields.map(called))
  const list = [...names].map((name) => `“${name}”`).join(', ')
  return `What you typed in ${list} has not been sent. Go on, and lose it?`
}

// The three fields of a date are called by what is asked, not “Day”.
function called(field) {
  const label = field.closest('.nhsuk-date-input')?.closest('fieldset')?.querySelector('legend') ?? field.labels[0]
  return label?.textContent.trim().replace(/\s+/g, ' ') ?? 'this page'
}

function show(field) {
  const fold = field.closest('details')
  if (fold) fold.open = true
  field.focus()
}

function beforeSending(event) {
  if (event.defaultPrevented) return
  const lost = forms().filter((form) => form !== event.target).flatMap(unsent)
  if (lost.length > 0 && !confirm(question(lost))) {
    event.preventDefault()
    show(lost[0])
    return
  }
  // Only this once: where the answer is a file, the page stays.
  isSending = true
  setTimeout(() => {
    isSending = false
  }, 1000)
}

function beforeLeaving(event) {
  if (isSending || !forms().some((form) => unsent(form).length > 0)) return
  event.preventDefault()
  // Browsers of some years ago ask only when this is set.
  event.returnValue = true
}

export function askBeforeLosing() {
  document.addEventListener('submit', beforeSending)
  window.addEventListener('beforeunload', beforeLeaving)
}
