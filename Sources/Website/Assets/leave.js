// Somebody comes into the room: the page is empty at once, the session ends, and another page takes its place, also in the
// history of the tab. Without this script the form does the same but for the history.

export function leaveAtOnce() {
  document.querySelector('form[data-leave]')?.addEventListener('submit', (event) => {
    event.preventDefault()
    const form = event.target
    const [address, body] = [form.action, new URLSearchParams(new FormData(form))]
    document.title = ' '
    document.body.replaceChildren()
    // What was typed here is asked about no more: there is nothing left of it.
    fetch(address, { method: 'POST', body, keepalive: true, redirect: 'manual' })
    location.replace(form.dataset.leave)
  })
}
