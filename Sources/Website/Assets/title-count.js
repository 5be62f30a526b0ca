// The number of things that wait, in the tab's title: "(3) Inbox – Footbridge".
//
// The page's own number stands in an element marked data-title-count; a live page tells a new one with
//   document.dispatchEvent(new CustomEvent('footbridge:count', { detail: 4 }))

export function countInTitle() {
  const title = document.title
  const show = (count) => {
    document.title = count > 0 ? `(${count}) ${title}` : title
  }
  const onPage = document.querySelector('[data-title-count]')
  if (onPage) show(Number(onPage.dataset.titleCount || onPage.textContent))
  document.addEventListener('footbridge:count', (event) => show(Number(event.detail)))
}
