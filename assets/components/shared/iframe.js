// A page within another.

/** What another page has to hold; `title` is for those who hear it. */
export function frame(url, title) {
  const quoted = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  const style = "width: 100%; height: 720px; border: 0";
  const allowed = "fullscreen; clipboard-write";
  return `<iframe src="${quoted(url)}" title="${quoted(title)}" style="${style}" allow="${allowed}"></iframe>`;
}
