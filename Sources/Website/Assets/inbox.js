// A list of exchanges that stays up to date: the server says that something changed, the page is read again, and the list
// is exchanged for the new one. Without this script the list is as fresh as the page.

const region = document.querySelector('[data-live]')
const soundKey = 'footbridge-inbox-sound'

const shown = () => [...region.querySelectorAll('.fb-inbox__title a')].map((link) => link.getAttribute('href'))

async function refresh() {
  const answer = await fetch(location.href, { headers: { 'X-Footbridge-Background': '1' }, redirect: 'error' })
  if (!answer.ok) return
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const fresh = page.querySelector('[data-live-part]')
  if (!fresh) return
  renewNavigation(page)
  const before = new Set(shown())
  const focused = region.contains(document.activeElement) && document.activeElement.getAttribute('href')
  region.querySelector('[data-live-part]').replaceWith(fresh)
  // Whoever walks the list by keyboard stays where they were.
  if (focused) [...region.querySelectorAll('a')].find((link) => link.getAttribute('href') === focused)?.focus()
  tell(shown().filter((href) => !before.has(href)).length)
}

// The numbers in the navigation are of the same things. The links stay, and with them the focus of whoever is on one.
function renewNavigation(page) {
  const links = new Map([...document.querySelectorAll('.fb-nav__link')].map((link) => [link.getAttribute('href'), link]))
  for (const fresh of page.querySelectorAll('.fb-nav__link')) {
    const link = links.get(fresh.getAttribute('href'))
    if (link && link.innerHTML !== fresh.innerHTML) link.replaceChildren(...fresh.childNodes)
  }
}

function tell(arrived) {
  if (arrived === 0) return
  region.querySelector('[data-live-news]').textContent =
    arrived === 1 ? 'Something new has arrived.' : `${arrived} new items have arrived.`
  if (wantsSound()) chime()
}

function wantsSound() {
  return region.querySelector('[data-live-sound]') !== null && localStorage.getItem(soundKey) === 'on'
}

// Two soft notes; no file to load.
function chime() {
  const context = new AudioContext()
  for (const [index, frequency] of [587, 784].entries()) {
    const note = context.createOscillator()
    const volume = context.createGain()
    const start = context.currentTime + index * 0.18
    note.frequency.value = frequency
    volume.gain.setValueAtTime(0.0001, start)
    volume.gain.exponentialRampToValueAtTime(0.12, start + 0.03)
    volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.4)
    note.connect(volume).connect(context.destination)
    note.start(start)
    note.stop(start + 0.45)
  }
}

function offerSound() {
  const offer = region.querySelector('[data-live-sound]')
  if (!offer) return
  const box = offer.querySelector('input')
  offer.hidden = false
  box.checked = localStorage.getItem(soundKey) === 'on'
  box.addEventListener('change', () => {
    localStorage.setItem(soundKey, box.checked ? 'on' : 'off')
    if (box.checked) chime()
  })
}

if (region) {
  offerSound()
  const changes = new EventSource(region.dataset.live)
  changes.addEventListener('change', (event) => {
    document.dispatchEvent(new CustomEvent('footbridge:count', { detail: JSON.parse(event.data).waiting }))
    refresh().catch(() => {})
  })
}
