// How large the page's letters are: in presenter mode they grow with the screen, and so do pictures.

/** How many times as large as usual: 1 outside of presenter mode. */
export function letterScale() {
  return parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
}
