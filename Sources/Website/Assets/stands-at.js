// A page that answers a form is no page that a browser can show again: Back and Reload meet a warning about sending it once
// more, in Chrome an error page. So it takes the place in the history of the page that the form stood on.

export function standWhereItCanBeRead(path) {
  if (path) history.replaceState(history.state, '', path)
}
