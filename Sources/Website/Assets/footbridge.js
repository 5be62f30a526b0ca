// What every page gets. Nothing here is needed to use Footbridge: each page works without it.
import { initAll } from './vendor/nhsuk-frontend-10.4.2.js'
import { watchIdleness } from './session-idle.js'
import { countInTitle } from './title-count.js'
import { revealChosen } from './reveals.js'
import { askBeforeLosing } from './unsent.js'
import { standWhereItCanBeRead } from './stands-at.js'
import { leaveAtOnce } from './leave.js'

// The design system hides things (a "More" menu, conditional questions) only once it knows it can show them again.
document.body.classList.add('js-enabled', 'nhsuk-frontend-supported')
initAll()
revealChosen()

standWhereItCanBeRead(document.body.dataset.standsAt)
countInTitle()
watchIdleness(Number(document.body.dataset.idleSeconds))
leaveAtOnce()
askBeforeLosing()

for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false
  button.addEventListener('click', () => window.print())
}

// A page that has a script of its own names it: <div data-script="exchange/live-inbox">.
for (const name of new Set([...document.querySelectorAll('[data-script]')].map((element) => element.dataset.script))) {
  if (/^[a-z-]+(\/[a-z-]+)?$/.test(name)) import(`./${name}.js`)
}
