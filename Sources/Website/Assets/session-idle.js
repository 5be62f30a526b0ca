// A session ends after some minutes without a sign of life. Typing is a sign of life, so it is passed on; before the end
// there is a warning; and after the end the page stays as it is, covered, so that nothing typed is lost: sign in again in
// another tab, come back, continue.

const warningSeconds = 120
const passOnEverySeconds = 60

// Starts the watch. Pages without a session have no number of seconds.
export function watchIdleness(idleSeconds) {
  if (!(idleSeconds > warningSeconds)) return
  const others = 'BroadcastChannel' in window ? new BroadcastChannel('footbridge-session') : null
  let lastSeen = Date.now()
  let passedOnAt = Date.now()
  let ended = false

  const seen = () => {
    lastSeen = Date.now()
  }

  const passOn = async (ask = signOfLife) => {
    passedOnAt = Date.now()
    if (!(await ask())) return false
    seen()
    others?.postMessage('seen')
    return true
  }

  const notice = () => {
    if (ended || document.querySelector('.fb-idle[open]')) return
    if (Date.now() - passedOnAt > passOnEverySeconds * 1000) passOn()
  }

  const tick = () => {
    const left = idleSeconds - (Date.now() - lastSeen) / 1000
    if (left > warningSeconds) return close()
    if (left > 0) return warn(left, () => passOn())
    ended = true
    end(async () => {
      const kept = await passOn(adoptNewSession)
      ended = !kept
      return kept
    })
  }

  others?.addEventListener('message', () => {
    if (!ended) seen()
  })
  for (const kind of ['input', 'keydown', 'pointerdown']) document.addEventListener(kind, notice, { passive: true })
  setInterval(tick, 5000)
}

// Tells the server that somebody is here; answers whether the session still lives.
async function signOfLife() {
  const token = document.querySelector('input[name="formToken"]')?.value ?? ''
  try {
    const body = new URLSearchParams({ formToken: token })
    const answer = await fetch('/session/sign-of-life', { method: 'POST', body, redirect: 'error' })
    return answer.ok && (await answer.text()).trim() === 'ok'
  } catch {
    return false
  }
}

// After signing in again elsewhere: the new session's form token for the forms of this page, if it is the same person's.
async function adoptNewSession() {
  try {
    const answer = await fetch('/home')
    if (!answer.ok) return false
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const token = page.querySelector('.fb-header form input[name="formToken"]')?.value
    if (!token || who(page) !== who(document)) return false
    for (const field of document.querySelectorAll('input[name="formToken"]')) field.value = token
    return true
  } catch {
    return false
  }
}

function who(page) {
  return page.querySelector('.fb-header__who')?.textContent
}

function warn(left, stay) {
  const minutes = Math.max(1, Math.round(left / 60))
  const dialog = open('warning', 'Are you still there?')
  dialog.querySelector('p').textContent =
    `For the students' sake you will be signed out in about ${minutes === 1 ? '1 minute' : `${minutes} minutes`}. ` +
    'What you have typed is still here.'
  const button = dialog.querySelector('button')
  button.textContent = 'Stay signed in'
  button.onclick = async () => {
    if (await stay()) close()
    else dialog.querySelector('p').textContent = 'Footbridge could not be reached. Please try again.'
  }
}

function end(resume) {
  const dialog = open('ended', 'You have been signed out')
  const words = dialog.querySelector('p')
  if (dialog.dataset.told) return
  dialog.dataset.told = 'yes'
  words.textContent = 'What you typed is kept on this page, out of sight. '
  const link = document.createElement('a')
  Object.assign(link, { href: '/sign-in', target: '_blank', textContent: 'Sign in again in a new tab' })
  words.append(link, ', then come back here and continue.')
  const button = dialog.querySelector('button')
  button.textContent = 'Continue'
  button.onclick = async () => {
    if (await resume()) return close()
    button.textContent = 'Not signed in yet: try again'
  }
}

function open(kind, title) {
  let dialog = document.querySelector('.fb-idle')
  if (dialog?.dataset.kind === kind) return dialog
  close()
  dialog = document.createElement('dialog')
  dialog.className = `fb-idle fb-idle--${kind}`
  dialog.dataset.kind = kind
  dialog.setAttribute('aria-labelledby', 'idle-title')
  dialog.innerHTML = '<h2 id="idle-title"></h2><p></p><button type="button" class="nhsuk-button"></button>'
  dialog.querySelector('h2').textContent = title
  // Escape must not uncover the page of somebody who has left.
  dialog.addEventListener('cancel', (event) => event.preventDefault())
  document.body.append(dialog)
  dialog.showModal()
  return dialog
}

function close() {
  document.querySelector('.fb-idle')?.remove()
}
