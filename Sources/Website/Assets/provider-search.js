// Lists universities while their name is typed. Without it the button "Find" does the same, page by page.

const box = document.querySelector('[data-script="provider-search"]')
const field = box.querySelector('input[type="text"]')
const found = box.querySelector('[data-found]')
const status = box.querySelector('[data-found-status]')
const unlisted = { id: 'unlisted', name: found.querySelector('input[value="unlisted"]').labels[0].textContent, hasJoined: true }
let asked = 0
let timer

function radio(match, index, chosen) {
  const id = index === 0 ? 'provider' : `provider-${index + 1}`
  const item = document.createElement('div')
  item.className = 'nhsuk-radios__item'
  const input = Object.assign(document.createElement('input'), {
    className: 'nhsuk-radios__input', id, name: 'provider', type: 'radio', value: match.id, checked: match.id === chosen
  })
  const label = Object.assign(document.createElement('label'), {
    className: 'nhsuk-label nhsuk-radios__label', htmlFor: id, textContent: match.name
  })
  item.append(input, label)
  const words = [match.because && `Found as “${match.because}”`, !match.hasJoined && 'Not on Footbridge: you will be given the number to phone']
  const hint = words.filter(Boolean).join('. ')
  if (hint) {
    const line = Object.assign(document.createElement('div'), {
      className: 'nhsuk-hint nhsuk-radios__hint', id: `${id}-item-hint`, textContent: hint
    })
    input.setAttribute('aria-describedby', line.id)
    item.append(line)
  }
  if (match.campusID) {
    item.append(Object.assign(document.createElement('input'), {
      type: 'hidden', name: `campus-${match.id}`, value: match.campusID
    }))
  }
  return item
}

function show({ found: matches, words }) {
  const chosen = found.querySelector('input[name="provider"]:checked')?.value
  const group = document.createElement('fieldset')
  group.className = 'nhsuk-fieldset'
  const legend = Object.assign(document.createElement('legend'), {
    className: 'nhsuk-fieldset__legend nhsuk-fieldset__legend--s', textContent: 'Choose the university or college'
  })
  const radios = document.createElement('div')
  radios.className = 'nhsuk-radios'
  radios.append(...[...matches, unlisted].map((match, index) => radio(match, index, chosen)))
  group.append(legend, radios)
  const form = document.createElement('div')
  form.className = 'nhsuk-form-group'
  form.append(group)
  found.replaceChildren(form)
  status.textContent = words
}

async function search() {
  const turn = ++asked
  const typed = field.value.trim()
  if (!typed) return
  try {
    const answer = await fetch(`${box.dataset.search}?q=${encodeURIComponent(typed)}`, { headers: { Accept: 'application/json' } })
    if (answer.ok && turn === asked) show(await answer.json())
  } catch {
    // The button still works.
  }
}

field.addEventListener('input', () => {
  clearTimeout(timer)
  timer = setTimeout(search, 150)
})

// In the search, Enter finds; outside it, Enter goes on.
field.form.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.isComposing || !event.target.matches('input')) return
  event.preventDefault()
  const buttons = [...field.form.querySelectorAll('button[type="submit"]')]
  field.form.requestSubmit(event.target === field ? buttons.find((button) => button.name === 'find') : buttons.at(-1))
})

// Whoever says where they study has said that they study.
found.addEventListener('change', () => {
  const yes = document.querySelector('input[name="answer"][value="yes"]')
  if (yes && !document.querySelector('input[name="answer"]:checked')) yes.checked = true
})
